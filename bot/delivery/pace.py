"""One message a second and channel, in order of creation: Slack's own pace, kept by us."""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from threading import Condition
from typing import Protocol

PERIOD = 1.0
PATIENCE = 10.0
_MANY = 1000


class Pace(Protocol):
    """Whose turn it is in a channel."""

    def turn(
        self, workspace_id: str, channel: str, place: int, *, paced: bool
    ) -> AbstractContextManager[None]:
        """Around a delivery: nobody else writes to the channel meanwhile, and whoever has a lower
        ``place`` goes first. ``paced``: it makes a message, and waits for the next second."""
        ...


@dataclass
class _Line:
    """Those who want to write to one channel. ``expected``: places that may still turn up."""

    waiting: list[int] = field(default_factory=list)
    expected: set[int] = field(default_factory=set)
    busy: bool = False
    free_at: float = float("-inf")


class ChannelPace:
    """For one process. Safe to share between threads; seconds everywhere.

    ``expected`` are (workspace, channel, place) of what a process before this one left unfinished:
    later places wait for them, for ``patience`` at most, as their work may never be taken up again.
    """

    def __init__(
        self,
        period: float = PERIOD,
        *,
        expected: Iterable[tuple[str, str, int]] = (),
        patience: float = PATIENCE,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._period = period
        self._clock = clock
        self._sleep = sleep
        self._until = clock() + patience
        self._changed = Condition()
        self._lines: dict[tuple[str, str], _Line] = {}
        for workspace_id, channel, place in expected:
            self._lines.setdefault((workspace_id, channel), _Line()).expected.add(place)

    @contextmanager
    def turn(self, workspace_id: str, channel: str, place: int, *, paced: bool) -> Iterator[None]:
        line = self._enter((workspace_id, channel), place)
        try:
            if paced:
                rest = line.free_at - self._clock()
                if rest > 0:
                    self._sleep(rest)
            yield
        finally:
            with self._changed:
                line.busy = False
                if paced:
                    line.free_at = self._clock() + self._period
                self._changed.notify_all()

    def waiting(self, workspace_id: str, channel: str) -> int:
        """How many wait for their turn."""
        with self._changed:
            line = self._lines.get((workspace_id, channel))
            return len(line.waiting) if line else 0

    def _enter(self, name: tuple[str, str], place: int) -> _Line:
        with self._changed:
            self._forget_idle()
            line = self._lines.setdefault(name, _Line())
            line.expected.discard(place)
            line.waiting.append(place)
            # One that was expected may be what others wait for.
            self._changed.notify_all()
            try:
                while not self._may_go(line, place):
                    self._changed.wait(self._still_expecting(line))
            finally:
                line.waiting.remove(place)
            line.busy = True
            return line

    def _may_go(self, line: _Line, place: int) -> bool:
        if line.busy or place > min(line.waiting):
            return False
        return self._still_expecting(line) is None or place < min(line.expected)

    def _still_expecting(self, line: _Line) -> float | None:
        """Seconds that are left to wait for those expected; None where nobody is."""
        rest = self._until - self._clock()
        return rest if line.expected and rest > 0 else None

    def _forget_idle(self) -> None:
        if len(self._lines) < _MANY:
            return
        now = self._clock()
        for name, line in list(self._lines.items()):
            idle = not (line.busy or line.waiting) and line.free_at <= now
            if idle and self._still_expecting(line) is None:
                del self._lines[name]
