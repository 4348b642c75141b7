"""Fifty agents click Claim at once, on two processes of the bot over one PostgreSQL."""

import os
from multiprocessing import get_context

from bot.services.desk import Desk
from bot.store.keys import open_database
from bot.store.secrets import new_key
from tests.databases import NewDatabase
from tests.desk.claiming import Told, run
from tests.desk.stored import opened

ROUNDS = 200 if os.environ.get("FAULTS") == "long" else 20
AGENTS = tuple(f"UA{n:02}" for n in range(50))
PROCESSES = 2

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.desk.claiming"])


def test_of_fifty_agents_on_two_processes_one_gets_the_case(new_postgresql: NewDatabase) -> None:
    address, key = new_postgresql(), new_key()
    engine = open_database(address, key)
    desk = Desk(engine)
    cases = [opened(desk, thread_ts=f"{n}.0").id for n in range(ROUNDS)]
    told = _claimed(address, key, cases)
    assert len(told) == len(AGENTS)
    for case_id, round_ in zip(cases, zip(*told, strict=True), strict=True):
        (winner,) = (agent for agent, one in zip(AGENTS, round_, strict=True) if one[0])
        late = [one for one in round_ if not one[0]]
        assert late == [(False, "illegal", winner)] * (len(AGENTS) - 1)
        assert (True, "done", winner) in round_
        case = desk.get("T1", case_id)
        assert case is not None
        assert (case.state, case.agent, case.version) == ("claimed", winner, 1)
        assert [step.by for step in desk.steps("T1", case_id)] == ["U1", winner]
    engine.dispose()


def _claimed(address: str, key: str, cases: list[int]) -> list[list[Told]]:
    """What each agent was told, case by case."""
    together = _context.Barrier(len(AGENTS))
    share = len(AGENTS) // PROCESSES
    started = []
    for first in range(0, len(AGENTS), share):
        ours, theirs = _context.Pipe(duplex=False)
        process = _context.Process(
            target=run,
            args=(address, key, AGENTS[first : first + share], cases, together, theirs),
            daemon=True,
        )
        process.start()
        theirs.close()
        started.append((process, ours))
    told: list[list[Told]] = []
    for process, ours in started:
        told += ours.recv()
        process.join()
    return told
