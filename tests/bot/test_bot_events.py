import threading
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from bot.services.events import KEEP, Events
from tests.waiting import PATIENCE


def test_a_second_delivery_is_not_the_first(engine: Engine) -> None:
    events = Events(engine)
    answers = []
    for _ in range(3):
        with events.once("T1", "Ev1") as first:
            answers.append(first)
    assert answers == [True, False, False]


def test_what_was_handled_is_known_after_a_restart(engine: Engine) -> None:
    with Events(engine).once("T1", "Ev1"):
        pass
    with Events(engine).once("T1", "Ev1") as first:
        assert not first


def test_a_handler_that_failed_is_tried_again(engine: Engine) -> None:
    events = Events(engine)
    with pytest.raises(ZeroDivisionError), events.once("T1", "Ev1"):
        raise ZeroDivisionError
    with events.once("T1", "Ev1") as first:
        assert first
    with events.once("T1", "Ev1") as first:
        assert not first


def test_any_known_key_makes_it_known(engine: Engine) -> None:
    events = Events(engine)
    with events.once("T1", "Ev1", "C1:17.1") as first:
        assert first
    with events.once("T1", "Ev2", "C1:17.1") as first:
        assert not first
    with events.once("T1", "Ev2") as first:
        assert first


def test_workspaces_do_not_share_keys(engine: Engine) -> None:
    events = Events(engine)
    with events.once("T1", "Ev1"), events.once("T2", "Ev1") as first:
        assert first


def test_two_deliveries_at_once_never_both_run(engine: Engine) -> None:
    events = Events(engine)
    inside, release = threading.Event(), threading.Event()
    answers: list[bool] = []

    def slow() -> None:
        with events.once("T1", "Ev1") as first:
            answers.append(first)
            inside.set()
            release.wait(PATIENCE)

    thread = threading.Thread(target=slow)
    thread.start()
    assert inside.wait(PATIENCE)
    with events.once("T1", "Ev1") as first:
        answers.append(first)
    release.set()
    thread.join()
    assert answers == [True, False]


def test_many_threads_handle_each_event_once(engine: Engine) -> None:
    events = Events(engine)
    handled: list[str] = []
    barrier = threading.Barrier(8)

    def deliver() -> None:
        barrier.wait()
        for n in range(10):
            with events.once("T1", f"Ev{n}") as first:
                if first:
                    handled.append(f"Ev{n}")

    threads = [threading.Thread(target=deliver) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(handled) == sorted(f"Ev{n}" for n in range(10))


def test_long_keys_are_told_apart(engine: Engine) -> None:
    events = Events(engine)
    with events.once("T1", "x" * 400 + "1"):
        pass
    with events.once("T1", "x" * 400 + "2") as first:
        assert first
    assert events.seen("T1", "x" * 400 + "1")


def test_an_event_without_a_key_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="needs a key"), Events(engine).once("T1", ""):
        pass


def test_old_events_are_forgotten_and_young_ones_kept(engine: Engine) -> None:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    events = Events(engine, lambda: now)
    with events.once("T1", "old"):
        pass
    now += KEEP / 2
    with events.once("T1", "young"):
        pass
    now += KEEP / 2 + timedelta(seconds=1)
    events.forget_old("T1")
    assert not events.seen("T1", "old")
    assert events.seen("T1", "young")
