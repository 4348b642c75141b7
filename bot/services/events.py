"""Slack delivers at least once: the same thing is handled once, and again if that failed."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.store.engine import reading, writing
from bot.store.fitting import fitting
from bot.store.repositories import EventRepository, WorkspaceRepository

KEEP = timedelta(days=14)
"""Longer than Slack retries, so that no late delivery is taken for a new one."""
LONGEST_KEY = 255


def _names(keys: Iterable[str]) -> tuple[str, ...]:
    """The keys as they are kept, each once."""
    return tuple(dict.fromkeys(fitting(key, LONGEST_KEY) for key in keys if key))


class Events:
    """Which events of a workspace were handled. Safe to share between threads."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
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
        names = _names(keys)
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

    def claim(self, workspace_id: str, *keys: str) -> bool:
        """Whether all of these are new; they are known from then on."""
        names = _names(keys)
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            events = EventRepository(session, workspace_id)
            return not events.seen(names) and events.mark(names, self._now()) == len(names)

    def give_back(self, workspace_id: str, *keys: str) -> None:
        """These are new again."""
        with writing(self._engine) as session:
            EventRepository(session, workspace_id).forget(_names(keys))

    def seen(self, workspace_id: str, *keys: str) -> bool:
        """Whether something with one of these keys was handled."""
        with reading(self._engine) as session:
            return EventRepository(session, workspace_id).seen(_names(keys))

    def forget_old(self, workspace_id: str) -> None:
        """Drop what is older than KEEP."""
        more = True
        while more:
            with writing(self._engine) as session:
                more = EventRepository(session, workspace_id).forget_before(self._now() - KEEP)
