"""The first tables: workspaces, bundles, automations, received events."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0001"
down_revision = None
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
        "workspaces",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(255), nullable=False),
        sa.Column("plan", sa.String(32)),
        sa.Column("language", sa.String(8)),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
    )
    op.create_table(
        "bundles",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("loaded_at", Moment(), nullable=False),
        sa.Column("plan", sa.String(64)),
        sa.Column("plan_source", sa.String(32)),
        sa.Column("timezone", sa.String(64)),
        sa.PrimaryKeyConstraint("id", name="pk_bundles"),
        sa.UniqueConstraint("workspace_id", "path", name="uq_bundles_workspace_id_path"),
        _belongs("bundles"),
    )
    op.create_table(
        "automations",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("automation_id", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("entry_index", sa.Integer(), nullable=False),
        sa.Column("pointer", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("loaded_from", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_automations"),
        sa.UniqueConstraint(
            "workspace_id",
            "automation_id",
            "loaded_from",
            name="uq_automations_workspace_id_automation_id_loaded_from",
        ),
        sa.CheckConstraint(
            "kind IN ('automation', 'campaign', 'broken')", name="ck_automations_kind"
        ),
        _belongs("automations"),
    )
    op.create_index(
        "ix_automations_workspace_id_loaded_from_position",
        "automations",
        ["workspace_id", "loaded_from", "position"],
    )
    op.create_table(
        "received_events",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("key", sa.String(255), nullable=False),
        sa.Column("received_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_received_events"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_received_events_workspace_id_key"),
        _belongs("received_events"),
    )
    op.create_index("ix_received_events_received_at", "received_events", ["received_at"])


def downgrade() -> None:
    for table in ("received_events", "automations", "bundles", "workspaces"):
        op.drop_table(table)
