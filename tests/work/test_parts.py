"""The parts on their own: transactions that join, SQLite's clock, the pinned inside of DBOS."""

import inspect
import logging
import sqlite3
import threading
import time
from importlib.metadata import version
from pathlib import Path

import pytest
from dbos import DBOS
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.orm import Session

from bot.store.engine import joined, make_engine, reading, writing
from bot.store.turns import Turns, going_first
from bot.work.handling import WorkFailed
from bot.work.logs import Sparing
from bot.work.problems import WorkProblem
from bot.work.slots import name_of, number_of
from bot.work.sqlite import check_clock, make_work_engine, work_file
from tests.databases import NewDatabase
from tests.work.effects import effects, make_table, put


@pytest.fixture
def application(address: str) -> Engine:
    engine = make_engine(address)
    make_table(engine)
    return engine


def test_writing_inside_a_joined_transaction_is_kept_with_it(application: Engine) -> None:
    with Session(application) as session, joined(session):
        put(application, "w", "a")
        with reading(application) as inside:
            assert inside is session
        session.rollback()
        put(application, "w", "b")
        session.commit()
    assert effects(application, "w") == ["b"]


def test_a_block_that_raises_is_undone_alone(application: Engine) -> None:
    with Session(application) as session, joined(session):
        put(application, "w", "kept")
        with pytest.raises(LookupError):
            _write_and_raise(application)
        session.commit()
    assert effects(application, "w") == ["kept"]


def _write_and_raise(application: Engine) -> None:
    with writing(application) as session:
        session.execute(text("INSERT INTO effects VALUES ('w', 'undone')"))
        raise LookupError


def test_another_database_does_not_join(application: Engine, new_sqlite: NewDatabase) -> None:
    other = make_engine(new_sqlite())
    make_table(other)
    with Session(application) as session, joined(session):
        put(other, "w", "elsewhere")
        session.rollback()
    assert effects(other, "w") == ["elsewhere"]
    assert effects(application, "w") == []


def test_writers_wait_in_line_and_none_is_turned_away(new_sqlite: NewDatabase) -> None:
    engine = make_engine(new_sqlite())
    make_table(engine)
    with pytest.raises(LookupError):
        _write_and_raise(engine)

    def write(name: str) -> None:
        for _ in range(10):
            put(engine, "w", name)

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(effects(engine, "w")) == 240


def test_who_goes_first_writes_before_those_who_have_waited_longer(new_sqlite: NewDatabase) -> None:
    engine = create_engine(new_sqlite())
    turns = Turns(engine, patience=60)
    wrote: list[str] = []

    def write(name: str) -> None:
        with engine.connect() as connection:
            turns.take(connection)
            wrote.append(name)

    def urgently() -> None:
        with going_first():
            write("first")

    threads = [threading.Thread(target=write, args=(f"other {n}",)) for n in range(4)]
    threads.append(threading.Thread(target=urgently))
    with engine.connect() as before:
        turns.take(before)
        for number, thread in enumerate(threads, 1):
            thread.start()
            while turns.line.waiting < number:
                time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert wrote[0] == "first"
    assert len(wrote) == 5
    assert turns.line.free


def test_a_turn_of_writing_ends_with_its_connection(new_sqlite: NewDatabase) -> None:
    engine = create_engine(new_sqlite())
    turns = Turns(engine, patience=0.01)
    with engine.connect() as first, engine.connect() as second:
        turns.take(first)
        turns.take(second)  # waits in vain, and holds nothing
        assert not turns.line.free
    assert turns.line.free
    with engine.connect() as broken:
        turns.take(broken)
        broken.invalidate()
    assert turns.line.free


def test_the_work_file_stands_beside_the_database() -> None:
    assert work_file("sqlite:////var/lib/bot/journeydesk.sqlite3") == Path(
        "/var/lib/bot/journeydesk.work.sqlite"
    )
    assert work_file("sqlite://") is None


def test_the_work_file_is_written_through_and_has_a_fine_clock(tmp_path: Path) -> None:
    engine = make_work_engine(tmp_path / "x.work.sqlite")
    check_clock(engine)
    with engine.connect() as connection:
        pragmas = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
        ticks = {
            connection.exec_driver_sql("SELECT unixepoch('subsec') * 1000").scalar()
            for _ in range(50)
        }
    assert pragmas == ["wal", 2, 1]
    assert len(ticks) > 1


def test_a_clock_of_whole_seconds_is_refused(new_sqlite: NewDatabase) -> None:
    engine = make_engine(new_sqlite())  # has the plain strftime
    with pytest.raises(WorkProblem) as problem:
        check_clock(engine)
    assert problem.value.key == "clock"
    assert sqlite3.sqlite_version in problem.value.sentence("fr")


def test_dbos_is_the_version_whose_private_function_we_call() -> None:
    assert version("dbos").startswith("3.4.")
    found = inspect.signature(DBOS._recover_pending_workflows)
    assert [(one.name, one.default) for one in found.parameters.values()] == [
        ("executor_ids", ["local"])
    ]


def test_names_of_places_lead_back_to_their_numbers() -> None:
    assert [number_of(name_of(number)) for number in (0, 7, 63)] == [0, 7, 63]
    assert number_of("one") is None
    assert number_of(None) is None


def test_a_problem_is_told_in_both_languages() -> None:
    problem = WorkProblem("no_slot", count=64)
    assert "64 places" in problem.sentence("en")
    assert "64 places" in problem.sentence("fr")
    assert problem.sentence("en") != problem.sentence("fr")


def test_lines_of_the_engine_that_repeat_are_told_once_in_a_while() -> None:
    sparing = Sparing()

    def tell(text: str, error: Exception | None = None) -> bool:
        raised = (type(error), error, None) if error else None
        record = logging.LogRecord("dbos", logging.WARNING, "", 0, text, (), raised)
        return sparing.filter(record)

    again = "Exception encountered in queue thread for events: %d"
    assert [tell(again), tell(again), tell("Something else")] == [True, False, True]
    assert not tell("Exception encountered", WorkFailed("12345678", "told by us"))
