"""Ways to DBOS's tables: for the engine itself, and for whoever only takes work in or looks."""

from sqlalchemy import Engine, create_engine, event, inspect
from sqlalchemy.engine import URL, ExceptionContext

from bot.lazily import imported
from bot.store.pinging import ask_the_idle
from bot.work.dbos import DBOSClient, DBOSPortableJSONSerializer
from bot.work.shape import APPLICATION, SCHEMA

SERIALIZER = DBOSPortableJSONSerializer()
"""JSON, never pickle: what lies in a database must not become code."""


def postgresql(url: URL, size: int) -> Engine:
    """For the engine: it waits as long as it takes."""
    return _postgresql(url, size, connect=5, pool_wait=30.0)


def postgresql_in_time(url: URL, size: int = 8) -> Engine:
    """For what answers Slack: it must know in time that it cannot keep something."""
    return _postgresql(url, size, connect=2, pool_wait=2.0, statement=2000)


def client_of(engine: Engine) -> DBOSClient:
    """Raises what the database raises, at once."""
    return DBOSClient(
        system_database_engine=engine,
        dbos_system_schema=SCHEMA,
        serializer=SERIALIZER,
        application_name=APPLICATION,
        retry_connection_errors=False,
        lazy=True,
    )


def has_tables(engine: Engine) -> bool:
    """Whether DBOS was here; it may have been killed while it made its tables."""
    schema = None if engine.dialect.name == "sqlite" else SCHEMA
    return inspect(engine).has_table("application_versions", schema)


def unreachable_is_a_lost_connection(engine: Engine) -> None:
    """Let DBOS wait for a server that cannot be reached however the driver words it: it knows
    “connection failed”, but not the “connection is bad” of a socket that is gone."""
    if not event.contains(engine, "handle_error", _unreachable):
        event.listen(engine, "handle_error", _unreachable)


def _unreachable(context: ExceptionContext) -> None:
    lost = imported("psycopg").OperationalError
    if context.connection is None and isinstance(context.original_exception, lost):
        context.is_disconnect = True


def _postgresql(
    url: URL, size: int, *, connect: int, pool_wait: float, statement: int = 0
) -> Engine:
    options = [str(url.query.get("options", "")), "-c idle_in_transaction_session_timeout=60000"]
    if statement:
        options.append(f"-c statement_timeout={statement}")
    engine = create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=size,
        max_overflow=size,
        pool_timeout=pool_wait,
        hide_parameters=True,
        connect_args={
            "connect_timeout": connect,
            # A machine that is gone says nothing at all.
            "tcp_user_timeout": connect * 1000,
            "options": " ".join(options).strip(),
        },
    )
    ask_the_idle(engine)
    unreachable_is_a_lost_connection(engine)
    return engine
