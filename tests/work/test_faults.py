"""Processes of the engine that die, or find another."""

import signal
import threading
import time

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.durable import Json, Work
from bot.store.engine import make_engine
from bot.work import WorkEngine, WorkProblem
from bot.work.slots import LOCKS, LOST
from tests.databases import NewDatabase, on_server
from tests.waiting import wait_for
from tests.work.conftest import LONG, QUICK
from tests.work.effects import change_work, effects, make_table, put
from tests.work.processes import Worker, working
from tests.work.worker import POINTS


def test_work_that_dies_at_every_point_in_turn_is_done_once(address: str) -> None:
    for point in POINTS:
        worker = Worker(address, kill=point)
        assert worker.finish() == -signal.SIGKILL, point
    last = Worker(address)
    assert last.finish() == 0
    application = make_engine(address)
    assert effects(application, "one") == ["a", "b", "c", "d"]
    application.dispose()


def test_work_that_began_at_once_and_died_is_done_once(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    for point in ("before a", "after b"):
        assert Worker(address, kill=point, at_once=True).finish() == -signal.SIGKILL
    assert Worker(address, at_once=True).finish() == 0
    application = make_engine(address)
    assert effects(application, "one") == ["a", "b", "c", "d"]
    application.dispose()


def test_a_second_process_on_one_sqlite_file_is_told_so(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    with working(address) as first:
        assert "un seul processus fait tout" in Worker(address).said()
        assert first.finish() == 0
    assert Worker(address).said() == "ready"


def test_the_work_of_a_killed_worker_is_done_by_another(new_postgresql: NewDatabase) -> None:
    address = new_postgresql()
    application = make_engine(address)
    receiver = WorkEngine(address, application, role="receiver")
    receiver.start()
    try:
        with working(address, hold=True) as dying:
            receiver.accept("held", "slow", "T1", "k")
            wait_for(lambda: effects(application, "held") == ["begin"])
            with working(address) as living:
                dying.kill()
                wait_for(lambda: receiver.operator.find("held").state == "done")
                assert living.finish() == 0
        assert effects(application, "held") == ["begin", "end"]
    finally:
        receiver.stop()
        application.dispose()


def test_a_worker_whose_place_is_taken_ends(new_postgresql: NewDatabase) -> None:
    address = new_postgresql()
    application = make_engine(address)
    with working(address) as worker, _autocommit(application) as connection:
        _steal_place(connection)
        assert worker.ended() == LOST
    application.dispose()


def test_a_worker_gets_its_place_back_when_nobody_took_it(new_postgresql: NewDatabase) -> None:
    address = new_postgresql()
    application = make_engine(address)
    with working(address) as worker:
        with _autocommit(application) as connection:
            before = _holder(connection)
            connection.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": before})
            wait_for(lambda: _holder(connection) not in (None, before))
        assert worker.finish() == 0
    application.dispose()


def test_while_postgresql_is_away_nothing_is_taken_in_and_after_it_all_is_done_once(
    new_postgresql: NewDatabase, postgresql_server: URL
) -> None:
    address = new_postgresql()
    application = make_engine(address)
    make_table(application)
    engine = WorkEngine(address, application, queues=QUICK)
    begun = threading.Event()

    def do(steps: Work, _workspace: str, _key: str) -> Json:
        for name in ("a", "b", "c"):
            steps.transaction(name, lambda name=name: put(application, steps.work_id, name))  # type: ignore[misc]
            begun.set()
            steps.run("wait", lambda: time.sleep(0.3))

    engine.register("x", do)
    engine.start()
    for number in range(4):
        engine.accept(f"w{number}", "x", "T1", "k")
    assert begun.wait(LONG)
    name = make_url(address).database
    on_server(
        postgresql_server,
        f"ALTER DATABASE {name} ALLOW_CONNECTIONS false",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'",
    )
    with pytest.raises(SQLAlchemyError):
        engine.accept("refused", "x", "T1", "k")
    on_server(postgresql_server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    assert engine.accept("refused", "x", "T1", "k") is True
    assert engine.wait_idle(LONG)
    assert engine.alive()
    engine.stop()
    for work in ("w0", "w1", "w2", "w3", "refused"):
        assert effects(application, work) == ["a", "b", "c"]
    application.dispose()


def test_unfinished_work_is_left_to_the_version_it_belongs_to(address: str) -> None:
    application = make_engine(address)
    engine = WorkEngine(address, application, queues=QUICK)
    engine.start()
    engine.accept("later", "x", "T1", "k", delay=3600)
    engine.stop(0)
    change_work(
        address,
        "UPDATE {schema}workflow_status SET application_version = '0'",
        "UPDATE {schema}application_versions SET version_name = '0'",
    )
    again = WorkEngine(address, application, queues=QUICK)
    with pytest.raises(WorkProblem) as problem:
        again.start()
    assert problem.value.key == "other_version"
    assert "version 0" in problem.value.sentence("fr")
    application.dispose()


def _autocommit(application: Engine) -> Connection:
    return application.connect().execution_options(isolation_level="AUTOCOMMIT")


def _holder(connection: Connection) -> int | None:
    held = text(
        "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND classid = :kind AND granted"
    )
    pid = connection.scalar(held, {"kind": LOCKS})
    return None if pid is None else int(pid)


def _steal_place(connection: Connection) -> None:
    """Stand in line for the worker's place, then cut it off."""
    end = text("SELECT pg_terminate_backend(:pid), pg_advisory_lock(:kind, 0)")
    connection.execute(end, {"pid": _holder(connection), "kind": LOCKS})
