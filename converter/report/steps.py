"""What the person does now, in order: the article's steps with what this automation needs."""

from collections.abc import Sequence

from converter.catalog import HARD, weighs
from converter.classic import ClassicAutomation
from converter.journey import Journey, Placeholder, point_count
from converter.language import phrase, quote
from converter.report.fitting import cheapest
from converter.report.model import Diagnostic, Language, Level, PlanFit, PlanGiven
from converter.rules.account import last_send_text

KEEP_IN_FIX = {"CJ301", "CJ303"}
"""Codes whose fix already says to keep the classic automation."""
MENU_IN_FIX = {"CJ302", "CJ305", "CJ306"}
"""Codes whose fix already sends the person to the menu that may offer Convert."""


ONLY_REASON: dict[tuple[str, ...], str] = {
    ("plan-has-no-journeys",): "step_plan_no_journeys",
    ("plan-no-branching",): "step_plan_no_branching",
}


def next_steps(
    level: Level,
    classic: ClassicAutomation,
    journey: Journey | None,
    diagnostics: Sequence[Diagnostic],
    fits: Sequence[PlanFit],
    given: PlanGiven,
    open_questions: int,
    language: Language,
) -> tuple[str, ...]:
    if level == "blocked" or journey is None:
        fixes = [
            phrase("step_fix", language, fix=d.fix, code=d.code)
            for d in diagnostics
            if d.severity == "error"
        ]
        codes = {d.code for d in diagnostics}
        steps = [phrase("step_draft", language)] if "CJ506" in codes else []
        if not KEEP_IN_FIX & codes:
            steps.append(phrase("step_keep", language))
        steps += fixes
        if not MENU_IN_FIX & codes:
            steps.append(phrase("step_try_menu", language))
        return tuple(steps)
    codes = {d.code for d in diagnostics}
    steps = []
    if "CJ506" in codes:
        steps.append(phrase("step_draft", language))
    if "CJ508" in codes:
        steps.append(phrase("step_paused", language))
    steps += _plan(fits, given, language)
    steps += _decisions(journey, diagnostics, language)
    if open_questions:
        steps.append(phrase("step_questions", language, count=open_questions))
    if classic.removed:
        steps.append(phrase("step_removed", language, removed=classic.removed))
    steps.append(phrase("step_export", language))
    if "CJ309" in codes:
        steps.append(phrase("step_callers", language))
    steps.append(phrase("step_open", language))
    steps.append(phrase("step_convert", language, name=quote(language, classic.title)))
    steps += [
        phrase("step_fix", language, fix=d.fix, code=d.code)
        for d in diagnostics
        if d.code == "CJ505"
    ]
    steps.append(review(point_count(journey), diagnostics, language))
    steps.append(phrase("step_turn_on", language))
    if classic.queue is not None and classic.queue.contacts and "CJ508" not in codes:
        last = last_send_text(classic, language)
        steps.append(phrase("step_drain", language, queued=classic.queue.contacts, last=last))
    return tuple(steps)


def review(points: int, diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """The comparison of the map that Mailchimp draws with a journey of ``points`` points."""
    places = dict.fromkeys(
        d.code for d in diagnostics if d.severity == "warning" and weighs(d.code, d.severity)
    )
    if not places:
        return phrase("step_review", language, points=points)
    return phrase("step_review_places", language, points=points, codes=", ".join(places))


def _plan(fits: Sequence[PlanFit], given: PlanGiven, language: Language) -> list[str]:
    lowest = cheapest(fits)
    names = {row.plan: row.name for row in fits}
    if lowest is None:
        return [phrase("step_plan_none", language)]
    mine = next((row for row in fits if row.plan == given.plan), None)
    if mine is None:
        return [phrase("step_plan_ask", language, cheapest=names[lowest])]
    if mine.fits == "no":
        key = ONLY_REASON.get(mine.reasons, "step_plan_no")
        return [phrase(key, language, plan=mine.name, cheapest=names[lowest])]
    if mine.fits == "check":
        return [phrase("step_plan_check", language, plan=mine.name)]
    return []


def _decisions(
    journey: Journey, diagnostics: Sequence[Diagnostic], language: Language
) -> list[str]:
    waiting = list(dict.fromkeys(p.code for p in journey.points if isinstance(p, Placeholder)))
    steps = [phrase("step_decide", language, codes=", ".join(waiting))] if waiting else []
    hard = [d for d in diagnostics if d.code in HARD]
    return steps + [phrase("step_fix", language, fix=d.fix, code=d.code) for d in hard]
