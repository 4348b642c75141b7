"""The conversation's rows: threads, turns, feedback, unanswered questions."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.models import ConversationRow, FeedbackRow, TurnRow, UnansweredRow
from bot.store.repositories import _Repository
from bot.talk.turn import Asked, Turn, View
from converter.frozen import Frozen
from converter.report.model import Language
from intents.result import Candidate


class Thread(Frozen):
    """A conversation as it is stored; see ConversationRow."""

    id: int
    channel: str
    thread_ts: str
    asker: str | None
    language: Language | None
    quiet: bool


class ConversationRepository(_Repository):
    def get(self, channel: str, thread_ts: str) -> Thread | None:
        found = self._row(channel, thread_ts)
        return _thread(found) if found is not None else None

    def ensure(self, channel: str, thread_ts: str, now: datetime) -> Thread:
        """The conversation, made when it is not there; it was active ``now``."""
        insert = (
            postgresql.insert(ConversationRow)
            if self._session.get_bind().dialect.name == "postgresql"
            else sqlite.insert(ConversationRow)
        )
        self._session.execute(
            insert.values(
                workspace_id=self._workspace_id,
                channel=channel,
                thread_ts=thread_ts,
                last_activity=now,
            ).on_conflict_do_update(
                index_elements=["workspace_id", "channel", "thread_ts"],
                set_={"last_activity": now},
            )
        )
        found = self._row(channel, thread_ts)
        if found is None:
            raise LookupError("a conversation that was just made is gone")
        return _thread(found)

    def addressed(self, conversation_id: int, asker: str) -> None:
        """Somebody addressed the bot: it may speak again, to them."""
        self._set(conversation_id, asker=asker, muted_at=None, quiet_reason=None)

    def mute(self, conversation_id: int, reason: str, now: datetime) -> None:
        self._set(conversation_id, muted_at=now, quiet_reason=reason)

    def speak(self, conversation_id: int, language: Language) -> None:
        self._set(conversation_id, language=language)

    def _set(self, conversation_id: int, **values: object) -> None:
        row = ConversationRow
        mine = (row.workspace_id == self._workspace_id) & (row.id == conversation_id)
        self._session.execute(update(row).where(mine).values(**values))

    def _row(self, channel: str, thread_ts: str) -> ConversationRow | None:
        row = ConversationRow
        return self._session.scalar(
            select(row)
            .where(
                row.workspace_id == self._workspace_id,
                row.channel == channel,
                row.thread_ts == thread_ts,
            )
            .execution_options(populate_existing=True)
        )


class TurnRepository(_Repository):
    def add(
        self,
        conversation_id: int,
        asker: str,
        text: str,
        turn: Turn,
        *,
        question_ts: str | None,
        private: bool,
        now: datetime,
    ) -> int:
        """The new turn's id."""
        made = TurnRow(
            workspace_id=self._workspace_id,
            conversation_id=conversation_id,
            asker=asker,
            question_ts=question_ts,
            text=text,
            private=private,
            asked_at=now,
            **_values(turn),
        )
        self._session.add(made)
        self._session.flush()
        return made.id

    def get(self, turn_id: int) -> Asked | None:
        return self._one(TurnRow.id == turn_id)

    def at(self, channel: str, question_ts: str) -> Asked | None:
        """The turn of the message ``question_ts``."""
        return self._one(
            (ConversationRow.channel == channel) & (TurnRow.question_ts == question_ts)
        )

    def last(self, channel: str, asker: str) -> Asked | None:
        """What somebody asked last in a channel."""
        return self._one((ConversationRow.channel == channel) & (TurnRow.asker == asker))

    def answered(self, conversation_id: int, asker: str) -> bool:
        """Whether the bot answered somebody there."""
        row = TurnRow
        mine = self._mine() & (row.conversation_id == conversation_id) & (row.asker == asker)
        found = select(row.id).where(mine, row.answered_at.is_not(None)).limit(1)
        return self._session.scalar(found) is not None

    def count(
        self, since: datetime, *, conversation_id: int | None = None, asker: str | None = None
    ) -> int:
        """How often the bot answered since then."""
        row = TurnRow
        wanted = select(func.count()).select_from(row).where(self._mine(), row.answered_at >= since)
        if conversation_id is not None:
            wanted = wanted.where(row.conversation_id == conversation_id)
        if asker is not None:
            wanted = wanted.where(row.asker == asker)
        return self._session.scalar(wanted) or 0

    def change(self, turn_id: int, seen: int, turn: Turn, **more: object) -> bool:
        """Write ``turn`` if it still stands at step ``seen``: of two at once, one wins."""
        mine = self._mine() & (TurnRow.id == turn_id) & (TurnRow.step == seen)
        done = self._session.execute(update(TurnRow).where(mine).values(**_values(turn), **more))
        return cast("CursorResult[object]", done).rowcount == 1

    def set(self, turn_id: int, **values: object) -> None:
        mine = self._mine() & (TurnRow.id == turn_id)
        self._session.execute(update(TurnRow).where(mine).values(**values))

    def _mine(self) -> ColumnElement[bool]:
        return TurnRow.workspace_id == self._workspace_id

    def _one(self, condition: ColumnElement[bool]) -> Asked | None:
        found = self._session.execute(
            select(TurnRow, ConversationRow.channel, ConversationRow.thread_ts)
            .join(ConversationRow, ConversationRow.id == TurnRow.conversation_id)
            .where(self._mine(), condition)
            .order_by(TurnRow.id.desc())
            .limit(1)
            .execution_options(populate_existing=True)
        ).first()
        return _asked(*found) if found is not None else None


