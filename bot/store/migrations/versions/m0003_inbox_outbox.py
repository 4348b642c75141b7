"""Work that outlives the process: what Slack delivered, what is to be sent to it."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _workspace() -> sa.Column[str]:
    return sa.Column("workspace_id", sa.String(64), nullable=False)


def _belongs(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workspace_id"],
        ["workspaces.id"],
        name=f"fk_{table}_workspace_id_workspaces",
        ondelete="CASCADE",
    )


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("done_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_inbox_workspace_id_key"),
        _belongs("inbox"),
    )
    op.create_index("ix_inbox_workspace_id_received_at", "inbox", ["workspace_id", "received_at"])
    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("method", sa.String(64), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("address", sa.Text()),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("response", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(255)),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("tried_at", Moment()),
        sa.Column("sent_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_outbox_workspace_id_key"),
        sa.CheckConstraint(
            "state IN ('new', 'sending', 'sent', 'failed', 'gave_up')", name="ck_outbox_state"
        ),
        _belongs("outbox"),
    )
    op.create_index(
        "ix_outbox_workspace_id_state_created_at",
        "outbox",
        ["workspace_id", "state", "created_at"],
    )


def downgrade() -> None:
    for table in ("outbox", "inbox"):
        op.drop_table(table)
