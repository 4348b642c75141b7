"""The account's report from its automations: totals, grade, gaps; in one piece or streamed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from converter.bundle import Bundle, Entry
from converter.catalog import CODES
from converter.convert import Options, convert_automation, convert_campaign
from converter.language import listing, phrase
from converter.plans import plan_named
from converter.report.assemble import failed_report
from converter.report.brief import Brief, brief_of
from converter.report.model import (
    LEDGER_STATUSES,
    LEVELS,
    AutomationReport,
    Construct,
    Effort,
    Language,
    LedgerStatus,
    Level,
    PlanGiven,
    Report,
    Summary,
    Unexpected,
)
from converter.wording import ORDER


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
    return convert_automation(entry.value, options, entry.index, entry.base, writable=True)


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
    _gaps: dict[str, tuple[int, int]] = field(default_factory=dict)
    """For each code how often it stands, and in how many automations."""

    def add(self, brief: Brief) -> None:
        self.levels[brief.level] += 1
        for status, count in brief.counts.items():
            self.ledger[status] += count
        for code, count in brief.codes.items():
            if CODES[code].severity != "note":
                self.effort[CODES[code].effort] += count
            before, automations = self._gaps.get(code, (0, 0))
            self._gaps[code] = (before + count, automations + 1)
        self.unexpected.extend(brief.unexpected)

    def constructs(self) -> tuple[Construct, ...]:
        """Gaps over the account: errors first, then by how many automations they touch."""
        found = sorted(
            self._gaps.items(),
            key=lambda gap: (ORDER[CODES[gap[0]].severity], -gap[1][1], -gap[1][0], gap[0]),
        )
        return tuple(
            Construct(
                code=code,
                name=CODES[code].name,
                severity=CODES[code].severity,
                title=CODES[code].words(self.language)["title"],
                effort=CODES[code].effort,
                count=count,
                automations=automations,
            )
            for code, (count, automations) in found
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


def build_report(rows: Iterable[AutomationReport], options: Options) -> Report:
    """The whole report in memory."""
    totals = Totals(options.language)
    kept = []
    for row in rows:
        totals.add(brief_of(row))
        kept.append(row)
    return Report(
        language=options.language,
        plan=options.plan,
        summary=totals.summary(),
        constructs=totals.constructs(),
        automations=tuple(kept),
        unexpected=tuple(totals.unexpected),
    )
