"""The database engine: the same promises on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

BUSY_TIMEOUT_MS = 5000
POOL_SIZE = 20
"""More than the threads that answer Slack, so that none waits for a connection."""
_WRITING = "journeydesk_writing"


class DriverMissing(RuntimeError):
    """The address names a database whose Python driver is not installed."""


def make_engine(address: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql://…``; connects to nothing yet.

    The folder of a SQLite file is made. Raises DriverMissing, or OSError for the folder.
    """
    url = make_url(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    try:
        return create_engine(
            url,
            pool_pre_ping=True,
            pool_size=POOL_SIZE,
            connect_args={"connect_timeout": 5},
        )
    except ModuleNotFoundError as error:
        raise DriverMissing(error.name or url.drivername) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads."""
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are kept when the block ends well, and undone when it raises."""
    with locked(engine) as connection, Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that holds SQLite's write lock from its first statement.

    A transaction that reads first and writes later can fail there at once, whatever the busy
    timeout says; one that starts as a writer waits its turn.
    """
    with engine.connect().execution_options(**{_WRITING: True}) as connection, connection.begin():
        yield connection


def _sqlite(url: URL) -> Engine:
    in_memory = url.database in (None, "", ":memory:")
    if not in_memory:
        Path(str(url.database)).parent.mkdir(parents=True, exist_ok=True)
    arguments = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    if in_memory:
        engine = create_engine(url, poolclass=StaticPool, connect_args=arguments)
    else:
        engine = create_engine(
            url, poolclass=QueuePool, pool_size=POOL_SIZE, connect_args=arguments
        )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions do not cover DDL; ours, begun below, do.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITING, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine
