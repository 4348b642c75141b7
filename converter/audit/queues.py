"""Who still waits for a classic e-mail, and until when."""

from collections.abc import Sequence
from datetime import UTC, datetime

from converter.audit.brief import AuditBrief
from converter.audit.model import QueueRow, Queues
from converter.audit.words import say, sentences
from converter.language import moment
from converter.reading import moment_of
from converter.report.model import Language

NEVER = datetime.max.replace(tzinfo=UTC)
"""Sorts what has no date behind everything that has one."""


def account_queues(
    briefs: Sequence[AuditBrief], language: Language, timezone: str | None
) -> Queues:
    waiting = sorted((b for b in briefs if b.queued), key=lambda b: (*ends(b), *b.by_name()))
    rows = tuple(_row(b, language, timezone) for b in waiting)
    unread = sum(1 for b in briefs if b.classic is not None and b.queued is None)
    dates = [when for b in waiting if (when := _end(b)) is not None]
    contacts = sum(row.contacts for row in rows)
    removed = sum(b.classic.removed for b in briefs if b.classic is not None)
    last = max(dates, default=None)
    return Queues(
        contacts=contacts,
        automations=rows,
        unread=unread,
        last_send=last.isoformat() if last is not None else None,
        removed=removed,
        text=sentences(
            say("queues", language, contacts=contacts, count=len(rows))
            if rows
            else say("queues_empty", language),
            say("queues_last", language, moment=moment(language, last, timezone)) if last else None,
            say("queues_unread", language, count=unread) if unread else None,
            say("queues_removed", language, count=removed) if removed else None,
        ),
    )


def waiting_text(brief: AuditBrief, language: Language, timezone: str | None) -> str:
    """“38 contacts wait, until 3 March 2026, 09:00 (Europe/Paris).”"""
    contacts = brief.queued or 0
    if brief.classic is not None and brief.classic.wholly_paused:
        return say("queue_paused", language, contacts=contacts)
    when = _end(brief)
    if when is None:
        return say("queue_undated", language, contacts=contacts)
    goes_on = brief.classic is None or brief.classic.queue_goes_on
    key = "queue_goes_on" if goes_on else "queue_ends"
    return say(key, language, contacts=contacts, moment=moment(language, when, timezone))


def ends(brief: AuditBrief) -> tuple[datetime, int]:
    """Sorts by the last planned send, then by how many wait."""
    return _end(brief) or NEVER, brief.queued or 0


def _end(brief: AuditBrief) -> datetime | None:
    if brief.classic is not None and brief.classic.wholly_paused:
        return None
    return moment_of(brief.last_send)


def _row(brief: AuditBrief, language: Language, timezone: str | None) -> QueueRow:
    return QueueRow(
        id=brief.id,
        name=brief.name,
        level=brief.level,
        contacts=brief.queued or 0,
        last_send=brief.last_send,
        text=waiting_text(brief, language, timezone),
    )
