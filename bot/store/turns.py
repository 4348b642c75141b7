"""Writers of one process wait in line for SQLite's one write lock.

Left to SQLite, each of them asks again after ever longer pauses, and who comes just in time is let
in before those that have waited for seconds.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

from bot.store.line import Line

_HELD = "turn_of_writing"
_first: ContextVar[bool] = ContextVar("goes_first", default=False)


@contextmanager
def going_first() -> Iterator[None]:
    """What is written in the block has its turn before all others that wait for theirs."""
    token = _first.set(True)
    try:
        yield
    finally:
        _first.reset(token)


class Turns:
    """``mine`` around a transaction that writes: who waits holds no connection that others need.
    ``take`` for one that has its connection already: the turn ends when that is given back.

    After ``patience`` seconds SQLite itself is asked, which then says what is wrong.
    """

    def __init__(self, engine: Engine, patience: float) -> None:
        self.line = Line(patience)
        event.listen(engine, "checkin", self._given_back)

    @contextmanager
    def mine(self) -> Iterator[None]:
        if self.line.held_here or not self._take():
            yield
            return
        try:
            yield
        finally:
            self.line.give_back()

    def take(self, connection: Connection) -> None:
        info = connection.connection.record_info
        if info is not None and _HELD not in info and not self.line.held_here and self._take():
            info[_HELD] = True

    def _take(self) -> bool:
        return self.line.take(first=_first.get())

    def _given_back(self, _connection: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
        # Not ``info``: that goes when a connection is found broken.
        if record.record_info is not None and record.record_info.pop(_HELD, False):
            self.line.give_back()
