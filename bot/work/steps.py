"""The steps of one run, recorded by DBOS."""

import json
import logging
import time
from collections.abc import Callable
from contextvars import Context, copy_context
from threading import Event
from typing import TypeVar, cast

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bot.durable import Json, StepFailed
from bot.right_of_way import RightOfWay
from bot.store.engine import joined
from bot.work.dbos import DBOS, PortableWorkflowError, SQLAlchemyDatasource, dbos_error
from bot.work.pulse import Pulse
from bot.work.retrying import Patience
from bot.work.shape import HANDLE, VERSION

log = logging.getLogger(__name__)
T = TypeVar("T")

RESULT_POLL = 0.2
TEXT_KEPT = 300


class Unfinished(BaseException):
    """The trouble outlasted the patience in place. No ``Exception``: nothing may swallow it on its
    way out, and DBOS must not record it as the step's outcome."""

    def __init__(self, step: str, error: Exception) -> None:
        super().__init__(step)
        self.step = step
        self.error = error


class Leaving(BaseException):
    """The process stops: the run ends where it is, and goes on from its records elsewhere."""


class _Raised(Exception):
    """What a step raised, in the shape that DBOS records."""

    def __init__(self, error: Exception) -> None:
        super().__init__(type(error).__name__)
        self.data = {"kind": type(error).__name__, "text": text_of(error)}


def text_of(error: Exception) -> str:
    """What an operator may read: without the statement and its values, which are people's."""
    return str(error.orig if isinstance(error, DBAPIError) else error)[:TEXT_KEPT]


class DurableSteps:
    """The Steps, and Work, of bot.durable."""

    def __init__(
        self,
        work_id: str,
        datasource: SQLAlchemyDatasource,
        patience: Patience,
        stopping: Event,
        pulse: Pulse,
        way: RightOfWay,
        *,
        leaves: bool,
    ) -> None:
        self._work_id = work_id
        self._datasource = datasource
        self._patience = patience
        self._stopping = stopping
        self._pulse = pulse
        self._way = way
        self._leaves = leaves
        self._children = 0
        self._isolation = (
            "SERIALIZABLE" if datasource.engine.dialect.name == "sqlite" else "READ COMMITTED"
        )
        self._context = copy_context()

    @property
    def work_id(self) -> str:
        return self._work_id

    def run(self, name: str, do: Callable[[], Json]) -> Json:
        return self._recorded(
            name, lambda: DBOS.run_step({"name": name}, self._patiently, name, do)
        )

    def transaction(self, name: str, do: Callable[[], Json]) -> Json:
        return self._recorded(name, lambda: self._in_turn(name, do))

    def sleep(self, seconds: float) -> None:
        # DBOS.sleep cannot be woken when the process is to stop.
        until = float(self.run("sleep", lambda: time.time() + seconds))
        self._wait(until - time.time())

    def child(
        self, queue: str, partition: str | None, kind: str, workspace_id: str, key: str
    ) -> Json:
        self._children += 1
        child_id = f"{self._work_id}:{self._children}"

        def start_and_wait() -> Json:
            options = {
                "workflow_name": HANDLE,
                "workflow_id": child_id,
                "queue_name": queue,
                "app_version": VERSION,
            }
            if partition is not None:
                options["queue_partition_key"] = partition
            handle = DBOS.enqueue_workflow_with_options(
                options,  # type: ignore[arg-type]
                kind,
                workspace_id,
                key,
                queue,
            )
            return handle.get_result(polling_interval_sec=RESULT_POLL)

        return self._recorded(child_id, start_and_wait)

    def _recorded(self, name: str, start: Callable[[], Json]) -> Json:
        if self._leaves and self._stopping.is_set():
            raise Leaving
        try:
            return self._here(start)
        except PortableWorkflowError as error:
            told = cast("dict[str, str]", error.data if isinstance(error.data, dict) else {})
            kind, text = told.get("kind", error.name), told.get("text", error.message)
            raise StepFailed(name, kind, text) from None
        except _Raised as error:
            raise StepFailed(name, **error.data) from error.__cause__
        except dbos_error.DBOSAwaitedWorkflowCancelledError:
            raise StepFailed(name, "Cancelled", name) from None
        except (OperationalError, InterfaceError) as error:
            # DBOS tried again as long as it thought that could help.
            raise Unfinished(name, error) from error

    def _here(self, start: Callable[[], T]) -> T:
        """In the context of the run, also when a handler calls from a thread of its own."""
        if DBOS.workflow_id == self._work_id:
            return start()
        context: Context = self._context.copy()
        return context.run(start)

    def _patiently(self, name: str, do: Callable[[], Json]) -> Json:
        for seconds in (*self._patience.in_place, None):
            try:
                # Who gives way waits, and is not stuck in its step.
                self._way.give()
                with self._pulse.step(self._work_id, name):
                    return _as_recorded(do())
            except Exception as error:
                if not self._patience.passes(error):
                    raise _Raised(error) from error
                if seconds is None:
                    raise Unfinished(name, error) from error
                log.warning(
                    "%s: step %s waits %.1f s: %s",
                    self._work_id,
                    name,
                    seconds,
                    type(error).__name__,
                )
            self._wait(seconds)
        raise AssertionError("the last attempt returns or raises")

    def _in_turn(self, name: str, do: Callable[[], Json]) -> Json:
        # Before the transaction: who gives way must hold nothing that others wait for.
        self._way.give()
        return self._datasource.run_tx_step(
            {"name": name, "isolation_level": self._isolation},  # type: ignore[arg-type]
            self._together,
            name,
            do,
        )

    def _together(self, name: str, do: Callable[[], Json]) -> Json:
        try:
            with joined(self._datasource.sql_session()), self._pulse.step(self._work_id, name):
                return _as_recorded(do())
        except (OperationalError, InterfaceError):
            raise  # DBOS knows which of them to try again
        except DBAPIError as error:
            if error.connection_invalidated:
                raise
            raise _Raised(error) from error
        except Exception as error:
            if self._patience.passes(error):
                raise Unfinished(name, error) from error
            raise _Raised(error) from error

    def _wait(self, seconds: float) -> None:
        self._pulse.waits(self._work_id, seconds)
        if seconds > 0 and self._stopping.wait(seconds):
            raise Leaving


def _as_recorded(result: Json) -> Json:
    """The result as it comes back from the record, so that a run after a crash sees no other."""
    return json.loads(json.dumps(result))
