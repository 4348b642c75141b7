"""The conversation's rows: threads, turns, feedback, unanswered questions."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, delete, func, select, update

from bot.store.models import CaseRow, ConversationRow, FeedbackRow, TurnRow, UnansweredRow
from bot.store.repositories import Repository, hold, insert, insert_if_absent
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


class ConversationRepository(Repository):
    def get(self, channel: str, thread_ts: str) -> Thread | None:
        found = self._row(channel, thread_ts)
        return _thread(found) if found is not None else None

    def ensure(self, channel: str, thread_ts: str, now: datetime) -> Thread:
        """The conversation, made when it is not there; it was active ``now``."""
        self._session.execute(
            insert(self._session, ConversationRow)
            .values(
                workspace_id=self._workspace_id,
                channel=channel,
                thread_ts=thread_ts,
                last_activity=now,
            )
            .on_conflict_do_update(
                index_elements=["workspace_id", "channel", "thread_ts"],
                set_={"last_activity": now},
            )
        )
        found = self._row(channel, thread_ts)
        if found is None:
            raise LookupError("a conversation that was just made is gone")
        return _thread(found)

    def threads(self, after: datetime, limit: int) -> tuple[tuple[str, str], ...]:
        """Channel and thread of what the bot still listens to and was active ``after``, the latest
        first."""
        row = ConversationRow
        found = self._session.execute(
            select(row.channel, row.thread_ts)
            .where(
                row.workspace_id == self._workspace_id,
                row.thread_ts != "",
                row.last_activity > after,
                row.muted_at.is_(None),
            )
            .order_by(row.last_activity.desc(), row.id.desc())
            .limit(limit)
        )
        return tuple((channel, thread_ts) for channel, thread_ts in found)

    def channels(self, after: datetime, limit: int) -> tuple[str, ...]:
        """The channels in which the bot was spoken to ``after``, the latest first."""
        row, latest = ConversationRow, func.max(ConversationRow.last_activity)
        found = self._session.scalars(
            select(row.channel)
            .where(row.workspace_id == self._workspace_id)
            .group_by(row.channel)
            .having(latest > after)
            .order_by(latest.desc(), row.channel)
            .limit(limit)
        )
        return tuple(found)

    def begin(self, channel: str, thread_ts: str, now: datetime) -> bool:
        """Make the conversation; False when it was there. Of two at once, one gets True."""
        made = self._session.scalar(
            insert_if_absent(self._session, ConversationRow)
            .values(
                workspace_id=self._workspace_id,
                channel=channel,
                thread_ts=thread_ts,
                last_activity=now,
            )
            .returning(ConversationRow.id)
        )
        return made is not None

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


class TurnRepository(Repository):
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
        """The new turn's id. Raises LookupError when the workspace has no such conversation."""
        hold(self._session, self._workspace_id, ConversationRow, conversation_id)
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

    def recent(
        self, channel: str, thread_ts: str, asker: str, since: datetime, limit: int
    ) -> tuple[Asked, ...]:
        """What somebody asked in a conversation since then, oldest first; nothing deleted."""
        here = (ConversationRow.channel == channel) & (ConversationRow.thread_ts == thread_ts)
        theirs = (TurnRow.asker == asker) & (TurnRow.asked_at >= since)
        kept = TurnRow.outcome != "deleted"
        found = self._session.execute(self._placed().where(here, theirs, kept).limit(limit))
        return tuple(_asked(*row) for row in reversed(found.all()))

    def questions(self, after: datetime, limit: int) -> tuple[tuple[str, str, str], ...]:
        """Channel, thread and ts of what was asked ``after`` and stands there, the newest first."""
        row, place = TurnRow, ConversationRow
        found = self._session.execute(
            select(place.channel, place.thread_ts, row.question_ts)
            .join(place, place.id == row.conversation_id)
            .where(self._mine(), row.question_ts.is_not(None), row.outcome != "deleted")
            .where(row.asked_at > after)
            .order_by(row.asked_at.desc(), row.id.desc())
            .limit(limit)
        )
        return tuple((channel, thread_ts, str(ts)) for channel, thread_ts, ts in found)

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

    def helped(self, since: datetime, until: datetime) -> int:
        """How many questions of that time the bot answered and nobody said otherwise, nor asked
        for a person."""
        row, against, case = TurnRow, FeedbackRow, CaseRow
        mine = row.workspace_id == self._workspace_id
        judged = select(against.turn_id).where(
            against.workspace_id == self._workspace_id, against.verdict == "down"
        )
        handed = select(case.turn_id).where(
            case.workspace_id == self._workspace_id, case.turn_id.is_not(None)
        )
        found = select(func.count()).where(
            mine,
            row.asked_at >= since,
            row.asked_at < until,
            row.answered_at.is_not(None),
            row.shape == "answer",
            row.outcome.not_in(("deleted", "superseded")),
            row.id.not_in(judged),
            row.id.not_in(handed),
        )
        return self._session.scalar(found) or 0

    def change(self, turn_id: int, seen: int, turn: Turn, **more: object) -> bool:
        """Write ``turn`` if it still stands at step ``seen``: of two at once, one wins."""
        mine = self._mine() & (TurnRow.id == turn_id) & (TurnRow.step == seen)
        return self._changes_one(update(TurnRow).where(mine).values(**_values(turn), **more))

    def set(self, turn_id: int, **values: object) -> None:
        mine = self._mine() & (TurnRow.id == turn_id)
        self._session.execute(update(TurnRow).where(mine).values(**values))

    def _mine(self) -> ColumnElement[bool]:
        return TurnRow.workspace_id == self._workspace_id

    def _placed(self) -> Select[TurnRow, str, str]:
        """Turns with where they stand, the newest first."""
        return (
            select(TurnRow, ConversationRow.channel, ConversationRow.thread_ts)
            .join(
                ConversationRow,
                (ConversationRow.workspace_id == TurnRow.workspace_id)
                & (ConversationRow.id == TurnRow.conversation_id),
            )
            .where(self._mine())
            .order_by(TurnRow.id.desc())
            .execution_options(populate_existing=True)
        )

    def _one(self, condition: ColumnElement[bool]) -> Asked | None:
        found = self._session.execute(self._placed().where(condition).limit(1)).first()
        return _asked(*found) if found is not None else None


class UnansweredRepository(Repository):
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
        """Raises LookupError when the workspace has no such turn."""
        hold(self._session, self._workspace_id, TurnRow, turn_id)
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
            .join(TurnRow, (TurnRow.workspace_id == row.workspace_id) & (TurnRow.id == row.turn_id))
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
