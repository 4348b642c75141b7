"""Work as an operator sees it: list, show, try again, drop. Needs no running engine."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.durable import Json
from bot.work.dbos import DBOSClient, PortableWorkflowError, StepInfo, WorkflowStatus
from bot.work.problems import WorkProblem
from bot.work.queueing import enqueue
from bot.work.shape import EVENTS

State = Literal["waiting", "running", "retrying", "done", "failed", "stopped", "dropped"]
STATES: tuple[State, ...] = (
    "waiting",
    "running",
    "retrying",
    "done",
    "failed",
    "stopped",
    "dropped",
)
_STATUSES: dict[str, State] = {
    "ENQUEUED": "waiting",
    "DELAYED": "waiting",
    "PENDING": "running",
    "SUCCESS": "done",
    "ERROR": "failed",
    "MAX_RECOVERY_ATTEMPTS_EXCEEDED": "failed",
    "CANCELLED": "stopped",
}
_PAGE = 200
COMING_BACK = "again:"
"""The ids of timers that bring work back begin with this."""


@dataclass(frozen=True)
class WorkItem:
    """One piece of work. Times in UTC; ``error`` and ``error_id`` of what failed or is retried.

    What failed without an error: its process died with it, every time. ``later`` counts the times
    it gave its place to others and came back.
    """

    id: str
    kind: str
    workspace_id: str
    key: str
    queue: str
    state: State
    created_at: datetime | None
    updated_at: datetime | None
    error: str | None = None
    error_id: str | None = None
    later: int = 0
    progress: Json = None

    def as_json(self) -> dict[str, Json]:
        return {
            name: value.isoformat() if isinstance(value, datetime) else value
            for name, value in asdict(self).items()
        }


@dataclass(frozen=True)
class WorkStep:
    """A recorded step. ``failed`` names what it raised; ``child`` is the id of other work."""

    name: str
    at: datetime | None
    failed: str | None = None
    child: str | None = None

    def as_json(self) -> dict[str, Json]:
        return {**asdict(self), "at": self.at.isoformat() if self.at else None}


class Operator:
    """What can be seen and done over the engine's tables, from any process that may open them."""

    def __init__(self, client: DBOSClient) -> None:
        self._client = client

    def list(self, *states: State, limit: int = 50) -> Sequence[WorkItem]:
        """The newest work in ``states``; without any, what has failed."""
        wanted = states or ("failed",)
        found: list[WorkItem] = []
        for item in self._all(_statuses(wanted)):
            if item.state in wanted:
                found.append(item)
            if len(found) >= limit:
                break
        return found

    def find(self, work_id: str) -> WorkItem:
        """Raises WorkProblem when there is none."""
        found = self._client.list_workflows(workflow_ids=[work_id])
        if not found:
            raise WorkProblem("no_such_work", id=work_id)
        return _item(found[0])

    def known(self, work_ids: Iterable[str]) -> frozenset[str]:
        """Those of them that there is work of, in whatever state."""
        wanted = list(work_ids)
        if not wanted:
            return frozenset()
        found = self._client.list_workflows(
            workflow_ids=wanted, load_input=False, load_output=False
        )
        return frozenset(status.workflow_id for status in found)

    def outcome(self, work_id: str) -> tuple[State | None, Json]:
        """Where it stands, and what it gave if it is done; None and None for unknown work."""
        found = self._client.list_workflows(workflow_ids=[work_id])
        if not found:
            return None, None
        state = _item(found[0]).state
        return state, found[0].output if state == "done" else None

    def begun(self, work_id: str) -> float:
        """When its turn came last, in seconds by the database's clock; 0 while it waits."""
        found = self._client.list_workflows(workflow_ids=[work_id], load_output=False)
        return (found[0].dequeued_at or 0) / 1000 if found else 0.0

    def steps(self, work_id: str) -> Sequence[WorkStep]:
        """In order, without what they gave."""
        return [_step(info) for info in self._client.list_workflow_steps(work_id)]

    def begin(self, work_id: str, kind: str, workspace_id: str, key: str) -> bool:
        """Have work done, once: False when it is under way or over. What failed is tried again."""
        if enqueue(self._client, work_id, kind, workspace_id, key):
            return True
        if self.find(work_id).state not in ("failed", "stopped", "dropped"):
            return False
        self.retry(work_id)
        return True

    def retry(self, work_id: str) -> None:
        """Once more under its own id and recorded steps: what was done is not done again.

        Also the failed work that it was waiting for. Raises WorkProblem for work that is unknown
        or has not failed.
        """
        item = self.find(work_id)
        if item.state not in ("failed", "retrying", "stopped", "dropped"):
            raise WorkProblem("not_failed", id=work_id, state=item.state)
        self._client.update_workflow_attributes(
            work_id, {"later": 0, "waits": False, "dropped": False}, merge=True
        )
        self.go_on(work_id)

    def go_on(self, work_id: str) -> bool:
        """Put ended work back into its queue, without the failed steps at its end; False for work
        that is done, running or waiting."""
        found = self._client.list_workflows(workflow_ids=[work_id], load_output=False)
        if not found or found[0].status in ("SUCCESS", "PENDING", "ENQUEUED", "DELAYED"):
            return False
        status = found[0]
        queue = _arguments(status)[3]
        if status.status != "ERROR":
            # It never ended by itself: every record it has is good.
            self._client.resume_workflow(work_id, queue_name=queue)
            return True
        steps = self._client.list_workflow_steps(work_id)
        good = len(steps)
        while good and steps[good - 1]["error"] is not None:
            good -= 1
            child = steps[good]["child_workflow_id"]
            if child is not None:
                self.go_on(child)
        last = steps[good - 1]["function_id"] if good else 0
        self._client.rewind_workflow(
            work_id,
            start_step=last + 1,
            queue_name=queue,
            queue_partition_key=status.queue_partition_key,
        )
        return True

    def drop(self, work_id: str) -> None:
        """Never to be done. Its id stays known, so that the same event is not taken for new.

        Raises WorkProblem for work that is unknown, done or dropped already.
        """
        item = self.find(work_id)
        if item.state in ("done", "dropped"):
            raise WorkProblem("already_over", id=work_id, state=item.state)
        self._client.update_workflow_attributes(
            work_id, {"dropped": True, "waits": False}, merge=True
        )
        self.cancel(work_id)

    def cancel(self, work_id: str) -> None:
        """Stop waiting or running work; what runs stops at its next step."""
        self._client.cancel_workflow(work_id, cancel_children=True)

    def progress(self, work_id: str, progress: Json) -> None:
        """Keep how far a job is, for ``find`` to tell."""
        self._client.update_workflow_attributes(work_id, {"progress": progress}, merge=True)

    def busy(self) -> bool:
        """Whether anything waits for its turn or runs."""
        return self._any(status=["ENQUEUED", "PENDING"])

    def coming_back(self) -> bool:
        """Whether work waits for trouble to pass."""
        return self._any(status="DELAYED", workflow_id_prefix=COMING_BACK)

    def _any(self, **of: Any) -> bool:
        return bool(self._client.list_workflows(**of, limit=1, load_input=False, load_output=False))

    def _all(self, statuses: Sequence[str]) -> Iterator[WorkItem]:
        offset = 0
        while True:
            page = self._client.list_workflows(
                status=list(statuses), sort_desc=True, limit=_PAGE, offset=offset
            )
            yield from map(_item, page)
            if len(page) < _PAGE:
                return
            offset += _PAGE


