"""Work that hangs is told from work that waits."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.durable import Json, Work
from bot.store.engine import make_engine
from bot.work import JOBS, WorkEngine
from bot.work.pulse import BETWEEN, Pulse
from tests.clock import Clock
from tests.work.conftest import QUICK

LONG = 20.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_step_that_does_not_end_hangs_and_waiting_does_not(clock: Clock) -> None:
    pulse = Pulse(10, clock)
    with pulse.during("w1"):
        assert pulse.running == {"w1"}
        clock.now = 10.0 * BETWEEN
        assert pulse.hung() == frozenset()
        with pulse.step("w1", "ask"):
            clock.now += 10
            assert pulse.hung() == frozenset()
            clock.now += 1
            assert pulse.hung() == {"w1"}
        assert pulse.hung() == frozenset()
        pulse.waits("w1", 3600)
        clock.now += 3600
        assert pulse.hung() == frozenset()
        clock.now += 10 * BETWEEN + 1
        assert pulse.hung() == {"w1"}
    assert pulse.hung() == pulse.running == frozenset()


def test_what_hangs_is_told_once_with_its_step_and_its_place(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    pulse = Pulse(10, clock)
    with pulse.during("w1"), pulse.step("w1", "slack:3"):
        clock.now = 11.0
        pulse.tell()
        pulse.tell()
    (told,) = caplog.records
    assert told.levelno == logging.ERROR
    assert told.getMessage().startswith("work w1 hangs (slack:3):\n")
    assert f"in {test_what_hangs_is_told_once_with_its_step_and_its_place.__name__}" in caplog.text


def test_a_process_whose_work_hangs_is_not_alive_until_it_goes_on(address: str) -> None:
    application = make_engine(address)
    engine = WorkEngine(address, application, queues=replace(QUICK, step_seconds=0.5))
    released, done = threading.Event(), threading.Event()

    def hang(steps: Work, _workspace: str, _key: str) -> Json:
        steps.run("wait", lambda: released.wait(LONG))
        done.set()
        # Asleep for longer than a step may take, and between two steps.
        steps.sleep(3600)

    engine.register("hang", hang)
    engine.start()
    assert engine.alive()
    engine.accept("w1", "hang", "T1", "k", JOBS)
    until(lambda: not engine.alive())
    released.set()
    assert done.wait(LONG)
    until(engine.alive)
    engine.stop(0)
    application.dispose()


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)
