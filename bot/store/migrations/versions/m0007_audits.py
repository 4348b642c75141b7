"""Audits of a whole account, and what they found of each automation."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0007"
down_revision = "0006"
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
        "audits",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("open_key", sa.String(16)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("plan", sa.String(32)),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("channel", sa.String(64)),
        sa.Column("ts", sa.String(32)),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(1)),
        sa.Column("levels", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment()),
        sa.Column("ended_by", sa.String(64)),
        sa.Column("error_id", sa.String(16)),
        sa.PrimaryKeyConstraint("id", name="pk_audits"),
        sa.UniqueConstraint("workspace_id", "open_key", name="uq_audits_workspace_id_open_key"),
        sa.CheckConstraint(
            "state IN ('running', 'done', 'stopped', 'failed')", name="ck_audits_state"
        ),
        _belongs("audits"),
    )
    op.create_table(
        "audit_briefs",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("automation", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("brief", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_briefs"),
        sa.UniqueConstraint("audit_id", "position", name="uq_audit_briefs_audit_id_position"),
        _belongs("audit_briefs"),
        _belongs("audit_briefs", "audit_id", "audits"),
    )
    op.create_index(
        "ix_audit_briefs_workspace_id_audit_id_level_position",
        "audit_briefs",
        ["workspace_id", "audit_id", "level", "position"],
    )


def downgrade() -> None:
    for table in ("audit_briefs", "audits"):
        op.drop_table(table)
