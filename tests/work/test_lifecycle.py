"""Starting, stopping, forgetting."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import Engine, text

from bot.durable import Json, Work
from bot.store.engine import make_engine
from bot.work import JOBS, WorkEngine, WorkProblem, retention
from bot.work.retention import next_time
from tests.databases import NewDatabase
from tests.work.conftest import LONG, QUICK
from tests.work.effects import change_work, effects, make_table, put


def engine(address: str, application: Engine) -> WorkEngine:
    return WorkEngine(address, application, queues=QUICK)


def test_stopping_waits_for_what_runs_and_sleeps_go_on_after_the_next_start(address: str) -> None:
    application = make_engine(address)
    make_table(application)
    begun, asleep = threading.Event(), threading.Event()

    def short(steps: Work, _workspace: str, _key: str) -> Json:
        begun.set()
        stopping.wait(LONG)
        steps.transaction("put", lambda: put(application, steps.work_id, "short"))

    def long(steps: Work, _workspace: str, _key: str) -> Json:
        steps.transaction("before", lambda: put(application, steps.work_id, "before"))
        asleep.set()
        steps.sleep(seconds)
        steps.transaction("after", lambda: put(application, steps.work_id, "then"))

    stopping = threading.Event()
    seconds = 3600.0
    first = engine(address, application)
    first.register("short", short)
    first.register("long", long)
    first.start()
    assert first.alive()
    first.accept("short", "short", "T1", "k")
    first.accept("long", "long", "T1", "k", JOBS)
    assert begun.wait(LONG)
    assert asleep.wait(LONG)
    stop = threading.Thread(target=first.stop, args=(10,))
    stop.start()
    stopping.set()
    stop.join()
    assert not first.alive()
    assert effects(application, "short") == ["short"]
    assert effects(application, "long") == ["before"]

    second = engine(address, application)
    second.register("long", long)
    second.start()
    assert second.operator.find("short").state == "done"
    assert second.operator.find("long").state in ("running", "waiting")
    second.operator.cancel("long")
    second.stop(0)
    application.dispose()


def test_a_short_sleep_ends_and_the_rest_is_done(address: str) -> None:
    application = make_engine(address)
    make_table(application)
    running = engine(address, application)

    def do(steps: Work, _workspace: str, _key: str) -> Json:
        steps.sleep(0.05)
        steps.transaction("after", lambda: put(application, steps.work_id, "after"))

    running.register("x", do)
    running.start()
    running.accept("w", "x", "T1", "k")
    assert running.wait_idle(LONG)
    running.stop()
    assert effects(application, "w") == ["after"]
    application.dispose()


def test_what_ended_long_ago_is_forgotten_and_unfinished_work_is_not(address: str) -> None:
    application = make_engine(address)
    told: list[datetime] = []
    running = WorkEngine(address, application, queues=QUICK, forget=told.append)
    running.register("x", lambda *_: 1)
    running.start()
    running.accept("over", "x", "T1", "k")
    assert running.wait_idle(LONG)
    running.accept("ahead", "x", "T1", "k", delay=3600)
    moment = datetime.now(UTC) - timedelta(days=14)
    assert running.forget(moment) == 0
    later = datetime.now(UTC) + timedelta(seconds=1)
    assert running.forget(later) == 1
    assert told == [moment, later]
    assert running.operator.find("ahead").state == "waiting"
    with pytest.raises(WorkProblem):
        running.operator.find("over")
    running.stop()
    application.dispose()


def test_the_records_of_unfinished_work_outlast_the_night_and_no_others_do(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "_BATCH", 2)
    application = make_engine(address)
    written, go_on = threading.Event(), threading.Event()
    table = "dbos.datasource_outputs" if address.startswith("postgresql") else "datasource_outputs"

    def handle(steps: Work, _workspace: str, _key: str) -> None:
        steps.transaction("write", lambda: 1)
        written.set()
        go_on.wait(LONG)

    running = WorkEngine(address, application, queues=QUICK)
    running.register("slow", handle)
    running.start()
    running.accept("slow", "slow", "T1", "k")
    assert written.wait(LONG)
    with application.begin() as connection:
        # As a process leaves them that is killed when its work has just ended.
        row = dict(connection.execute(text(f"SELECT * FROM {table}")).mappings().one())
        names = ", ".join(row)
        values = ", ".join(f":{name}" for name in row)
        left = [row | {"workflow_id": f"killed-{number}"} for number in range(5)]
        connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), left)
    running.forget(datetime.now(UTC) + timedelta(seconds=1))
    with application.connect() as connection:
        kept = connection.scalars(text(f"SELECT workflow_id FROM {table}")).all()
    go_on.set()
    assert running.wait_idle(LONG)
    running.stop()
    application.dispose()
    assert kept == ["slow"]


def test_the_next_night_is_planned_once(address: str) -> None:
    application = make_engine(address)
    running = engine(address, application)
    running.start()
    running.plan_forgetting()
    planned = [one for one in running.operator.list("waiting") if one.id.startswith("forget:")]
    running.stop()
    application.dispose()
    assert len(planned) == 1


def test_a_night_that_fails_is_not_the_last(address: str) -> None:
    def fail(_before: datetime) -> None:
        raise ValueError("no good")

    application = make_engine(address)
    running = WorkEngine(address, application, queues=QUICK, forget=fail)
    running.start()
    change_work(address, "DELETE FROM {schema}workflow_status WHERE workflow_uuid LIKE 'forget:%'")
    running.accept("tonight", "work.forget", "", "")
    assert running.wait_idle(LONG)
    ended = running.operator.find("tonight").state
    planned = [one.id for one in running.operator.list("waiting")]
    running.stop()
    application.dispose()
    assert ended == "failed"
    assert [one.startswith("forget:") for one in planned] == [True]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-11-22T03:16:00+00:00", "2026-11-22T03:17:00+00:00"),
        ("2026-11-22T03:17:00+00:00", "2026-11-23T03:17:00+00:00"),
        ("2026-11-22T23:30:00-05:00", "2026-11-24T03:17:00+00:00"),
    ],
)
def test_the_night_is_that_of_universal_time(now: str, then: str) -> None:
    assert next_time(datetime.fromisoformat(now)) == datetime.fromisoformat(then)


@given(st.datetimes(timezones=st.timezones()))
def test_a_night_comes_within_a_day(now: datetime) -> None:
    assume(datetime(2, 1, 1, tzinfo=UTC) < now < datetime(9998, 1, 1, tzinfo=UTC))
    assert timedelta(0) < next_time(now) - now.astimezone(UTC) <= timedelta(days=1)


def test_ids_are_kept_a_week_at_least(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    with pytest.raises(ValueError, match="7 days"):
        WorkEngine(address, make_engine(address), keep_days=6)


def test_a_receiver_on_sqlite_is_told_to_use_postgresql(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    with pytest.raises(WorkProblem) as problem:
        WorkEngine(address, make_engine(address), role="receiver").start()
    assert problem.value.key == "one_process"


def test_a_receiver_prepares_an_empty_database_and_a_worker_does_what_it_took_in(
    new_postgresql: NewDatabase,
) -> None:
    address = new_postgresql()
    application = make_engine(address)
    receiver = WorkEngine(address, application, role="receiver")
    receiver.start()
    assert receiver.accept("w", "x", "T1", "k") is True
    assert receiver.accept("w", "x", "T1", "k") is False
    worker = WorkEngine(address, application, role="worker", queues=QUICK)
    seen: list[str] = []
    worker.register("x", lambda _steps, _workspace, key: seen.append(key))
    worker.start()
    assert receiver.wait_idle(LONG)
    assert receiver.operator.find("w").state == "done"
    assert seen == ["k"]
    worker.stop()
    receiver.stop()
    application.dispose()
