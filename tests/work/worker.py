"""What a process of the engine does in tests; see tests.work.processes.

The handler ``four`` has four transactions. A process that is told a point kills itself there:
before a step, in it after its effect, or right after its commit.
"""

import os
import signal
import time
from dataclasses import replace
from multiprocessing.connection import Connection

from sqlalchemy import event

from bot.durable import Json, Work
from bot.store.engine import make_engine
from bot.work import EVENTS, Queues, WorkEngine, WorkProblem
from tests.work.effects import make_table, put

STEPS = ("a", "b", "c", "d")
POINTS = [f"{when} {step}" for step in STEPS for when in ("before", "in", "after")] + ["at the end"]
QUICK = Queues(
    poll=0.02, poll_overflow=0.02, poll_jobs=0.1, poll_timers=0.1, post_period=0.1, at_once=False
)
"""Through the queue: what began at once and died is taken up again within a second only."""


def run(address: str, kill: str, hold: bool, at_once: bool, said: Connection) -> None:
    """Says ``ready``, or why it cannot; works until it is told something and nothing is to do."""
    application = make_engine(address)
    make_table(application)
    committing: list[str] = []

    def point(name: str) -> None:
        if name == kill:
            os.kill(os.getpid(), signal.SIGKILL)

    @event.listens_for(application, "checkin")
    def _given_back(_connection: object, _record: object) -> None:
        if committing:
            point(f"after {committing.pop()}")

    def four(steps: Work, _workspace: str, _key: str) -> Json:
        def effect(name: str) -> str:
            put(application, steps.work_id, name)
            point(f"in {name}")
            committing.append(name)
            return name

        for name in STEPS:
            point(f"before {name}")
            steps.transaction(name, lambda name=name: effect(name))  # type: ignore[misc]
        point("at the end")

    def slow(steps: Work, _workspace: str, _key: str) -> Json:
        steps.transaction("begin", lambda: put(application, steps.work_id, "begin"))
        if hold:
            time.sleep(60)
        steps.transaction("end", lambda: put(application, steps.work_id, "end"))

    work = WorkEngine(address, application, queues=replace(QUICK, at_once=at_once))
    work.register("four", four)
    work.register("slow", slow)
    try:
        work.start()
    except WorkProblem as problem:
        said.send(problem.sentence("fr"))
        return
    work.accept("one", "four", "T1", "k", EVENTS)
    said.send("ready")
    said.recv()
    work.wait_idle(30)
    work.stop()
