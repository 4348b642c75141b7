"""What Mailchimp did not give while the account was read: said, and never taken for empty."""

from typing import Any

from converter.classic import Queue
from converter.content import load
from converter.findings import problem, worded
from converter.language import Said
from converter.pointer import join
from converter.reading.notes import Unreadable, invalid
from converter.reading.values import Reader

OTHER = "refused"


def emails_unread(entry: dict[str, Any], base: str) -> Unreadable | None:
    """Why there is nothing to convert, where the e-mails were asked for and not given."""
    told = _of(entry, "emails")
    if told is None or entry.get("emails"):
        return None
    return invalid(join(base, "unread", "emails"), "emails_unread", reason=_because(told))


def note_unread(
    reader: Reader, entry: dict[str, Any], base: str, queue: Queue | None
) -> Queue | None:
    """CJ605 for queues and removed contacts that were not given. Gives the queue as far as it is
    known: None where only empty ones were given, so that nobody takes it for an empty one."""
    queues = _of(entry, "queues")
    if queues:
        queue = queue if queue is not None and queue.contacts else None
        first, *_ = queues.values()
        key = "queues_unread" if queue is None else "queue_unread"
        _note(reader, join(base, "unread", "queues"), key, first)
    removed = _of(entry, "removed_subscribers")
    if removed is not None and "removed_subscribers" not in entry:
        at = join(base, "unread", "removed_subscribers")
        _note(reader, at, "removed_unread", removed)
    return queue


def _note(reader: Reader, at: str, key: str, told: object) -> None:
    clause = problem(key, reason=_because(told))
    reader.notes.add("CJ605", at, where=reader.where, problem=clause)


def _of(entry: dict[str, Any], key: str) -> dict[str, Any] | None:
    unread = entry.get("unread")
    told = unread.get(key) if isinstance(unread, dict) else None
    return told if isinstance(told, dict) else None


def _because(told: object) -> Said:
    """The reason as an export writes it; any other counts as refused."""
    reasons = load("diagnostics/problems.toml")["unread_because"]
    given = told.get("reason") if isinstance(told, dict) else None
    texts = reasons.get(given if isinstance(given, str) else OTHER, reasons[OTHER])
    return worded(lambda language: texts[language])
