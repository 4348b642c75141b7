"""Work of this process that nothing in it does any more.

A thread of the engine can end without the end of its work being recorded: the database went away in
the wrong moment, or the work gave up on it. DBOS would look at such work at its next start only.
"""

import logging
from threading import Event, Thread

from sqlalchemy.exc import SQLAlchemyError

from bot.work.dbos import DBOSClient
from bot.work.handling import Handling
from bot.work.operators import Operator

log = logging.getLogger(__name__)

INTERVAL = 10.0


class Orphans:
    """Looks every ``interval`` seconds; what is seen twice goes back to its queue."""

    def __init__(
        self, client: DBOSClient, handling: Handling, executor: str, interval: float = INTERVAL
    ) -> None:
        self._client = client
        self._operator = Operator(client)
        self._handling = handling
        self._executor = executor
        self._interval = interval
        self._suspects: dict[str, int | None] = {}
        self._stop = Event()
        self._thread = Thread(target=self._watch, name="orphans", daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(timeout=10)

    def look(self) -> None:
        """Once. Work is known by its id and by when its turn came."""
        running = self._client.list_workflows(
            status="PENDING", executor_id=self._executor, load_input=False, load_output=False
        )
        lost = {
            status.workflow_id: status.dequeued_at
            for status in running
            if status.workflow_id not in self._handling.pulse.running
        }
        for work_id, turn in lost.items():
            if work_id in self._suspects and self._suspects[work_id] == turn:
                log.warning("work %s was left unfinished: it goes on", work_id)
                # Whoever might still have it finds that it is not theirs any more.
                self._client.cancel_workflow(work_id)
                self._operator.go_on(work_id)
        self._suspects = lost

    def _watch(self) -> None:
        while not self._stop.wait(self._interval):
            self._handling.pulse.tell()
            try:
                self.look()
            except SQLAlchemyError as error:
                log.warning("cannot look for unfinished work: %s", type(error).__name__)
