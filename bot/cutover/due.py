"""When a cut-over is looked at again, though nobody did anything."""

from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from converter.cutover import Cutover

What = Literal["turn_on", "look"]

_DAY = timedelta(days=1)
FIRST_REMINDER, LATER_REMINDERS = 3 * _DAY, 7 * _DAY
"""After the approval, and between two reminders that the journey is not on."""
LOOK = _DAY
"""Between two looks at the queue."""
ASK = 3 * _DAY
"""Between two times that people are asked about a queue that nobody can read."""
STUCK = 3 * _DAY
"""A queue that did not fall for this long is told of, and again after as long."""


class Due(NamedTuple):
    at: datetime
    what: What


def next_due(cutover: Cutover) -> Due | None:
    """None for a state in which nothing is waited for."""
    if cutover.state == "approved":
        if cutover.told_at is None:
            return Due(cutover.since + FIRST_REMINDER, "turn_on")
        return Due(cutover.told_at + LATER_REMINDERS, "turn_on")
    if cutover.state == "live_draining":
        return Due(max(cutover.looked_at or cutover.since, cutover.since) + LOOK, "look")
    return None


def asks(cutover: Cutover, now: datetime) -> bool:
    """Whether people are asked now if the queue is empty: not before the last send that was
    planned, and not every day."""
    if cutover.last_send is not None and now < cutover.last_send:
        return False
    return cutover.told_at is None or now - cutover.told_at >= ASK


def stuck(cutover: Cutover, now: datetime) -> bool:
    """Whether the queue has not fallen for long, and nobody was told lately."""
    since = cutover.fell_at or cutover.since
    told = cutover.told_at is not None and now - cutover.told_at < STUCK
    return bool(cutover.queue) and now - since >= STUCK and not told
