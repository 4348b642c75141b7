"""How long to wait before asking again."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

_jitter = random.SystemRandom().random


@dataclass(frozen=True)
class Patience:
    """Exponential backoff with full jitter, in seconds: before attempt ``n + 1`` anything from 0 to
    ``first * 2 ** (n - 1)``, at most ``longest``. What Retry-After asks for is waited in any case,
    but never more than ``at_most``: then it is given up. ``jitter`` gives from 0 to 1."""

    attempts: int = 8
    first: float = 0.5
    longest: float = 30.0
    at_most: float = 120.0
    jitter: Callable[[], float] = field(default=_jitter, repr=False)

    def pause(self, attempt: int, asked: float | None = None) -> float | None:
        """Seconds to wait after attempt number ``attempt`` (from 1) failed; None: give up."""
        if attempt >= self.attempts or (asked or 0.0) > self.at_most:
            return None
        window = min(self.longest, self.first * 2.0 ** (attempt - 1))
        return (asked or 0.0) + window * self.jitter()


def retry_after(value: str | None, now: float) -> float | None:
    """Seconds from a Retry-After header, which holds seconds or a date; ``now`` is Unix time. None
    where there is none that can be read."""
    given = (value or "").strip()
    if given.isascii() and given.isdigit():
        return float(given[:9])
    try:
        moment = parsedate_to_datetime(given)
    except (ValueError, TypeError, IndexError):
        return None
    return max(0.0, moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - now)
