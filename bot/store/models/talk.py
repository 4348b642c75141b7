"""The conversation."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace


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
