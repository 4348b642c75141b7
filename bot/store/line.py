"""Threads in line for something that one at a time can have; some go before all others."""

from collections import deque
from threading import Condition, Lock, get_ident
from time import monotonic

PASSED_FOR = 0.02
"""Seconds for which one that waits may be passed by another that comes just in time. Handing it on
each time would have everybody wait for a thread to wake up; never doing so lets one that takes it
again and again keep it from all others."""


class Line:
    """``take`` it, and ``give_back`` what was taken. Safe to share between threads.

    Who has waited for ``patience`` seconds leaves the line without it.
    """

    def __init__(self, patience: float) -> None:
        self._lock = Lock()
        self._holder: int | None = None
        self._first, self._others = deque[_Waiting](), deque[_Waiting]()
        self._patience = patience

    @property
    def free(self) -> bool:
        """Whether nobody has it."""
        return self._holder is None

    @property
    def held_here(self) -> bool:
        """Whether this thread has it."""
        return self._holder == get_ident()

    @property
    def waiting(self) -> int:
        """How many wait for it."""
        return len(self._first) + len(self._others)

    def take(self, *, first: bool = False) -> bool:
        """Wait for it; whether it is this thread's now. ``first``: before all who are not."""
        with self._lock:
            if self._holder is None and (first or not self._first):
                self._holder = get_ident()
                return True
            here = _Waiting(self._lock)
            line = self._first if first else self._others
            line.append(here)
            mine = False
            try:
                mine = here.changed.wait_for(lambda: self._may_have(here), self._patience)
            finally:
                line.remove(here)
                if mine:
                    self._holder = here.thread
                elif here.given or self._holder is None:
                    # It came too late, for one that was interrupted.
                    self._holder = None
                    self._wake_next()
            return mine

    def give_back(self) -> None:
        """From any thread."""
        with self._lock:
            self._holder = None
            self._wake_next()

    def _may_have(self, one: "_Waiting") -> bool:
        return one.given or (self._holder is None and self._next() is one)

    def _next(self) -> "_Waiting | None":
        line = self._first or self._others
        return line[0] if line else None

    def _wake_next(self) -> None:
        one = self._next()
        if one is not None:
            if monotonic() - one.since >= PASSED_FOR:
                self._holder, one.given = one.thread, True
            one.changed.notify()


class _Waiting:
    """A thread in line, under the lock of all."""

    def __init__(self, lock: Lock) -> None:
        self.thread = get_ident()
        self.since = monotonic()
        self.given = False
        self.changed = Condition(lock)
