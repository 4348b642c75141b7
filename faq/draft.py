"""A new entry, written down in the form of ``faq/entries``, for an editor to look over."""

import json
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from faq.entry import Language

LONGEST_ID = 60


def draft(
    language: Language, title: str, short: str, examples: Sequence[str], today: date
) -> tuple[str, str]:
    """The entry's id and its TOML, in one language. What does not fit the limits of an entry is
    found when it is loaded, with its line."""
    topic = topic_of(title)
    lines = [
        f"id = {_string(topic)}",
        'kind = "topic"',
        'evidence = "official"',
        f"checked = {today.isoformat()}",
        'actions = ["person"]',
        "",
        f"[{language}]",
        f"title = {_string(' '.join(title.split()))}",
        f"short = {_string(short.strip())}",
        "examples = [",
        *(f"  {_string(' '.join(one.split()))}," for one in examples if one.strip()),
        "]",
        "",
    ]
    return topic, "\n".join(lines)


def topic_of(title: str) -> str:
    """An id made of the words of a title."""
    bare = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", bare.lower())
    made = ""
    for word in words:
        longer = f"{made}-{word}" if made else word
        if len(longer) > LONGEST_ID:
            break
        made = longer
    return made or "new-entry"


def _string(text: str) -> str:
    """A TOML string on one line: JSON's escapes, and what TOML wants escaped besides."""
    escaped = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\x9f]", lambda found: f"\\u{ord(found[0]):04x}", escaped)
