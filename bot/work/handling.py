"""From a piece of work to its handler, and from its failures to another attempt or to the list."""

import logging
import secrets
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event

from sqlalchemy.exc import SQLAlchemyError

from bot.durable import Json, StepFailed, Work
from bot.right_of_way import RightOfWay
from bot.work.dbos import DBOS, SQLAlchemyDatasource
from bot.work.pulse import STEP_SECONDS, Pulse
from bot.work.retrying import Patience
from bot.work.steps import DurableSteps, Leaving, Unfinished, text_of

log = logging.getLogger(__name__)

Handler = Callable[[Work, str, str], Json]
"""Given its steps, a workspace and a key; what it returns is the result of the work."""


class WorkFailed(Exception):
    """How work ended: ``code`` is the short id under which the log tells the rest."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


@dataclass(frozen=True)
class Known:
    """A handler and how it is run. ``leaves``: when the process stops, its runs end at their next
    step and go on after the next start; others are waited for."""

    handler: Handler
    patience: Patience = field(default_factory=Patience)
    leaves: bool = False


class Handling:
    """The body of the one workflow."""

    def __init__(
        self,
        come_back: Callable[[str, str, Patience], None],
        way: RightOfWay,
        step_seconds: float = STEP_SECONDS,
    ) -> None:
        self.kinds: dict[str, Known] = {}
        self.stopping = Event()
        self.pulse = Pulse(step_seconds)
        self._come_back = come_back
        self._way = way

    def handle(
        self, datasource: SQLAlchemyDatasource, kind: str, workspace_id: str, key: str
    ) -> Json:
        work_id = str(DBOS.workflow_id)
        known = self.kinds.get(kind)
        if known is None:
            raise _failed(work_id, LookupError(f"nothing handles {kind}"))
        steps = DurableSteps(
            work_id,
            datasource,
            known.patience,
            self.stopping,
            self.pulse,
            self._way,
            leaves=known.leaves,
        )
        with self.pulse.during(work_id):
            return self._handle(known, steps, workspace_id, key)

    def _handle(self, known: Known, steps: DurableSteps, workspace_id: str, key: str) -> Json:
        work_id = steps.work_id
        try:
            return known.handler(steps, workspace_id, key)
        except Leaving:
            raise
        except Unfinished as end:
            self._later(work_id, workspace_id, known.patience)
            raise _failed(work_id, end.error) from None
        except Exception as error:
            if not isinstance(error, StepFailed) and known.patience.passes(error):
                self._later(work_id, workspace_id, known.patience)
            raise _failed(work_id, error) from None

    def _later(self, work_id: str, workspace_id: str, patience: Patience) -> None:
        try:
            self._come_back(work_id, workspace_id, patience)
        except SQLAlchemyError:
            # Without the database nothing can be said about it: it stays as it is, and is found.
            log.warning("work %s stays where it is: the database does not answer", work_id)
            raise Leaving from None


def _failed(work_id: str, error: Exception) -> WorkFailed:
    code = secrets.token_hex(4)
    kind, text = (
        (error.kind, error.text)
        if isinstance(error, StepFailed)
        else (type(error).__name__, text_of(error))
    )
    # Places and no messages: those may hold what a person wrote.
    log.error("work %s: %s, id %s\n%s", work_id, kind, code, _places(error))
    return WorkFailed(code, f"{kind}: {text}")


def _places(error: BaseException) -> str:
    lines: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        lines.append(f"{type(seen).__module__}.{type(seen).__qualname__}")
        found = traceback.extract_tb(seen.__traceback__)
        lines += [f"  {one.filename}:{one.lineno} in {one.name}" for one in found]
        seen = seen.__cause__
    return "\n".join(lines)
