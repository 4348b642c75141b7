"""What goes wrong between Mailchimp and whoever reads it, as tests and benchmarks want it."""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Fault: TypeAlias = Literal[
    "fault", "too_many", "turned_away", "forbidden", "not_found", "not_json", "close"
]
"""A 5xx, a 429, a 403 without a word, a 403 and a 404 as Mailchimp words them, a page of HTML, and
a connection that breaks in the middle of the answer."""


@dataclass
class ApiFaults:
    """``latency`` is in seconds, before each answer. ``shares`` says how often each fault comes, of
    all requests. ``at`` gives the fault of a path (``automations/x/emails``), each time. ``most``:
    requests at once above which 429 is answered. ``retry_after``: seconds that a 429 asks for."""

    latency: float = 0.0
    shares: dict[Fault, float] = field(default_factory=dict)
    at: dict[str, Fault] = field(default_factory=dict)
    most: int = 10
    retry_after: int | None = None
    seed: int = 1
    ignores: Collection[str] = ()
    """Query parameters that are passed over, as undocumented ones may be."""
    refuses: Collection[str] = ()
    """Query parameters that are answered with 400, outside of places that document them."""

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - simulated faults

    def of(self, path: str) -> Fault | None:
        if path in self.at:
            return self.at[path]
        drawn = self._dice.random()
        for fault, share in self.shares.items():
            if drawn < share:
                return fault
            drawn -= share
        return None
