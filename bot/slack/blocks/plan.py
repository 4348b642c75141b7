"""Which plan the journey fits, and what a lower plan would take."""

from bot.slack.blocks.elements import Block, Line, Run, actions, bullets, option, rich, select
from bot.slack.blocks.elements import paragraph as line_of
from bot.slack.mrkdwn import shorten
from bot.slack.reference import Ref
from bot.slack.texts import plain
from converter.report.model import AutomationReport, Fit, Language, PlanFit, PlanId

MARKS: dict[Fit, str] = {"yes": "✓", "no": "✗", "check": "?"}
TEXT = 300
ADVICE = 600
PART = 200


def plan_fit(report: AutomationReport, language: Language, given: PlanId | None) -> list[Block]:
    """One block: every plan with its mark, a word and the reason."""
    texts = {fit.text for fit in report.plan_fit}
    if not texts:
        return []
    title = line_of([Run(plain(language, "plan_title"), bold=True)])
    if report.journey is None and len(texts) == 1:
        return [rich(title, line_of(shorten(texts.pop(), TEXT)))]
    lines: list[Line] = [_plan(fit, language, given) for fit in report.plan_fit]
    return [rich(title, bullets(lines), *_advice(report, language))]


def another_plan(report: AutomationReport, language: Language, ref: Ref) -> list[Block]:
    """A menu that shows the same reply for another plan."""
    if report.journey is None or not report.plan_fit:
        return []
    options = [option(fit.name, ref.with_plan(fit.plan).encode()) for fit in report.plan_fit]
    menu = select(plain(language, "another_plan"), "another_plan", options)
    chosen = [o for o in options if o["value"] == ref.encode()]
    if chosen:
        menu["initial_option"] = chosen[0]
    return [actions(menu)]


def _plan(fit: PlanFit, language: Language, given: PlanId | None) -> list[Run]:
    word = plain(language, f"fit_{fit.fits}")
    name = fit.name if fit.plan != given else plain(language, "plan_chosen", name=fit.name)
    runs = [Run(f"{MARKS[fit.fits]} {name}", bold=True), Run(f" · {word}")]
    if fit.text and fit.fits != "yes":
        runs.append(Run(" · " + shorten(fit.text, TEXT)))
    return runs


def _advice(report: AutomationReport, language: Language) -> list[Block]:
    """What would have to go to fit a lower plan."""
    told: list[Block] = []
    listed = False
    for fit in report.plan_fit:
        if fit.advice is None:
            continue
        text = fit.advice.text
        chain = fit.advice.chain if fit.advice.chain and fit.advice.chain.practical else None
        if chain is not None and chain.text != text:
            text += " " + chain.text
        title = Run(plain(language, "advice", plan=fit.name), bold=True)
        told.append(line_of([title, Run(" · " + shorten(text, ADVICE))]))
        if chain is not None and chain.parts and not listed:
            # For the lowest plan only: that is the one a chain is made for.
            listed = True
            told.append(bullets([shorten(part.text, PART) for part in chain.parts]))
    return told
