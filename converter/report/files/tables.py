"""The report as two tables for a spreadsheet: automations, and what was found in them."""

from collections.abc import Iterable, Iterator
from typing import get_args

from converter.cells import BOM, lines
from converter.report.files.words import decimal, say
from converter.report.model import AutomationReport, Diagnostic, Language, PlanId, Severity
from converter.report.source import Source

PLANS: tuple[PlanId, ...] = get_args(PlanId)
ABOUT_AUTOMATIONS = (
    *("id", "name", "level", "verdict", "status", "emails", "audience"),
    *("start", "points", "branching", "wait_rules"),
    *PLANS,
    *("cheapest", "errors", "warnings", "notes", "questions"),
    *("queued", "last_send", "coverage", "nothing_dropped"),
)
ABOUT_FINDINGS = (
    *("id", "name", "severity", "code", "title", "message", "fix"),
    *("point", "pointer", "effort", "evidence", "source"),
)


def automations_csv(report: Source) -> Iterator[str]:
    """A line for each automation below a line of headings, in the report's language."""
    language = report.language
    rows = (_automation(row, language) for row in report.automations)
    return _file(language, ABOUT_AUTOMATIONS, rows)


def findings_csv(report: Source) -> Iterator[str]:
    """A line for each finding below a line of headings, in the report's language."""
    language = report.language
    rows = (
        _finding(row, found, numbers, language)
        for row in report.automations
        for numbers in (_numbers(row),)
        for found in row.diagnostics
    )
    return _file(language, ABOUT_FINDINGS, rows)


def _file(
    language: Language, columns: tuple[str, ...], rows: Iterable[dict[str, str]]
) -> Iterator[str]:
    head = [say(language, f"column_{column}") for column in columns]
    yield BOM
    yield from lines(head, ([row[column] for column in columns] for row in rows))


def _automation(row: AutomationReport, language: Language) -> dict[str, str]:
    journey, notice = row.journey, row.archive_notice
    fits = {fit.plan: say(language, f"fit_{fit.fits}") for fit in row.plan_fit}
    names = {fit.plan: fit.name for fit in row.plan_fit}
    known = row.status in ("save", "paused", "sending")
    starts = journey.starting_points if journey is not None else ()
    queued = notice.queued_contacts if notice is not None else None
    return {
        "id": row.id,
        "name": row.name,
        "level": say(language, f"level_{row.level}"),
        "verdict": row.verdict,
        "status": say(language, f"status_{row.status}") if known else row.status or "",
        "emails": str(row.email_count),
        "audience": row.audience or "",
        "start": " / ".join(start.text for start in starts),
        "points": "" if journey is None else str(journey.point_count),
        "branching": "" if journey is None else _yes(journey.branching, language),
        "wait_rules": "" if journey is None else str(journey.wait_rule_count),
        **{plan: fits.get(plan, "") for plan in PLANS},
        "cheapest": names[row.cheapest_plan] if row.cheapest_plan is not None else "",
        "errors": _count(row, "error"),
        "warnings": _count(row, "warning"),
        "notes": _count(row, "note"),
        "questions": str(len(row.questions)),
        "queued": "" if queued is None else str(queued),
        "last_send": (notice.last_planned_send or "") if notice is not None else "",
        "coverage": "" if row.coverage is None else decimal(language, row.coverage),
        "nothing_dropped": _yes(row.nothing_dropped, language),
    }


def _finding(
    row: AutomationReport, found: Diagnostic, numbers: dict[str, int], language: Language
) -> dict[str, str]:
    number = numbers.get(found.point or "")
    return {
        "id": row.id,
        "name": row.name,
        "severity": say(language, f"severity_{found.severity}"),
        "code": found.code,
        "title": found.title,
        "message": found.message,
        "fix": found.fix,
        "point": "" if number is None else str(number),
        "pointer": found.pointer,
        "effort": say(language, f"effort_{found.effort}"),
        "evidence": say(language, f"evidence_{found.evidence}"),
        "source": found.source,
    }


def _numbers(row: AutomationReport) -> dict[str, int]:
    """The number of each journey point by its id."""
    points = row.journey.points if row.journey is not None else ()
    return {point.id: point.number for point in points if point.number is not None}


def _count(row: AutomationReport, severity: Severity) -> str:
    return str(sum(1 for d in row.diagnostics if d.severity == severity))


def _yes(value: bool, language: Language) -> str:
    return say(language, "yes" if value else "no")
