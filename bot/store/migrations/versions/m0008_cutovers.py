"""Cut-overs, what was done with them, and their cards."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0008"
down_revision = "0007"
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
        "cutovers",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("automation_id", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cutovers"),
        sa.UniqueConstraint(
            "workspace_id", "automation_id", name="uq_cutovers_workspace_id_automation_id"
        ),
        sa.CheckConstraint(
            "state IN ('classic_live', 'draft', 'checked', 'approved', 'live_draining', 'drained')",
            name="ck_cutovers_state",
        ),
        _belongs("cutovers"),
    )
    op.create_index("ix_cutovers_workspace_id_state", "cutovers", ["workspace_id", "state"])
    op.create_table(
        "cutover_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("cutover_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("what", sa.String(64)),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_cutover_steps"),
        sa.UniqueConstraint("cutover_id", "version", name="uq_cutover_steps_cutover_id_version"),
        _belongs("cutover_steps"),
        _belongs("cutover_steps", "cutover_id", "cutovers"),
    )
    op.create_table(
        "cutover_cards",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("cutover_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("ts", sa.String(32), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cutover_cards"),
        sa.UniqueConstraint("cutover_id", "person", name="uq_cutover_cards_cutover_id_person"),
        _belongs("cutover_cards"),
        _belongs("cutover_cards", "cutover_id", "cutovers"),
    )


def downgrade() -> None:
    for table in ("cutover_cards", "cutover_steps", "cutovers"):
        op.drop_table(table)
