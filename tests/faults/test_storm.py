"""Nothing that was acknowledged is lost, and nothing is done or posted twice, whenever it dies."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import NewDatabase
from tests.faults.conftest import LONG, SEED, Crew, crew_of
from tests.faults.storm import Storm, Tally, people_for

KILLS = int(os.environ.get("FAULTS_KILLS", "70" if LONG else "4"))
Tell = Callable[[Tally], None]


def weather(crew: Crew, name: str, tell: Tell) -> None:
    tally = Storm(name, crew.slack, crew.bots, crew.address, seed=SEED, kills=KILLS).run()
    tell(tally)
    for what in (*tally.lost, *tally.doubled, *tally.failed):
        print(what)
    assert tally.lost == []
    assert tally.doubled == []
    assert tally.failed == []
    assert tally.kills >= KILLS


def test_one_process_killed_again_and_again(database: str, tmp_path: Path, tell: Tell) -> None:
    kind = "SQLite" if database.startswith("sqlite") else "PostgreSQL"
    with crew_of(database, tmp_path, people_for(KILLS, 3)) as crew:
        crew.add()
        weather(crew, f"{kind}, one process", tell)


@pytest.mark.skipif(not LONG, reason="takes minutes: make test-faults")
def test_a_receiver_and_two_workers_killed_again_and_again(
    new_postgresql: NewDatabase, tmp_path: Path, tell: Tell
) -> None:
    with crew_of(new_postgresql(), tmp_path, people_for(KILLS, 3)) as crew:
        crew.add("receiver")
        crew.add("worker", receives=False)
        crew.add("worker", receives=False)
        weather(crew, "PostgreSQL, receiver, two workers", tell)
