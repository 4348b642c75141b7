"""What was kept is begun in the order it came; whoever delivers it does not wait for that."""

import logging
from threading import Event

import pytest

from bot.slack import beginning
from bot.slack.beginning import Beginning
from tests.waiting import wait_for


class Engine:
    """Takes work, or raises as often as it is told to; waits at a gate."""

    def __init__(self, failures: int = 0) -> None:
        self.ids: list[str] = []
        self.failures = failures
        self.gate = Event()
        self.gate.set()

    def accept(self, work_id: str, kind: str, workspace_id: str, key: str) -> bool:
        self.gate.wait(60)
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the database is away")
        self.ids.append(work_id)
        return True


@pytest.fixture(autouse=True)
def _quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beginning, "PAUSES", (0.01, 0.01))


def give(to: Beginning, *ids: str) -> None:
    for one in ids:
        to.begin(one, "slack", "T1", one)


def test_work_begins_in_the_order_it_came() -> None:
    engine = Engine()
    beginning_ = Beginning(engine)
    give(beginning_, "a", "b")
    assert not beginning_.idle
    beginning_.start()
    give(beginning_, "c")
    wait_for(lambda: beginning_.idle)
    assert engine.ids == ["a", "b", "c"]
    beginning_.close()


def test_nobody_waits_for_an_engine_that_does_not_come_to_it() -> None:
    engine = Engine()
    engine.gate.clear()
    beginning_ = Beginning(engine)
    beginning_.start()
    give(beginning_, *map(str, range(100)))
    assert engine.ids == []
    engine.gate.set()
    wait_for(lambda: beginning_.idle)
    assert engine.ids == [str(n) for n in range(100)]
    beginning_.close()


def test_trouble_that_passes_delays_and_loses_nothing() -> None:
    engine = Engine(failures=2)
    beginning_ = Beginning(engine)
    beginning_.start()
    give(beginning_, "a", "b")
    wait_for(lambda: beginning_.idle)
    assert engine.ids == ["a", "b"]
    beginning_.close()


def test_what_cannot_be_begun_is_left_and_told(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    engine = Engine(failures=3)
    beginning_ = Beginning(engine)
    beginning_.start()
    give(beginning_, "a", "b")
    wait_for(lambda: beginning_.idle)
    assert engine.ids == ["b"]
    assert "a is kept, and begins later: ConnectionError" in caplog.text
    beginning_.close()


def test_it_ends_at_once_with_work_still_to_begin() -> None:
    engine = Engine(failures=1000)
    beginning_ = Beginning(engine)
    give(beginning_, "a", "b")
    beginning_.start()
    beginning_.close()
    assert engine.ids == []


def test_what_was_kept_is_settled_before_its_work_begins() -> None:
    engine = Engine()
    seen: list[list[str]] = []
    beginning_ = Beginning(engine, lambda: seen.append(list(engine.ids)))
    beginning_.start()
    give(beginning_, "a")
    wait_for(lambda: beginning_.idle)
    assert seen == [[]]
    assert engine.ids == ["a"]
    beginning_.close()


def test_what_cannot_be_settled_does_not_begin() -> None:
    engine = Engine()

    def settle() -> None:
        raise ConnectionError("the database is away")

    beginning_ = Beginning(engine, settle)
    beginning_.start()
    give(beginning_, "a")
    wait_for(lambda: beginning_.idle)
    assert engine.ids == []
    beginning_.close()
