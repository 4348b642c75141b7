"""The clock of what changes in versions: a case, a cut-over."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Protocol

Plan = Callable[[str, str, str, str, float], bool]
"""Has work done later: its id, kind, workspace, key, and in how many seconds."""


class Versioned(Protocol):
    @property
    def id(self) -> int: ...

    @property
    def version(self) -> int: ...


class Due(Protocol):
    @property
    def at(self) -> datetime: ...


def key_of(one: Versioned) -> str:
    return f"{one.id}:{one.version}"


class Alarm:
    """Has one looked at by the work of ``kind`` when something of it is due. The same moment is
    asked for once."""

    def __init__(self, kind: str, plan: Plan, now: Callable[[], datetime]) -> None:
        self._kind = kind
        self._plan = plan
        self._now = now

    def __call__(self, workspace_id: str, one: Versioned, due: Due, after: str = "") -> None:
        """``after``: the alarm that found it was not time yet; of each there is one."""
        kind, key = self._kind, key_of(one)
        mark = sha256(after.encode()).hexdigest()[:16] if after else f"{due.at.timestamp():.3f}"
        delay = max(0.0, (due.at - self._now()).total_seconds())
        self._plan(f"{kind}:{workspace_id}:{key}:{mark}", kind, workspace_id, key, delay)
