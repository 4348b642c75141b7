"""The bot dies again and again in the middle of an audit: it ends as if nothing had happened, and
nobody reads anything twice. `FAULTS=long` kills it twenty times."""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from bot.playground.errors import Refused
from bot.playground.player import Player, Seen
from tests.databases import NewDatabase
from tests.faults.conftest import LONG, SEED, crew_of
from tests.faults.evidence import Books, collect
from tests.faults.points import Points
from tests.faults.storm import Tally, settled
from tests.faults.town import MARKETING
from tests.scenarios.account import series, write

KILLS = 20 if LONG else 4
FURTHER = 3 if LONG else 10
"""Points that it gets on by, at most, from death to death: no kill comes after the end."""
AUTOMATIONS = 240 if LONG else 120
PATIENCE = 300.0
"""Seconds that an audit may take on a busy machine."""
COLUMNS = "position, automation, name, level, brief"


def told(person: Player) -> list[Seen]:
    return [seen for seen in person.sees("dm") if seen.is_bot]


def recorded(passed: list[str]) -> int:
    return sum(point.startswith("after ") for point in passed)


def test_killed_in_the_middle_an_audit_comes_to_the_same_end(
    new_database: NewDatabase, tmp_path: Path, tell: Callable[[Tally], None]
) -> None:
    bundle = {"automations": [series(f"71ad{n:06}", f"Series {n}", 1) for n in range(AUTOMATIONS)]}
    file = write(bundle, tmp_path / "account.json")
    points, dice = Points(tmp_path), random.Random(SEED)
    hurry = {"FAULTS_POINTS": str(points.file), "FAULTS_PERIOD": "0"}
    address = new_database()
    with crew_of(address, tmp_path, 2, JOURNEYDESK_BUNDLE=str(file), **hurry) as crew:
        bot = crew.add()
        books, kind = Books(crew.address), address.partition(":")[0]
        calm, unlucky = (crew.slack.person(name) for name in ("p0", "p1"))
        calm.runs("/convert all", MARKETING)
        settled(books, PATIENCE)
        points.arm(dice.randint(1, FURTHER))
        with suppress(Refused):
            unlucky.runs("/convert all", MARKETING)
        for kill in range(KILLS):
            bot.wait_dead()
            # What is recorded is passed again: before it and after it.
            again = 2 * recorded(points.passed())
            if kill < KILLS - 1:
                points.arm(again + dice.randint(1, FURTHER))
                # It may die before it answers to anybody.
                bot.start(wait=False)
        points.disarm()
        bot.start()
        settled(books, PATIENCE)
        found = collect(books, crew.slack)
        tell(Tally(f"{kind}: an audit", kills=KILLS, events=1, posts=len(found.messages)))
        assert found.failed == []
        assert found.posted_twice() == {}
        assert {row["state"] for row in found.outbox} == {"sent"}
        first, second = books.rows("SELECT * FROM audits ORDER BY id")
        for column in ("state", "total", "done", "grade", "levels"):
            assert first[column] == second[column], column
        assert second["state"] == "done"
        both = [
            books.rows(
                f"SELECT {COLUMNS} FROM audit_briefs WHERE audit_id = :audit ORDER BY position",
                audit=row["id"],
            )
            for row in (first, second)
        ]
        assert len(both[0]) == AUTOMATIONS
        assert both[0] == both[1]
        books.close()
        for person in (calm, unlucky):
            progress, result = told(person)
            assert f"{AUTOMATIONS} automations read" in progress.plain
            assert f"Converts as it is: {AUTOMATIONS}" in result.plain
        assert "Nothing has changed since the earlier audit" in told(unlucky)[-1].plain
