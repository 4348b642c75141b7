"""Readings of an account: one at a time, piece by piece, each workspace its own."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.services.accounts import Accounts
from bot.services.automations import Automations
from bot.services.reads import Reads
from tests.scenarios.account import series

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ACCOUNT = {"account_id": "a1", "account_name": "Lavande", "pricing_plan_type": "forever_free"}


def test_a_workspace_has_one_reading_at_a_time(engine: Engine) -> None:
    reads = Reads(engine, lambda: NOW)
    first = reads.begin("T1", "U1")
    again = reads.begin("T1", "U2")
    other = reads.begin("T2", "U3")
    assert first.new
    assert not again.new
    assert again.reading == first.reading
    assert other.new
    assert reads.done("T1", first.reading.id, "a1", 3, 1)
    assert not reads.done("T1", first.reading.id, "a1", 3, 1)
    assert reads.running("T1") is None
    last = reads.last_done("T1")
    assert last is not None
    assert (last.total, last.unread, last.account_id, last.ended_at) == (3, 1, "a1", NOW)
    assert reads.begin("T1", "U2").new


def test_a_reading_that_never_ended_stands_in_nobodys_way(engine: Engine) -> None:
    first = Reads(engine, lambda: NOW).begin("T1", "U1").reading
    later = Reads(engine, lambda: NOW + timedelta(hours=5))
    assert later.begin("T1", "U1").reading == first
    much_later = Reads(engine, lambda: NOW + timedelta(hours=7))
    assert much_later.begin("T1", "U1").new
    lost = much_later.get("T1", first.id)
    assert lost is not None
    assert (lost.state, lost.problem) == ("failed", "lost")


def test_pieces_are_kept_in_their_places_and_go_with_the_end(engine: Engine) -> None:
    reads = Reads(engine)
    mine = reads.begin("T1", "U1").reading.id
    theirs = reads.begin("T2", "U2").reading.id
    reads.keep("T1", mine, "entry", [{"n": 0}, {"n": 1}, {"n": 2}])
    reads.keep("T1", mine, "entry", [{"n": "again"}], start=1)
    reads.keep("T2", theirs, "entry", [{"n": "theirs"}])
    assert reads.pieces("T1", mine, "entry", 0, 2) == [{"n": 0}, {"n": "again"}]
    assert reads.pieces("T1", mine, "entry", 2, 9) == [{"n": 2}]
    assert reads.pieces("T1", theirs, "entry", 0, 9) == []
    assert reads.failed("T1", mine, "key_invalid")
    assert reads.pieces("T1", mine, "entry", 0, 9) == []
    assert reads.pieces("T2", theirs, "entry", 0, 9) == [{"n": "theirs"}]
    assert reads.last_done("T1") is None


def test_a_workspace_ends_none_of_anothers(engine: Engine) -> None:
    reads = Reads(engine)
    mine = reads.begin("T1", "U1").reading.id
    assert not reads.done("T2", mine, "a1", 0, 0)
    assert not reads.failed("T2", mine, "x")
    assert reads.get("T2", mine) is None
    assert reads.running("T1") is not None


def test_old_readings_are_forgotten_but_for_the_last_that_was_done(engine: Engine) -> None:
    times = [NOW - timedelta(days=days) for days in (30, 29, 28, 1)]
    for at, good in zip(times, (True, True, False, False), strict=True):
        then = Reads(engine, lambda at=at: at)  # type: ignore[misc]
        one = then.begin("T1", "U1").reading.id
        ended = then.done("T1", one, "a1", 1, 0) if good else then.failed("T1", one, "x")
        assert ended
    reads = Reads(engine)
    reads.forget_before("T1", NOW - timedelta(days=14))
    found = [reads.get("T1", number) for number in range(1, 5)]
    assert [one.begun_at for one in found if one is not None] == [times[1], times[3]]


def test_what_is_read_takes_the_place_of_what_was_read_before(engine: Engine) -> None:
    accounts, automations = Accounts(engine, lambda *_: None, "en"), Automations(engine, None, "en")
    accounts.store("T1", ACCOUNT, [series("s1", "Welcome", 2), series("s2", "Bye", 1)], [])
    kept = automations.find("T1", "Welcome").match
    assert kept is not None
    assert automations.convert("T1", kept.key, "en").plan_fit
    # Made by another process as far as this one knows: its index has to notice.
    Accounts(engine, lambda *_: None, "en").store("T1", ACCOUNT, [series("s1", "Welcome", 3)], [])
    again = automations.find("T1", "Welcome").match
    assert again is not None
    assert again.key == kept.key
    assert automations.find("T1", "Bye").match is None
    assert automations.count("T2") == 0
    assert accounts.left("T1") == 1
    assert accounts.forget("T1") == 1
    assert automations.count("T1") == 0
    assert accounts.left("T1") == 0


@pytest.mark.parametrize("pricing", ["monthly", "forever_free"])
def test_the_plan_is_what_the_account_tells(engine: Engine, pricing: str) -> None:
    accounts, automations = Accounts(engine, lambda *_: None, "en"), Automations(engine, None, "en")
    about = {**ACCOUNT, "pricing_plan_type": pricing}
    accounts.store("T1", about, [series("s1", "Welcome", 2)], [])
    found = automations.find("T1", "Welcome").match
    assert found is not None
    report = automations.convert("T1", found.key, "en")
    codes = {one.code for one in report.diagnostics}
    assert ("CJ101" if pricing == "forever_free" else "CJ106") in codes
