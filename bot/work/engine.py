"""The durable engine: takes work in, and has it done once, whatever dies on the way."""

import math
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from secrets import token_hex
from threading import Lock

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.durable import Json, Transient, Work
from bot.right_of_way import RightOfWay
from bot.store.engine import turns_of
from bot.work import retention
from bot.work.alone import Alone
from bot.work.connecting import (
    client_of,
    postgresql,
    postgresql_in_time,
    unreachable_is_a_lost_connection,
)
from bot.work.control import Control
from bot.work.dbos import DBOS, DBOSClient, SetWorkflowID, SQLAlchemyDatasource, dbos_error
from bot.work.handling import Handler, Handling, Known
from bot.work.launching import Workflow, check_version, launch, make_queues, migrate
from bot.work.operators import COMING_BACK, Operator
from bot.work.orphans import Orphans
from bot.work.problems import WorkProblem
from bot.work.queueing import enqueue
from bot.work.reaper import reaper
from bot.work.retrying import Patience
from bot.work.shape import EVENTS, FIRST, TIMERS, Queues, Role
from bot.work.slots import Slot, leave
from bot.work.sqlite import check_clock, make_work_engine, work_file

_COME_BACK = "work.come_back"
_FORGET = "work.forget"


class WorkEngine:
    """One a process. ``register`` what it can do, ``start``, ``accept`` work, ``stop``.

    ``address`` and ``application`` are the application's database; the engine's own tables stand
    beside it: a second SQLite file, or the schema ``dbos``. ``forget`` is called every night with
    the moment before which the application may forget what is over. Steps give ``way``.
    """

    def __init__(
        self,
        address: str,
        application: Engine,
        role: Role = "all",
        queues: Queues = Queues(),  # noqa: B008 - frozen
        *,
        keep_days: int = retention.DAYS,
        forget: Callable[[datetime], None] | None = None,
        way: RightOfWay | None = None,
        lost: Callable[[], None] = leave,
    ) -> None:
        self._application = application
        self._role = role
        self._queues = queues
        self._keep = timedelta(days=retention.checked(keep_days))
        self._forget = forget
        self._lost = lost
        self._url = application.url
        self._sqlite = application.dialect.name == "sqlite"
        self._file: Path | None = work_file(address) if self._sqlite else None
        self._alone = Alone(self._file) if self._file else None
        self._slot: Slot | None = None
        self._control: Control | None = None
        self._orphans: Orphans | None = None
        self._engines: list[Engine] = []
        self._client: DBOSClient | None = None
        self._operator: Operator | None = None
        self._launched = False
        self._workflow: Workflow | None = None
        self._begun: set[str] = set()
        self._counting = Lock()
        self._handling = Handling(self._come_back, way or RightOfWay(), queues.step_seconds)
        self.register(_COME_BACK, self._take_up, Patience(in_place=(1, 2, 4, 8, 15, 30), later=()))
        self.register(_FORGET, self._nightly)

    # Before the start

    def register(
        self,
        kind: str,
        handler: Handler,
        patience: Patience = Patience(),  # noqa: B008 - frozen
        *,
        leaves: bool = False,
    ) -> None:
        """What does work of ``kind``. ``leaves``: at ``stop`` it ends at its next step instead of
        being waited for, and goes on after the next start."""
        self._handling.kinds[kind] = Known(handler, patience, leaves)

    def start(self) -> None:
        """Check, migrate, and but for a receiver, begin to work.

        Raises WorkProblem with a sentence for whoever runs the bot.
        """
        if self._sqlite and self._role != "all":
            raise WorkProblem("one_process")
        if self._alone is not None:
            self._alone.take()
        try:
            self._start()
        except BaseException:
            self._close()
            raise

    # Work

    def accept(
        self,
        work_id: str,
        kind: str,
        workspace_id: str,
        key: str,
        queue: str = EVENTS,
        *,
        priority: int = FIRST,
        delay: float = 0.0,
        partition: str | None = None,
    ) -> bool:
        """Keep work durably; False when ``work_id`` is known already. From any thread.

        ``delay`` in seconds; ``partition`` is needed on ``slack_out``, and has no place elsewhere.
        Raises sqlalchemy.exc.SQLAlchemyError when it cannot be kept: nothing is then.
        """
        begin = self._room(work_id) if queue == EVENTS and delay <= 0 else None
        if begin is None:
            return enqueue(
                self._reach(), work_id, kind, workspace_id, key, queue, priority, delay, partition
            )
        try:
            with SetWorkflowID(work_id, workflow_id_reuse_policy="reject"):
                DBOS.start_workflow(begin, kind, workspace_id, key, queue)
        except dbos_error.DBOSWorkflowIDInUseError:
            self._begun.discard(work_id)
            return False
        except BaseException:
            self._begun.discard(work_id)
            raise
        return True

    def _room(self, work_id: str) -> Workflow | None:
        """The workflow, where work can begin at once instead of with the next look at the queue.

        On SQLite that is the process that took it in. DBOS keeps it first, as it does in a queue.
        """
        possible = self._sqlite and self._launched and self._queues.at_once
        if not possible or DBOS.workflow_id is not None:
            return None
        with self._counting:
            if len(self._begun) >= self._queues.events or work_id in self._begun:
                return None
            self._begun.add(work_id)
        return self._workflow

    @property
    def operator(self) -> Operator:
        """What an operator can see and do."""
        if self._operator is None:
            self._operator = Operator(self._reach())
        return self._operator

    def idle(self) -> bool:
        """Whether nothing waits for its turn, runs, or is to come back after trouble. What waits
        for a moment in the future does not count."""
        operator = self.operator
        # Looked at before and after: work may leave one place for the other meanwhile.
        return not (operator.busy() or operator.coming_back() or operator.busy())

    def wait_idle(self, timeout: float) -> bool:
        """Wait up to ``timeout`` seconds for ``idle``; whether it came."""
        end = time.monotonic() + timeout
        while not self.idle():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def alive(self) -> bool:
        """Whether this process still gets on: no work of it hangs, and its place is held, as was
        seen lately."""
        if not self._launched:
            return self._role == "receiver" and self._client is not None
        held = self._slot is None or time.monotonic() - self._slot.seen < 10
        return held and not self._handling.pulse.hung()

    def look_after(self) -> None:
        """Put back into its queue what was seen here before, is said to run in this process, and
        does not. Done every few seconds without being asked."""
        if self._orphans is not None:
            self._orphans.look()

    def forget(self, before: datetime) -> int:
        """Remove what ended before that moment; how many."""
        return retention.forget(self._reach(), self._application, before, self._forget)

    def stop(self, grace_seconds: float = 10.0) -> None:
        """Take no more, let what runs end within ``grace_seconds``. What does not is done after the
        next start, or by another worker."""
        self._handling.stopping.set()
        if self._launched:
            self._launched = False
            busy = bool(self._handling.pulse.running)
            DBOS.destroy(
                destroy_registry=True,
                workflow_completion_timeout_sec=math.ceil(grace_seconds) if busy else 0,
            )
        self._close()

    # Starting

    def _start(self) -> None:
        if self._sqlite:
            system = self._keep_engine(make_work_engine(self._file, self._writes_here))
            check_clock(system)
            reach = system
        else:
            unreachable_is_a_lost_connection(self._application)
            system = self._keep_engine(postgresql(self._url, 12))
            reach = self._keep_engine(postgresql_in_time(self._url))
        self._client = client_of(reach)
        if self._role == "receiver":
            migrate(system)
            check_version(self._client)
            return
        self._launch(system)
        self.plan_forgetting()

    def _writes_here(self) -> bool:
        """Whether this thread is within a transaction of the application, which others wait for."""
        turns = turns_of(self._application)
        return turns is not None and turns.line.held_here

    def _launch(self, system: Engine) -> None:
        if not self._sqlite:
            self._slot = Slot(self._url, self._lost)
            self._slot.take()
        self._launched = True
        executor = self._slot.name if self._slot else "one"
        self._workflow = launch(system, self._application, self._reach(), executor, self._handle)
        make_queues(self._queues, self._queues.poll_overflow if self._sqlite else self._queues.poll)
        self._orphans = Orphans(self._reach(), self._handling, executor)
        if self._file is not None:
            self._control = Control(self.operator, self._file)
        if self._slot is not None:
            self._slot.watch(reaper(self._reach(), self._slot.number))

    def _handle(
        self, datasource: SQLAlchemyDatasource, kind: str, workspace_id: str, key: str
    ) -> Json:
        try:
            return self._handling.handle(datasource, kind, workspace_id, key)
        finally:
            self._begun.discard(str(DBOS.workflow_id))

    def _reach(self) -> DBOSClient:
        if self._client is None:
            raise RuntimeError("the engine was not started")
        return self._client

    def _keep_engine(self, engine: Engine) -> Engine:
        self._engines.append(engine)
        return engine

    def _close(self) -> None:
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._launched:
            self._launched = False
            DBOS.destroy(destroy_registry=True)
        if self._orphans is not None:
            self._orphans.close()
            self._orphans = None
        if self._slot is not None:
            self._slot.give_back()
            self._slot = None
        if self._client is not None:
            self._client.destroy()
            self._client = None
        for engine in self._engines:
            engine.dispose()
        self._engines.clear()
        if self._alone is not None:
            self._alone.give_back()

    # What the engine itself does

    def _come_back(self, work_id: str, workspace_id: str, patience: Patience) -> None:
        """Have work that ends now taken up again later, if it still may."""
        item = self.operator.find(work_id)
        may = item.later < len(patience.later)
        if may:
            self.accept(
                f"{COMING_BACK}{token_hex(4)}:{work_id}",
                _COME_BACK,
                workspace_id,
                work_id,
                TIMERS,
                delay=patience.later[item.later],
            )
        self._reach().update_workflow_attributes(
            work_id, {"later": item.later + may, "waits": may}, merge=True
        )

    def _take_up(self, _steps: Work, _workspace_id: str, work_id: str) -> Json:
        item = self.operator.find(work_id)
        if item.state == "running":
            raise Transient  # its end is not recorded yet
        if item.state == "retrying":
            self._reach().update_workflow_attributes(work_id, {"waits": False}, merge=True)
            self.operator.go_on(work_id)
        return None

    def plan_forgetting(self, after: timedelta = timedelta(0)) -> None:
        """See to it that clearing up is planned for the first night that begins ``after`` so long,
        once for all workers."""
        now = utc_now()
        at = retention.next_time(now + after)
        delay = (at - now).total_seconds()
        self.accept(f"forget:{at:%Y-%m-%d}", _FORGET, "", "", TIMERS, delay=delay)

    def _nightly(self, _steps: Work, _workspace_id: str, _key: str) -> Json:
        # Planned first, so that a night that fails is not the last; and for another one than this,
        # also where the database's clock is ahead of ours.
        self.plan_forgetting(timedelta(hours=1))
        return self.forget(utc_now() - self._keep)
