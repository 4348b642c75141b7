"""The states of a cut-over: every arrow, every guard, and what always holds."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from converter.cutover import KINDS, STATES, Cutover, Deed, Facts, Illegal, Kind, Refused, done
from converter.report.model import CutoverState
from tests.cutover.parts import DECISION, FACTS, LATER, NOW, cutover_in, deed, new

ARROWS: dict[tuple[Kind, CutoverState], CutoverState] = {
    ("draft", "classic_live"): "draft",
    ("tick", "classic_live"): "classic_live",
    ("tick", "draft"): "draft",
    ("tick", "checked"): "checked",
    ("tick", "approved"): "approved",
    ("tick", "live_draining"): "live_draining",
    ("untick", "classic_live"): "classic_live",
    ("untick", "draft"): "draft",
    ("untick", "checked"): "draft",
    ("untick", "approved"): "draft",
    ("untick", "live_draining"): "live_draining",
    ("accept", "classic_live"): "classic_live",
    ("accept", "draft"): "draft",
    ("revoke", "classic_live"): "classic_live",
    ("revoke", "draft"): "draft",
    ("revoke", "checked"): "draft",
    ("revoke", "approved"): "draft",
    ("plan", "classic_live"): "classic_live",
    ("plan", "draft"): "draft",
    ("plan", "checked"): "checked",
    ("check", "draft"): "checked",
    ("approve", "checked"): "approved",
    ("turn_on", "approved"): "live_draining",
    ("drain", "live_draining"): "drained",
    ("back", "draft"): "classic_live",
    ("back", "checked"): "draft",
    ("back", "approved"): "draft",
    ("change", "classic_live"): "classic_live",
    ("change", "draft"): "draft",
    ("change", "checked"): "draft",
    ("change", "approved"): "draft",
    ("watch", "live_draining"): "live_draining",
    ("tell", "approved"): "approved",
    ("tell", "live_draining"): "live_draining",
}
"""The state diagram, written down a second time: whoever changes one must mean it."""
OTHER = FACTS.model_copy(update={"digest": "c:d", "decisions": ()})
FULL = (OTHER, FACTS, None)
PEOPLE = ("UBEN", "UANA", "")
LIVE = ("live_draining", "drained")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_no_arrow_is_illegal(kind: Kind, state: CutoverState) -> None:
    cutover = cutover_in(state)
    assert cutover.state == state
    assert cutover.may(kind) == ((kind, state) in ARROWS)
    if (kind, state) not in ARROWS:
        with pytest.raises(Illegal) as caught:
            done(cutover, deed(kind), LATER, FACTS)
        assert (caught.value.kind, caught.value.state) == (kind, state)


def a_deed(kind: Kind, who: str, number: int) -> Deed:
    tasks = (*FACTS.tasks, DECISION.id, "nothing")
    task = DECISION.id if kind in ("accept", "revoke") else tasks[number % len(tasks)]
    to = STATES[number % 6] if number % 3 == 0 else None
    status = ("sending", "archived", None)[number % 3]
    values = {"kind": kind, "by": who, "task": task, "to": to, "status": status}
    queue = (None, 0, 5)[number % 3]
    why, plan = "Because", "standard"
    return Deed.model_validate(values | {"queue": queue, "why": why, "plan": plan})


def every_deed() -> list[tuple[Deed, Facts | None]]:
    """Each kind by each person, complete; with what is known now, or with another report, or
    none."""
    found: list[tuple[Deed, Facts | None]] = []
    for kind in KINDS:
        for who in PEOPLE:
            for number in range(12):
                try:
                    one = a_deed(kind, who, number)
                except ValidationError:
                    assert not who
                    continue
                found += [(one, FACTS)] * 3 + [(one, OTHER), (one, None)]
    return found


DEEDS = every_deed()


def check(before: Cutover, step: Deed, after: Cutover, facts: Facts | None) -> None:
    """What holds after every deed."""
    assert after.version == before.version + 1
    assert (after.id, after.opened_by, after.opened_at) == (1, "UBEN", NOW)
    arrow = ARROWS[step.kind, before.state]
    assert after.state == (step.to if step.kind == "back" and step.to else arrow)
    if after.state in ("approved", *LIVE):
        assert after.approved_by
        assert after.checked_by
        assert after.approved_by != after.checked_by
        assert after.approved_at is not None
    else:
        assert after.approved_by is None
    if after.state in ("classic_live", "draft"):
        assert after.checked_by is None
    if after.state in LIVE:
        assert before.state in ("approved", *LIVE)
        assert after.turned_on_by
    if before.state in LIVE:
        assert after.state in LIVE
        assert after.acceptances == before.acceptances
    if step.kind in ("check", "approve", "turn_on") and facts is not None:
        assert facts.digest == after.digest
        assert set(facts.must) <= after.ticked()
        assert {d.id for d in facts.decisions} == after.accepted(facts)
    assert all(one.by and one.why and one.at for one in after.acceptances)
    assert (after.since == before.since) == (after.state == before.state)


def test_laws_hold_over_a_hundred_thousand_deeds() -> None:
    length, walks = 500, 210
    tried = Counter[str]()
    taken = Counter[tuple[Kind, CutoverState]]()

    @settings(max_examples=walks, database=None, suppress_health_check=list(HealthCheck))
    @given(moves=st.binary(min_size=2 * length, max_size=2 * length))
    def walk(moves: bytes) -> None:
        # Bytes, because a list of deeds takes three times as long to draw.
        now, cutover, idle = NOW, new(), 0
        for first, second in zip(moves[::2], moves[1::2], strict=True):
            step, facts = DEEDS[(first * 256 + second) % len(DEEDS)]
            if second % 4 == 0:
                # Towards the end of the way, which chance alone seldom finds.
                step, facts = helpful(cutover, first)
            now += timedelta(minutes=1)
            tried["deeds"] += 1
            try:
                after = done(cutover, step, now, facts)
            except Illegal:
                assert step.kind == "back" or (step.kind, cutover.state) not in ARROWS
            except Refused:
                assert (step.kind, cutover.state) in ARROWS
            else:
                taken[step.kind, cutover.state] += 1
                check(cutover, step, after, facts)
                cutover = after
            idle = idle + 1 if cutover.state in LIVE else 0
            if idle == 12:
                cutover, idle = new(), 0

    walk()
    assert tried["deeds"] >= 100_000
    assert set(taken) == set(ARROWS)


def helpful(cutover: Cutover, number: int) -> tuple[Deed, Facts]:
    facts = FACTS if cutover.digest == FACTS.digest else OTHER
    missing: list[Deed] = [
        deed("tick", task=task) for task in facts.must if task not in cutover.ticked()
    ]
    if cutover.accepted(facts) != {d.id for d in facts.decisions}:
        missing.append(deed("accept"))
    on: dict[CutoverState, Deed] = {
        "classic_live": deed("draft"),
        "draft": missing[0] if missing else deed("check"),
        "checked": deed("approve"),
        "approved": deed("turn_on"),
        "live_draining": deed("tick") if number % 2 else deed("drain"),
        "drained": deed("tell"),
    }
    return on[cutover.state], facts


@pytest.mark.parametrize("level_changes", [{"convertible": False}])
def test_what_does_not_convert_gets_no_draft(level_changes: dict[str, object]) -> None:
    with pytest.raises(Refused, match="not_convertible"):
        done(new(), deed("draft"), NOW, FACTS.model_copy(update=level_changes))


def test_a_check_names_every_open_decision_first_then_every_open_task() -> None:
    draft = cutover_in("draft")
    with pytest.raises(Refused) as caught:
        done(draft, deed("check"), NOW, FACTS)
    assert (caught.value.reason, caught.value.items) == ("decisions_open", (DECISION.id,))
    accepted = done(draft, deed("accept"), NOW, FACTS)
    with pytest.raises(Refused) as caught:
        done(accepted, deed("check"), NOW, FACTS)
    assert (caught.value.reason, caught.value.items) == ("tasks_open", ("CJ309", "review"))


def test_what_should_be_done_may_stay_open() -> None:
    checked = cutover_in("checked")
    assert "CJ401" in FACTS.tasks
    assert "CJ401" not in checked.ticked()


def test_whoever_checked_does_not_approve_unless_two_eyes_are_enough() -> None:
    checked = cutover_in("checked")
    with pytest.raises(Refused, match="same_person"):
        done(checked, deed("approve", by="UBEN"), NOW, FACTS)
    assert done(checked, deed("approve", by="UANA"), NOW, FACTS).approved_by == "UANA"
    alone = done(checked, deed("approve", by="UBEN"), NOW, FACTS, four_eyes=False)
    assert alone.approved_by == "UBEN"


@pytest.mark.parametrize(
    ("plan", "reason"), [("unknown", "plan_unknown"), ("too_small", "plan_too_small")]
)
def test_a_plan_that_is_unknown_or_too_small_bars_the_approval(plan: str, reason: str) -> None:
    facts = FACTS.model_copy(update={"plan": plan})
    with pytest.raises(Refused, match=reason):
        done(cutover_in("checked"), deed("approve"), NOW, facts)


@pytest.mark.parametrize("state", ["checked", "approved"])
def test_a_changed_automation_goes_back_to_the_draft_and_is_compared_anew(
    state: CutoverState,
) -> None:
    after = done(cutover_in(state), deed("change", by=""), LATER, OTHER)
    assert (after.state, after.digest) == ("draft", OTHER.digest)
    assert (after.checked_by, after.approved_by) == (None, None)
    assert after.ticked() == {"CJ309"}
    assert after.acceptances == ()


def test_nothing_is_checked_approved_or_turned_on_over_another_report() -> None:
    for state, kind in (("draft", "check"), ("checked", "approve"), ("approved", "turn_on")):
        with pytest.raises(Refused, match="changed"):
            done(cutover_in(state), deed(kind), LATER, OTHER)  # type: ignore[arg-type]


@pytest.mark.parametrize("status", ["save", "paused", "sending"])
def test_mailchimps_word_against_it_is_heard_first(status: str) -> None:
    approved = cutover_in("approved")
    with pytest.raises(Refused) as caught:
        done(approved, deed("turn_on", status=status), LATER, FACTS)
    assert (caught.value.reason, caught.value.items) == ("still_classic", (status,))
    on = done(approved, deed("turn_on", status=status, sure=True), LATER, FACTS)
    assert on.state == "live_draining"


def test_a_queue_is_empty_when_mailchimp_counts_nobody_or_a_person_says_so() -> None:
    live = cutover_in("live_draining")
    for wrong in (deed("drain", by="", queue=None), deed("drain", by="UBEN", queue=3)):
        with pytest.raises(Refused, match="queue_not_empty"):
            done(live, wrong, LATER, None)
    told = done(live, deed("drain", by="", queue=0), LATER, None)
    assert (told.state, told.drained_by, told.queue) == ("drained", "", 0)
    assert done(live, deed("drain", by="UBEN"), LATER, None).drained_by == "UBEN"


def test_a_queue_that_falls_is_remembered() -> None:
    live = cutover_in("live_draining")
    same = done(live, deed("watch", by="", queue=7), LATER)
    assert (same.queue, same.fell_at, same.looked_at) == (7, NOW, LATER)
    less = done(same, deed("watch", by="", queue=6), LATER)
    assert (less.queue, less.fell_at) == (6, LATER)
    unread = done(less, deed("watch", by=""), LATER + timedelta(days=1))
    assert (unread.queue, unread.fell_at) == (6, LATER)


@pytest.mark.parametrize("to", STATES)
@pytest.mark.parametrize("state", STATES)
def test_only_what_is_not_live_goes_back_and_only_to_something_earlier(
    state: CutoverState, to: CutoverState
) -> None:
    cutover = cutover_in(state)
    early = STATES.index(to) < STATES.index(state) < STATES.index("live_draining")
    if not early:
        with pytest.raises(Illegal):
            done(cutover, deed("back", to=to), LATER, FACTS)
        return
    after = done(cutover, deed("back", to=to), LATER, FACTS)
    assert after.state == to
    assert after.approved_by is None
    assert (after.checked_by is None) == (to != "checked")


@pytest.mark.parametrize(
    "missing",
    [
        {"kind": "approve"},
        {"kind": "approve", "by": "  "},
        {"kind": "accept", "by": "UBEN", "task": "CJ305-abc"},
        {"kind": "accept", "by": "UBEN", "task": "CJ305-abc", "why": " "},
        {"kind": "back", "by": "UBEN"},
        {"kind": "back", "why": "Wrong tag"},
        {"kind": "turn_on"},
        {"kind": "tick", "by": "UBEN"},
    ],
)
def test_a_deed_without_a_name_a_task_or_a_reason_is_refused(missing: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=f"{missing['kind']} needs"):
        Deed.model_validate(missing)


def test_a_task_that_does_not_stand_there_cannot_be_ticked() -> None:
    for task in ("nothing", DECISION.id):
        with pytest.raises(Refused, match="no_such_task"):
            done(new(), deed("tick", task=task), NOW, FACTS)
