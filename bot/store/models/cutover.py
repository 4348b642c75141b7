"""Cut-overs: how far the move of each automation is, who did what, and where cards stand."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace
from bot.store.secrets import EncryptedText


class CutoverRow(OfWorkspace, Base):
    """One for each automation of Mailchimp's. ``value`` is the whole of it as JSON, see
    converter.cutover; the other columns are what is looked for."""

    __tablename__ = "cutovers"
    __table_args__ = (
        UniqueConstraint("workspace_id", "automation_id"),
        CheckConstraint(
            "state IN ('classic_live', 'draft', 'checked', 'approved', 'live_draining', 'drained')",
            name="state",
        ),
        Index(None, "workspace_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    automation_id: Mapped[str] = mapped_column(String(255))
    state: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    since: Mapped[datetime] = mapped_column(Moment)
    value: Mapped[str] = mapped_column(EncryptedText)


class CutoverStepRow(OfWorkspace, Base):
    """One deed, which made the cut-over ``version``; ``by`` is empty for the clock. ``what`` is the
    task or decision that it is about; the first is ``open``, and comes from no state."""

    __tablename__ = "cutover_steps"
    __table_args__ = (UniqueConstraint("cutover_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cutover_id: Mapped[int] = mapped_column(ForeignKey("cutovers.id", ondelete="CASCADE"))
    version: Mapped[int]
    at: Mapped[datetime] = mapped_column(Moment)
    by: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    from_state: Mapped[str | None] = mapped_column(String(16))
    to_state: Mapped[str] = mapped_column(String(16))
    what: Mapped[str | None] = mapped_column(String(64))
    why: Mapped[str | None] = mapped_column(EncryptedText)


class CutoverCardRow(OfWorkspace, Base):
    """A card in somebody's direct messages with the bot: each of them has one of a cut-over."""

    __tablename__ = "cutover_cards"
    __table_args__ = (UniqueConstraint("cutover_id", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    cutover_id: Mapped[int] = mapped_column(ForeignKey("cutovers.id", ondelete="CASCADE"))
    person: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(64))
    ts: Mapped[str] = mapped_column(String(32))
    page: Mapped[int]
