"""The engine's own SQLite file: beside the application's, never the same one.

In one file, the engine's record of a step would wait for the application's transaction that it
belongs to, and the other way round.
"""

import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, exc
from sqlalchemy.engine import URL, make_url
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from bot.store.clock import give_clock
from bot.store.engine import file_of
from bot.store.line import Line
from bot.work.problems import WorkProblem

WAIT_FOR_CONNECTION = 2.0
"""Seconds; Slack is answered before it gives up."""


def work_file(address: str) -> Path | None:
    """``<name>.work.sqlite`` beside the application's file; None for one in memory."""
    file = file_of(make_url(address))
    return None if file is None else file.with_name(f"{file.stem}.work.sqlite")


class _InLine(QueuePool):
    """One connection, for one thread after the other; those that are ``awaited`` go first."""

    awaited: Callable[[], bool] = staticmethod(lambda: False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._line = Line(WAIT_FOR_CONNECTION)

    def _do_get(self) -> ConnectionPoolEntry:
        if not self._line.take(first=self.awaited()):
            raise exc.TimeoutError("the connection to the engine's tables was not free in time")
        try:
            return super()._do_get()
        except BaseException:
            self._line.give_back()
            raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        super()._do_return_conn(record)
        self._line.give_back()


def make_work_engine(file: Path | None, awaited: Callable[[], bool] = lambda: False) -> Engine:
    """The engine for DBOS's tables. Its one connection goes from thread to thread: two would only
    wait for each other's locks. Threads for which ``awaited`` holds go first: the engine looks at
    its tables within the application's transactions too, for whose end others wait."""
    engine = create_engine(
        URL.create("sqlite", database=str(file) if file else ":memory:"),
        poolclass=_InLine,
        pool_size=1,
        max_overflow=0,
        connect_args={"check_same_thread": False},
        hide_parameters=True,
    )
    if isinstance(engine.pool, _InLine):
        engine.pool.awaited = awaited

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # What DBOS sets on a connection of its own making, and what it leaves to SQLite.
        connection.isolation_level = "IMMEDIATE"
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=30000",
        ):
            connection.execute(f"PRAGMA {pragma}")
        give_clock(connection)
        # DBOS asks this one on Python 3.11, for whole seconds, and builds its limits on them.
        connection.create_function("strftime", -1, _strftime)

    return engine


def check_clock(engine: Engine) -> None:
    """Raises WorkProblem unless both clocks that DBOS reads count in milliseconds."""
    with engine.connect() as connection:
        try:
            told = connection.exec_driver_sql(
                "SELECT unixepoch('subsec'), strftime('%s', 'now')"
            ).one()
        except sqlite3.Error:
            told = None
    now = time.time()
    if told is None or any(
        not isinstance(moment, float) or abs(moment - now) > 1 for moment in told
    ):
        raise WorkProblem("clock", sqlite=sqlite3.sqlite_version, python=sys.version.split()[0])


def _strftime(*arguments: object) -> float:
    if arguments != ("%s", "now"):
        raise ValueError("only strftime('%s', 'now') is known here")
    return time.time()
