"""What somebody outside waits for goes before what the bot does in its own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition

PATIENCE = 0.5
"""Seconds. Whoever gives way that long goes on, so that work gets on in the longest rush."""


class RightOfWay:
    """Of one process, whose threads share one interpreter. Safe to share between them."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._free = Condition()
        self._taken = 0

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Around what goes first; any number may at once."""
        with self._free:
            self._taken += 1
        try:
            yield
        finally:
            with self._free:
                self._taken -= 1
                if not self._taken:
                    self._free.notify_all()

    def give(self) -> None:
        """Before what can wait: until nobody goes first, or ``patience`` seconds."""
        if self._taken:
            with self._free:
                self._free.wait_for(lambda: not self._taken, self._patience)
