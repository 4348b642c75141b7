"""What comes from Slack, and what goes there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace
from bot.store.secrets import EncryptedText


class ReceivedEventRow(OfWorkspace, Base):
    """Something from Slack that was handled; ``key`` names it."""

    __tablename__ = "received_events"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index(None, "received_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255))
    received_at: Mapped[datetime] = mapped_column(Moment)


class InboxRow(OfWorkspace, Base):
    """Something that Slack delivered and that was acknowledged; ``key`` is the id of its work.

    ``body`` is the payload as JSON text, emptied with ``done_at``: the key alone tells a second
    delivery from a first.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        Index(None, "workspace_id", "received_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(32))
    body: Mapped[str] = mapped_column(EncryptedText)
    received_at: Mapped[datetime] = mapped_column(Moment)
    done_at: Mapped[datetime | None] = mapped_column(Moment)


class OutboxRow(OfWorkspace, Base):
    """A call that writes to Slack; see bot.store.states for the meaning of each state.

    ``key`` is ``{work id}:{number of the call in its run}``. ``arguments`` (emptied when it is
    sent) and ``response`` (what listeners use of it) are JSON. ``address`` is a response_url,
    whose possession is a right to post: it goes as soon as the delivery is over. ``attempts``
    counts what Slack gave no answer to. ``tried_at`` is when Slack was asked last.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("workspace_id", "key"),
        CheckConstraint("state IN ('new', 'sending', 'sent', 'failed', 'gave_up')", name="state"),
        Index(None, "workspace_id", "state", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255))
    channel: Mapped[str] = mapped_column(String(64))
    method: Mapped[str] = mapped_column(String(64))
    arguments: Mapped[str] = mapped_column(EncryptedText)
    address: Mapped[str | None] = mapped_column(EncryptedText)
    state: Mapped[str] = mapped_column(String(8))
    response: Mapped[str | None] = mapped_column(Text)
    attempts: Mapped[int]
    error: Mapped[str | None] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(Moment)
    tried_at: Mapped[datetime | None] = mapped_column(Moment)
    sent_at: Mapped[datetime | None] = mapped_column(Moment)
