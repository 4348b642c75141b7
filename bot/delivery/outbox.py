"""The outbox as the courier uses it: each change a transaction of its own."""

from collections.abc import Callable, Mapping
from datetime import datetime
from json import dumps
from typing import Any

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.store.engine import reading, writing
from bot.store.fitting import fitting
from bot.store.outbox import Kept, Listed, OutboxRepository, Parcel
from bot.store.repositories import WorkspaceRepository
from bot.store.states import State

LONGEST_ERROR = 255
LONGEST_WORK_ID = 240
"""So that a number fits behind it."""


def work_name(work_id: str) -> str:
    """What the keys of a work's deliveries begin with: its id, or the digest of one that is too
    long for a key."""
    return fitting(work_id, LONGEST_WORK_ID)


class Outbox:
    """Safe to share between threads. Raises what SQLAlchemy raises."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self.now = now

    def put(self, workspace_id: str, parcel: Parcel) -> int:
        """Write a parcel down; gives its place in the order of creation. One that is there stays
        as it was."""
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).add()
            return OutboxRepository(session, workspace_id).put(parcel, self.now())

    def get(self, workspace_id: str, key: str) -> Kept:
        """Raises LookupError."""
        with reading(self._engine) as session:
            kept = OutboxRepository(session, workspace_id).get(key)
        if kept is None:
            raise LookupError("a delivery that was written down is gone")
        return kept

    def begin(self, workspace_id: str, kept: Kept) -> bool:
        """Slack is about to be asked. False where another worker was quicker."""
        attempts, moment = kept.attempts + 1, self.now()
        return self._move(workspace_id, kept, "sending", attempts=attempts, tried_at=moment)

    def back(self, workspace_id: str, kept: Kept, state: State, attempts: int, error: str) -> bool:
        """Slack did not do it (``new``), or may have done it (``sending``)."""
        return self._move(workspace_id, kept, state, attempts=attempts, error=error[:LONGEST_ERROR])

    def sent(self, workspace_id: str, kept: Kept, response: Mapping[str, Any]) -> bool:
        text = dumps(dict(response))
        return self._move(workspace_id, kept, "sent", response=text, error=None, sent_at=self.now())

    def failed(
        self, workspace_id: str, kept: Kept, response: Mapping[str, Any], error: str
    ) -> bool:
        text = dumps(dict(response))
        return self._move(workspace_id, kept, "failed", response=text, error=error[:LONGEST_ERROR])

    def gave_up(self, workspace_id: str, kept: Kept, error: str) -> bool:
        return self._move(workspace_id, kept, "gave_up", error=error[:LONGEST_ERROR])

    def reopen(self, workspace_id: str, kept: Kept) -> bool:
        """What was given up is to be looked for, and sent where it is not there. False where that
        was begun already."""
        return self._move(workspace_id, kept, "sending", attempts=0, tried_at=self.now())

    def later(self, workspace_id: str, kept: Kept, *methods: str) -> tuple[Kept, ...]:
        """What came after ``kept`` in its channel, of these methods, in order of creation."""
        with reading(self._engine) as session:
            return OutboxRepository(session, workspace_id).later(kept, methods)

    def abandon(self, workspace_id: str, work_id: str, key: str = "") -> int:
        """Nobody will carry on with what is unfinished of this work, or with the delivery ``key``;
        gives how many that were."""
        return sum(
            self.gave_up(workspace_id, self.get(workspace_id, one.key), "dropped")
            for one in self.left_of(workspace_id, work_id, key)
        )

    def left_of(self, workspace_id: str, work_id: str, key: str = "") -> tuple[Listed, ...]:
        """What is unfinished of this work, and the delivery ``key`` if that is."""
        mine = f"{work_name(work_id)}:"
        left = self.unfinished(workspace_id)
        return tuple(one for one in left if one.key.startswith(mine) or one.key == key)

    def unfinished(self, workspace_id: str) -> tuple[Listed, ...]:
        """What is still to be sent, in order of creation."""
        with reading(self._engine) as session:
            return OutboxRepository(session, workspace_id).unfinished()

    def undelivered(self, workspace_id: str, limit: int = 100) -> tuple[Listed, ...]:
        """What Slack refused or never confirmed, for whoever runs the bot."""
        with reading(self._engine) as session:
            return OutboxRepository(session, workspace_id).undelivered(limit)

    def forget_before(self, workspace_id: str, moment: datetime) -> None:
        """Drop what is over and was created before ``moment``."""
        more = True
        while more:
            with writing(self._engine) as session:
                more = OutboxRepository(session, workspace_id).forget_before(moment)

    def _move(self, workspace_id: str, kept: Kept, state: State, **values: object) -> bool:
        with writing(self._engine) as session:
            return OutboxRepository(session, workspace_id).move(kept, state, **values)
