"""Rows that several tests of the store begin with."""

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from bot.store.repositories import StoredAutomation
from bot.store.talk import TurnRepository
from bot.talk import turn

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TURN = turn.of_topic("plan-limits", "en")


def entry(automation_id: str, name: str = "", position: int = 0) -> StoredAutomation:
    return StoredAutomation(
        automation_id=automation_id,
        kind="automation",
        name=name or automation_id,
        position=position,
        entry_index=position,
        pointer=f"/automations/{position}",
        payload="{}",
        digest=name,
    )


def asked(session: Session, team: str, conversation_id: int, text: str = "Q") -> int:
    """The id of a turn in which ``text`` was asked."""
    return TurnRepository(session, team).add(
        conversation_id, "U1", text, TURN, question_ts=None, private=False, now=NOW
    )
