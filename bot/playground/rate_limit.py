"""chat.postMessage: about one message a second and channel, with a small burst."""

import math

from bot.playground.clock import Clock

RATE = 1.0
BURST = 5


class RateLimiter:
    """One bucket of `BURST` messages a channel, refilled with `RATE` a second."""

    def __init__(self, clock: Clock, *, enabled: bool) -> None:
        self.enabled = enabled
        self._clock = clock
        self._buckets: dict[str, tuple[float, float]] = {}

    def wait(self, channel: str) -> int:
        """Take one message from the channel's bucket: 0, or the seconds to wait if it is empty."""
        if not self.enabled:
            return 0
        now = self._clock.now()
        level, seen = self._buckets.get(channel, (float(BURST), now))
        level = min(float(BURST), level + (now - seen) * RATE)
        if level < 1:
            self._buckets[channel] = (level, now)
            return max(1, math.ceil((1 - level) / RATE))
        self._buckets[channel] = (level - 1, now)
        return 0
