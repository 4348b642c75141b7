"""Stable names for workers: numbered places, each held by an advisory lock of PostgreSQL.

A worker's work carries the name of its place. The next worker that takes a place that became free
goes on with what lies there; DBOS itself does nothing about a node that died.
"""

import logging
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Thread

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.work.problems import WorkProblem

log = logging.getLogger(__name__)

SLOTS = 64
LOCKS = 0x6A64
"""The first of the two numbers of our advisory locks: “jd”. The second is the place."""
LOST = 70
"""The exit code of a worker that lost its place."""
_NAME = re.compile(r"slot-(\d+)")


def name_of(number: int) -> str:
    return f"slot-{number}"


def number_of(name: str | None) -> int | None:
    found = _NAME.fullmatch(name or "")
    return int(found[1]) if found else None


def take(connection: Connection, number: int) -> bool:
    """Whether the place was free, and is now held by this connection."""
    asked = text("SELECT pg_try_advisory_lock(:kind, :number)")
    return bool(connection.scalar(asked, {"kind": LOCKS, "number": number}))


def give_back(connection: Connection, number: int) -> None:
    asked = text("SELECT pg_advisory_unlock(:kind, :number)")
    connection.execute(asked, {"kind": LOCKS, "number": number})


def leave() -> None:
    """End the process at once: somebody else may be doing its work."""
    logging.shutdown()
    os._exit(LOST)


class Slot:
    """A place, held over a connection of its own that is looked at every ``interval`` seconds.

    When PostgreSQL goes away, so do all locks. The place is then taken again as soon as possible;
    ``lost`` is called when somebody else has it, or ``patience`` seconds went by.
    """

    def __init__(
        self,
        url: URL,
        lost: Callable[[], None] = leave,
        interval: float = 1.0,
        patience: float = 30.0,
    ) -> None:
        self._engine = _engine(url)
        self._lost = lost
        self._interval = interval
        self._patience = patience
        self._connection: Connection | None = None
        self._stop = Event()
        self._thread: Thread | None = None
        self.number = -1
        self.seen = time.monotonic()
        """When the place was last known to be ours."""

    @property
    def name(self) -> str:
        return name_of(self.number)

    def take(self) -> None:
        """The first free place. Raises WorkProblem when there is none."""
        connection = self._engine.connect()
        for number in range(SLOTS):
            if take(connection, number):
                self.number, self._connection = number, connection
                return
        connection.close()
        raise WorkProblem("no_slot", count=SLOTS)

    def watch(self, each_time: Callable[[Connection], None]) -> None:
        """Look at the place in a thread, and call ``each_time`` with its connection."""
        self._thread = Thread(target=self._watch, args=(each_time,), name="slot", daemon=True)
        self._thread.start()

    def give_back(self) -> None:
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
        self._close()
        self._engine.dispose()

    def _watch(self, each_time: Callable[[Connection], None]) -> None:
        while not self._stop.wait(self._interval):
            try:
                if self._connection is None:
                    raise ConnectionError  # noqa: TRY301 - as if it had just broken
                self._connection.scalar(text("SELECT 1"))
                self.seen = time.monotonic()
                each_time(self._connection)
            except (SQLAlchemyError, ConnectionError):
                self._close()
                if not self._again():
                    log.error("the place %s is lost: this worker ends", self.name)  # noqa: TRY400
                    self._lost()
                    return

    def _again(self) -> bool:
        """Whether the place is ours again, or may still become so."""
        connection: Connection | None = None
        with suppress(SQLAlchemyError):
            connection = self._engine.connect()
            if not take(connection, self.number):
                connection.close()
                return False
            self._connection, self.seen = connection, time.monotonic()
            return True
        return time.monotonic() - self.seen < self._patience

    def _close(self) -> None:
        if self._connection is not None:
            with suppress(SQLAlchemyError):
                self._connection.close()
            self._connection = None


def _engine(url: URL) -> Engine:
    # A machine that vanishes is noticed on both sides within seconds.
    noticing = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3}
    server = " ".join(f"-c tcp_{name}={value}" for name, value in noticing.items())
    return create_engine(
        url,
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        connect_args={
            **noticing,
            "connect_timeout": 2,
            "tcp_user_timeout": 5000,
            "options": f"{server} -c application_name=journeydesk-slot",
        },
    )
