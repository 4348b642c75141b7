"""The conversation: threads, turns, feedback, unanswered questions."""

import sqlalchemy as sa
from alembic import op

from bot.store.models import Moment

revision = "0002"
down_revision = "0001"
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
        "conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("channel", sa.String(64), nullable=False),
        sa.Column("thread_ts", sa.String(32), nullable=False),
        sa.Column("asker", sa.String(64)),
        sa.Column("language", sa.String(8)),
        sa.Column("muted_at", Moment()),
        sa.Column("quiet_reason", sa.String(16)),
        sa.Column("last_activity", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint(
            "workspace_id",
            "channel",
            "thread_ts",
            name="uq_conversations_workspace_id_channel_thread_ts",
        ),
        sa.CheckConstraint(
            "quiet_reason IN ('asked', 'person')", name="ck_conversations_quiet_reason"
        ),
        _belongs("conversations"),
    )
    op.create_table(
        "turns",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("asker", sa.String(64), nullable=False),
        sa.Column("question_ts", sa.String(32)),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("decision", sa.String(16), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("candidates", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.Column("shape", sa.String(16), nullable=False),
        sa.Column("showing", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("private", sa.Boolean(), nullable=False),
        sa.Column("answer_ts", sa.String(32)),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("answered_at", Moment()),
        sa.Column("edited_at", Moment()),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
        sa.UniqueConstraint(
            "workspace_id",
            "conversation_id",
            "question_ts",
            name="uq_turns_workspace_id_conversation_id_question_ts",
        ),
        sa.CheckConstraint(
            "outcome IN ('pending', 'yes', 'no', 'chosen', 'superseded', 'deleted')",
            name="ck_turns_outcome",
        ),
        _belongs("turns"),
        _belongs("turns", "conversation_id", "conversations"),
    )
    op.create_index("ix_turns_workspace_id_question_ts", "turns", ["workspace_id", "question_ts"])
    op.create_index(
        "ix_turns_workspace_id_asker_asked_at", "turns", ["workspace_id", "asker", "asked_at"]
    )
    op.create_table(
        "feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.String(64), nullable=False),
        sa.Column("verdict", sa.String(8), nullable=False),
        sa.Column("topic", sa.String(64)),
        sa.Column("reason", sa.String(32)),
        sa.Column("comment", sa.Text()),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
        sa.UniqueConstraint("turn_id", "user_id", name="uq_feedback_turn_id_user_id"),
        sa.CheckConstraint("verdict IN ('up', 'down')", name="ck_feedback_verdict"),
        _belongs("feedback"),
        _belongs("feedback", "turn_id", "turns"),
    )
    op.create_table(
        "unanswered",
        sa.Column("id", sa.Integer(), nullable=False),
        _workspace(),
        sa.Column("turn_id", sa.Integer(), nullable=False),
        sa.Column("nearest", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
        sa.UniqueConstraint("turn_id", name="uq_unanswered_turn_id"),
        _belongs("unanswered"),
        _belongs("unanswered", "turn_id", "turns"),
    )


def downgrade() -> None:
    for table in ("unanswered", "feedback", "turns", "conversations"):
        op.drop_table(table)
