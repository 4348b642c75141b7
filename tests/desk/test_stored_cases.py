"""Cases as they are stored: opened once a thread, changed once a version, found again."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from inspect import getmembers, isfunction
from itertools import pairwise
from typing import Any, get_type_hints

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine, Text, select, type_coerce

from bot.desk.case import UNFINISHED, Case, Deed
from bot.desk.record import Card
from bot.services.desk import Desk, Opened
from bot.store.engine import reading, writing
from bot.store.models import (
    EVERY_WORKSPACE,
    CaseMessageRow,
    CasePacketRow,
    CaseRow,
    CaseStepRow,
    DeskSettingsRow,
    WorkspaceRow,
)
from tests.desk.stored import NOW, PACKET, Clock, does, new, opened

CLAIM = Deed(kind="claim", by="UA")


def at_once(do: Callable[[int], Any], count: int) -> list[Any]:
    """What ``count`` threads give that do the same at the same time."""
    barrier = threading.Barrier(count)

    def wait_and_do(number: int) -> Any:
        barrier.wait()
        return do(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_do, range(count)))


def test_a_case_comes_back_as_it_was_opened(desk: Desk) -> None:
    case = opened(desk, priority=2)
    assert desk.get("T1", case.id) == case
    assert (case.state, case.version, case.opened_at, case.priority) == ("offered", 0, NOW, 2)
    assert desk.packet("T1", case.id) == PACKET


def test_every_change_of_a_case_comes_back(desk: Desk, clock: Clock) -> None:
    """Through every column that a case has."""
    case = opened(desk, closed=True)
    seen: set[str] = set()
    for kind, more in (
        ("offer", {}),
        ("claim", {}),
        ("ask", {"why": "Which account?"}),
        ("tell", {"due": "nudge_user"}),
        ("reply", {"by": "U1"}),
        ("prioritise", {"priority": 2}),
        ("release", {}),
        ("assign", {"agent": "support@example.com"}),
        ("resolve", {}),
        ("rate", {"rating": "good", "by": "U1"}),
        ("reopen", {"by": "U1"}),
    ):
        clock.now += timedelta(minutes=1)
        before, case = case, does(desk, case, kind, **more)
        assert desk.get("T1", case.id) == case
        seen |= {n for n in Case.model_fields if getattr(before, n) != getattr(case, n)}
    identity = {"id", "language", "requester", "channel", "thread_ts", "start", "topic"}
    assert seen | identity | {"opened_at"} == set(Case.model_fields)
    kinds = [(s.version, s.kind, s.from_state, s.to_state) for s in desk.steps("T1", case.id)]
    assert kinds[:4] == [
        (0, "open", None, "scheduled"),
        (1, "offer", "scheduled", "offered"),
        (2, "claim", "offered", "claimed"),
        (3, "ask", "claimed", "waiting_user"),
    ]
    assert [version for version, *_ in kinds] == list(range(12))
    asked = desk.steps("T1", case.id)[3]
    assert (asked.by, asked.why, asked.at) == ("UA", "Which account?", NOW + timedelta(minutes=3))


def test_asking_again_in_the_same_thread_shows_the_unfinished_case(desk: Desk) -> None:
    first = opened(desk)
    assert desk.open("T1", new(topic=None, start="words")) == Opened(case=first, new=False)
    assert len(desk.steps("T1", first.id)) == 1
    others = [opened(desk, **one) for one in ({"requester": "U2"}, {"thread_ts": "2.0"})]
    others += [opened(desk, channel="C2"), opened(desk, "T2")]
    assert len({first.id, *(one.id for one in others)}) == 5


@pytest.mark.parametrize("end", ["cancel", "resolve", "fail"])
def test_a_finished_case_makes_way_for_another(desk: Desk, end: str) -> None:
    first = opened(desk)
    assert desk.at("T1", "C1", "1.0", "U1") == first
    if end == "resolve":
        does(desk, first, "claim")
    does(desk, first, end)
    assert desk.at("T1", "C1", "1.0", "U1") is None
    second = opened(desk)
    assert second.id != first.id
    assert desk.at("T1", "C1", "1.0", "U1") == second


def test_a_case_is_not_opened_again_while_its_thread_has_another(desk: Desk) -> None:
    first = opened(desk)
    does(desk, first, "claim")
    resolved = does(desk, first, "resolve")
    second = opened(desk)
    done = desk.do("T1", first.id, Deed(kind="reopen", by="UA"))
    assert (done.did, done.why, done.case) == (False, "occupied", resolved)
    assert [step.kind for step in desk.steps("T1", first.id)] == ["open", "claim", "resolve"]
    does(desk, second, "cancel")
    again = does(desk, first, "reopen")
    assert desk.at("T1", "C1", "1.0", "U1") == again


def test_of_many_that_ask_at_once_in_a_thread_there_is_one_case(desk: Desk, engine: Engine) -> None:
    made = at_once(lambda _: desk.open("T1", new()), 20)
    assert [one.new for one in made].count(True) == 1
    assert len({one.case.id for one in made}) == 1
    with reading(engine) as session:
        rows = session.scalars(select(CaseRow.id).where(CaseRow.workspace_id == "T1")).all()
    assert len(rows) == 1


def test_of_many_deeds_at_once_each_is_decided_on_what_the_others_made(desk: Desk) -> None:
    case = opened(desk)
    kinds = ["claim", "prioritise", "tell", "release", "reply"] * 3

    def deed(number: int) -> Deed:
        agent = f"UA{number}"
        return Deed(kind=kinds[number], by=agent, priority=1, due=agent)

    done = at_once(lambda n: desk.do("T1", case.id, deed(n)), len(kinds))
    steps = desk.steps("T1", case.id)
    assert [step.version for step in steps] == list(range(len(steps)))
    assert sum(one.did for one in done) == len(steps) - 1
    for before, after in pairwise(steps):
        assert after.from_state == before.to_state
    last = desk.get("T1", case.id)
    assert last is not None
    assert last.version == len(steps) - 1
    assert last.told == {f"UA{n}" for n, kind in enumerate(kinds) if kind == "tell"}


def test_whoever_comes_too_late_is_told_who_has_it(desk: Desk) -> None:
    case = opened(desk)
    won = desk.do("T1", case.id, CLAIM)
    assert (won.did, won.why, won.before) == (True, "done", case)
    late = desk.do("T1", case.id, Deed(kind="claim", by="UB"))
    assert (late.did, late.why, late.case) == (False, "illegal", won.case)
    assert late.case is not None
    assert late.case.agent == "UA"
    assert len(desk.steps("T1", case.id)) == 2


def test_a_deed_on_a_case_that_is_not_there_does_nothing(desk: Desk) -> None:
    done = desk.do("T1", 404, CLAIM)
    assert (done.case, done.before, done.did, done.why) == (None, None, False, "gone")


def test_the_last_case_of_a_thread_is_found_after_it_is_resolved(desk: Desk, clock: Clock) -> None:
    assert desk.last_at("T1", "C1", "1.0", "U1") is None
    resolved = []
    for _ in range(2):
        clock.now += timedelta(hours=1)
        case = opened(desk)
        does(desk, case, "claim")
        resolved.append(does(desk, case, "resolve"))
    does(desk, opened(desk), "cancel")
    assert desk.last_at("T1", "C1", "1.0", "U1") == resolved[1]
    assert desk.last_at("T1", "C1", "1.0", "U2") is None
    unfinished = opened(desk)
    assert desk.last_at("T1", "C1", "1.0", "U1") == unfinished


def test_a_case_is_found_by_its_card(desk: Desk) -> None:
    case = opened(desk)
    assert desk.card("T1", case.id) is None
    assert desk.carded("T1", case.id, "CT", "9.0")
    assert desk.by_card("T1", "CT", "9.0") == case
    assert desk.carded("T1", case.id, "CT2", "10.0")
    assert desk.card("T1", case.id) == Card(channel="CT2", ts="10.0")
    assert desk.by_card("T1", "CT", "9.0") is None
    assert not desk.carded("T1", 404, "CT", "11.0")


def test_what_channels_outside_call_a_case_is_kept_for_each(desk: Desk) -> None:
    case = opened(desk)
    assert desk.outside("T1", case.id) == {}
    names = [f"channel{n}" for n in range(4)]
    at_once(lambda n: desk.called("T1", case.id, names[n], f"<{n}@example.com>"), 4)
    assert desk.outside("T1", case.id) == {f"channel{n}": f"<{n}@example.com>" for n in range(4)}
    assert not desk.called("T1", 404, "email", "x")


def test_the_unfinished_are_listed_by_urgency_and_age(desk: Desk, clock: Clock) -> None:
    made = {}
    for n, priority in enumerate([0, 2, 1, 2, 0]):
        clock.now = NOW - timedelta(hours=n)
        made[n] = opened(desk, thread_ts=f"{n}.0", priority=priority)
    does(desk, made[4], "cancel")
    claimed = does(desk, made[2], "claim", by="UB")
    assert [one.id for one in desk.unfinished("T1", 10)] == [made[n].id for n in (3, 1, 2, 0)]
    assert [one.id for one in desk.unfinished("T1", 2)] == [made[3].id, made[1].id]
    assert desk.unfinished("T1", 10, agent="UB") == (claimed,)
    assert desk.open_now("T1") == {"offered": 3, "claimed": 1}
    assert [one.id for one in desk.asked_by("T1", "U1", 2)] == [made[4].id, made[3].id]


def test_the_facts_of_a_period_hold_each_of_its_cases_once(desk: Desk, clock: Clock) -> None:
    hour = timedelta(hours=1)
    made = []
    for n in range(4):
        clock.now = NOW + n * hour
        made.append(opened(desk, thread_ts=f"{n}.0"))
    clock.now = NOW + 3 * hour
    for case in made[:3]:
        does(desk, case, "answer")
        does(desk, case, "tell", due="first_breach")
        does(desk, case, "resolve")
    does(desk, made[0], "rate", rating="good")
    does(desk, made[1], "rate", rating="bad")

    def ids(since: int, until: int) -> list[int]:
        return [one.id for one in desk.facts("T1", NOW + since * hour, NOW + until * hour)]

    every = [one.id for one in made]
    assert ids(0, 4) == every
    assert ids(0, 3) == every, "the last one is unfinished"
    assert ids(3, 4) == every
    assert ids(1, 3) == every[1:]
    assert ids(4, 9) == every[3:]
    (fact,) = (one for one in desk.facts("T1", NOW, NOW + hour) if one.id == made[0].id)
    after = desk.get("T1", made[0].id)
    assert after is not None
    assert fact.model_dump() == {n: getattr(after, n) for n in type(fact).model_fields}
    assert fact.told == {"first_breach"}


def test_settings_are_kept_for_each_workspace(desk: Desk) -> None:
    assert desk.settings("T1") is None
    for channel in ("C1", "C2"):
        desk.save_settings("T1", {"triage_channel": channel, "password": "geheim"}, "UADMIN")
    desk.save_settings("T2", {}, "UADMIN")
    assert desk.settings("T1") == {"triage_channel": "C2", "password": "geheim"}
    assert desk.settings("T2") == {}


def test_what_people_wrote_stands_encrypted(desk: Desk, engine: Engine) -> None:
    case = opened(desk)
    does(desk, case, "claim", why="a secret word")
    desk.said("T1", case.id, "agent", "UA", "CT", "1.1", "a secret word", [{"name": "a secret"}])
    desk.save_settings("T1", {"password": "a secret word"}, "UADMIN")
    columns = (CasePacketRow.value, CaseStepRow.why, CaseMessageRow.text, CaseMessageRow.files)
    with reading(engine) as session:
        for column in (*columns, DeskSettingsRow.value):
            raw = select(type_coerce(column, Text)).where(column.is_not(None))
            (stored,) = session.scalars(raw, execution_options=EVERY_WORKSPACE)
            assert stored.startswith("gAAAA"), column


def test_what_people_wrote_goes_and_the_case_is_counted_on(desk: Desk, clock: Clock) -> None:
    cases = [opened(desk, thread_ts=f"{n}.0") for n in range(3)]
    for n, case in enumerate(cases):
        does(desk, case, "claim", why="because")
        desk.said("T1", case.id, "requester", "U1", "C1", f"{n}.1", "words", [{"id": "F1"}])
    for case in cases[:2]:
        clock.now += timedelta(days=1)
        does(desk, case, "resolve")
    before = [desk.get("T1", case.id) for case in cases]
    desk.forget_before("T2", clock.now + timedelta(days=9))
    desk.forget_before("T1", clock.now)
    assert [desk.get("T1", case.id) for case in cases] == before
    assert [desk.packet("T1", case.id) for case in cases] == [None, PACKET, PACKET]
    messages = [desk.messages("T1", case.id)[0] for case in cases]
    assert [one.text for one in messages] == ["", "words", "words"]
    assert [len(one.files) for one in messages] == [0, 1, 1]
    assert [desk.steps("T1", case.id)[1].why for case in cases] == [None, "because", "because"]


def test_nothing_of_a_case_is_seen_or_changed_from_another_workspace(desk: Desk) -> None:
    case = opened(desk)
    desk.carded("T1", case.id, "CT", "9.0")
    desk.called("T1", case.id, "email", "<1@example.com>")
    said = desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words")
    opened(desk, "T2", thread_ts="other")
    kept = _all_of(desk, case.id)
    nothing: tuple[object, ...] = (None, None, None, None, {}, (), (), None, None)
    assert _all_of(desk, case.id, "T2") == nothing
    assert desk.at("T2", "C1", "1.0", "U1") is None
    assert desk.last_at("T2", "C1", "1.0", "U1") is None
    assert desk.do("T2", case.id, CLAIM).why == "gone"
    assert not desk.carded("T2", case.id, "CT", "10.0")
    assert not desk.called("T2", case.id, "email", "theirs")
    assert not desk.copied("T2", said.id, "CT", "1.2")
    assert not desk.edited("T2", said.id, "theirs", NOW)
    assert not desk.deleted("T2", said.id)
    with pytest.raises(LookupError, match="in this workspace"):
        desk.said("T2", case.id, "agent", "UA", "CT", "1.3", "theirs")
    assert [one.requester for one in desk.unfinished("T2", 9)] == ["U1"]
    assert len(desk.facts("T2", NOW, NOW + timedelta(days=1))) == 1
    assert desk.open_now("T2") == {"offered": 1}
    assert _all_of(desk, case.id) == kept


def _all_of(desk: Desk, case_id: int, workspace: str = "T1") -> tuple[object, ...]:
    return (
        desk.get(workspace, case_id),
        desk.by_card(workspace, "CT", "9.0"),
        desk.card(workspace, case_id),
        desk.packet(workspace, case_id),
        desk.outside(workspace, case_id),
        desk.steps(workspace, case_id),
        desk.messages(workspace, case_id),
        desk.message_at(workspace, "C1", "1.1"),
        desk.message(workspace, 1),
    )


def test_all_of_it_goes_with_the_workspace(desk: Desk, engine: Engine) -> None:
    case = opened(desk)
    desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words")
    desk.save_settings("T1", {}, "UADMIN")
    with writing(engine) as session:
        session.delete(session.get_one(WorkspaceRow, "T1"))
    with reading(engine) as session:
        for row in (CaseRow, CasePacketRow, CaseStepRow, CaseMessageRow, DeskSettingsRow):
            left = select(row.id).execution_options(**EVERY_WORKSPACE)
            assert session.scalar(left) is None


def test_a_name_that_is_longer_than_its_column_is_cut(desk: Desk) -> None:
    case = opened(desk)
    taken = does(desk, case, "answer", by="Zoé\0" * 100)
    assert taken.agent == ("Zoé" * 100)[:255]
    assert desk.get("T1", case.id) == taken


def test_what_every_call_gives_goes_through_json(desk: Desk) -> None:
    """A durable step records it so."""
    case = opened(desk)
    desk.carded("T1", case.id, "CT", "9.0")
    desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words", [{"id": "F1", "size": 3}])
    desk.save_settings("T1", {"hours": {"monday": [["09:00", "18:00"]]}}, "UADMIN")
    given: dict[str, tuple[object, ...]] = {
        "open": (new(),),
        "do": (case.id, CLAIM),
        "at": ("C1", "1.0", "U1"),
        "last_at": ("C1", "1.0", "U1"),
        "by_card": ("CT", "9.0"),
        "carded": (case.id, "CT", "9.0"),
        "called": (case.id, "email", "x"),
        "unfinished": (9,),
        "asked_by": ("U1", 9),
        "open_now": (),
        "facts": (NOW, NOW + timedelta(days=1)),
        "rated": (NOW, NOW + timedelta(days=1)),
        "said": (case.id, "agent", "UA", "CT", "1.2", "words"),
        "copied": (1, "CT", "1.3"),
        "message": (1,),
        "message_at": ("C1", "1.1"),
        "edited": (1, "other words", NOW),
        "deleted": (1,),
        "settings": (),
        "save_settings": ({}, "UADMIN"),
        "forget_before": (NOW,),
    }
    for name, method in getmembers(Desk, isfunction):
        if name.startswith("_"):
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(get_type_hints(method)["return"])
        result = method(desk, "T1", *given.get(name, (case.id,)))
        again = adapter.validate_json(adapter.dump_json(result))
        assert again == result, name
        assert type(again) is type(result), name


def test_a_state_counts_as_unfinished_here_as_in_the_rules(desk: Desk, engine: Engine) -> None:
    case = opened(desk)
    for kind in ("claim", "ask", "release", "expire", "claim", "resolve", "reopen", "cancel"):
        case = does(desk, case, kind)
        with reading(engine) as session:
            key = session.scalar(
                select(CaseRow.open_key).where(CaseRow.workspace_id == "T1", CaseRow.id == case.id)
            )
        assert (key == "C1:1.0:U1") == (case.state in UNFINISHED)
