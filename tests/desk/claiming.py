"""A process with agents who all claim the same case at the same moment, case after case."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier

from bot.desk.case import Deed
from bot.services.desk import Desk
from bot.store.keys import open_database

Told = tuple[bool, str, str | None]
"""Whether an agent got the case, why or why not, and who has it."""


def run(
    address: str,
    key: str,
    agents: Sequence[str],
    cases: Sequence[int],
    together: Barrier,
    told: Connection,
) -> None:
    """Sends what each agent was told, case by case; the barrier is one for all processes."""
    engine = open_database(address, key)
    desk = Desk(engine)

    def claim_all(agent: str) -> list[Told]:
        mine: list[Told] = []
        try:
            for case_id in cases:
                together.wait()
                done = desk.do("T1", case_id, Deed(kind="claim", by=agent))
                mine.append((done.did, done.why, done.case.agent if done.case else None))
        except BaseException:
            together.abort()
            raise
        return mine

    try:
        with ThreadPoolExecutor(len(agents)) as pool:
            told.send(list(pool.map(claim_all, agents)))
    finally:
        told.close()
        engine.dispose()
