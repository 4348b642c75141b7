"""Durable work: taken in before Slack is answered, done once, whatever dies on the way.

The only room that knows the engine underneath, DBOS.
"""

from bot.work.engine import WorkEngine
from bot.work.handling import Handler
from bot.work.operators import State, WorkItem
from bot.work.problems import WorkProblem
from bot.work.retrying import IN_ORDER, Patience
from bot.work.shape import EVENTS, FIRST, JOBS, LAST, SLACK_OUT, TIMERS, Queues, Role

__all__ = [
    "EVENTS",
    "FIRST",
    "IN_ORDER",
    "JOBS",
    "LAST",
    "SLACK_OUT",
    "TIMERS",
    "Handler",
    "Patience",
    "Queues",
    "Role",
    "State",
    "WorkEngine",
    "WorkItem",
    "WorkProblem",
]
