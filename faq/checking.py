"""What an editor should look at in entries that can be used: gaps, overlaps, what has aged."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit

from pydantic import field_validator

from faq.entry import LANGUAGES, Entry, Frozen, Language
from faq.knowledge import Knowledge
from faq.markup import is_web_address, links
from faq.wording import Param, catalogue, sentence

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
Examples = Mapping[str, Mapping[Language, Sequence[str]]]
"""Topic, language, what people ask."""

OUT_OF_SCOPE = "out-of-scope"
"""The id that examples carry which no entry answers."""

LEAST_BUILT_IN, LEAST_OTHER = 40, 8
"""Examples a language: a built-in topic; a dialogue or a workspace's own entry."""

_HOST = re.compile(r"(?:[\w](?:[\w-]*[\w])?\.)+[^\W\d][\w-]*[\w]")


class Finding(Frozen):
    """``file`` is empty where examples belong to no entry; ``key`` names a sentence of
    ``findings.toml``."""

    file: str
    topic: str
    severity: Severity
    key: str
    params: Mapping[str, Param] = {}
    language: Language | None = None
    """The language that is meant, where the finding is about one; named in its sentence."""

    @field_validator("key")
    @classmethod
    def _has_a_sentence(cls, key: str) -> str:
        if key not in catalogue("findings"):
            raise ValueError(f"no sentence for the finding {key}")
        return key

    def say(self, language: Language) -> str:
        """One sentence or two: what is found, what to do."""
        params = dict(self.params)
        if self.language is not None:
            name = sentence("findings", self.language, language, {})
            params |= {"language": name, "code": self.language}
        return sentence("findings", self.key, language, params)


def check(knowledge: Knowledge, today: date, examples: Examples) -> list[Finding]:
    """All findings, the gravest first, then by file and topic.

    ``examples`` are those that the matcher learns from for the built-in entries; a workspace's
    entries bring their own, which count too.
    """
    said = _all_examples(knowledge, examples)
    found: list[Finding] = []
    for entry in knowledge.entries.values():
        found += _few_examples(entry, said.get(entry.id, {}))
        found += _languages(entry)
        found += _dates(entry, today)
        found += _links(entry)
        found += _related(entry, knowledge)
    found += _without_entry(knowledge, examples)
    found += _shared_examples(knowledge, said)
    return sorted(found, key=lambda f: (SEVERITIES.index(f.severity), f.file, f.topic))


def _finding(
    entry: Entry,
    severity: Severity,
    key: str,
    language: Language | None = None,
    **params: Param,
) -> Finding:
    return Finding(
        file=entry.file,
        topic=entry.id,
        severity=severity,
        key=key,
        params=params,
        language=language,
    )


def _all_examples(
    knowledge: Knowledge, examples: Examples
) -> dict[str, dict[Language, tuple[str, ...]]]:
    said = {
        topic: {language: tuple(by_language.get(language, ())) for language in LANGUAGES}
        for topic, by_language in examples.items()
    }
    for entry in knowledge.entries.values():
        mine = said.setdefault(entry.id, dict.fromkeys(LANGUAGES, ()))
        for language, more in entry.examples.items():
            mine[language] += more
    return said


def _few_examples(entry: Entry, said: Mapping[Language, Sequence[str]]) -> Iterator[Finding]:
    least = LEAST_BUILT_IN if entry.kind == "topic" and not entry.own else LEAST_OTHER
    for language in entry.languages:
        count = len({_folded(text) for text in said.get(language, ())})
        if count < least:
            yield _finding(entry, "warning", "too_few_examples", language, count=count, least=least)


def _languages(entry: Entry) -> Iterator[Finding]:
    for language in LANGUAGES:
        if not entry.speaks(language):
            yield _finding(entry, "note", "language_missing", language)


def _dates(entry: Entry, today: date) -> Iterator[Finding]:
    if entry.is_due(today) and entry.valid_until is not None:
        yield _finding(entry, "warning", "overdue", until=entry.valid_until.isoformat())
    if entry.checked > today + timedelta(days=1):  # somewhere it is tomorrow already
        checked = entry.checked.isoformat()
        yield _finding(entry, "warning", "checked_in_the_future", checked=checked)


def _links(entry: Entry) -> Iterator[Finding]:
    given = [(source.url, source.date) for source in entry.sources if source.url is not None]
    texts = entry.texts.values()
    linked = [url for text in texts for url in (*links(text.short), *links(text.detail))]
    for url in dict.fromkeys([*(url for url, _ in given), *linked]):
        if not _leads_somewhere(url, intranet=entry.own):
            yield _finding(entry, "error", "link_malformed", url=url)
    alike = [(_same_page(url), day) for url, day in given]
    for index, (url, _) in enumerate(given):
        if alike[index] in alike[:index]:
            yield _finding(entry, "note", "link_duplicated", url=url)


def _related(entry: Entry, knowledge: Knowledge) -> Iterator[Finding]:
    for other in entry.related:
        if knowledge.get(other) is None:
            yield _finding(entry, "error", "related_missing", other=other)


def _without_entry(knowledge: Knowledge, examples: Examples) -> Iterator[Finding]:
    for topic in examples:
        if topic != OUT_OF_SCOPE and knowledge.get(topic) is None:
            params: dict[str, Param] = {"topic": topic}
            yield Finding(file="", topic=topic, severity="error", key="no_entry", params=params)


def _shared_examples(
    knowledge: Knowledge, said: Mapping[str, Mapping[Language, Sequence[str]]]
) -> Iterator[Finding]:
    """An example that stands under two topics is told once for each topic after the first."""
    first: dict[str, str] = {}
    told: set[tuple[str, str]] = set()
    for topic, by_language in said.items():
        entry = knowledge.get(topic)
        for text in (text for texts in by_language.values() for text in texts):
            folded = _folded(text)
            other = first.setdefault(folded, topic)
            if other == topic or (topic, folded) in told:
                continue
            told.add((topic, folded))
            yield Finding(
                file=entry.file if entry is not None else "",
                topic=topic,
                severity="warning",
                key="same_example",
                params={"example": text, "other": other},
            )


def _folded(text: str) -> str:
    """What makes two examples the same: words without case, accents and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", bare.casefold())) or text.strip()


def _leads_somewhere(url: str, *, intranet: bool) -> bool:
    """Whether the address is well formed; only an intranet's host may be a single word."""
    if not is_web_address(url):
        return False
    parts = urlsplit(url)
    try:
        port_is_sound = parts.port is None or parts.port > 0
    except ValueError:
        return False
    host = parts.hostname or ""
    return port_is_sound and bool(_HOST.fullmatch(f"{host}.intranet" if intranet else host))


def _same_page(url: str) -> str:
    """The address as far as it tells pages apart."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    bare = f"{host.lower().removeprefix('www.')}{slash}{path.partition('#')[0]}"
    return bare.rstrip("/") if scheme.lower() in {"http", "https"} else url
