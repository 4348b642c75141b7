"""The desk in numbers, from what is stored."""

import logging
import time
from collections.abc import Callable
from datetime import datetime
from threading import Lock, Thread

from sqlalchemy import Engine

from bot.desk.hours import Hours
from bot.desk.metrics import Metrics, measure, table
from bot.store.desk import CaseRepository
from bot.store.engine import reading
from bot.store.talk import TurnRepository
from converter.report.model import Language

log = logging.getLogger(__name__)

FEW = 1000
"""Cases of a period that are counted while somebody waits."""
FRESH_SECONDS = 300.0
"""How long numbers of more cases are good enough."""


class Numbers:
    """Safe to share between threads. Raises what SQLAlchemy raises. Of many cases the numbers are
    kept at hand, by each process for itself, and made anew beside those who wait."""

    def __init__(self, engine: Engine, clock: Callable[[], float] = time.monotonic) -> None:
        self._engine = engine
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, tuple[float, Metrics]] = {}
        self._at_work: set[str] = set()

    def ready(
        self, workspace_id: str, since: datetime, until: datetime, hours: Hours
    ) -> Metrics | None:
        """As ``of``, or as it was some minutes ago; None while they are made for the first time."""
        with reading(self._engine) as session:
            cases = CaseRepository(session, workspace_id)
            many = cases.more_than(FEW, since, until)
            open_now = cases.open_now() if many else {}
        if not many:
            return self.of(workspace_id, since, until, hours)
        with self._lock:
            known = self._known.get(workspace_id)
            old = known is None or self._clock() - known[0] >= FRESH_SECONDS
            begins = old and workspace_id not in self._at_work
            if begins:
                self._at_work.add(workspace_id)
        if begins:
            wanted = (workspace_id, since, until, hours)
            Thread(target=self._make, args=wanted, name="numbers", daemon=True).start()
        return known[1].model_copy(update={"open_now": open_now}) if known else None

    def of(self, workspace_id: str, since: datetime, until: datetime, hours: Hours) -> Metrics:
        """Of the time from ``since`` until before ``until``."""
        with reading(self._engine) as session:
            cases = CaseRepository(session, workspace_id)
            helped = TurnRepository(session, workspace_id).helped(since, until)
            return measure(cases.facts(since, until), helped, since, until, hours)

    def table(self, workspace_id: str, since: datetime, until: datetime, language: Language) -> str:
        """A line of CSV for each case opened or resolved in that time."""
        with reading(self._engine) as session:
            return table(CaseRepository(session, workspace_id).facts(since, until), language)

    def _make(self, workspace_id: str, since: datetime, until: datetime, hours: Hours) -> None:
        try:
            made = self.of(workspace_id, since, until, hours)
        except Exception as error:
            log.warning("the desk's numbers could not be made: %s", type(error).__name__)
        else:
            with self._lock:
                self._known[workspace_id] = (self._clock(), made)
        finally:
            with self._lock:
                self._at_work.discard(workspace_id)
