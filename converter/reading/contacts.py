"""Contacts who wait in a queue, and contacts who were removed for good."""

from datetime import UTC, datetime
from typing import Any

from converter.classic import Queue
from converter.findings import problem
from converter.language import shorten
from converter.pointer import join
from converter.reading.values import Reader

MOST_CONTACTS = 10**12
"""Above it a number of contacts counts as unreadable."""


def read_queue(reader: Reader, entry: dict[str, Any], base: str) -> Queue | None:
    """None where no queue was read, so that nobody takes it for an empty one."""
    queues = entry.get("queues")
    if queues is None:
        return None
    if not isinstance(queues, dict):
        reader.notes.add(
            "CJ605",
            f"{base}/queues",
            where=reader.where,
            problem=problem("queue_unreadable", field="queues"),
        )
        return None
    total, moments, readable = 0, [], 0
    waited_for: list[str] = []
    for key, queue in queues.items():
        at = join(base, "queues", str(key))
        if not isinstance(queue, dict):
            reader.notes.add(
                "CJ605",
                at,
                where=reader.where,
                problem=problem("queue_unreadable", field=shorten(str(key))),
            )
            continue
        readable += 1
        contacts = _total(reader, queue, "queue", at)
        total += contacts
        if contacts:
            waited_for.append(str(key))
        waiting = queue.get("queue")
        for item in waiting if isinstance(waiting, list) else ():
            found = moment_of(item.get("next_send")) if isinstance(item, dict) else None
            if found:
                moments.append(found)
    if not readable:
        return None
    return Queue(
        contacts=total,
        last_send=max(moments).isoformat() if moments else None,
        dated=min(len(moments), total),
        waiting=tuple(waited_for),
    )


def read_removed(reader: Reader, entry: dict[str, Any], base: str) -> int:
    removed = entry.get("removed_subscribers")
    if removed is not None and not isinstance(removed, dict):
        reader.wrong_type(f"{base}/removed_subscribers", "removed_subscribers", "object", removed)
    if not isinstance(removed, dict):
        return 0
    return _total(reader, removed, "subscribers", f"{base}/removed_subscribers")


def _total(reader: Reader, holder: dict[str, Any], listed: str, at: str) -> int:
    total, items = holder.get("total_items"), holder.get(listed)
    count = len(items) if isinstance(items, list) else 0
    if isinstance(total, float) and total.is_integer():
        total = int(total)
    if isinstance(total, int) and not isinstance(total, bool) and 0 <= total <= MOST_CONTACTS:
        return total
    if count or total is not None:
        reader.assume(f"{at}/total_items", "total_missing", assumed=str(count))
    return count


def moment_of(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None
