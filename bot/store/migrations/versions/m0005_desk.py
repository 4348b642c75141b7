"""The desk: cases, what travels with them, their steps and messages, and its settings."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0005"
down_revision = "0004"
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
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("open_key", sa.String(255)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("requester", sa.String(64), nullable=False),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("thread_ts", sa.String(32), nullable=False),
        sa.Column("start", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("turn_id", sa.Integer()),
        sa.Column("agent", sa.String(255)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("offered_at", Moment()),
        sa.Column("claimed_at", Moment()),
        sa.Column("first_reply_at", Moment()),
        sa.Column("asked_at", Moment()),
        sa.Column("heard_at", Moment(), nullable=False),
        sa.Column("waits_for_agent_since", Moment()),
        sa.Column("resolved_at", Moment()),
        sa.Column("reopened", sa.Integer(), nullable=False),
        sa.Column("rating", sa.String(8)),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("card_channel", sa.String(64)),
        sa.Column("card_ts", sa.String(32)),
        sa.Column("outside", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("workspace_id", "open_key", name="uq_cases_workspace_id_open_key"),
        sa.CheckConstraint(
            "state IN ('scheduled', 'offered', 'claimed', 'waiting_user', 'resolved', 'cancelled',"
            " 'expired', 'failed')",
            name="ck_cases_state",
        ),
        sa.CheckConstraint("rating IN ('good', 'bad')", name="ck_cases_rating"),
        _belongs("cases"),
    )
    unfinished = sa.text("open_key IS NOT NULL")
    for columns in (("priority", "opened_at"), ("state",), ("agent", "priority", "opened_at")):
        op.create_index(
            f"ix_cases_workspace_id_{'_'.join(columns)}",
            "cases",
            ["workspace_id", *columns],
            sqlite_where=unfinished,
            postgresql_where=unfinished,
        )
    for columns in (
        ("card_channel", "card_ts"),
        ("channel", "thread_ts"),
        ("requester",),
        ("opened_at",),
        ("resolved_at", "rating"),
    ):
        op.create_index(
            f"ix_cases_workspace_id_{'_'.join(columns)}", "cases", ["workspace_id", *columns]
        )
    op.create_table(
        "case_packets",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_packets"),
        sa.UniqueConstraint("case_id", name="uq_case_packets_case_id"),
        _belongs("case_packets"),
        _belongs("case_packets", "case_id", "cases"),
    )
    op.create_table(
        "case_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("by", sa.String(255), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16), nullable=False),
        sa.Column("why", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_case_steps"),
        sa.UniqueConstraint("case_id", "version", name="uq_case_steps_case_id_version"),
        _belongs("case_steps"),
        _belongs("case_steps", "case_id", "cases"),
    )
    op.create_table(
        "case_messages",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(16), nullable=False),
        sa.Column("author", sa.String(255), nullable=False),
        sa.Column("source_channel", sa.String(64), nullable=False),
        sa.Column("source_ts", sa.String(255), nullable=False),
        sa.Column("copy_channel", sa.String(64)),
        sa.Column("copy_ts", sa.String(255)),
        sa.Column("text", sa.Text()),
        sa.Column("files", sa.Text()),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("edited_at", Moment()),
        sa.Column("deleted_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_case_messages"),
        sa.UniqueConstraint(
            "workspace_id",
            "source_channel",
            "source_ts",
            name="uq_case_messages_workspace_id_source_channel_source_ts",
        ),
        sa.CheckConstraint(
            "side IN ('requester', 'agent', 'note', 'bot')", name="ck_case_messages_side"
        ),
        _belongs("case_messages"),
        _belongs("case_messages", "case_id", "cases"),
    )
    op.create_index("ix_case_messages_case_id", "case_messages", ["case_id"])
    op.create_table(
        "desk_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("updated_by", sa.String(64), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_desk_settings"),
        sa.UniqueConstraint("workspace_id", name="uq_desk_settings_workspace_id"),
        _belongs("desk_settings"),
    )


def downgrade() -> None:
    for table in ("desk_settings", "case_messages", "case_steps", "case_packets", "cases"):
        op.drop_table(table)
