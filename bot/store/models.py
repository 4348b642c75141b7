"""The tables. Every row belongs to one workspace."""

from datetime import UTC, datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator


class Moment(TypeDecorator[datetime]):
    """A moment with its zone. SQLite keeps none, so it is stored, and comes back, in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class OfWorkspace:
    """A row of one workspace; it goes when the workspace goes."""

    @declared_attr
    def workspace_id(cls) -> Mapped[str]:  # noqa: N805  (SQLAlchemy hands the class over)
        return mapped_column(ForeignKey("workspaces.id", ondelete="CASCADE"))


class WorkspaceRow(Base):
    """A Slack workspace; ``id`` is Slack's team id."""

    __tablename__ = "workspaces"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    plan: Mapped[str | None] = mapped_column(String(32))
    language: Mapped[str | None] = mapped_column(String(8))


class BundleRow(OfWorkspace, Base):
    """A file that was loaded. ``digest`` is the SHA-256 of its bytes, in hexadecimal."""

    __tablename__ = "bundles"
    __table_args__ = (UniqueConstraint("workspace_id", "path"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    path: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))
    loaded_at: Mapped[datetime] = mapped_column(Moment)
    plan: Mapped[str | None] = mapped_column(String(64))
    """The plan the file names, as it stands there."""
    plan_source: Mapped[str | None] = mapped_column(String(32))
    timezone: Mapped[str | None] = mapped_column(String(64))
    """The account's, as an IANA name."""


class AutomationRow(OfWorkspace, Base):
    """One entry of a file.

    ``position`` counts from 0 over the file, ``entry_index`` over the list the entry stands in, and
    ``pointer`` is its JSON Pointer there. ``payload`` is the entry as JSON text; of a ``broken``
    one, whose text is not JSON or too large, its report by language.
    """

    __tablename__ = "automations"
    __table_args__ = (
        UniqueConstraint("workspace_id", "automation_id", "loaded_from"),
        CheckConstraint("kind IN ('automation', 'campaign', 'broken')", name="kind"),
        Index(None, "workspace_id", "loaded_from", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    automation_id: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[int]
    entry_index: Mapped[int]
    pointer: Mapped[str] = mapped_column(Text)
    payload: Mapped[str] = mapped_column(Text)
    loaded_from: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64))


class ReceivedEventRow(OfWorkspace, Base):
    """Something from Slack that was handled; ``key`` names it."""

    __tablename__ = "received_events"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index(None, "received_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(255))
    received_at: Mapped[datetime] = mapped_column(Moment)


class ConversationRow(OfWorkspace, Base):
    """A thread that the bot is part of; ``thread_ts`` is empty for what stands in no thread.

    ``asker`` addressed the bot there last. ``quiet_reason`` tells why it is silent since
    ``muted_at``: ``asked`` or ``person``.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("workspace_id", "channel", "thread_ts"),
        CheckConstraint("quiet_reason IN ('asked', 'person')", name="quiet_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str] = mapped_column(String(64))
    thread_ts: Mapped[str] = mapped_column(String(32))
    asker: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(8))
    muted_at: Mapped[datetime | None] = mapped_column(Moment)
    quiet_reason: Mapped[str | None] = mapped_column(String(16))
    last_activity: Mapped[datetime] = mapped_column(Moment)


class TurnRow(OfWorkspace, Base):
    """A question and what is shown for it; see bot.talk.turn for the meaning of each field.

    ``candidates`` (topics with confidences), ``shown`` and ``showing`` (topics) are JSON.
    ``answered_at`` is when the bot spoke: None for a question that it left unanswered.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("workspace_id", "conversation_id", "question_ts"),
        CheckConstraint(
            "outcome IN ('pending', 'yes', 'no', 'chosen', 'superseded', 'deleted')",
            name="outcome",
        ),
        Index(None, "workspace_id", "question_ts"),
        Index(None, "workspace_id", "asker", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("conversations.id", ondelete="CASCADE"))
    asker: Mapped[str] = mapped_column(String(64))
    question_ts: Mapped[str | None] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(8))
    decision: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[float] = mapped_column(Float)
    candidates: Mapped[str] = mapped_column(Text)
    shown: Mapped[str] = mapped_column(Text)
    shape: Mapped[str] = mapped_column(String(16))
    showing: Mapped[str] = mapped_column(Text)
    step: Mapped[int]
    outcome: Mapped[str] = mapped_column(String(16))
    private: Mapped[bool]
    answer_ts: Mapped[str | None] = mapped_column(String(32))
    asked_at: Mapped[datetime] = mapped_column(Moment)
    answered_at: Mapped[datetime | None] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)


class FeedbackRow(OfWorkspace, Base):
    """What one person thinks of one answer; the last word counts."""

    __tablename__ = "feedback"
    __table_args__ = (
        UniqueConstraint("turn_id", "user_id"),
        CheckConstraint("verdict IN ('up', 'down')", name="verdict"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"))
    user_id: Mapped[str] = mapped_column(String(64))
    verdict: Mapped[str] = mapped_column(String(8))
    topic: Mapped[str | None] = mapped_column(String(64))
    """What was answered when it was judged."""
    reason: Mapped[str | None] = mapped_column(String(32))
    comment: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)


class UnansweredRow(OfWorkspace, Base):
    """A question that got no answer. ``nearest``: topics with confidences, as JSON."""

    __tablename__ = "unanswered"
    __table_args__ = (UniqueConstraint("turn_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[int] = mapped_column(ForeignKey("turns.id", ondelete="CASCADE"))
    nearest: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(Moment)
