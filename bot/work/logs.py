"""DBOS's lines in our log."""

import logging
import time
from threading import Lock

from bot.work.handling import WorkFailed

EVERY = 10.0
"""Seconds between two lines that begin alike: while a database is away, every look at every queue
says so."""
_ALIKE = 40


def log_as_we_do() -> None:
    """They go where ours go, in our shape."""
    logger = logging.getLogger("dbos")
    for handler in list(logger.handlers):
        logger.removeHandler(handler)
    logger.propagate = True
    if not any(isinstance(one, Sparing) for one in logger.filters):
        logger.addFilter(Sparing())


class Sparing(logging.Filter):
    """Leaves out what we told already, and what was told just now."""

    def __init__(self) -> None:
        super().__init__()
        self._told: dict[str, float] = {}
        self._lock = Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info and isinstance(record.exc_info[1], WorkFailed):
            return False
        begins, now = record.getMessage()[:_ALIKE], time.monotonic()
        with self._lock:
            if now - self._told.get(begins, -EVERY) < EVERY:
                return False
            if len(self._told) > 1000:
                self._told.clear()
            self._told[begins] = now
        return True
