"""An earlier audit from its file: ``audit.json``, or the ``report.json`` of a conversion.

A report is read one automation at a time: it may be far larger than what an audit keeps of it.
"""

import json
import mmap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel, Field, ValidationError

from converter.audit.auditor import Auditor
from converter.audit.brief import AuditBrief
from converter.audit.model import FORMAT_VERSION, Audit
from converter.audit.words import say
from converter.catalog import CODES
from converter.convert import Options
from converter.language import Param, shown
from converter.pointer import below
from converter.report import model
from converter.report.model import Fit, Language, LedgerStatus, Level, PlanGiven, PlanId
from converter.scan import Malformed, Span, Text, elements, members, skip_space, value_at

DEEPEST = 100


class EarlierUnusable(Exception):
    """The file cannot be compared with; ``sentence`` gives the reason and the remedy."""

    def __init__(self, key: str, language: Language, **params: Param) -> None:
        self.sentence = say(key, language, **params)
        super().__init__(self.sentence)


class _Found(BaseModel):
    code: str
    pointer: str


class _Fit(BaseModel):
    plan: PlanId
    fits: Fit


class _Journey(BaseModel):
    point_count: int


class _Ledger(BaseModel):
    counts: dict[LedgerStatus, int]


class _Notice(BaseModel):
    queued_contacts: int | None


class _Row(BaseModel):
    """What a comparison needs of one automation's report; the rest is passed over."""

    id: str
    name: str
    level: Level
    status: str | None
    journey: _Journey | None
    ledger: _Ledger
    diagnostics: tuple[_Found, ...]
    questions: tuple[Any, ...]
    plan_fit: tuple[_Fit, ...]
    archive_notice: _Notice | None


class _Head(BaseModel):
    format_version: str
    kind: str = "report"
    language: Language = "en"
    plan: PlanGiven = Field(default_factory=lambda: PlanGiven(plan=None, source="none"))


def read_earlier(path: Path, language: Language) -> Audit:
    """Raises EarlierUnusable, in ``language``."""
    name = str(path)
    try:
        with _text(path) as text:
            return _read(text, name, language)
    except Malformed as error:
        line = path.read_bytes()[: error.offset].count(b"\n") + 1
        raise EarlierUnusable("earlier_not_json", language, file=name, line=str(line)) from None
    except OSError:
        raise EarlierUnusable("earlier_missing", language, file=name) from None


@contextmanager
def _text(path: Path) -> Iterator[Text]:
    if path.stat().st_size == 0:
        raise Malformed(0)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


def _read(text: Text, name: str, language: Language) -> Audit:
    at = skip_space(text, 0)
    if text[at : at + 1] != b"{":
        _parsed(text, value_at(text, at))
        raise EarlierUnusable("earlier_other", language, file=name)
    spans = {
        str(_parsed(text, key)): span
        for key, span in members(text, at, lambda _, start: value_at(text, start))
    }
    if "format_version" not in spans or "automations" not in spans:
        raise EarlierUnusable("earlier_other", language, file=name)
    head = _head(text, spans, name, language)
    if head.kind == "audit":
        return _audit(text, Span(at, _end(text, spans), 0), name, language)
    return _report(text, spans["automations"], head, name, language)


def _end(text: Text, spans: dict[str, Span]) -> int:
    return skip_space(text, max(span.end for span in spans.values())) + 1


def _head(text: Text, spans: dict[str, Span], name: str, language: Language) -> _Head:
    raw = {key: _parsed(text, spans[key]) for key in _Head.model_fields if key in spans}
    kind = raw.get("kind", "report")
    known = FORMAT_VERSION if kind == "audit" else model.FORMAT_VERSION
    if raw["format_version"] != known:
        found = shown(raw["format_version"])
        raise EarlierUnusable("earlier_version", language, file=name, found=found, known=known)
    if kind not in ("audit", "report"):
        raise EarlierUnusable("earlier_other", language, file=name)
    try:
        return _Head.model_validate(raw)
    except ValidationError as error:
        raise _damaged(error, "", name, language) from None


def _audit(text: Text, whole: Span, name: str, language: Language) -> Audit:
    try:
        audit = Audit.model_validate(_parsed(text, whole))
    except ValidationError as error:
        raise _damaged(error, "", name, language) from None
    for place, row in enumerate(audit.automations):
        _known([code for code, _ in row.findings], f"/automations/{place}/findings", name, language)
    return audit


def _report(text: Text, rows: Span, head: _Head, name: str, language: Language) -> Audit:
    if text[rows.start : rows.start + 1] != b"[":
        raise EarlierUnusable("earlier_damaged", language, file=name, place="/automations")
    auditor = Auditor(Options(language=head.language, plan=head.plan))
    for place, span in enumerate(elements(text, rows.start)):
        at = f"/automations/{place}"
        try:
            row = _Row.model_validate(_parsed(text, span))
        except ValidationError as error:
            raise _damaged(error, at, name, language) from None
        _known([found.code for found in row.diagnostics], f"{at}/diagnostics", name, language)
        auditor.add(_brief(row))
    return auditor.finish()


def _brief(row: _Row) -> AuditBrief:
    return AuditBrief(
        id=row.id,
        name=row.name,
        level=row.level,
        status=row.status,
        points=row.journey.point_count if row.journey is not None else None,
        counts=row.ledger.counts,
        findings=tuple((d.code, below(d.pointer)) for d in row.diagnostics),
        fits={fit.plan: fit.fits for fit in row.plan_fit} if row.journey is not None else {},
        asked=len(row.questions),
        queued=row.archive_notice.queued_contacts if row.archive_notice is not None else None,
    )


def _known(codes: list[str], at: str, name: str, language: Language) -> None:
    """A code of a later version has no severity here."""
    if any(code not in CODES for code in codes):
        raise EarlierUnusable("earlier_damaged", language, file=name, place=at)


def _damaged(error: ValidationError, at: str, name: str, language: Language) -> EarlierUnusable:
    place = at + "".join(f"/{part}" for part in error.errors()[0]["loc"])
    return EarlierUnusable("earlier_damaged", language, file=name, place=place or "/")


def _parsed(text: Text, span: Span) -> object:
    if span.depth > DEEPEST:
        raise Malformed(span.start)
    raw = bytes(text[span.start : span.end])
    try:
        return cast(object, json.loads(raw))
    except (ValueError, RecursionError) as error:
        offset = error.pos if isinstance(error, json.JSONDecodeError) else 0
        raise Malformed(span.start + offset) from None
