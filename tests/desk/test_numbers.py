"""Numbers of many cases are made beside those who wait."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.desk.hours import Hours
from bot.desk.record import NewCase
from bot.services import numbers
from bot.services.desk import Desk
from bot.services.numbers import Numbers
from tests.waiting import wait_for

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PERIOD = (NOW - timedelta(days=30), NOW + timedelta(minutes=1), Hours.always())


def opened(engine: Engine, count: int) -> None:
    desk = Desk(engine, lambda: NOW)
    for number in range(count):
        new = NewCase(
            requester=f"U{number}", channel="D1", thread_ts="", language="en", start="button"
        )
        assert desk.open("T1", new).new


def test_few_cases_are_counted_at_once(engine: Engine) -> None:
    opened(engine, 3)
    found = Numbers(engine).ready("T1", *PERIOD)
    assert found is not None
    assert (found.opened, found.open_now) == (3, {"offered": 3})
    other = Numbers(engine).ready("T2", *PERIOD)
    assert other is not None
    assert other.opened == 0


def test_many_are_counted_aside_and_kept_for_some_minutes(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(numbers, "FEW", 2)
    now = [0.0]
    desk = Numbers(engine, lambda: now[0])
    opened(engine, 3)
    assert desk.ready("T1", *PERIOD) is None
    wait_for(lambda: desk.ready("T1", *PERIOD) is not None)
    opened_later = NewCase(
        requester="U9", channel="D1", thread_ts="", language="en", start="button"
    )
    Desk(engine, lambda: NOW).open("T1", opened_later)
    kept = desk.ready("T1", *PERIOD)
    assert kept is not None
    # What is open now is always counted.
    assert (kept.opened, kept.open_now) == (3, {"offered": 4})
    now[0] += numbers.FRESH_SECONDS
    stale = desk.ready("T1", *PERIOD)
    assert stale is not None
    assert stale.opened == 3
    wait_for(lambda: (found := desk.ready("T1", *PERIOD)) is not None and found.opened == 4)
    wait_for(lambda: all(one.name != "numbers" for one in threading.enumerate()))
