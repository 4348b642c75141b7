"""What an audit keeps of one automation: small, and JSON, so that a job can store it.

A brief holds no sentences; the audit words what it makes of them, in its own language.
"""

from pydantic import Field

from converter.audit.classic import ClassicSide, classic_side
from converter.audit.questions import OpenQuestion, open_questions
from converter.bundle import Entry
from converter.classic import ClassicAutomation
from converter.convert import Options, convert_and_read
from converter.frozen import Frozen
from converter.pointer import below
from converter.report.brief import unannounced
from converter.report.build import convert_entry
from converter.report.model import (
    AutomationReport,
    Fit,
    LedgerStatus,
    Level,
    PlanId,
    Unexpected,
)

FindingRef = tuple[str, str]
"""A code, and its JSON Pointer below the automation (“/emails/0/delay”): an automation's own place
in the file changes from export to export."""


class AuditBrief(Frozen):
    """``points`` is None without a journey. ``classic`` is None where nothing of the classic side
    is known: an automation that could not be read, an RSS campaign, an earlier report."""

    id: str
    name: str
    level: Level
    status: str | None = None
    points: int | None = None
    counts: dict[LedgerStatus, int]
    findings: tuple[FindingRef, ...] = ()
    """Every diagnostic, errors first; the same one twice where it stands twice."""
    fits: dict[PlanId, Fit] = Field(default_factory=dict)
    reasons: dict[PlanId, tuple[str, ...]] = Field(default_factory=dict)
    """For each plan the names of the diagnostics that speak against it."""
    asked: int = 0
    """Open questions; ``questions`` groups them, and is empty for an earlier report."""
    questions: tuple[OpenQuestion, ...] = ()
    queued: int | None = None
    """Contacts who wait for a classic e-mail; None where no queue was read."""
    last_send: str | None = None
    """ISO 8601, of the last planned send that is known."""
    classic: ClassicSide | None = None
    unexpected: tuple[Unexpected, ...] = ()

    def by_name(self) -> tuple[str, str, str]:
        """Sorts by name; two of the same name and id come in the same order, whoever was first."""
        return self.name, self.id, self.model_dump_json()


def audit_entry(entry: Entry, options: Options) -> tuple[AutomationReport, AuditBrief] | None:
    """The report of one entry of a bundle, and its brief; None for a campaign that is not RSS."""
    if entry.kind == "automation":
        return audit_automation(entry.value, options, entry.index, entry.base)
    report = convert_entry(entry, options)
    return (report, brief_of_report(report)) if report is not None else None


def audit_automation(
    entry: object, options: Options, index: int, base: str
) -> tuple[AutomationReport, AuditBrief]:
    """As ``audit_entry``, for one automation of a file that ``read_bundle`` has read."""
    report, classic = convert_and_read(entry, options, index, base, writable=True)
    brief = brief_of_report(report)
    if classic is None:
        return report, brief
    return report, brief.model_copy(update=_beside(report, classic, entry, options, index, base))


def _beside(
    report: AutomationReport,
    classic: ClassicAutomation,
    entry: object,
    options: Options,
    index: int,
    base: str,
) -> dict[str, object]:
    queue = classic.queue
    return {
        "questions": open_questions(report, entry, options, index, base),
        "queued": queue.contacts if queue is not None else None,
        "last_send": queue.last_send if queue is not None else None,
        "classic": classic_side(classic, report.journey),
    }


def brief_of_report(report: AutomationReport) -> AuditBrief:
    """What the report alone tells: nothing of the classic side, no answer tried."""
    journey, notice = report.journey, report.archive_notice
    return AuditBrief(
        id=report.id,
        name=report.name,
        level=report.level,
        status=report.status,
        points=journey.point_count if journey is not None else None,
        counts=report.ledger.counts,
        findings=tuple((d.code, below(d.pointer)) for d in report.diagnostics),
        fits={f.plan: f.fits for f in report.plan_fit} if journey is not None else {},
        reasons={f.plan: f.reasons for f in report.plan_fit} if journey is not None else {},
        asked=len(report.questions),
        queued=notice.queued_contacts if notice is not None else None,
        last_send=notice.last_planned_send if notice is not None else None,
        unexpected=tuple(unannounced(report, {d.code for d in report.diagnostics})),
    )
