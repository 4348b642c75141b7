"""The database engine: the same promises on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Self

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool, StaticPool

from bot.lazily import imported
from bot.store.clock import give_clock
from bot.store.pinging import ask_the_idle
from bot.store.turns import Turns

BUSY_TIMEOUT_MS = 5000
CACHE_KIB = 256
"""Of pages that SQLite keeps for each connection; the system keeps them too."""
POOL_SIZE = 20
"""More than the threads that answer Slack, so that none waits for a connection."""
_WRITING = "journeydesk_writing"
WRITING = {_WRITING: "at once"}
"""Execution options of a connection that takes SQLite's write lock from its first statement."""
WRITING_FIRST = {_WRITING: "first"}
"""Of one whose transactions only read, or write before they read anything."""
_TURNS = "journeydesk_turns"
_surrounding: ContextVar[Session | None] = ContextVar("surrounding_transaction", default=None)
CONNECT_SECONDS = 2
"""Until a PostgreSQL that does not answer counts as gone; Slack waits three."""


class DriverMissing(RuntimeError):
    """The address names a database whose Python driver is not installed."""


def url_of(address: str) -> URL:
    """``address`` with the driver that is used: PostgreSQL's has several names and drivers."""
    url = make_url(address)
    if url.get_backend_name() in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    return url


def file_of(url: URL) -> Path | None:
    """The file of a SQLite database; None for one in memory, and for any other."""
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        return None
    return Path(str(url.database))


def make_engine(address: str) -> Engine:
    """An engine for ``sqlite:///…`` or ``postgresql://…``; connects to nothing yet.

    The folder of a SQLite file is made. Raises DriverMissing, or OSError for the folder.
    """
    url = url_of(address)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    try:
        imported("psycopg")
        engine = create_engine(
            url,
            pool_size=POOL_SIZE,
            connect_args={"connect_timeout": CONNECT_SECONDS},
            hide_parameters=True,
        )
    except ImportError as error:
        # The package may be there and its library not: psycopg without [binary] or libpq.
        raise DriverMissing(error.name or "psycopg") from error
    ask_the_idle(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that only reads. Inside ``joined`` it is that one, and sees what it wrote."""
    session = _joining(engine)
    if session is not None:
        yield session
        return
    with Session(engine) as session:
        yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose changes are kept when the block ends well, and undone when it raises.

    Inside ``joined`` they are kept, or undone, with everything else there.
    """
    session = _joining(engine)
    if session is not None:
        with session.begin_nested():
            yield session
        return
    with locked(engine) as connection, Session(connection, expire_on_commit=False) as session:
        yield session
        session.flush()


@contextmanager
def joined(session: Session) -> Iterator[None]:
    """Everything that reads and writes in the block does so in the transaction of ``session``."""
    token = _surrounding.set(session)
    try:
        yield
    finally:
        _surrounding.reset(token)


def _joining(engine: Engine) -> Session | None:
    session = _surrounding.get()
    # Options make another Engine of the same pool: what counts is the database.
    if session is None or session.get_bind().engine.pool is not engine.pool:
        return None
    return session


@contextmanager
def locked(engine: Engine) -> Iterator[Connection]:
    """A connection in a transaction that holds SQLite's write lock from its first statement.

    A transaction that reads first and writes later can fail there at once, whatever the busy
    timeout says; one that starts as a writer waits its turn.
    """
    with (
        in_turn(engine),
        engine.connect().execution_options(**WRITING) as connection,
        connection.begin(),
    ):
        yield connection


class InTurn(Session):
    """One that writes, for a ``with`` block in which its turn comes."""

    def __init__(self, bind: Engine, **options: Any) -> None:
        super().__init__(bind.execution_options(**WRITING), **options)
        self._turn = in_turn(bind)

    def __enter__(self) -> Self:
        self._turn.__enter__()
        return super().__enter__()

    def __exit__(self, *raised: Any) -> None:
        try:
            super().__exit__(*raised)
        finally:
            self._turn.__exit__(None, None, None)


def in_turn(engine: Engine) -> AbstractContextManager[None]:
    """Around a transaction that writes: who waits in line holds no connection meanwhile."""
    turns = turns_of(engine)
    return turns.mine() if turns is not None else nullcontext()


def turns_of(engine: Engine) -> Turns | None:
    """The line in front of a SQLite file's write lock; None where there is none to wait in."""
    turns: Turns | None = engine.get_execution_options().get(_TURNS)
    return turns


def _sqlite(url: URL) -> Engine:
    file = file_of(url)
    arguments = {"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000}
    if file is None:
        engine = create_engine(
            url, poolclass=StaticPool, connect_args=arguments, hide_parameters=True
        )
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=POOL_SIZE,
            # What was used last is used again: the rest of the connections is never opened.
            pool_use_lifo=True,
            connect_args=arguments,
            hide_parameters=True,
        )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own transactions do not cover DDL; ours, begun below, do.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        cursor.close()
        give_clock(connection)

    turns = None if file is None else Turns(engine, BUSY_TIMEOUT_MS / 1000)
    engine.update_execution_options(**{_TURNS: turns})

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get(_WRITING) == "at once"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    @event.listens_for(engine, "before_cursor_execute")
    def _write(
        connection: Connection,
        _cursor: object,
        _statement: str,
        _parameters: object,
        context: Any,
        _many: bool,
    ) -> None:
        writes = connection.get_execution_options().get(_WRITING) == "first"
        if writes and turns is not None and (context.isinsert or context.isdelete):
            turns.take(connection)

    return engine
