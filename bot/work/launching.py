"""Starting DBOS: its tables, its one workflow, its queues, its log."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.engine import URL
from sqlalchemy.orm import sessionmaker

from bot.durable import Json
from bot.store.engine import WRITING_FIRST, InTurn
from bot.work.connecting import SERIALIZER, has_tables
from bot.work.dbos import DBOS, DBOSClient, SQLAlchemyDatasource
from bot.work.logs import log_as_we_do
from bot.work.problems import WorkProblem
from bot.work.retention import UNFINISHED
from bot.work.shape import (
    APPLICATION,
    ATTEMPTS_AFTER_CRASHES,
    EVENTS,
    HANDLE,
    JOBS,
    SCHEMA,
    SLACK_OUT,
    TIMERS,
    VERSION,
    Queues,
)

MIGRATION_LOCK = 0x6A64_0001

Body = Callable[[SQLAlchemyDatasource, str, str, str], Json]
"""Does work, given the datasource of its transactions, its kind, workspace and key."""
Workflow = Callable[[str, str, str, str], Json]


def launch(
    system: Engine, application: Engine, client: DBOSClient, executor: str, body: Body
) -> Workflow:
    """DBOS, launched; the workflow it knows. ``executor`` is under whose name work is done.

    Raises WorkProblem over unfinished work of another version.
    """
    DBOS(
        config={
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": executor,
            "system_database_engine": system,
            # It only looks at the kind of database, where it is given an engine.
            "system_database_url": _printable(system.url),
            "dbos_system_schema": SCHEMA,
            "serializer": SERIALIZER,
            # Nobody waits for notifications; this is how soon their thread notices the end.
            "notification_listener_polling_interval_sec": 0.2,
            "log_level": "WARNING",
        }
    )
    log_as_we_do()
    with _alone(system):
        if has_tables(system):
            check_version(client)
        datasource = SQLAlchemyDatasource.create(
            _printable(application.url),
            # What it reads and deletes beside the steps.
            engine=application.execution_options(**WRITING_FIRST),
            sessionmaker=sessionmaker(class_=InTurn, expire_on_commit=False),
            schema=SCHEMA,
            serializer=SERIALIZER,
        )

        def handle(kind: str, workspace_id: str, key: str, queue: str) -> Any:  # noqa: ARG001
            return body(datasource, kind, workspace_id, key)

        workflow = DBOS.workflow(name=HANDLE, max_recovery_attempts=ATTEMPTS_AFTER_CRASHES)(handle)
        DBOS.launch()
    return workflow


def make_queues(queues: Queues, poll_events: float) -> None:
    """After the launch: they are rows, and what stands here replaces what stood there."""
    for name, concurrency, poll in (
        (EVENTS, queues.events, poll_events),
        (JOBS, queues.jobs, queues.poll_jobs),
        (TIMERS, queues.timers, queues.poll_timers),
    ):
        DBOS.register_queue(
            name,
            worker_concurrency=concurrency,
            polling_interval_sec=poll,
            on_conflict="always_update",
        )
    DBOS.register_queue(
        SLACK_OUT,
        worker_concurrency=queues.slack_out,
        partition_concurrency=1,
        partition_limiter={"limit": 1, "period": queues.post_period},
        polling_interval_sec=queues.poll,
        on_conflict="always_update",
    )


def migrate(system: Engine) -> None:
    """DBOS's tables on PostgreSQL, for a process that does not launch it."""
    with _alone(system):
        DBOS.migrate(system.url.render_as_string(hide_password=False), schema=SCHEMA)


def check_version(client: DBOSClient) -> None:
    """Raises WorkProblem when unfinished work carries another version: it would stay undone."""
    for known in client.list_application_versions():
        found = known["version_name"]
        if found != VERSION and client.list_workflows(
            status=UNFINISHED, app_version=found, limit=1, load_input=False, load_output=False
        ):
            raise WorkProblem("other_version", found=found, expected=VERSION)


@contextmanager
def _alone(system: Engine) -> Iterator[None]:
    """Nobody else migrates meanwhile; on SQLite nobody else is there."""
    if system.dialect.name == "sqlite":
        yield
        return
    with system.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        # Asking again instead of waiting: DBOS makes indexes concurrently, for which PostgreSQL
        # waits until every statement has ended, also one that waits for a lock.
        asked = text("SELECT pg_try_advisory_lock(:key)")
        while not connection.scalar(asked, {"key": MIGRATION_LOCK}):
            time.sleep(0.1)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": MIGRATION_LOCK})


def _printable(url: URL) -> str:
    return url.render_as_string(hide_password=True)
