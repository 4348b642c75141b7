"""Putting work into a queue, from any process that reaches the engine's tables."""

from typing import Any

from bot.work.dbos import DBOSClient, dbos_error
from bot.work.shape import EVENTS, FIRST, HANDLE, VERSION


def enqueue(
    client: DBOSClient,
    work_id: str,
    kind: str,
    workspace_id: str,
    key: str,
    queue: str = EVENTS,
    priority: int = FIRST,
    delay: float = 0.0,
    partition: str | None = None,
) -> bool:
    """False when ``work_id`` is known already. ``delay`` in seconds; ``partition`` is needed on
    ``slack_out``. Raises what the database raises."""
    options: dict[str, Any] = {
        "workflow_name": HANDLE,
        "workflow_id": work_id,
        "workflow_id_reuse_policy": "reject",
        "queue_name": queue,
        "app_version": VERSION,
        "priority": priority,
    }
    if delay > 0:
        options["delay_seconds"] = delay
    if partition is not None:
        options["queue_partition_key"] = partition
    try:
        client.enqueue(options, kind, workspace_id, key, queue)  # type: ignore[arg-type]
    except dbos_error.DBOSWorkflowIDInUseError:
        return False
    return True
