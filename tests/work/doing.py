"""Work of a kind of its own for each test."""

from collections.abc import Callable
from uuid import uuid4

from bot.durable import Json, Work
from bot.work import EVENTS, SLACK_OUT, Patience, WorkEngine, WorkItem
from tests.work.conftest import LONG

Do = Callable[[Work], Json]
BRIEF = Patience(in_place=(0.01,), later=(0.01, 0.01))


def begin(work: WorkEngine, do: Do, queue: str = EVENTS) -> str:
    """Accept work that is ``do``; its id."""
    name = uuid4().hex
    work.register(name, lambda steps, _workspace, _key: do(steps), BRIEF)
    partition = name if queue == SLACK_OUT else None
    assert work.accept(name, name, "T1", "key", queue, partition=partition)
    return name


def finish(work: WorkEngine, work_id: str) -> WorkItem:
    assert work.wait_idle(LONG)
    return work.operator.find(work_id)
