"""Threads in line: one at a time, some before all others, nobody for ever."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import TimeoutError as NotFree

from bot.store.engine import make_engine, reading, turns_of, writing
from bot.store.line import Line
from bot.work import sqlite
from bot.work.sqlite import make_work_engine
from tests.databases import NewDatabase
from tests.waiting import wait_for


@contextmanager
def beside(*calls: Callable[[], object]) -> Iterator[None]:
    """Each in a thread of its own, which has ended at the end of the block."""
    threads = [threading.Thread(target=call) for call in calls]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join()


def test_one_at_a_time_has_it() -> None:
    line, having, most = Line(60), 0, 0

    def work() -> None:
        nonlocal having, most
        for _ in range(200):
            assert line.take()
            having += 1
            most = max(most, having)
            having -= 1
            line.give_back()

    with beside(*[work] * 8):
        pass
    assert most == 1
    assert line.free


def test_who_goes_first_is_let_in_before_those_who_have_waited_longer() -> None:
    line, entered = Line(60), list[str]()

    def come(name: str, first: bool) -> None:
        assert line.take(first=first)
        entered.append(name)
        line.give_back()

    assert line.take()
    with beside(lambda: come("other", False), lambda: come("another", False)):
        wait_for(lambda: line.waiting == 2)
        with beside(lambda: come("first", True)):
            wait_for(lambda: line.waiting == 3)
            line.give_back()
    assert entered[0] == "first"
    assert len(entered) == 3


def test_who_has_waited_long_enough_leaves_and_keeps_nobody_waiting() -> None:
    line = Line(0.05)
    assert line.take()
    left: list[bool] = []
    with beside(lambda: left.append(line.take(first=True))):
        pass
    assert left == [False]
    line.give_back()
    assert line.take()


def test_one_who_takes_it_again_and_again_keeps_it_from_nobody() -> None:
    line, done = Line(1.0), threading.Event()

    def again_and_again() -> None:
        while not done.is_set():
            assert line.take()
            time.sleep(0.005)
            line.give_back()

    taken: list[bool] = []

    def come() -> None:
        for _ in range(20):
            taken.append(line.take())
            if taken[-1]:
                line.give_back()

    with beside(again_and_again):
        with beside(come, come):
            pass
        done.set()
    assert taken == [True] * 40
    assert line.free


def test_who_is_interrupted_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    line = Line(60)
    assert line.take()

    def interrupted(condition: threading.Condition, *_: object) -> bool:
        condition.release()
        line.give_back()
        condition.acquire()
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.store.line.PASSED_FOR", 0.0)
    monkeypatch.setattr(threading.Condition, "wait_for", interrupted)
    with pytest.raises(KeyboardInterrupt):
        line.take()
    assert line.free
    assert line.waiting == 0
    assert line.take()


def test_who_has_it_cannot_take_it_once_more() -> None:
    line = Line(0.05)
    assert line.take()
    assert not line.take()
    line.give_back()
    assert line.free


def test_only_the_thread_that_has_it_is_told_so() -> None:
    line, told = Line(60), list[bool]()
    assert line.take()
    with beside(lambda: told.append(line.held_here)):
        pass
    assert line.held_here
    assert told == [False]


def test_who_waits_to_write_keeps_no_connection_from_those_who_read(
    new_sqlite: NewDatabase,
) -> None:
    engine = make_engine(new_sqlite())
    turns = turns_of(engine)
    assert turns is not None

    def write() -> None:
        with writing(engine):
            pass

    assert turns.line.take()
    with beside(*[write] * 60):
        wait_for(lambda: turns.line.waiting == 60)
        with reading(engine) as session:
            assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1
            assert engine.pool.checkedout() == 1  # type: ignore[attr-defined]
        turns.line.give_back()
    assert turns.line.free
    engine.dispose()


def test_the_engines_connection_goes_first_to_whom_others_wait_for(tmp_path: Path) -> None:
    awaited = threading.local()
    engine = make_work_engine(
        tmp_path / "x.work.sqlite", lambda: getattr(awaited, "by_others", False)
    )
    entered: list[str] = []

    def come(name: str, by_others: bool) -> None:
        awaited.by_others = by_others
        with engine.connect():
            entered.append(name)

    line = engine.pool._line  # type: ignore[attr-defined]
    with engine.connect():
        threads = [
            threading.Thread(target=come, args=(name, first))
            for name, first in (("other", False), ("another", False), ("awaited", True))
        ]
        for number, thread in enumerate(threads, 1):
            thread.start()
            wait_for(lambda number=number: line.waiting == number)  # type: ignore[misc]
    for thread in threads:
        thread.join()
    assert entered[0] == "awaited"
    assert line.free
    engine.dispose()


def test_an_engine_whose_connection_does_not_come_free_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WAIT_FOR_CONNECTION", 0.05)
    engine = make_work_engine(tmp_path / "x.work.sqlite")
    refused: list[bool] = []

    def come() -> None:
        began = time.monotonic()
        with pytest.raises(NotFree):
            engine.connect()
        refused.append(time.monotonic() > began)

    with engine.connect(), beside(come):
        pass
    assert refused == [True]
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()
