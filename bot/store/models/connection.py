"""Reading a workspace's Mailchimp account: each reading, and what it has read so far."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace
from bot.store.secrets import EncryptedText


class AccountReadRow(OfWorkspace, Base):
    """One reading of the account, from the first request to the last.

    ``open_key`` is ``account`` while it runs: a workspace has one such reading. ``total`` counts
    automations, ``unread`` those among them that Mailchimp did not give. ``problem`` is the code of
    the sentence that says why it failed.
    """

    __tablename__ = "account_reads"
    __table_args__ = (
        UniqueConstraint("workspace_id", "open_key"),
        CheckConstraint("state IN ('running', 'done', 'failed')", name="state"),
        Index(None, "workspace_id", "begun_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    open_key: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(8))
    asked_by: Mapped[str] = mapped_column(String(64))
    account_id: Mapped[str | None] = mapped_column(String(64))
    total: Mapped[int]
    unread: Mapped[int]
    problem: Mapped[str | None] = mapped_column(String(64))
    begun_at: Mapped[datetime] = mapped_column(Moment)
    ended_at: Mapped[datetime | None] = mapped_column(Moment)


class AccountPieceRow(OfWorkspace, Base):
    """What an unfinished reading has read, as JSON: ``part`` names it, ``position`` is its place
    among those of the same part. It goes when the reading ends."""

    __tablename__ = "account_pieces"
    # By the reading first: its pieces go with it. A reading is of one workspace.
    __table_args__ = (UniqueConstraint("read_id", "part", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    read_id: Mapped[int] = mapped_column(ForeignKey("account_reads.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(16))
    position: Mapped[int]
    value: Mapped[str] = mapped_column(EncryptedText)
