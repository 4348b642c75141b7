"""Reading a Mailchimp account: the readings, and what an unfinished one has read."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _workspace() -> sa.Column[str]:
    return sa.Column("workspace_id", sa.String(64), nullable=False)


def _belongs(table: str, column: str = "workspace_id", to: str = "workspaces") -> sa.Constraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "account_reads",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("open_key", sa.String(16)),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("account_id", sa.String(64)),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("unread", sa.Integer(), nullable=False),
        sa.Column("problem", sa.String(64)),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_account_reads"),
        sa.UniqueConstraint(
            "workspace_id", "open_key", name="uq_account_reads_workspace_id_open_key"
        ),
        sa.CheckConstraint("state IN ('running', 'done', 'failed')", name="ck_account_reads_state"),
        _belongs("account_reads"),
    )
    op.create_index(
        "ix_account_reads_workspace_id_begun_at", "account_reads", ["workspace_id", "begun_at"]
    )
    op.create_table(
        "account_pieces",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("read_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(16), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_account_pieces"),
        sa.UniqueConstraint(
            "read_id", "part", "position", name="uq_account_pieces_read_id_part_position"
        ),
        _belongs("account_pieces"),
        _belongs("account_pieces", "read_id", "account_reads"),
    )


def downgrade() -> None:
    for table in ("account_pieces", "account_reads"):
        op.drop_table(table)
