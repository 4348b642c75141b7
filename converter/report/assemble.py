"""From a conversion to its part of the report, in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from converter import describe
from converter.catalog import HARD, weighs
from converter.classic import ClassicAutomation
from converter.findings import Finding
from converter.journey import Journey, Placeholder, point_count, split_count, wait_rule_count
from converter.language import phrase, shorten
from converter.ledger import Claim, summed
from converter.plans import Limits
from converter.pointer import email_of, leaves
from converter.questions import Ask
from converter.reading import NAME_LIMIT
from converter.report.archive import archive_notice
from converter.report.fitting import cheapest, plan_findings, plan_fits
from converter.report.model import (
    LEDGER_STATUSES,
    AutomationReport,
    Diagnostic,
    JourneyReport,
    Language,
    Ledger,
    Level,
    PlanFit,
    PlanGiven,
    PlanId,
)
from converter.report.steps import next_steps
from converter.wording import ORDER, worded


@dataclass(frozen=True, slots=True)
class Converted:
    """Everything that is known of one automation. ``places`` runs along the journey's points."""

    classic: ClassicAutomation
    journey: Journey | None
    blocked: Finding | None
    findings: tuple[Finding, ...]
    asks: tuple[Ask, ...]
    ledger: Ledger
    places: tuple[int, ...]


def automation_report(
    work: Converted, given: PlanGiven, language: Language, limits: Limits
) -> AutomationReport:
    classic, journey = work.classic, work.journey
    findings = list(work.findings)
    if journey is not None:
        findings += plan_findings(journey, given.plan, classic.pointer, limits)
    diagnostics = in_order(
        (worded(f, language) for f in findings), {e.pointer: e.place for e in classic.emails}
    )
    level = level_of(work, diagnostics)
    fits = plan_fits(work.journey, work.places, work.blocked, language, limits)
    mine = next((row for row in fits if row.plan == given.plan), None)
    notice = archive_notice(classic, language) if journey is not None else None
    return AutomationReport(
        id=classic.id,
        name=classic.title,
        level=level,
        verdict=verdict(level, diagnostics, language, journey, mine, cheapest(fits)),
        status=classic.status,
        email_count=len(classic.emails),
        audience=classic.audience,
        journey=_journey(journey, work.asks, language) if journey is not None else None,
        ledger=work.ledger,
        coverage=coverage(work.ledger),
        nothing_dropped=nothing_dropped(work.ledger),
        diagnostics=diagnostics,
        questions=tuple(ask.say(language) for ask in work.asks),
        plan_fit=fits,
        cheapest_plan=cheapest(fits) if journey is not None else None,
        archive_notice=notice,
        next_steps=next_steps(
            level, classic, journey, diagnostics, fits, given, len(work.asks), language
        ),
    )


def failed_report(
    index: int,
    identity: str | None,
    title: str | None,
    findings: tuple[Finding, ...],
    ledger: Ledger | None,
    language: Language,
) -> AutomationReport:
    """An automation that could not be read, or that we failed on."""
    diagnostics = in_order(worded(f, language) for f in findings)
    shown = identity or f"automation-{index + 1}"
    return _bare(shown, title or shown, "failed", diagnostics, ledger or _empty(), language)


def rss_report(
    campaign: dict[str, Any], at: str, index: int, language: Language, full_ledger: bool
) -> AutomationReport:
    """Nothing of an RSS campaign needs converting: every row is not applicable."""
    rows = ((pointer, Claim("not_applicable")) for pointer, _, _ in leaves(campaign, at))
    ledger = summed(rows, full_ledger)
    settings = campaign.get("settings")
    title = settings.get("title") if isinstance(settings, dict) else None
    found = campaign.get("id")
    known = isinstance(found, str | int) and found
    identity = shorten(str(found), NAME_LIMIT) if known else f"campaign-{index + 1}"
    name = shorten(title, NAME_LIMIT) if isinstance(title, str) and title.strip() else identity
    diagnostics = (worded(Finding("CJ320", f"{at}/type"), language),)
    return _bare(identity, name, "not_needed", diagnostics, ledger, language)


