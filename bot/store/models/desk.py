"""The desk: cases, what happened to them, what was said in them, and how the desk works."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace
from bot.store.secrets import EncryptedText

_UNFINISHED = text("open_key IS NOT NULL")


class CaseRow(OfWorkspace, Base):
    """A case; see bot.desk.case for the meaning of what stands there too.

    ``open_key`` is ``{channel}:{thread_ts}:{requester}`` while the case is unfinished: a thread has
    one such case for each requester. ``told`` (due times that were said) and ``outside`` (by
    channel outside of Slack, what it calls the case) are JSON. ``agent`` may be somebody outside of
    Slack, by address.
    """

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("workspace_id", "open_key"),
        CheckConstraint(
            "state IN ('scheduled', 'offered', 'claimed', 'waiting_user', 'resolved', 'cancelled',"
            " 'expired', 'failed')",
            name="state",
        ),
        CheckConstraint("rating IN ('good', 'bad')", name="rating"),
        Index(
            None,
            "workspace_id",
            "priority",
            "opened_at",
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index(
            None, "workspace_id", "state", sqlite_where=_UNFINISHED, postgresql_where=_UNFINISHED
        ),
        Index(
            None,
            "workspace_id",
            "agent",
            "priority",
            "opened_at",
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
        Index(None, "workspace_id", "card_channel", "card_ts"),
        Index(None, "workspace_id", "channel", "thread_ts"),
        Index(None, "workspace_id", "requester"),
        Index(None, "workspace_id", "opened_at"),
        Index(None, "workspace_id", "resolved_at", "rating"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    open_key: Mapped[str | None] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(16))
    priority: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    requester: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(64))
    thread_ts: Mapped[str] = mapped_column(String(32))
    start: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str | None] = mapped_column(String(64))
    turn_id: Mapped[int | None]
    """The turn under whose answer a person was asked for."""
    agent: Mapped[str | None] = mapped_column(String(255))
    version: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(Moment)
    begun_at: Mapped[datetime] = mapped_column(Moment)
    since: Mapped[datetime] = mapped_column(Moment)
    offered_at: Mapped[datetime | None] = mapped_column(Moment)
    claimed_at: Mapped[datetime | None] = mapped_column(Moment)
    first_reply_at: Mapped[datetime | None] = mapped_column(Moment)
    asked_at: Mapped[datetime | None] = mapped_column(Moment)
    heard_at: Mapped[datetime] = mapped_column(Moment)
    waits_for_agent_since: Mapped[datetime | None] = mapped_column(Moment)
    resolved_at: Mapped[datetime | None] = mapped_column(Moment)
    reopened: Mapped[int]
    rating: Mapped[str | None] = mapped_column(String(8))
    told: Mapped[str] = mapped_column(Text)
    card_channel: Mapped[str | None] = mapped_column(String(64))
    card_ts: Mapped[str | None] = mapped_column(String(32))
    outside: Mapped[str] = mapped_column(Text)


class CasePacketRow(OfWorkspace, Base):
    """What travels with a case, as JSON: apart from it, so that cases are small to read through."""

    __tablename__ = "case_packets"
    __table_args__ = (UniqueConstraint("case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    value: Mapped[str] = mapped_column(EncryptedText)


class CaseStepRow(OfWorkspace, Base):
    """One change of a case, which made it ``version``; ``by`` is empty for the clock.

    The first is ``open``, and comes from no state.
    """

    __tablename__ = "case_steps"
    # By the case first: its steps go with it. A case is of one workspace.
    __table_args__ = (UniqueConstraint("case_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(16))
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    why: Mapped[str | None] = mapped_column(EncryptedText)


class CaseMessageRow(OfWorkspace, Base):
    """Something said in a case. ``source_…`` is where it was written, ``copy_…`` where the other
    side reads it; ``files`` is JSON. Text and files go when the message is deleted."""

    __tablename__ = "case_messages"
    __table_args__ = (
        UniqueConstraint("workspace_id", "source_channel", "source_ts"),
        CheckConstraint("side IN ('requester', 'agent', 'note', 'bot')", name="side"),
        Index(None, "case_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    side: Mapped[str] = mapped_column(String(16))
    author: Mapped[str] = mapped_column(String(255))
    source_channel: Mapped[str] = mapped_column(String(64))
    source_ts: Mapped[str] = mapped_column(String(255))
    copy_channel: Mapped[str | None] = mapped_column(String(64))
    copy_ts: Mapped[str | None] = mapped_column(String(255))
    text: Mapped[str | None] = mapped_column(EncryptedText)
    files: Mapped[str | None] = mapped_column(EncryptedText)
    at: Mapped[datetime] = mapped_column(Moment)
    edited_at: Mapped[datetime | None] = mapped_column(Moment)
    deleted_at: Mapped[datetime | None] = mapped_column(Moment)


class DeskSettingsRow(OfWorkspace, Base):
    """How the desk of a workspace works, as JSON: it may hold passwords of outside channels."""

    __tablename__ = "desk_settings"
    __table_args__ = (UniqueConstraint("workspace_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    value: Mapped[str] = mapped_column(EncryptedText)
    updated_by: Mapped[str] = mapped_column(String(64))
    updated_at: Mapped[datetime] = mapped_column(Moment)
