"""What was said before a person was asked for, from the conversation as it is stored."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.desk.packet import Exchange
from bot.store.engine import reading
from bot.store.feedback import FeedbackRepository
from bot.store.talk import TurnRepository
from bot.talk.turn import Asked

MOST = 10
AGO = timedelta(days=1)


class Background:
    """Safe to share between threads. Raises what SQLAlchemy raises."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._now = now

    def exchanges(
        self, workspace_id: str, channel: str, thread_ts: str, asker: str
    ) -> tuple[Exchange, ...]:
        """The last questions of ``asker`` in that conversation within a day, oldest first."""
        with reading(self._engine) as session:
            turns = TurnRepository(session, workspace_id).recent(
                channel, thread_ts, asker, self._now() - AGO, MOST
            )
            verdicts = FeedbackRepository(session, workspace_id).verdicts(
                [asked.id for asked in turns], asker
            )
        return tuple(_exchange(asked, verdicts.get(asked.id)) for asked in turns)

    def of_turn(self, workspace_id: str, turn_id: int) -> Exchange | None:
        """One question by itself, such as one that was asked by command."""
        with reading(self._engine) as session:
            asked = TurnRepository(session, workspace_id).get(turn_id)
        return _exchange(asked, None) if asked is not None else None


def _exchange(asked: Asked, verdict: str | None) -> Exchange:
    turn = asked.turn
    helped = verdict == "up" if verdict else {"yes": True, "no": False}.get(turn.outcome)
    return Exchange(
        at=asked.asked_at,
        question=asked.text,
        shape=turn.view.shape,
        topics=turn.view.topics,
        confidence=turn.confidence,
        helped=helped,
    )
