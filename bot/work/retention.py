"""Once a night, what ended long ago goes. Its id is what tells a repeated event from a new one, so
it stays far longer than Slack, or a look through a channel's history, can repeat anything."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import Engine, bindparam, text

from bot.store.engine import locked
from bot.work.dbos import DBOSClient

DAYS = 14
LEAST_DAYS = 7
AT = time(3, 17)
"""In UTC."""
_OVER = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]
UNFINISHED = ["ENQUEUED", "PENDING", "DELAYED"]
_BATCH = 500


def checked(days: int) -> int:
    """Raises ValueError for fewer days than duplicates may come late."""
    if days < LEAST_DAYS:
        raise ValueError(f"work is kept {LEAST_DAYS} days at least, not {days}")
    return days


def next_time(now: datetime) -> datetime:
    """The next moment to clear up, after ``now``."""
    today = datetime.combine(now.astimezone(UTC).date(), AT, UTC)
    return today if today > now else today + timedelta(days=1)


def forget(
    client: DBOSClient,
    application: Engine,
    before: datetime,
    also: Callable[[datetime], None] | None = None,
) -> int:
    """Remove what ended before that moment, ``also`` what the application has of it; how many."""
    removed = 0
    while True:
        page = client.list_workflows(
            status=_OVER,
            completed_before=before.astimezone(UTC).isoformat(),
            limit=_BATCH,
            load_input=False,
            load_output=False,
        )
        if not page:
            break
        client.delete_workflows([status.workflow_id for status in page])
        removed += len(page)
    _forget_records(client, application, before)
    if also is not None:
        also(before)
    return removed


def _forget_records(client: DBOSClient, application: Engine, before: datetime) -> None:
    """Records of transactions go when their work ends; some of a killed process are left. Those of
    work that is not over are what keeps it from being done twice."""
    table = (
        "datasource_outputs" if application.dialect.name == "sqlite" else "dbos.datasource_outputs"
    )
    old = text(f"SELECT DISTINCT workflow_id FROM {table} WHERE created_at < :before")  # noqa: S608
    gone = text(
        f"DELETE FROM {table} WHERE created_at < :before AND workflow_id IN :gone"  # noqa: S608
    ).bindparams(bindparam("gone", expanding=True))
    moment = int(before.timestamp() * 1000)
    with application.connect() as connection:
        found = set(connection.scalars(old, {"before": moment}))
    running = client.list_workflows(status=UNFINISHED, load_input=False, load_output=False)
    over = sorted(found - {status.workflow_id for status in running})
    # A database takes only so many values in one statement.
    for start in range(0, len(over), _BATCH):
        with locked(application) as connection:
            connection.execute(gone, {"before": moment, "gone": over[start : start + _BATCH]})
