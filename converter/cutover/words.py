"""A cut-over in words: its tasks, what leads on, and what can be taken back."""

from collections.abc import Iterable

from converter.content import load
from converter.cutover.facts import (
    EXPORT,
    MUST,
    QUESTIONS,
    REVIEW,
    decision_of,
    facts_of,
    ticked,
    to_decide,
    what_changed,
)
from converter.cutover.model import Cutover, Refused
from converter.language import fill, phrase, quote
from converter.report.model import (
    AutomationReport,
    CutoverReport,
    CutoverState,
    Diagnostic,
    Language,
    Task,
    UndoPlan,
)
from converter.report.steps import review

_words = load("texts/cutover.toml")
_UNDO: dict[CutoverState, tuple[str, ...]] = {
    "classic_live": ("undo_nothing",),
    "draft": ("undo_nothing", "undo_draft"),
    "checked": ("undo_nothing", "undo_draft"),
    "approved": ("undo_nothing", "undo_draft"),
    "live_draining": ("undo_archived", "undo_replicate", "undo_copy", "undo_queue"),
    "drained": ("undo_archived", "undo_replicate", "undo_copy"),
}


def say(key: str, language: Language, **params: str | int) -> str:
    """A sentence of ``texts/cutover.toml``. Raises KeyError if unknown."""
    return fill(_words[key][language], language, params)


def described(
    cutover: Cutover, report: AutomationReport | None, language: Language
) -> CutoverReport:
    """What stands in a report under ``cutover``. ``report`` is the automation's, in that language;
    None where it is in no file any more."""
    return CutoverReport(
        state=cutover.state,
        state_text=say(f"state_{cutover.state}", language),
        now=_now(cutover, language),
        tasks=tasks(cutover, report, language) if report is not None else (),
        acceptances=cutover.acceptances,
        checked_by=cutover.checked_by,
        approved_by=cutover.approved_by,
        undo=undo_plan(cutover.state, language),
    )


def with_cutover(
    report: AutomationReport, cutover: Cutover, language: Language
) -> AutomationReport:
    """The report with how far its move is; ``language`` is that of the report."""
    return report.model_copy(update={"cutover": described(cutover, report, language)})


def undo_plan(state: CutoverState, language: Language) -> UndoPlan:
    steps = tuple(say(key, language) for key in _UNDO[state])
    return UndoPlan(free=state not in ("live_draining", "drained"), steps=steps)


def tasks(cutover: Cutover, report: AutomationReport, language: Language) -> tuple[Task, ...]:
    """Everything to do before the journey is turned on, with who did it. ``language`` is that of
    the report."""
    found = [*_decisions(report), *_ticks(report, language), *_steps(report, language)]
    done: dict[str, dict[str, str]] = {one.task: {"done_by": one.by} for one in cutover.ticks}
    taken = {(one.code, one.pointer): one for one in cutover.acceptances}
    for decision in facts_of(report).decisions:
        one = taken.get((decision.code, decision.pointer))
        if one is not None:
            done[decision.id] = {"done_by": one.by, "why": one.why}
    order = {"must": 0, "should": 1}
    found.sort(key=lambda task: (not task.decision, order[task.kind], task.id == REVIEW))
    return tuple(task.model_copy(update=done.get(task.id, {})) for task in found)


def refusal(problem: Refused, named: Iterable[Task], language: Language) -> str:
    """Why a deed was refused; ``named`` are the cut-over's tasks."""
    titles = {task.id: task.title for task in named}
    if problem.reason == "still_classic":
        titles = {item: say(f"status_{item}", language) for item in problem.items}
    items = "; ".join(titles.get(item, item) for item in problem.items)
    return say(f"refused_{problem.reason}", language, items=items, count=len(problem.items))


def change_said(before: str, after: str, language: Language) -> str:
    """What differs between two digests of a report."""
    return say(f"changed_{what_changed(before, after)}", language)


def _decisions(report: AutomationReport) -> list[Task]:
    return [
        Task(
            id=decision_of(finding).id,
            title=finding.title,
            text=f"{finding.message} {finding.fix}".strip(),
            kind="must",
            code=finding.code,
            effort=finding.effort,
            decision=True,
        )
        for finding in to_decide(report)
    ]


def _ticks(report: AutomationReport, language: Language) -> list[Task]:
    by_code: dict[str, list[Diagnostic]] = {}
    for finding in ticked(report):
        by_code.setdefault(finding.code, []).append(finding)
    made: list[Task] = []
    for code, found in by_code.items():
        first, several = found[0], len(found)
        title = first.title
        if several > 1:
            title = say("title_places", language, title=title, count=several)
        made.append(
            Task(
                id=code,
                title=title,
                text=first.fix,
                kind="must" if code in MUST else "should",
                code=code,
                effort=first.effort,
            )
        )
    return made


def _steps(report: AutomationReport, language: Language) -> list[Task]:
    """What belongs to no finding."""
    points = report.journey.point_count if report.journey is not None else 0
    made = [
        Task(
            id=REVIEW,
            title=say("title_review", language),
            text=review(points, report.diagnostics, language),
            kind="must",
            effort="medium",
        ),
        Task(
            id=EXPORT,
            title=say("title_export", language),
            text=phrase("step_export", language),
            kind="should",
            effort="simple",
        ),
    ]
    if report.questions:
        count = len(report.questions)
        made.append(
            Task(
                id=QUESTIONS,
                title=say("title_questions", language),
                text=phrase("step_questions", language, count=count),
                kind="should",
                effort="simple",
            )
        )
    return made


def _now(cutover: Cutover, language: Language) -> tuple[str, ...]:
    if cutover.state == "classic_live":
        opened = phrase("step_open", language)
        return opened, phrase("step_convert", language, name=quote(language, cutover.name))
    if cutover.state == "approved":
        return phrase("step_turn_on", language), say("now_approved", language)
    return (say(f"now_{cutover.state}", language),)
