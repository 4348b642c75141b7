"""The time that expiries, retries and rate limits go by.

`RealClock` is the wall clock. `ManualClock` stands still until a test moves it, so that no test
depends on how fast the machine is. All times are seconds since 1970.
"""

import asyncio
import heapq
import itertools
import threading
import time
from collections.abc import Callable
from typing import Protocol

Cancel = Callable[[], None]


class Clock(Protocol):
    """`call_at` must be used from the server's event loop and calls back on it."""

    def now(self) -> float: ...

    def call_at(self, when: float, callback: Callable[[], None]) -> Cancel: ...


class RealClock:
    """The wall clock."""

    def now(self) -> float:
        return time.time()

    def call_at(self, when: float, callback: Callable[[], None]) -> Cancel:
        delay = max(0.0, when - self.now())
        return asyncio.get_running_loop().call_later(delay, callback).cancel


class ManualClock:
    """A clock that only `advance` moves; safe to advance from any thread.

    A bot's own listener may advance it, which is how a test plays a bot that is too slow.
    """

    def __init__(self, start: float | None = None) -> None:
        self._now = time.time() if start is None else start
        self._timers: list[tuple[float, int, asyncio.AbstractEventLoop, Callable[[], None]]] = []
        self._numbers = itertools.count()
        self._lock = threading.Lock()

    def now(self) -> float:
        return self._now

    def call_at(self, when: float, callback: Callable[[], None]) -> Cancel:
        number = next(self._numbers)
        loop = asyncio.get_running_loop()
        with self._lock:
            heapq.heappush(self._timers, (when, number, loop, callback))

        def cancel() -> None:
            with self._lock:
                self._timers = [timer for timer in self._timers if timer[1] != number]
                heapq.heapify(self._timers)

        return cancel

    def next_due(self) -> float | None:
        """When the next timer is due, if there is one."""
        with self._lock:
            return self._timers[0][0] if self._timers else None

    def advance(self, seconds: float) -> None:
        """Move on by `seconds` and start what is due by then; does not wait for it to end."""
        if seconds < 0:
            raise ValueError("a clock does not run backwards")
        due = []
        with self._lock:
            self._now += seconds
            while self._timers and self._timers[0][0] <= self._now:
                due.append(heapq.heappop(self._timers))
        for _, _, loop, callback in due:
            loop.call_soon_threadsafe(callback)


async def wait_until(clock: Clock, when: float) -> None:
    """Return when the clock shows `when`."""
    reached: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    cancel = clock.call_at(when, lambda: None if reached.done() else reached.set_result(None))
    try:
        await reached
    finally:
        cancel()
