"""Audits of a whole account, and what they found of each automation."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace


class AuditRow(OfWorkspace, Base):
    """``open_key`` is the same for all unfinished audits of a workspace, and empty afterwards: so
    there is one at a time. ``channel`` and ``ts`` are those of the message that shows how far it
    is. ``done`` of ``total`` automations are read; ``grade`` and ``levels`` are the result.
    ``levels`` and ``terms`` are JSON; see bot.audit_record. ``ended_by`` is who stopped it,
    ``error_id`` the id in the log of what made it fail."""

    __tablename__ = "audits"
    __table_args__ = (
        UniqueConstraint("workspace_id", "open_key"),
        CheckConstraint("state IN ('running', 'done', 'stopped', 'failed')", name="state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    open_key: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(8))
    plan: Mapped[str | None] = mapped_column(String(32))
    """The one that was asked for."""
    terms: Mapped[str] = mapped_column(Text)
    channel: Mapped[str | None] = mapped_column(String(64))
    ts: Mapped[str | None] = mapped_column(String(32))
    total: Mapped[int]
    done: Mapped[int]
    grade: Mapped[str | None] = mapped_column(String(1))
    levels: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)
    ended_by: Mapped[str | None] = mapped_column(String(64))
    error_id: Mapped[str | None] = mapped_column(String(16))


class AuditBriefRow(OfWorkspace, Base):
    """One automation in one audit; ``position`` counts from 0. ``brief`` is JSON without any
    sentence, ``automation`` the key that the automation had among ours."""

    __tablename__ = "audit_briefs"
    __table_args__ = (
        UniqueConstraint("audit_id", "position"),
        Index(None, "workspace_id", "audit_id", "level", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    audit_id: Mapped[int] = mapped_column(ForeignKey("audits.id", ondelete="CASCADE"))
    position: Mapped[int]
    automation: Mapped[int]
    name: Mapped[str] = mapped_column(Text)
    level: Mapped[str] = mapped_column(String(32))
    brief: Mapped[str] = mapped_column(Text)
