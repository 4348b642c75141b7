"""Connections to a server that may be gone are asked before they are used again."""

from time import monotonic

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

IDLE_SECONDS = 1.0
_GIVEN_BACK = "given_back"


def ask_the_idle(engine: Engine) -> None:
    """As ``pool_pre_ping``, but only those that nobody has used for ``IDLE_SECONDS``: to ask each
    time is one of the four trips to the server that a short transaction takes. When one does not
    answer, all that are open are replaced."""
    dialect = engine.dialect

    @event.listens_for(engine, "checkin")
    def _given_back(_connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        if record.record_info is not None:
            record.record_info[_GIVEN_BACK] = monotonic()

    @event.listens_for(engine, "checkout")
    def _ask(
        connection: DBAPIConnection, record: ConnectionPoolEntry, _: PoolProxiedConnection
    ) -> None:
        since = (record.record_info or {}).get(_GIVEN_BACK)
        if since is not None and monotonic() - since >= IDLE_SECONDS:
            try:
                dialect.do_ping(connection)
            except dialect.loaded_dbapi.Error as error:
                raise InvalidatePoolError from error
