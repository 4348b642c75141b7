"""The life of a delivery: which state may follow which. Pure."""

from collections.abc import Mapping
from typing import Literal

State = Literal["new", "sending", "sent", "failed", "gave_up"]

FOLLOWING: Mapping[State, frozenset[State]] = {
    # Written down, and certainly not in Slack. Given up where its work was dropped.
    "new": frozenset({"sending", "gave_up"}),
    # Slack was asked, or is about to be: whether it did it is not known here.
    "sending": frozenset({"new", "sending", "sent", "failed", "gave_up"}),
    # Slack did it.
    "sent": frozenset(),
    # Slack refused it, and would again.
    "failed": frozenset(),
    # Slack did not say, until nobody asked any more. Whoever runs the bot may have it asked again.
    "gave_up": frozenset({"sending"}),
}
DONE: frozenset[State] = frozenset({"sent", "failed", "gave_up"})
"""Here a delivery is over; only whoever runs the bot takes it further."""


class IllegalMove(ValueError):
    """A delivery does not go from this state to that one."""


def moved(before: State, after: State) -> State:
    """``after``, where that may follow ``before``. Raises IllegalMove."""
    if after not in FOLLOWING[before]:
        raise IllegalMove(f"{before} is not followed by {after}")
    return after
