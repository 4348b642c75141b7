"""An automation's report as the page shows it: findings by code, the ledger by what became."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from converter.journey import Placeholder
from converter.pointer import below
from converter.report.files.words import percent, say
from converter.report.model import (
    AutomationReport,
    Diagnostic,
    Evidence,
    Language,
    LedgerRow,
    Level,
    Severity,
)

LEVEL_MARKS: dict[Level, str] = {
    "converted": "✓",
    "converted_with_changes": "!",
    "partial": "◐",
    "blocked": "✕",
    "not_needed": "–",
    "failed": "?",
}
FIT_MARKS = {"yes": "✓", "no": "✕", "check": "?"}
EVIDENCE_MARKS: dict[Evidence, str] = {"official": "●", "observed": "◐", "inferred": "○"}
SHOWN_PLACES = 4
"""Places named of values that share what became of them; the others are counted."""

_URL = re.compile(r"https://[^\s,;()«»]+[^\s,;()«».:]")


class Item(NamedTuple):
    """One finding of a code. ``fix`` is empty where all of that code share one."""

    message: str
    fix: str


@dataclass(frozen=True, slots=True)
class Group:
    """The findings of one code in one automation."""

    first: Diagnostic
    items: tuple[Item, ...]
    fix: str


def grouped(row: AutomationReport, severity: Severity) -> tuple[Group, ...]:
    """The findings of a severity by code, in the order of the report."""
    found: dict[str, list[Diagnostic]] = {}
    for diagnostic in row.diagnostics:
        if diagnostic.severity == severity:
            found.setdefault(diagnostic.code, []).append(diagnostic)
    return tuple(_group(same) for same in found.values())


def _group(same: list[Diagnostic]) -> Group:
    fixes = {d.fix for d in same}
    shared = fixes.pop() if len(fixes) == 1 else ""
    return Group(
        first=same[0],
        items=tuple(Item(d.message, "" if shared else d.fix) for d in same),
        fix=shared,
    )


class Lost(NamedTuple):
    """Values that share what became of them; ``places`` are within the automation."""

    status: str
    code: str
    number: int
    places: tuple[str, ...]


def not_plain(row: AutomationReport) -> tuple[Lost, ...]:
    """The rows of the ledger that were not plainly converted, by what became of them."""
    found: dict[tuple[str, str], list[LedgerRow]] = {}
    for one in row.ledger.rows:
        if one.status not in ("converted", "not_applicable"):
            found.setdefault((one.status, one.code or ""), []).append(one)
    return tuple(
        Lost(
            status,
            code,
            len(rows),
            tuple(below(r.pointer) or r.pointer for r in rows[:SHOWN_PLACES]),
        )
        for (status, code), rows in found.items()
    )


def facts(row: AutomationReport, language: Language) -> tuple[str, ...]:
    """What is known of it in a line; its id comes first."""
    told = [row.id]
    if row.email_count:
        told.append(say(language, "emails", n=row.email_count))
    if row.status in ("save", "paused", "sending"):
        told.append(say(language, f"status_{row.status}"))
    elif row.status:
        told.append(row.status)
    if row.audience:
        told.append(say(language, "audience", name=row.audience))
    if row.journey is not None and row.nothing_dropped:
        told.append(say(language, "nothing_dropped"))
    elif row.journey is not None and row.coverage is not None:
        told.append(say(language, "coverage", value=percent(language, row.coverage)))
    return tuple(told)


def deciding_codes(row: AutomationReport) -> tuple[str, ...]:
    """Codes of errors and of placeholders, each once."""
    codes = [d.code for d in row.diagnostics if d.severity == "error"]
    if row.journey is not None:
        codes += [p.code for p in row.journey.points if isinstance(p, Placeholder)]
    return tuple(dict.fromkeys(codes))


class Piece(NamedTuple):
    """A stretch of a source; ``url`` where it is an address."""

    text: str
    url: str | None


def linked(source: str) -> Iterator[Piece]:
    """A source cut at its addresses."""
    last = 0
    for match in _URL.finditer(source):
        yield Piece(source[last : match.start()], None)
        yield Piece(match[0], match[0])
        last = match.end()
    yield Piece(source[last:], None)
