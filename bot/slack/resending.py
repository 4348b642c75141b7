"""Work that sends a given-up message once more, and notes where the answer stands then."""

import re
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.delivery import resending
from bot.delivery.outbox import Outbox
from bot.delivery.resending import Refusal
from bot.delivery.run import Deliveries
from bot.durable import Json, Steps
from bot.store.engine import reading, writing
from bot.store.outbox import Kept
from bot.store.talk import TurnRepository
from bot.talk.turn import Asked

_QUESTION = re.compile(r"slack:[^:]+:(?:message|said):([^:]+):([^:]+):\d+")
"""The key of what the handler of a message sent."""


def refusal(engine: Engine, workspace_id: str, kept: Kept) -> Refusal | None:
    """Why it is not sent again; None where it may be. Raises what SQLAlchemy raises."""
    refused = resending.refusal(Outbox(engine), workspace_id, kept)
    asked = _question(engine, workspace_id, kept.key)
    if refused is None and asked is not None and _changed(asked, kept.created_at):
        return "overtaken"
    return refused


class Resending:
    """Safe to share between threads."""

    def __init__(
        self,
        engine: Engine,
        deliveries: Deliveries,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._outbox = Outbox(engine)
        self._deliveries = deliveries
        self._now = now

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """``key`` names the delivery. Raises what SQLAlchemy raises."""
        refused = steps.transaction("reopen", lambda: self._reopen(workspace_id, key))
        if refused is not None:
            return {"refused": refused}
        delivered = self._deliveries.carry(steps, workspace_id, key)
        if delivered.state == "sent":
            ts = delivered.response.get("ts")
            steps.transaction("stands", lambda: self._stands(workspace_id, key, ts))
        return {"state": delivered.state, "error": delivered.error}

    def _reopen(self, workspace_id: str, key: str) -> Refusal | None:
        kept = self._outbox.get(workspace_id, key)
        refused = refusal(self._engine, workspace_id, kept)
        if refused is None and not self._outbox.reopen(workspace_id, kept):
            return "under_way"
        return refused

    def _stands(self, workspace_id: str, key: str, ts: str | None) -> None:
        """So that an edit or a deletion of the question finds its answer."""
        asked = _question(self._engine, workspace_id, key)
        if asked is not None and not asked.answered:
            where = None if asked.private else ts
            with writing(self._engine) as session:
                turns = TurnRepository(session, workspace_id)
                turns.set(asked.id, answer_ts=where, answered_at=self._now())


def _question(engine: Engine, workspace_id: str, key: str) -> Asked | None:
    found = _QUESTION.fullmatch(key)
    if found is None:
        return None
    with reading(engine) as session:
        return TurnRepository(session, workspace_id).at(found[1], found[2])


def _changed(asked: Asked, since: datetime) -> bool:
    """Whether the question was edited or deleted: this is no answer to it any more."""
    edited = asked.edited_at is not None and asked.edited_at > since
    return edited or asked.turn.outcome == "deleted"
