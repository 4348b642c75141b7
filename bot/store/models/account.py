"""What is known of a workspace's Mailchimp account: its files, its automations, its secrets."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models.base import Base, Moment, OfWorkspace
from bot.store.secrets import EncryptedText


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


class SecretRow(OfWorkspace, Base):
    """A secret of the workspace, such as a token of its Mailchimp account, by name."""

    __tablename__ = "secrets"
    __table_args__ = (UniqueConstraint("workspace_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    value: Mapped[str] = mapped_column(EncryptedText)
    updated_at: Mapped[datetime] = mapped_column(Moment)
