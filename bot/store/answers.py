"""Answers to the questions of a conversion, by automation and question."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from bot.store.models import AnswerRow
from bot.store.repositories import Repository, insert
from converter.frozen import Frozen


class Given(Frozen):
    """An answer that stands: ``value`` is JSON, ``by`` somebody's id in Slack."""

    automation_id: str
    question: str
    value: Any
    by: str
    at: datetime


class AnswerRepository(Repository):
    def put(
        self, automation_id: str, answers: Mapping[str, object], by: str, now: datetime
    ) -> None:
        """The workspace has to be there."""
        for question, value in answers.items():
            said = {
                "value": json.dumps(value, allow_nan=False),
                "answered_by": by,
                "answered_at": now,
            }
            key = {"automation_id": automation_id, "question": question}
            self._session.execute(
                insert(self._session, AnswerRow)
                .values(workspace_id=self._workspace_id, **key, **said)
                .on_conflict_do_update(index_elements=["workspace_id", *key], set_=said)
            )

    def forget(self, automation_id: str, questions: Sequence[str]) -> None:
        row = AnswerRow
        mine = (row.workspace_id == self._workspace_id) & (row.automation_id == automation_id)
        self._session.execute(delete(row).where(mine, row.question.in_(questions)))

    def of(self, automation_id: str) -> tuple[Given, ...]:
        """Those of one automation, the latest last."""
        return self._found(AnswerRow.automation_id == automation_id)

    def all(self) -> tuple[Given, ...]:
        return self._found()

    def _found(self, *which: Any) -> tuple[Given, ...]:
        row = AnswerRow
        mine = select(row).where(row.workspace_id == self._workspace_id, *which)
        found = self._session.scalars(mine.order_by(row.answered_at, row.id))
        return tuple(
            Given(
                automation_id=one.automation_id,
                question=one.question,
                value=json.loads(one.value),
                by=one.answered_by,
                at=one.answered_at,
            )
            for one in found
        )
