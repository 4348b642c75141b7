"""How many requests an account gets at once: one lane an account in the whole process."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

WIDTH = 10
"""Mailchimp answers 429 to more than ten simultaneous connections of an account."""
WIDER_AFTER = 10
"""Answers without a 429 after which a lane that was narrowed takes one more."""


class Lane:
    """Lets ``width`` through at once, fewer while others (another process, another application)
    use a part of the account's connections: one less for each 429, one more for every ten
    answers without."""

    def __init__(self, width: int = WIDTH) -> None:
        self._most = width
        self._width = width
        self._inside = 0
        self._good = 0
        self._not_before = 0.0
        self._changed = threading.Condition()

    @property
    def width(self) -> int:
        return self._width

    @contextmanager
    def slot(self) -> Iterator[None]:
        """Waits for a place, however long that takes."""
        with self._changed:
            while True:
                rest = self._not_before - time.monotonic()
                if rest <= 0 and self._inside < self._width:
                    break
                self._changed.wait(rest if rest > 0 else None)
            self._inside += 1
        try:
            yield
        finally:
            with self._changed:
                self._inside -= 1
                self._changed.notify()

    def answered(self) -> None:
        with self._changed:
            self._good += 1
            if self._good >= WIDER_AFTER and self._width < self._most:
                self._width += 1
                self._good = 0
                self._changed.notify()

    def too_many(self, seconds: float | None) -> None:
        """A 429; ``seconds`` is what Mailchimp asked to be left alone for, if it said so."""
        with self._changed:
            self._good = 0
            self._width = max(1, self._width - 1)
            if seconds:
                self._not_before = max(self._not_before, time.monotonic() + seconds)
                # Each that waits goes by the new time itself.
                self._changed.notify_all()


_lanes: dict[str, Lane] = {}
_making = threading.Lock()


def lane_of(share: str) -> Lane:
    """The lane of whoever shares ten connections; see ``Credentials.share``."""
    with _making:
        return _lanes.setdefault(share, Lane())
