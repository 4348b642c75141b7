"""The names and numbers of the engine."""

from dataclasses import dataclass
from typing import Literal

from bot.work.pulse import STEP_SECONDS

Role = Literal["all", "worker", "receiver"]

APPLICATION = "journeydesk"
VERSION = "1"
"""Stands on every piece of work. Another value strands all that is unfinished: it stays, and what
is incompatible goes through ``DBOS.patch``."""
SCHEMA = "dbos"
"""Of DBOS's tables on PostgreSQL."""
HANDLE = "handle"
"""The one workflow; its kind says what it does."""
ATTEMPTS_AFTER_CRASHES = 20
"""How often work is taken up again after a process died with it, before it counts as failed."""

EVENTS = "events"
JOBS = "jobs"
SLACK_OUT = "slack_out"
TIMERS = "timers"

FIRST = 1
"""The most urgent priority; the default of work that somebody waits for."""
LAST = 1000
"""The priority of bulk work."""


@dataclass(frozen=True)
class Queues:
    """How many run at once in one process, and how often the queues are looked at, in seconds.

    ``post_period`` is the time between two posts of one partition of ``slack_out``. On SQLite
    events begin when they are taken in (``at_once``); their queue, for what there was no room for,
    is looked at every ``poll_overflow``. Work whose step takes longer than ``step_seconds`` hangs.
    """

    events: int = 24
    jobs: int = 2
    timers: int = 4
    slack_out: int = 32
    post_period: float = 1.0
    poll: float = 0.2
    poll_overflow: float = 0.5
    poll_jobs: float = 0.5
    poll_timers: float = 1.0
    at_once: bool = True
    step_seconds: float = STEP_SECONDS
