"""Which work of this process hangs: no step of it ends any more.

A handler may wait for long, for its turn, for Slack or for other work, but a single step may not.
"""

import logging
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import get_ident

STEP_SECONDS = 600.0
"""A step asks Slack a few times, or writes to the database: minutes are far too long."""
BETWEEN = 12
"""As many times as long a handler may be between two steps, where it may wait for others."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Sign:
    """Where a piece of work was seen last: ``until`` when the next sign of it is due."""

    step: str
    until: float
    thread: int


class Pulse:
    """Safe to share between threads; seconds everywhere."""

    def __init__(
        self, step: float = STEP_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._step = step
        self._clock = clock
        self._signs: dict[str, _Sign] = {}
        self._told: set[str] = set()

    @property
    def running(self) -> frozenset[str]:
        """The ids of the work that handlers of this process do."""
        return frozenset(tuple(self._signs))

    @contextmanager
    def during(self, work_id: str) -> Iterator[None]:
        """Around a handler."""
        self._sign(work_id, "", self._step * BETWEEN)
        try:
            yield
        finally:
            self._signs.pop(work_id, None)
            self._told.discard(work_id)

    @contextmanager
    def step(self, work_id: str, name: str) -> Iterator[None]:
        """Around what a step does."""
        self._sign(work_id, name, self._step)
        try:
            yield
        finally:
            self._sign(work_id, "", self._step * BETWEEN)

    def waits(self, work_id: str, seconds: float) -> None:
        """It waits so long, by its own will."""
        self._sign(work_id, "", seconds + self._step * BETWEEN)

    def hung(self) -> frozenset[str]:
        """The ids of the work that hangs."""
        now = self._clock()
        signs = tuple(self._signs.items())
        return frozenset(work_id for work_id, sign in signs if sign.until < now)

    def tell(self) -> None:
        """Put into the log what hangs, once, with the places in the code where it does."""
        for work_id in self.hung() - self._told:
            sign = self._signs.get(work_id)
            if sign is not None:
                self._told.add(work_id)
                where = sign.step or "between two steps"
                log.error("work %s hangs (%s):\n%s", work_id, where, _places(sign.thread))

    def _sign(self, work_id: str, step: str, seconds: float) -> None:
        self._signs[work_id] = _Sign(step, self._clock() + seconds, get_ident())
        self._told.discard(work_id)


def _places(thread: int) -> str:
    frame = sys._current_frames().get(thread)
    found = traceback.extract_stack(frame) if frame else ()
    return "\n".join(f"  {one.filename}:{one.lineno} in {one.name}" for one in found)
