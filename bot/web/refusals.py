"""What the guard refuses, in the log: a flood of requests must not become a flood of lines."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

EVERY_SECONDS = 60.0

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Kind:
    said_at: float
    unsaid: int = 0


class Refusals:
    """At most one line a minute for each kind, with how many there were since the last one.

    For one thread. ``clock`` gives seconds; the reasons are the guard's own, so they are few.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kinds: dict[tuple[int, str], _Kind] = {}

    def note(self, status: int, reason: str) -> None:
        now = self._clock()
        kind = self._kinds.get((status, reason))
        if kind is not None and now - kind.said_at < EVERY_SECONDS:
            kind.unsaid += 1
            return
        more = f", and {kind.unsaid} more since the last line" if kind and kind.unsaid else ""
        log.info("refused a request: %d %s%s", status, reason, more)
        self._kinds[status, reason] = _Kind(now)
