"""Collects briefs and makes the audit of them."""

from collections import Counter
from collections.abc import Iterable

from converter.audit.brief import AuditBrief
from converter.audit.compare import compare
from converter.audit.doubles import double_sends
from converter.audit.gains import answer_gains, gap_gains
from converter.audit.model import Audit, AuditRow
from converter.audit.order import migration_order
from converter.audit.plans import account_plans
from converter.audit.queues import account_queues
from converter.audit.words import say
from converter.catalog import CODES
from converter.convert import Options
from converter.plans import Limits
from converter.report.brief import Brief
from converter.report.build import Totals


class Auditor:
    """Memory grows by a brief an automation, a few kilobytes. ``options`` are those that the
    automations were converted with: language, plan, limits and time zone count."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._briefs: list[AuditBrief] = []

    def add(self, brief: AuditBrief) -> None:
        self._briefs.append(brief)

    def finish(self, before: Audit | None = None) -> Audit:
        """The audit of what was added; with ``before``, compared to that earlier one.

        The order in which automations were added changes the order of ``automations`` only.
        """
        language, timezone = self._options.language, self._options.timezone
        briefs = self._briefs
        totals = Totals(language)
        for brief in briefs:
            totals.add(for_totals(brief))
        doubles = double_sends(briefs, language)
        audit = Audit(
            language=language,
            plan=self._options.plan,
            timezone=timezone,
            summary=totals.summary(),
            thresholds=say("thresholds", language),
            constructs=totals.constructs(),
            answers=answer_gains(briefs, language),
            gaps=gap_gains(briefs, language),
            plans=account_plans(briefs, self._options.limits, language),
            double_sends=doubles.sets,
            queues=account_queues(briefs, language, timezone),
            order=migration_order(briefs, doubles.members, language, timezone),
            automations=tuple(_row(brief, self._options.limits) for brief in briefs),
            unexpected=tuple(totals.unexpected),
        )
        if before is None:
            return audit
        return audit.model_copy(update={"comparison": compare(before, audit)})


def audit_of(briefs: Iterable[AuditBrief], options: Options, before: Audit | None = None) -> Audit:
    """The audit of these briefs."""
    auditor = Auditor(options)
    for brief in briefs:
        auditor.add(brief)
    return auditor.finish(before)


def for_totals(brief: AuditBrief) -> Brief:
    """What the totals, a line on the terminal and an exit code go by."""
    codes = Counter(code for code, _ in brief.findings)
    errors = dict.fromkeys(code for code, _ in brief.findings if _severity(code) == "error")
    return Brief(
        name=brief.name,
        level=brief.level,
        points=brief.points,
        counts=brief.counts,
        codes=dict(codes),
        errors=tuple(errors),
        warnings=any(_severity(code) == "warning" for code in codes),
        fits=brief.fits,
        unexpected=brief.unexpected,
    )


def _severity(code: str) -> str:
    return CODES[code].severity


def _row(brief: AuditBrief, limits: Limits) -> AuditRow:
    return AuditRow(
        id=brief.id,
        name=brief.name,
        level=brief.level,
        status=brief.status,
        points=brief.points,
        cheapest_plan=next(
            (p.id for p in limits.plans if brief.fits.get(p.id, "no") != "no"), None
        ),
        questions=brief.asked,
        queued=brief.queued,
        findings=tuple(f for f in brief.findings if _severity(f[0]) != "note"),
    )
