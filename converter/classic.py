"""The classic automation as the converter reads it: tolerant of what it does not know.

Shapes follow GET /automations/{id} and GET /automations/{id}/emails of the Marketing API 3.0.55.
"""

from typing import Literal

from pydantic import Field

from converter.frozen import Frozen
from converter.journey import Filter

ALL_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class ClassicDelay(Frozen):
    """``amount`` is never negative; 0 hours is "immediately". ``action`` is the API's, or None."""

    amount: int
    unit: Literal["hour", "day", "week"]
    before: bool
    action: str | None
    contradicts: bool = False
    """The delay cannot be kept as written (“before” an event that has no date)."""


class Schedule(Frozen):
    """``days`` in the order of the week; ``hours`` the API's type, by default send_asap."""

    days: tuple[str, ...] = ALL_DAYS
    hours: str = "send_asap"

    @property
    def restricts(self) -> bool:
        return len(self.days) < len(ALL_DAYS) or self.hours in {"send_between", "send_at"}


class ClassicEmail(Frozen):
    """``pointer`` is its JSON Pointer, ``place`` its 1-based place in the order of sending."""

    pointer: str
    place: int
    id: str
    web_id: str | None
    title: str
    subject: str
    status: str | None
    delay: ClassicDelay
    schedule: Schedule
    segment: Filter | None

    @property
    def label(self) -> str:
        return self.title or self.subject


class Queue(Frozen):
    """Contacts who wait for a classic e-mail. ``last_send`` is ISO 8601."""

    contacts: int
    last_send: str | None
    dated: int = 0
    """Contacts whose next send was listed; fewer than ``contacts`` where a page was cut."""
    waiting: tuple[str, ...] = ()
    """Ids of the e-mails that somebody waits for."""


class ClassicAutomation(Frozen):
    pointer: str
    id: str
    title: str
    status: str | None
    audience: str | None
    audience_id: str | None = None
    """``recipients.list_id``; ``audience`` is what a person calls it."""
    store: str | None
    workflow_type: str | None
    stated_emails: int | None
    """``workflow_emails_count``, where it is given."""
    legacy: dict[str, object] = Field(default_factory=dict)
    """Fields of ``trigger_settings`` that old API clients carried, still accepted."""
    segment: Filter | None
    schedule: Schedule = Schedule()
    """``trigger_settings.runtime``; it speaks of the first e-mail, and mostly repeats its own."""
    emails: tuple[ClassicEmail, ...]
    queue: Queue | None
    timezone: str | None = None
    """The account's, as an IANA name; UTC where it is not known."""
    removed: int
    answers: dict[str, object] = Field(default_factory=dict)
