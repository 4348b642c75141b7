"""Takes over the work of workers that died.

The one module that calls a private function of DBOS, which is why its version is pinned and a test
looks at the function. Without it, work of a dead worker waits for the next that takes its place.
"""

import logging
from collections.abc import Callable

from sqlalchemy import Connection

from bot.work.dbos import DBOS, DBOSClient
from bot.work.slots import give_back, number_of, take

log = logging.getLogger(__name__)


def reaper(client: DBOSClient, own: int) -> Callable[[Connection], None]:
    """Called now and then with a connection of its own; ``own`` is the number of this worker."""

    def reap(connection: Connection) -> None:
        running = client.list_workflows(status="PENDING", load_input=False, load_output=False)
        for name in {status.executor_id for status in running}:
            number = number_of(name)
            if number is None or number == own or not take(connection, number):
                continue
            # While we hold its place, nobody can start to work there.
            try:
                taken = DBOS._recover_pending_workflows([str(name)])
                log.warning("%s is dead: took over its work (%d)", name, len(taken))
            finally:
                give_back(connection, number)

    return reap
