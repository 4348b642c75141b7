"""The bot dies after it has kept a delivery, and before the work of that has begun. Slack delivers
nothing again here: it is found."""

import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.playground.errors import Refused
from bot.store.engine import file_of, url_of
from bot.store.journal import journal_file
from tests.databases import NewDatabase
from tests.faults.cases import KINDS, Case
from tests.faults.conftest import Crew, crew_of
from tests.faults.evidence import Books, collect
from tests.faults.points import KEPT, Points
from tests.faults.storm import settled


def die_between(crew: Crew, points: Points, books: Books, kind: str, number: int) -> Case:
    """Let the bot die in that gap of a delivery of this kind."""
    prepare, act, _ = KINDS[kind]
    case = Case(crew, crew.slack.person(f"p{number}"), number)
    prepare(case)
    settled(books, 30)
    points.arm(1)
    with suppress(Refused):
        act(case)
    crew.bots[0].wait_dead()
    assert points.passed() == [KEPT]
    points.disarm()
    return case


def test_what_was_kept_and_not_begun_is_done_after_the_start(
    new_database: NewDatabase, tmp_path: Path
) -> None:
    points = Points(tmp_path)
    hurry = {"FAULTS_POINTS": str(points.file), "FAULTS_PERIOD": "0"}
    with crew_of(new_database(), tmp_path, 9, **hurry) as crew:
        crew.add()
        books = Books(crew.address)
        for number, kind in enumerate(("question", "click", "feedback form", "share"), 1):
            case = die_between(crew, points, books, kind, number)
            crew.bots[0].start()
            settled(books, 30)
            found = collect(books, crew.slack)
            assert [row["key"] for row in found.inbox if row["done_at"] is None] == [], kind
            assert found.failed == []
            KINDS[kind][2](case, found)
        # Now Slack delivers the message again: it is known.
        before = len(collect(books, crew.slack).messages)
        crew.slack.advance(61)
        settled(books, 30)
        found = collect(books, crew.slack)
        assert len(found.messages) == before
        assert found.posted_twice() == {}
        assert "its work never begun: it begins now" in crew.logs()
        books.close()


@pytest.mark.parametrize(
    ("kind", "hours", "begun"),
    [("click", 1, False), ("question", 1, True), ("question", 25, False)],
)
def test_what_is_too_old_for_an_answer_is_closed_and_its_words_are_gone(
    new_sqlite: NewDatabase, tmp_path: Path, kind: str, hours: int, begun: bool
) -> None:
    points = Points(tmp_path)
    with crew_of(new_sqlite(), tmp_path, 9, FAULTS_POINTS=str(points.file)) as crew:
        crew.add()
        books = Books(crew.address)
        case = die_between(crew, points, books, kind, 1)
        (key,) = books.kept()
        make_older(crew.address, timedelta(hours=hours))
        crew.bots[0].start()
        settled(books, 30)
        (row,) = books.rows("SELECT * FROM inbox WHERE key = :key", key=key)
        assert row["done_at"] is not None
        found = collect(books, crew.slack)
        assert (f"slack:TLAVANDE:{key}" in found.begun) is begun
        if kind == "click":
            assert case.turn(found)["step"] == 0
        else:
            assert len(found.answers(case.seen["question"].ts)) == int(begun)
        # Sealed, an empty text is as short as one can be.
        (empty,) = books.rows("SELECT min(length(body)) AS least FROM inbox")
        assert len(row["body"]) == empty["least"]
        books.close()


def make_older(address: str, age: timedelta) -> None:
    """What was kept and is not in the inbox yet."""
    file = file_of(url_of(address))
    assert file is not None
    with closing(sqlite3.connect(journal_file(file))) as connection, connection:
        moment = (datetime.now(UTC) - age).timestamp()
        assert connection.execute("UPDATE deliveries SET received_at = ?", (moment,)).rowcount == 1