def _statuses(states: Sequence[State]) -> Sequence[str]:
    plain = {"retrying": "failed", "dropped": "stopped"}
    wanted = {plain.get(state, state) for state in states}
    if "dropped" in states:
        wanted.add("failed")
    return [status for status, state in _STATUSES.items() if state in wanted]


def _item(status: WorkflowStatus) -> WorkItem:
    kind, workspace_id, key, queue = _arguments(status)
    attributes = status.attributes or {}
    error, error_id = _error(status)
    return WorkItem(
        id=status.workflow_id,
        kind=kind,
        workspace_id=workspace_id,
        key=key,
        queue=queue,
        state=_state(status.status, attributes),
        created_at=_moment(status.created_at),
        updated_at=_moment(status.updated_at),
        error=error,
        error_id=error_id,
        later=int(attributes.get("later", 0)),
        progress=attributes.get("progress"),
    )


def _state(status: str, attributes: dict[str, Any]) -> State:
    state = _STATUSES[status]
    if state in ("failed", "stopped") and attributes.get("dropped"):
        return "dropped"
    if state == "failed" and attributes.get("waits"):
        return "retrying"
    return state


def _error(status: WorkflowStatus) -> tuple[str | None, str | None]:
    if status.status == "MAX_RECOVERY_ATTEMPTS_EXCEEDED":
        return None, None
    if isinstance(status.error, PortableWorkflowError):
        return status.error.message, str(status.error.code) if status.error.code else None
    return (str(status.error) if status.error else None), None


def _arguments(status: WorkflowStatus) -> tuple[str, str, str, str]:
    arguments: Any = status.input["args"] if status.input else ()
    texts = [str(one) for one in arguments] if isinstance(arguments, list | tuple) else []
    kind, workspace_id, key, queue = (*texts, "", "", "", "")[:4]
    return kind, workspace_id, key, queue or EVENTS


def _step(info: StepInfo) -> WorkStep:
    error = info["error"]
    told = error.data if isinstance(error, PortableWorkflowError) else None
    kind = told.get("kind") if isinstance(told, dict) else None
    return WorkStep(
        name=info["function_name"],
        at=_moment(info["completed_at_epoch_ms"]),
        failed=None if error is None else str(kind or type(error).__name__),
        child=info["child_workflow_id"],
    )


def _moment(milliseconds: int | None) -> datetime | None:
    return None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC)