def _bare(
    identity: str,
    name: str,
    level: Level,
    diagnostics: tuple[Diagnostic, ...],
    ledger: Ledger,
    language: Language,
) -> AutomationReport:
    steps = tuple(phrase("step_fix", language, fix=d.fix, code=d.code) for d in diagnostics)
    if level == "not_needed":
        steps = (phrase("step_rss", language),)
    return AutomationReport(
        id=identity,
        name=name,
        level=level,
        verdict=verdict(level, diagnostics, language),
        status=None,
        email_count=0,
        audience=None,
        journey=None,
        ledger=ledger,
        coverage=coverage(ledger),
        nothing_dropped=level != "failed" and nothing_dropped(ledger),
        diagnostics=diagnostics,
        questions=(),
        plan_fit=(),
        cheapest_plan=None,
        archive_notice=None,
        next_steps=steps,
    )


def _empty() -> Ledger:
    return Ledger(counts=dict.fromkeys(LEDGER_STATUSES, 0), rows=())


def in_order(
    diagnostics: Iterable[Diagnostic], places: Mapping[str, int] | None = None
) -> tuple[Diagnostic, ...]:
    """Errors, warnings, notes; within each in path order, then what concerns the whole.

    ``places`` has the place of each e-mail by its pointer.
    """
    known = places or {}
    last = len(known) + 1
    return tuple(
        sorted(diagnostics, key=lambda d: (ORDER[d.severity], known.get(email_of(d.pointer), last)))
    )


def level_of(work: Converted, diagnostics: tuple[Diagnostic, ...]) -> Level:
    if work.blocked is not None or work.journey is None:
        return "blocked"
    codes = {d.code for d in diagnostics}
    if codes & HARD or any(isinstance(p, Placeholder) for p in work.journey.points):
        return "partial"
    changes = any(weighs(d.code, d.severity) for d in diagnostics)
    return "converted_with_changes" if changes else "converted"


def verdict(
    level: Level,
    diagnostics: tuple[Diagnostic, ...],
    language: Language,
    journey: Journey | None = None,
    mine: PlanFit | None = None,
    lowest: PlanId | None = None,
) -> str:
    """One line. ``mine`` is how the journey fits the plan that was given, ``lowest`` the lowest
    plan that may take it."""
    decisions = sum(1 for d in diagnostics if d.severity == "error" and d.code not in PLAN_CODES)
    warnings = sum(1 for d in diagnostics if d.severity == "warning" and d.code not in PLAN_CODES)
    points = journey.points if journey is not None else ()
    placeholders = sum(1 for p in points if isinstance(p, Placeholder) and p.code == "CJ605")
    text = phrase(
        f"verdict_{level}", language, warnings=warnings, errors=max(1, decisions + placeholders)
    )
    codes = {d.code for d in diagnostics}
    if "CJ508" in codes:
        text += phrase("verdict_paused", language)
    if level == "converted":
        people = {"CJ503": "verdict_queue", "CJ504": "verdict_removed"}
        text += "".join(phrase(key, language) for code, key in people.items() if code in codes)
    if journey is not None and lowest is None:
        text += phrase("verdict_no_plan", language)
    elif mine is not None and mine.fits != "yes" and journey is not None:
        text += phrase(f"verdict_plan_{mine.fits}", language, plan=mine.name)
    return text


PLAN_CODES = frozenset(f"CJ10{n}" for n in range(1, 8))


def coverage(ledger: Ledger) -> float | None:
    counts = ledger.counts
    applies = sum(counts[s] for s in LEDGER_STATUSES if s != "not_applicable")
    if not applies:
        return None
    return round((counts["converted"] + counts["converted_with_change"]) / applies, 4)


def nothing_dropped(ledger: Ledger) -> bool:
    """Nothing dropped, held back or changed."""
    return not any(ledger.counts[s] for s in ("dropped", "placeholder", "converted_with_change"))


def _journey(journey: Journey, asks: Sequence[Ask], language: Language) -> JourneyReport:
    unknown = {ask.pointer: ask.target for ask in asks if ask.target}
    return JourneyReport(
        starting_points=tuple(
            describe.starting_point(s, language, unknown.get(s.source))
            for s in journey.starting_points
        ),
        points=describe.numbered(journey, language, unknown),
        entry=journey.entry,
        point_count=point_count(journey),
        branching=split_count(journey) > 0,
        wait_rule_count=wait_rule_count(journey),
        re_entry=journey.re_entry,
        re_entry_text=describe.re_entry(journey.re_entry, language),
    )
