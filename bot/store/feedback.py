"""What people think of answers."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.store.models import FeedbackRow, TurnRow
from bot.store.repositories import Repository, hold


class FeedbackRepository(Repository):
    def put(
        self, turn_id: int, user_id: str, verdict: str, topic: str | None, now: datetime
    ) -> None:
        """One word a person; changing it forgets the reason of the other one.

        Raises LookupError when the workspace has no such turn.
        """
        hold(self._session, self._workspace_id, TurnRow, turn_id)
        row = self._get(turn_id, user_id)
        if row is None:
            row = FeedbackRow(workspace_id=self._workspace_id, turn_id=turn_id, user_id=user_id)
            self._session.add(row)
        elif row.verdict != verdict:
            row.reason = row.comment = None
        row.verdict, row.topic, row.at = verdict, topic, now
        self._session.flush()

    def explain(self, turn_id: int, user_id: str, reason: str | None, comment: str | None) -> None:
        row = self._get(turn_id, user_id)
        if row is not None and row.verdict == "down":
            row.reason, row.comment = reason, comment

    def verdicts(self, turn_ids: Sequence[int], user_id: str) -> dict[int, str]:
        """What somebody thinks of some answers, by turn."""
        row = FeedbackRow
        mine = (row.workspace_id == self._workspace_id) & (row.user_id == user_id)
        found = select(row.turn_id, row.verdict).where(mine, row.turn_id.in_(turn_ids))
        return {turn: str(verdict) for turn, verdict in self._session.execute(found)}

    def all(self) -> Sequence[FeedbackRow]:
        mine = FeedbackRow.workspace_id == self._workspace_id
        return self._session.scalars(select(FeedbackRow).where(mine).order_by(FeedbackRow.id)).all()

    def _get(self, turn_id: int, user_id: str) -> FeedbackRow | None:
        row = FeedbackRow
        mine = (row.workspace_id == self._workspace_id) & (row.turn_id == turn_id)
        return self._session.scalar(select(row).where(mine, row.user_id == user_id))
