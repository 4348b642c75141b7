"""What the totals, a list and an exit code need of one automation's report.

Small enough to be handed from one process to another by the thousand, as the report is not.
"""

from typing import NamedTuple

from converter.report.model import AutomationReport, Fit, LedgerStatus, Level, PlanId, Unexpected


class Brief(NamedTuple):
    """``points`` is None without a journey; ``codes`` counts the diagnostics by code."""

    name: str
    level: Level
    points: int | None
    counts: dict[LedgerStatus, int]
    codes: dict[str, int]
    errors: tuple[str, ...]
    warnings: bool
    fits: dict[PlanId, Fit]
    unexpected: tuple[Unexpected, ...]


def brief_of(row: AutomationReport) -> Brief:
    codes: dict[str, int] = {}
    for diagnostic in row.diagnostics:
        codes[diagnostic.code] = codes.get(diagnostic.code, 0) + 1
    errors = dict.fromkeys(d.code for d in row.diagnostics if d.severity == "error")
    return Brief(
        name=row.name,
        level=row.level,
        points=row.journey.point_count if row.journey is not None else None,
        counts=row.ledger.counts,
        codes=codes,
        errors=tuple(errors),
        warnings=any(d.severity == "warning" for d in row.diagnostics),
        fits={fit.plan: fit.fits for fit in row.plan_fit},
        unexpected=tuple(unannounced(row, set(codes))),
    )


def unannounced(row: AutomationReport, codes: set[str]) -> list[Unexpected]:
    """The conservation law, checked at run time: a row that is not plainly converted names a code
    that stands among the diagnostics."""
    return [
        Unexpected(
            automation=row.id,
            pointer=r.pointer,
            text=f"{r.status} without a diagnostic ({r.code})",
        )
        for r in row.ledger.rows
        if r.status not in ("converted", "not_applicable") and r.code not in codes
    ]
