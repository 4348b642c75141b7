"""What people answered where Mailchimp's API is silent."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace


class AnswerRow(OfWorkspace, Base):
    """One answer, the last that was given: it goes by Mailchimp's id of the automation, because
    exports of several days hold the same ones. ``value`` is JSON text."""

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("workspace_id", "automation_id", "question"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    automation_id: Mapped[str] = mapped_column(String(255))
    question: Mapped[str] = mapped_column(String(300))
    value: Mapped[str] = mapped_column(Text)
    answered_by: Mapped[str] = mapped_column(String(64))
    """Somebody's id in Slack."""
    answered_at: Mapped[datetime] = mapped_column(Moment)
