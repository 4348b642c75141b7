"""Cut-overs as they are stored: one an automation, changed once a version, with every deed kept."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, type_coerce
from sqlalchemy.types import Text

from bot.cutover.record import Card
from bot.services.cutovers import Cutovers, Done, Opened
from bot.store.engine import reading
from bot.store.models import EVERY_WORKSPACE, CutoverRow, CutoverStepRow
from converter.cutover import Cutover, Deed, Facts
from tests.cutover.parts import DECISION, FACTS, deed
from tests.desk.stored import Clock

AUTOMATION = "71ad000001"
OTHER = FACTS.model_copy(update={"digest": "a:other"})
WAY = (
    deed("draft"),
    deed("accept", why="We send it by hand"),
    deed("tick"),
    deed("tick", task="CJ309"),
    deed("check"),
    deed("approve"),
    deed("turn_on", queue=7),
    deed("watch", by="", queue=2),
    deed("drain", by="", queue=0),
)


def opened(cutovers: Cutovers, workspace: str = "T1") -> Cutover:
    return cutovers.open(workspace, AUTOMATION, "Bienvenue", "UBEN", FACTS.digest).cutover


def do(cutovers: Cutovers, cutover_id: int, one: Deed, facts: Facts | None = FACTS) -> Done:
    return cutovers.do("T1", cutover_id, one, facts)


def test_an_automation_has_one_cut_over_in_each_workspace(cutovers: Cutovers) -> None:
    first = opened(cutovers)
    again = cutovers.open("T1", AUTOMATION, "Bienvenue", "UANA", "x:y")
    assert again == Opened(cutover=first, new=False)
    other = opened(cutovers, "T2")
    assert other.id != first.id
    assert cutovers.of("T1", AUTOMATION) == first
    assert cutovers.get("T2", first.id) is None
    assert cutovers.do("T2", first.id, deed("draft"), FACTS).why == "gone"


def test_every_deed_comes_back_with_who_when_and_why(cutovers: Cutovers, clock: Clock) -> None:
    cutover = opened(cutovers)
    for one in WAY:
        clock.now += timedelta(minutes=1)
        done = do(cutovers, cutover.id, one)
        assert (done.did, done.before) == (True, cutover)
        assert done.cutover is not None
        cutover = done.cutover
        assert cutovers.get("T1", cutover.id) == cutover
    steps = cutovers.steps("T1", cutover.id)
    assert [step.kind for step in steps] == ["open", *(one.kind for one in WAY)]
    assert [step.version for step in steps] == list(range(len(WAY) + 1))
    accepted = steps[2]
    assert (accepted.by, accepted.what, accepted.why) == (
        "UBEN",
        DECISION.id,
        "We send it by hand",
    )
    assert (steps[-1].by, steps[-1].from_state, steps[-1].to_state) == (
        "",
        "live_draining",
        "drained",
    )
    assert steps[-1].at - steps[0].at == timedelta(minutes=len(WAY))
    assert cutovers.counts("T1") == {"drained": 1}
    assert cutovers.under_way("T1", 5) == ()


def test_what_is_refused_changes_nothing_and_says_what_is_missing(cutovers: Cutovers) -> None:
    cutover = opened(cutovers)
    assert do(cutovers, cutover.id, deed("approve")).why == "illegal"
    do(cutovers, cutover.id, deed("draft"))
    refused = do(cutovers, cutover.id, deed("check"))
    assert (refused.why, refused.reason, refused.items) == (
        "refused",
        "decisions_open",
        (DECISION.id,),
    )
    assert [step.kind for step in cutovers.steps("T1", cutover.id)] == ["open", "draft"]


def test_a_changed_automation_comes_before_any_deed_but_going_back(cutovers: Cutovers) -> None:
    cutover = opened(cutovers)
    for one in WAY[:6]:
        do(cutovers, cutover.id, one)
    changed = do(cutovers, cutover.id, deed("turn_on"), OTHER)
    assert (changed.did, changed.why) == (False, "changed")
    assert changed.cutover is not None
    assert (changed.cutover.state, changed.cutover.digest) == ("draft", OTHER.digest)
    back = do(cutovers, cutover.id, deed("back"), FACTS)
    assert (back.did, back.cutover and back.cutover.state) == (True, "classic_live")


@pytest.mark.parametrize("kind", ["draft", "accept"])
def test_of_many_at_once_one_wins_and_the_others_are_told(cutovers: Cutovers, kind: str) -> None:
    cutover = opened(cutovers)
    barrier = threading.Barrier(6)

    def act(number: int) -> Done:
        barrier.wait()
        return do(cutovers, cutover.id, deed(kind, by=f"U{number}"))  # type: ignore[arg-type]

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(act, range(6)))
    assert sum(one.did for one in found) == 1
    lost = {(one.why, one.reason) for one in found if not one.did}
    assert lost == {("illegal", None) if kind == "draft" else ("refused", "already")}
    assert len(cutovers.steps("T1", cutover.id)) == 2


def test_of_many_who_begin_at_once_one_begins(cutovers: Cutovers) -> None:
    barrier = threading.Barrier(6)

    def begin(number: int) -> Opened:
        barrier.wait()
        return cutovers.open("T1", AUTOMATION, "Bienvenue", f"U{number}", FACTS.digest)

    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(begin, range(6)))
    assert sum(one.new for one in found) == 1
    assert len({one.cutover for one in found}) == 1


def test_a_card_is_of_one_person_and_moves(cutovers: Cutovers) -> None:
    cutover = opened(cutovers)
    first = Card(person="UBEN", channel="DBEN", ts="1.0")
    moved = first.model_copy(update={"ts": "2.0", "page": 1})
    other = Card(person="UANA", channel="DANA", ts="3.0")
    for one in (first, other, moved):
        assert cutovers.carded("T1", cutover.id, one)
    assert cutovers.cards("T1", cutover.id) == (moved, other)
    assert cutovers.cards("T2", cutover.id) == ()
    assert not cutovers.carded("T2", cutover.id, first)


def test_names_and_reasons_stand_encrypted(cutovers: Cutovers, engine: Engine) -> None:
    cutover = opened(cutovers)
    do(cutovers, cutover.id, deed("accept", why="We send it by hand"))
    with reading(engine) as session:
        session.connection(execution_options=EVERY_WORKSPACE)
        raw = [
            *session.scalars(select(type_coerce(CutoverRow.value, Text))),
            *session.scalars(select(type_coerce(CutoverStepRow.why, Text))),
        ]
    assert len(raw) == 3
    assert not any("Bienvenue" in (one or "") or "by hand" in (one or "") for one in raw)
