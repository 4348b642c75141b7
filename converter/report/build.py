"""The account's report from its automations: totals, grade, gaps; in one piece or streamed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from converter.bundle import Bundle, Entry
from converter.convert import Options, convert_automation, convert_campaign
from converter.language import listing, phrase
from converter.plans import plan_named
from converter.report.assemble import failed_report
from converter.report.model import (
    LEDGER_STATUSES,
    LEVELS,
    AutomationReport,
    Construct,
    Diagnostic,
    Effort,
    Language,
    LedgerStatus,
    Level,
    PlanGiven,
    Report,
    Summary,
    Unexpected,
)


def plan_of(bundle: Bundle) -> PlanGiven:
    """The plan that the file itself tells, where it does.

    The API cannot tell Essentials from Standard or Premium, but it does tell a free account and
    Pay As You Go, which has the features of Essentials.
    """
    stated = plan_named(bundle.plan) if bundle.plan else None
    if stated is not None:
        return PlanGiven(plan=stated.id, source="bundle")
    if bundle.pricing == "forever_free":
        return PlanGiven(plan="free", source="account")
    if bundle.pricing == "pay_as_you_go":
        return PlanGiven(plan="essentials", source="account")
    return PlanGiven(plan=None, source="none")


def convert_entry(entry: Entry, options: Options) -> AutomationReport | None:
    """One entry of a bundle; None for a campaign that is no RSS campaign."""
    if entry.finding is not None:
        return failed_report(
            entry.index, entry.name, None, (entry.finding,), None, options.language
        )
    if entry.kind == "campaign":
        return convert_campaign(entry.value, options, entry.index)
    return convert_automation(entry.value, options, entry.index, entry.base)


def convert_bundle(bundle: Bundle, options: Options) -> Iterator[AutomationReport]:
    """The report of each automation, one at a time, in the order of the file."""
    for entry in bundle.entries():
        row = convert_entry(entry, options)
        if row is not None:
            yield row


@dataclass(slots=True)
class Totals:
    """What the summary needs, kept while automations pass by."""

    language: Language
    levels: dict[Level, int] = field(default_factory=lambda: dict.fromkeys(LEVELS, 0))
    ledger: dict[LedgerStatus, int] = field(
        default_factory=lambda: dict.fromkeys(LEDGER_STATUSES, 0)
    )
    effort: dict[Effort, int] = field(
        default_factory=lambda: dict.fromkeys(("simple", "medium", "significant"), 0)
    )
    unexpected: list[Unexpected] = field(default_factory=list)
    _gaps: dict[str, tuple[Diagnostic, int, int]] = field(default_factory=dict)

    def add(self, row: AutomationReport) -> None:
        self.levels[row.level] += 1
        for status, count in row.ledger.counts.items():
            self.ledger[status] += count
        seen: set[str] = set()
        for diagnostic in row.diagnostics:
            if diagnostic.severity != "note":
                self.effort[diagnostic.effort] += 1
            first, count, automations = self._gaps.get(diagnostic.code, (diagnostic, 0, 0))
            new = diagnostic.code not in seen
            seen.add(diagnostic.code)
            self._gaps[diagnostic.code] = (first, count + 1, automations + new)
        self.unexpected.extend(unannounced(row, seen))

    def constructs(self) -> tuple[Construct, ...]:
        """Gaps over the account: errors first, then by how many automations they touch."""
        rank = {"error": 0, "warning": 1, "note": 2}
        found = sorted(
            self._gaps.items(), key=lambda g: (rank[g[1][0].severity], -g[1][2], -g[1][1], g[0])
        )
        return tuple(
            Construct(
                code=code,
                name=d.name,
                severity=d.severity,
                title=d.title,
                effort=d.effort,
                count=count,
                automations=automations,
            )
            for code, (d, count, automations) in found
        )

    def summary(self) -> Summary:
        applies = sum(n for s, n in self.ledger.items() if s != "not_applicable")
        carried = self.ledger["converted"] + self.ledger["converted_with_change"]
        whole = applies == self.ledger["converted"] and self.levels["failed"] == 0
        return Summary(
            text=self._text(whole),
            grade=self.grade(),
            automations=dict(self.levels),
            coverage=round(carried / applies, 4) if applies else None,
            effort=dict(self.effort),
            nothing_dropped=whole,
        )

    def grade(self) -> Literal["A", "B", "C", "D"] | None:
        """A all convert as they are, B none partial or blocked, C at most a quarter is, D more."""
        applies = sum(
            n for level, n in self.levels.items() if level not in ("not_needed", "failed")
        )
        if not applies:
            return None
        if self.levels["converted"] == applies and not self.levels["failed"]:
            return "A"
        hard = self.levels["partial"] + self.levels["blocked"]
        if not hard:
            return "B"
        return "C" if hard * 4 <= applies else "D"

    def _text(self, whole: bool) -> str:
        total = sum(self.levels.values())
        if not total:
            return phrase("summary_none", self.language)
        parts = [
            phrase(f"level_{level}", self.language, count=n)
            for level, n in self.levels.items()
            if n
        ]
        text = phrase("summary", self.language, total=total, parts=listing(self.language, parts))
        clean = self.levels["converted"] + self.levels["not_needed"] == total
        if whole and clean:
            text += phrase("summary_nothing_dropped", self.language)
        return text


def unannounced(row: AutomationReport, codes: set[str]) -> list[Unexpected]:
    """The conservation law, checked at run time: a row that is not plainly converted names a code
    that stands among the diagnostics."""
    return [
        Unexpected(
            automation=row.id, pointer=r.pointer, text=f"{r.status} without a diagnostic ({r.code})"
        )
        for r in row.ledger.rows
        if r.status not in ("converted", "not_applicable") and r.code not in codes
    ]


def build_report(rows: Iterable[AutomationReport], options: Options) -> Report:
    """The whole report in memory."""
    totals = Totals(options.language)
    kept = []
    for row in rows:
        totals.add(row)
        kept.append(row)
    return Report(
        language=options.language,
        plan=options.plan,
        summary=totals.summary(),
        constructs=totals.constructs(),
        automations=tuple(kept),
        unexpected=tuple(totals.unexpected),
    )
