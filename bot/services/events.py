"""Slack delivers at least once: the same thing is handled once, and again if that failed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from threading import Lock

from sqlalchemy import Engine

from bot.store.engine import reading, writing
from bot.store.repositories import EventRepository, WorkspaceRepository

KEEP = timedelta(days=14)
"""Longer than Slack retries, so that no late delivery is taken for a new one."""
LONGEST_KEY = 255


def _now() -> datetime:
    return datetime.now(UTC)


def _name(key: str) -> str:
    """The key as it is kept; one that is too long for its column by its digest."""
    return key if len(key) <= LONGEST_KEY else "sha256:" + sha256(key.encode()).hexdigest()


class Events:
    """Which events of a workspace were handled. Safe to share between threads."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = _now) -> None:
        self._engine = engine
        self._now = now
        self._lock = Lock()
        self._running: set[tuple[str, str]] = set()

    @contextmanager
    def once(self, workspace_id: str, *keys: str) -> Iterator[bool]:
        """Around a handler: True for the first delivery, False for any other.

        One thing may have several keys (its event id; its channel and time): it is new only if
        none of them is known. The keys are marked when the block ends well. When it raises they
        are not, so that Slack's next delivery is handled; the error goes on to the caller.

            with events.once(team, event_id, f"{channel}:{ts}") as first:
                if first:
                    answer()
        """
        names = tuple(dict.fromkeys(_name(key) for key in keys if key))
        if not names:
            raise ValueError("an event needs a key")
        mine = {(workspace_id, name) for name in names}
        with self._lock:
            busy = bool(mine & self._running)
            if not busy:
                self._running |= mine
        if busy:
            yield False
            return
        try:
            if self.seen(workspace_id, *names):
                yield False
                return
            yield True
            with writing(self._engine) as session:
                WorkspaceRepository(session, workspace_id).ensure()
                EventRepository(session, workspace_id).mark(names, self._now())
        finally:
            with self._lock:
                self._running -= mine

    def seen(self, workspace_id: str, *keys: str) -> bool:
        """Whether something with one of these keys was handled."""
        with reading(self._engine) as session:
            return EventRepository(session, workspace_id).seen([_name(key) for key in keys])

    def forget_old(self, workspace_id: str) -> None:
        """Drop what is older than KEEP."""
        with writing(self._engine) as session:
            EventRepository(session, workspace_id).forget_before(self._now() - KEEP)
