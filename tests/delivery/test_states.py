"""The states of a delivery, and the rows that hold them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import Engine, text

from bot.delivery.outbox import Outbox, work_name
from bot.store.engine import reading, writing
from bot.store.inbox import InboxRepository
from bot.store.outbox import Kept, OutboxRepository, Parcel
from bot.store.repositories import WorkspaceRepository
from bot.store.states import DONE, FOLLOWING, IllegalMove, State, moved

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STATES: tuple[State, ...] = get_args(State)
SAID: Mapping[str, Any] = {"json": {"channel": "C1", "text": "secret words"}}
ADDRESS = "https://hooks.slack.com/actions/T1/2/secret"


def parcel(key: str, address: str | None = None) -> Parcel:
    return Parcel(
        key=key,
        channel="C1",
        method="chat.postMessage",
        arguments=SAID,
        address=SecretStr(address) if address else None,
    )


@pytest.fixture
def outbox(engine: Engine) -> Outbox:
    """Of workspaces T1 and T2, empty."""
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM outbox"))
        connection.execute(text("DELETE FROM inbox"))
    return Outbox(engine, lambda: NOW)


def raw(engine: Engine, key: str) -> Mapping[str, Any]:
    with engine.connect() as connection:
        found = connection.execute(text("SELECT * FROM outbox WHERE key = :key"), {"key": key})
        return dict(found.mappings().one())


@given(st.lists(st.sampled_from(STATES), max_size=12))
def test_a_delivery_only_goes_where_the_table_says_and_not_on_from_an_end(
    wanted: list[State],
) -> None:
    state: State = "new"
    for after in wanted:
        before, legal = state, after in FOLLOWING[state]
        try:
            state = moved(before, after)
        except IllegalMove:
            assert not legal
        else:
            assert legal
            # Only whoever runs the bot has what was given up asked again.
            assert before not in DONE or (before, after) == ("gave_up", "sending")
            assert after != "sent" or before == "sending"
    assert state in STATES


def test_every_state_leads_to_an_end_or_is_one() -> None:
    def ends(state: State, seen: frozenset[State]) -> bool:
        return state in DONE or any(
            ends(after, seen | {state}) for after in FOLLOWING[state] if after not in seen
        )

    assert set(FOLLOWING) == set(STATES)
    assert {"sent", "failed", "gave_up"} == DONE
    assert all(ends(state, frozenset()) for state in STATES)


def test_a_row_refuses_what_the_table_does_not_allow(outbox: Outbox) -> None:
    outbox.put("T1", parcel("w:1"))
    new = outbox.get("T1", "w:1")
    with pytest.raises(IllegalMove):
        outbox.sent("T1", new, {"ok": True})
    assert outbox.get("T1", "w:1") == new


def test_what_is_written_down_first_stays(outbox: Outbox) -> None:
    place = outbox.put("T1", parcel("w:1"))
    other = parcel("w:1").model_copy(update={"method": "chat.update", "arguments": {}})
    assert outbox.put("T1", other) == place
    assert outbox.get("T1", "w:1").method == "chat.postMessage"
    assert outbox.put("T1", parcel("w:2")) > place


def test_of_two_workers_one_begins(outbox: Outbox) -> None:
    outbox.put("T1", parcel("w:1"))
    seen = outbox.get("T1", "w:1")
    assert [outbox.begin("T1", seen), outbox.begin("T1", seen)] == [True, False]
    assert outbox.get("T1", "w:1").attempts == 1


@pytest.mark.parametrize("end", sorted(DONE))
def test_an_address_is_forgotten_when_the_delivery_is_over(
    outbox: Outbox, engine: Engine, end: State
) -> None:
    outbox.put("T1", parcel("w:1", ADDRESS))
    assert ADDRESS not in repr(outbox.get("T1", "w:1"))
    outbox.begin("T1", outbox.get("T1", "w:1"))
    assert str(raw(engine, "w:1")["address"]) not in ("None", ADDRESS)
    kept = outbox.get("T1", "w:1")
    assert _finish(outbox, kept, end)
    after = raw(engine, "w:1")
    assert after["address"] is None
    assert ("secret words" in str(outbox.get("T1", "w:1").arguments)) is (end != "sent")


def test_lists_hold_no_words_and_only_what_is_theirs(outbox: Outbox) -> None:
    for key in ("a", "b", "c", "d"):
        outbox.put("T1", parcel(key))
    outbox.put("T2", parcel("a"))
    for key, end in (("a", "sent"), ("b", "failed"), ("c", "gave_up")):
        outbox.begin("T1", outbox.get("T1", key))
        assert _finish(outbox, outbox.get("T1", key), end)
    assert [one.key for one in outbox.unfinished("T1")] == ["d"]
    assert [(one.key, one.state) for one in outbox.undelivered("T1")] == [
        ("b", "failed"),
        ("c", "gave_up"),
    ]
    assert outbox.undelivered("T2") == ()
    assert "secret words" not in repr(outbox.undelivered("T1"))
    with pytest.raises(LookupError):
        outbox.get("T2", "d")
    outbox.forget_before("T1", NOW + timedelta(seconds=1))
    assert outbox.undelivered("T1") == ()
    assert [one.key for one in outbox.unfinished("T1")] == ["d"]
    assert outbox.get("T2", "a").state == "new"


def test_what_is_left_of_dropped_work_is_given_up(outbox: Outbox, engine: Engine) -> None:
    long = "x" * 300
    for work in ("w", "w2", long):
        outbox.put("T1", parcel(f"{work_name(work)}:1", ADDRESS))
    outbox.put("T1", parcel("w:2"))
    outbox.begin("T1", outbox.get("T1", "w:2"))
    assert outbox.abandon("T1", "w") == 2
    assert outbox.abandon("T1", "w") == 0
    assert raw(engine, "w:1")["address"] is None
    assert [one.error for one in outbox.undelivered("T1")] == ["dropped", "dropped"]
    assert outbox.get("T1", "w2:1").state == "new"
    assert outbox.abandon("T1", "resend:w2:1", "w2:1") == 1
    assert outbox.abandon("T2", long) == 0
    assert outbox.abandon("T1", long) == 1


def test_a_delivery_of_slacks_is_taken_once_and_emptied_when_it_is_done(
    outbox: Outbox, engine: Engine
) -> None:
    with writing(engine) as session:
        for team in ("T1", "T2"):
            WorkspaceRepository(session, team).ensure()
        ours = InboxRepository(session, "T1")
        assert ours.put("slack:T1:Ev1", "event", '{"text": "secret words"}', NOW)
        assert not ours.put("slack:T1:Ev1", "event", "{}", NOW)
        assert InboxRepository(session, "T2").put("slack:T1:Ev1", "event", "{}", NOW)
        ours.put("slack:T1:Ev2", "event", "{}", NOW + timedelta(seconds=1))
    with reading(engine) as session:
        ours = InboxRepository(session, "T1")
        second = NOW + timedelta(seconds=1)
        assert [one.key for one in ours.open(second)] == ["slack:T1:Ev1"]
        both = ours.open(second + timedelta(seconds=1))
        assert [one.key for one in both] == ["slack:T1:Ev1", "slack:T1:Ev2"]
        first = ours.get("slack:T1:Ev1")
        assert first is not None
        assert "secret words" in first.body
    later = NOW + timedelta(days=1)
    with writing(engine) as session:
        InboxRepository(session, "T1").done("slack:T1:Ev1", later)
        InboxRepository(session, "T1").done("slack:T1:Ev1", later + timedelta(days=1))
    with writing(engine) as session:
        ours = InboxRepository(session, "T1")
        done = ours.get("slack:T1:Ev1")
        assert done is not None
        assert (done.body, done.done_at) == ("", later)
        assert not ours.put("slack:T1:Ev1", "event", "{}", NOW)
        ours.forget_before(later)
        assert [ours.get(f"slack:T1:Ev{n}") is None for n in (1, 2)] == [True, False]
        assert InboxRepository(session, "T2").get("slack:T1:Ev1") is not None


def test_a_repository_reads_rows_as_they_were_written(outbox: Outbox, engine: Engine) -> None:
    outbox.put("T1", parcel("w:1", ADDRESS))
    with reading(engine) as session:
        kept = OutboxRepository(session, "T1").get("w:1")
    assert kept is not None
    assert (kept.arguments, kept.state, kept.attempts, kept.response) == (SAID, "new", 0, {})
    assert kept.created_at == NOW
    assert kept.address is not None
    assert kept.address.get_secret_value() == ADDRESS


def _finish(outbox: Outbox, kept: Kept, end: str) -> bool:
    if end == "sent":
        return outbox.sent("T1", kept, {"ok": True, "ts": "1.2"})
    if end == "failed":
        return outbox.failed("T1", kept, {"ok": False, "error": "is_archived"}, "is_archived")
    return outbox.gave_up("T1", kept, "HTTP 500")
