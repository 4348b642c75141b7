"""Readings of a workspace's Mailchimp account: at most one at a time, kept piece by piece."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.store.connections import AccountReadRepository, Part, Piece, Reading
from bot.store.engine import reading, writing
from bot.store.repositories import WorkspaceRepository
from converter.frozen import Frozen

Json = Any
LOST = timedelta(hours=6)
"""After which a reading that did not end is taken for one whose work failed."""


class Begun(Frozen):
    """``new``: False for the reading that ran already."""

    reading: Reading
    new: bool


class Reads:
    """Made once per process; safe to share between threads. Each call is one transaction. Raises
    what SQLAlchemy raises, and KeyTrouble."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._now = now

    def begin(self, workspace_id: str, asked_by: str) -> Begun:
        """The new reading, or the one that runs; one that began long ago is given up for it."""
        now = self._now()
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            rows = AccountReadRepository(session, workspace_id)
            running = rows.running()
            if running is not None and now - running.begun_at > LOST:
                rows.end(running.id, now, problem="lost")
            while True:
                made = rows.begin(asked_by, now)
                found = rows.get(made) if made is not None else rows.running()
                # Else it ended between the two statements.
                if found is not None:
                    return Begun(reading=found, new=made is not None)

    def get(self, workspace_id: str, read_id: int) -> Reading | None:
        with reading(self._engine) as session:
            return AccountReadRepository(session, workspace_id).get(read_id)

    def running(self, workspace_id: str) -> Reading | None:
        with reading(self._engine) as session:
            return AccountReadRepository(session, workspace_id).running()

    def last_done(self, workspace_id: str) -> Reading | None:
        with reading(self._engine) as session:
            return AccountReadRepository(session, workspace_id).last_done()

    def keep(
        self, workspace_id: str, read_id: int, part: Part, values: Sequence[Json], start: int = 0
    ) -> None:
        """``values`` in their places from ``start`` on."""
        pieces = [
            Piece(part=part, position=start + n, value=json.dumps(value))
            for n, value in enumerate(values)
        ]
        with writing(self._engine) as session:
            AccountReadRepository(session, workspace_id).put(read_id, pieces)

    def pieces(
        self, workspace_id: str, read_id: int, part: Part, start: int, count: int
    ) -> list[Json]:
        with reading(self._engine) as session:
            rows = AccountReadRepository(session, workspace_id)
            return [json.loads(value) for value in rows.pieces(read_id, part, start, count)]

    def done(
        self, workspace_id: str, read_id: int, account_id: str, total: int, unread: int
    ) -> bool:
        """Whether it ran until now."""
        with writing(self._engine) as session:
            return AccountReadRepository(session, workspace_id).end(
                read_id, self._now(), account_id=account_id, total=total, unread=unread
            )

    def failed(self, workspace_id: str, read_id: int, problem: str) -> bool:
        """Whether it ran until now. ``problem`` is the code of a sentence."""
        with writing(self._engine) as session:
            return AccountReadRepository(session, workspace_id).end(
                read_id, self._now(), problem=problem
            )

    def forget_before(self, workspace_id: str, moment: datetime) -> None:
        """What ended before, but the last one that was done."""
        with writing(self._engine) as session:
            AccountReadRepository(session, workspace_id).forget_before(moment)
