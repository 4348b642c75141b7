"""What a report says about a cut-over: tasks, decisions, and what makes it another automation."""

import re
from typing import Any

import pytest
from hypothesis import given

from converter import convert_automation
from converter.content import load
from converter.cutover import (
    digest_of,
    done,
    facts_of,
    tasks,
    undo_plan,
    what_changed,
    with_cutover,
)
from converter.cutover.facts import OF_THE_PLAN, REVIEW, decision_of
from converter.cutover.model import STATES
from converter.journey import Placeholder
from converter.report.model import AutomationReport, CutoverState, Language, PlanId
from tests.converter.build import Json, convert, email, entry, options
from tests.converter.examples import examples
from tests.converter.strategies import ordinary
from tests.cutover.parts import cutover_in, deed, new

CATEGORY = "ecomm_bought_category"
LANGUAGES: tuple[Language, ...] = ("en", "fr")
WHERE = {
    "step_open": "classic_live",
    "step_convert": "classic_live",
    "step_turn_on": "approved",
    "step_drain": "live_draining",
    "step_plan_ask": "the guard of the approval",
    "step_plan_no": "the guard of the approval",
    "step_plan_no_journeys": "the guard of the approval",
    "step_plan_no_branching": "the guard of the approval",
    "step_plan_none": "the guard of the approval",
    "step_plan_check": "CJ105 or the builder",
    "step_questions": "questions",
    "step_export": "export",
    "step_review_places": "review",
    "step_review": "review",
    "step_removed": "CJ504",
    "step_callers": "CJ309",
    "step_draft": "CJ506",
    "step_paused": "CJ508",
    "step_decide": "the decisions",
    "step_fix": "the code it names",
}
"""Where each of a report's next steps stands in a cut-over: as a task, or as something else."""


def partial(**changes: Any) -> Json:
    return entry(email(1, "signup"), email(2, CATEGORY, 1), **changes)


def in_words(value: object, language: Language, index: int = 0) -> AutomationReport:
    return convert_automation(value, options("standard", language), index)


def kind_of(step: str, language: Language) -> str:
    """The key of the sentence that a next step is."""
    for key in WHERE:
        template = re.split(r"\{[^{}]*\}", load("texts/phrases.toml")[key][language])
        if re.fullmatch(".*".join(map(re.escape, template)), step, re.DOTALL):
            return key
    raise AssertionError(f"nobody thought of: {step}")


@examples(60)
@given(ordinary())
def test_every_next_step_stands_somewhere_in_the_cut_over(value: Json) -> None:
    for language in LANGUAGES:
        report = in_words(value, language)
        assert facts_of(report).convertible
        ids = {task.id for task in tasks(new(), report, language)}
        codes = {task.code for task in tasks(new(), report, language)}
        for step in report.next_steps:
            where = WHERE[kind_of(step, language)]
            if re.fullmatch(r"CJ\d+|review|export|questions", where):
                assert where in ids, step
            if where == "the code it names":
                assert set(re.findall(r"CJ\d{3}", step)) & codes, step


@examples(60)
@given(ordinary())
def test_tasks_are_the_same_in_both_languages_wherever_the_automation_stands(value: Json) -> None:
    english, french = in_words(value, "en", 0), in_words(value, "fr", 7)
    assert facts_of(english) == facts_of(french)
    ids = [task.id for task in tasks(new(), english, "en")]
    assert ids == [task.id for task in tasks(new(), french, "fr")]
    assert len(ids) == len(set(ids))
    assert all(len(one) <= 40 for one in ids)
    facts = facts_of(english)
    assert {d.id for d in facts.decisions} | set(facts.tasks) == set(ids)


@examples(60)
@given(ordinary())
def test_no_error_and_no_placeholder_goes_without_a_decision(value: Json) -> None:
    report = in_words(value, "en")
    decided = {one.id for one in facts_of(report).decisions}
    for finding in report.diagnostics:
        if finding.severity == "error" and finding.code not in OF_THE_PLAN:
            assert decision_of(finding).id in decided
    codes = {one.code for one in facts_of(report).decisions}
    points = report.journey.points if report.journey is not None else ()
    assert {p.code for p in points if isinstance(p, Placeholder)} <= codes


@pytest.mark.parametrize("plan", ["essentials", "standard", None])
def test_the_plan_makes_no_other_automation(plan: PlanId | None) -> None:
    assert digest_of(convert(partial(), plan=plan)) == digest_of(convert(partial(), plan="premium"))


@pytest.mark.parametrize(
    ("plan", "fits"),
    [("free", "too_small"), ("essentials", "fits"), ("standard", "fits"), (None, "unknown")],
)
def test_whether_the_plan_takes_it(plan: PlanId | None, fits: str) -> None:
    assert facts_of(convert(partial(), plan=plan)).plan == fits


def test_who_is_queued_makes_no_other_automation() -> None:
    sends = [{"email_address": "a@b.example", "next_send": "2026-12-01T09:00:00+00:00"}]
    queue = {"e1": {"total_items": 4, "queue": sends}}
    value = partial()
    with_queue = convert(value | {"queues": queue})
    assert any(d.code == "CJ503" for d in with_queue.diagnostics)
    assert digest_of(with_queue) == digest_of(convert(value))
    assert facts_of(with_queue).queue == 4


@pytest.mark.parametrize(
    ("emails", "what"),
    [
        ([email(1, "signup"), email(2, CATEGORY, 2)], "emails"),
        ([email(1, "signup"), email(2, CATEGORY, 1, status="paused")], "both"),
        ([email(1, "signup"), email(2, CATEGORY, 1, needs_block_refresh=True)], "findings"),
    ],
)
def test_what_changed_is_told_apart(emails: list[Json], what: str) -> None:
    before, after = digest_of(convert(partial())), digest_of(convert(entry(*emails)))
    assert what_changed(before, after) == what


def test_what_is_done_and_why_stands_beside_its_task() -> None:
    report = convert(partial())
    facts = facts_of(report)
    (decision,) = facts.decisions
    cutover = new(digest=facts.digest)
    for one in (deed("tick", task=REVIEW), deed("accept", task=decision.id, why="By hand")):
        cutover = done(cutover, one, cutover.since, facts)
    made = {task.id: task for task in tasks(cutover, report, "en")}
    assert (made[REVIEW].done_by, made[REVIEW].why) == ("UBEN", None)
    assert (made[decision.id].done_by, made[decision.id].why) == ("UBEN", "By hand")
    assert made["export"].done_by is None
    assert [task.kind for task in made.values()] == sorted(task.kind for task in made.values())


@pytest.mark.parametrize("state", STATES)
def test_a_report_carries_its_cut_over_and_only_then(state: CutoverState) -> None:
    report = convert(partial())
    assert report.cutover is None
    moved = with_cutover(report, cutover_in(state), "fr").cutover
    assert moved is not None
    assert moved.state == state
    assert moved.undo == undo_plan(state, "fr")
    again = AutomationReport.model_validate_json(
        report.model_copy(update={"cutover": moved}).model_dump_json()
    )
    assert again.cutover == moved


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", STATES)
def test_the_way_back_is_free_until_the_journey_is_on_and_replicating_after(
    state: CutoverState, language: Language
) -> None:
    plan = undo_plan(state, language)
    words = " ".join(plan.steps)
    assert plan.free == (state not in ("live_draining", "drained"))
    assert (("replicate" in words) or ("dupliquer" in words)) == (not plan.free)
