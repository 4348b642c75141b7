"""What people type, as Slack hands it to apps: escaped, with mentions and links marked up."""

import re
from collections.abc import Iterable, Mapping

_SPECIAL = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_BROADCASTS = ("channel", "here", "everyone")
_LINK = r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"


def escape(text: str) -> str:
    """Escape the three characters that Slack escapes, once."""
    return re.sub("[&<>]", lambda match: _SPECIAL[match[0]], text)


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def clean(text: str) -> str:
    """`text` as it can be sent: half characters (lone surrogates) become question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def mark_up(
    text: str, people: Mapping[str, str], channels: Mapping[str, str], *, names: bool = False
) -> str:
    """Turn typed text into Slack's form.

    `people` maps handles to user ids, `channels` maps channel names to ids. With `names`, user
    mentions carry the handle too, as slash commands send them: `<@U1|ana>`.
    """
    handles = {handle.casefold(): user for handle, user in people.items()}
    rooms = {name.casefold(): (name, channel) for name, channel in channels.items()}
    pattern = re.compile(
        rf"(?P<link>{_LINK})|(?P<mail>{_MAIL})"
        rf"|(?<![\w@])@(?P<user>{_any(handles)}|{_any(_BROADCASTS)})(?!\w)"
        rf"|(?<![\w#&])\#(?P<room>{_any(rooms)})(?![\w-])",
        re.IGNORECASE,
    )

    def replace(match: re.Match[str]) -> str:
        whole = escape(match[0])
        if match["link"]:
            return f"<{whole}>"
        if match["mail"]:
            return f"<mailto:{whole}|{whole}>"
        # Matching ignores case a little more widely than casefold does: what is not found is text.
        word = (match["room"] or match["user"]).casefold()
        if match["room"] and word in rooms:
            name, channel = rooms[word]
            return f"<#{channel}|{name}>"
        if match["user"] and word in handles:
            return f"<@{handles[word]}|{word}>" if names else f"<@{handles[word]}>"
        return f"<!{word}>" if match["user"] and word in _BROADCASTS else whole

    parts, end = [], 0
    for match in pattern.finditer(text):
        parts += [escape(text[end : match.start()]), replace(match)]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _any(words: Iterable[str]) -> str:
    # Longest first, so that "ana" does not win over "anabel". With no words: match nothing.
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(re.escape(word) for word in ordered) or r"(?!)"