class FeedbackRepository(_Repository):
    def put(
        self, turn_id: int, user_id: str, verdict: str, topic: str | None, now: datetime
    ) -> None:
        """One word a person; changing it forgets the reason of the other one."""
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

    def all(self) -> Sequence[FeedbackRow]:
        mine = FeedbackRow.workspace_id == self._workspace_id
        return self._session.scalars(select(FeedbackRow).where(mine).order_by(FeedbackRow.id)).all()

    def _get(self, turn_id: int, user_id: str) -> FeedbackRow | None:
        row = FeedbackRow
        mine = (row.workspace_id == self._workspace_id) & (row.turn_id == turn_id)
        return self._session.scalar(select(row).where(mine, row.user_id == user_id))


class UnansweredRepository(_Repository):
    def note(self, turn_id: int, turn: Turn, answered: bool, now: datetime) -> None:
        """Keep a question that got no answer, and forget one that got it."""
        if answered and turn.view.shape not in ("rephrase", "person"):
            self.remove(turn_id)
            return
        nearest = turn.candidates
        if not nearest and turn.topic is not None:
            nearest = (Candidate(topic=turn.topic, confidence=turn.confidence),)
        self.put(turn_id, nearest, now)

    def put(self, turn_id: int, nearest: Sequence[Candidate], now: datetime) -> None:
        self.remove(turn_id)
        self._session.add(
            UnansweredRow(
                workspace_id=self._workspace_id,
                turn_id=turn_id,
                nearest=_candidates(nearest),
                at=now,
            )
        )
        self._session.flush()

    def remove(self, turn_id: int) -> None:
        row = UnansweredRow
        mine = (row.workspace_id == self._workspace_id) & (row.turn_id == turn_id)
        self._session.execute(delete(row).where(mine))

    def all(self) -> tuple[tuple[str, tuple[Candidate, ...]], ...]:
        """Each question with its nearest topics, oldest first."""
        row = UnansweredRow
        found = self._session.execute(
            select(TurnRow.text, row.nearest)
            .join(TurnRow, TurnRow.id == row.turn_id)
            .where(row.workspace_id == self._workspace_id)
            .order_by(row.id)
        )
        return tuple((text, _read_candidates(nearest)) for text, nearest in found)


def _thread(row: ConversationRow) -> Thread:
    return Thread.model_validate(
        {
            "id": row.id,
            "channel": row.channel,
            "thread_ts": row.thread_ts,
            "asker": row.asker,
            "language": row.language,
            "quiet": row.muted_at is not None,
        }
    )


def _values(turn: Turn) -> dict[str, object]:
    return {
        "language": turn.language,
        "decision": turn.decision,
        "topic": turn.topic,
        "confidence": turn.confidence,
        "candidates": _candidates(turn.candidates),
        "shown": json.dumps(turn.shown),
        "shape": turn.view.shape,
        "showing": json.dumps(turn.view.topics),
        "step": turn.step,
        "outcome": turn.outcome,
    }


def _asked(row: TurnRow, channel: str, thread_ts: str) -> Asked:
    turn = Turn.model_validate(
        {
            "language": row.language,
            "decision": row.decision,
            "topic": row.topic,
            "confidence": row.confidence,
            "candidates": _read_candidates(row.candidates),
            "shown": tuple(json.loads(row.shown)),
            "view": View.model_validate(
                {"shape": row.shape, "topics": tuple(json.loads(row.showing))}
            ),
            "outcome": row.outcome,
            "step": row.step,
        }
    )
    return Asked(
        id=row.id,
        channel=channel,
        thread_ts=thread_ts,
        question_ts=row.question_ts,
        asker=row.asker,
        text=row.text,
        private=row.private,
        answer_ts=row.answer_ts,
        answered=row.answered_at is not None,
        asked_at=row.asked_at,
        edited_at=row.edited_at,
        turn=turn,
    )


def _candidates(candidates: Sequence[Candidate]) -> str:
    return json.dumps([[one.topic, one.confidence] for one in candidates])


def _read_candidates(text: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(topic=topic, confidence=value) for topic, value in json.loads(text))
