"""How much a person and a workspace may ask for, so that nobody takes the bot away from others.

Kept in memory, by each process for itself: several receivers allow as many times as much.
"""

import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

REMEMBERED = 10_000
"""Most people, and most workspaces, that are remembered; who asked longest ago goes first."""

Verdict = Literal["yes", "tell", "quiet"]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in so many seconds, also all at once."""

    count: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> "Limit":
        """From ``20/60``: 20 in 60 seconds. Raises ValueError."""
        found = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text.strip(), re.ASCII)
        if found is None or int(found[1]) == 0 or int(found[2]) == 0:
            raise ValueError("not a limit such as 20/60")
        return cls(int(found[1]), float(found[2]))

    def times(self, factor: int) -> "Limit":
        """As many times as much, in the same time."""
        return Limit(self.count * factor, self.seconds)

    def __str__(self) -> str:
        return f"{self.count}/{self.seconds:g}"


class TokenBucket:
    """Full at first; fills up evenly, ``limit.count`` tokens in ``limit.seconds``."""

    __slots__ = ("_level", "_limit", "_seen")

    def __init__(self, limit: Limit, now: float) -> None:
        self._limit = limit
        self._level = float(limit.count)
        self._seen = now

    def take(self, now: float) -> bool:
        """A token, if there is one. A clock that goes back takes nothing away."""
        gained = max(0.0, now - self._seen) * self._limit.count / self._limit.seconds
        self._level = min(float(self._limit.count), self._level + gained)
        self._seen = max(now, self._seen)
        # Many small gains add up to a hair less than one.
        if self._level < 1 - 1e-9:
            return False
        self._level -= 1
        return True

    def give_back(self) -> None:
        """The token that was just taken was of no use."""
        self._level += 1


@dataclass(slots=True)
class _Person:
    bucket: TokenBucket
    told_at: float | None = None
    left_out: int = 0


class Allowance:
    """Whether a request may go on. Safe in several threads; ``clock`` gives seconds.

    Ask once for each request: deliveries of the same one must be recognised before.
    """

    def __init__(
        self, user: Limit, workspace: Limit, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._user = user
        self._workspace = workspace
        self._clock = clock
        self._lock = threading.Lock()
        self._people: OrderedDict[tuple[str, str], _Person] = OrderedDict()
        self._workspaces: OrderedDict[str, TokenBucket] = OrderedDict()
        self.left_out = 0
        """How many were not let through so far."""

    def allowed(self, workspace_id: str, user_id: str) -> Verdict:
        """``yes``; ``tell`` where this person has to be told that it was left out; ``quiet`` where
        they were told already within the window of their limit. What is left out is logged.
        """
        with self._lock:
            now = self._clock()
            person = self._person(workspace_id, user_id, now)
            if not person.bucket.take(now):
                return self._leave_out("person", workspace_id, person, now)
            if not self._of_workspace(workspace_id, now).take(now):
                person.bucket.give_back()
                return self._leave_out("workspace", workspace_id, person, now)
            return "yes"

    def _leave_out(self, whose: str, workspace_id: str, person: _Person, now: float) -> Verdict:
        told = person.told_at is not None and now - person.told_at < self._user.seconds
        person.left_out = person.left_out + 1 if told else 1
        self.left_out += 1
        log.info(
            "left out a request over the limit of a %s in %s: number %d of theirs, %d in all",
            *(whose, workspace_id, person.left_out, self.left_out),
        )
        if told:
            return "quiet"
        person.told_at = now
        return "tell"

    def _person(self, workspace_id: str, user_id: str, now: float) -> _Person:
        key = (workspace_id, user_id)
        person = self._people.pop(key, None) or _Person(TokenBucket(self._user, now))
        self._people[key] = person
        if len(self._people) > REMEMBERED:
            self._people.popitem(last=False)
        return person

    def _of_workspace(self, workspace_id: str, now: float) -> TokenBucket:
        bucket = self._workspaces.pop(workspace_id, None) or TokenBucket(self._workspace, now)
        self._workspaces[workspace_id] = bucket
        if len(self._workspaces) > REMEMBERED:
            self._workspaces.popitem(last=False)
        return bucket
