"""Carries one delivery to its end, however often it is interrupted."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.delivery.answers import (
    Answer,
    Limited,
    Refused,
    Taken,
    Unclear,
    Unreached,
    useful,
)
from bot.delivery.lookup import Blind, Found, NotNow, look, marked
from bot.delivery.methods import METHODS, Method
from bot.delivery.outbox import Outbox
from bot.delivery.transport import Transport
from bot.durable import Json, Steps
from bot.store.outbox import Kept
from bot.store.states import State
from converter.frozen import Frozen

log = logging.getLogger(__name__)

OVERTAKEN_SECONDS = 1.0


@dataclass(frozen=True)
class Patience:
    """How long an answer is waited for: ``tries`` calls that got none, the waits between them
    doubling from ``first`` to ``cap`` seconds. What Slack limits is not counted."""

    first: float = 1.0
    cap: float = 60.0
    tries: int = 12

    def wait(self, attempts: int) -> float:
        """Seconds until the call after ``attempts`` ones."""
        return float(min(self.cap, self.first * 2 ** min(max(attempts - 1, 0), 30)))


class Delivered(Frozen):
    """The end of a delivery: ``sent``, ``failed`` (Slack refused: ``response`` has its error) or
    ``gave_up`` (Slack did not say)."""

    key: str
    state: State
    response: Mapping[str, Any]
    error: str | None


class Courier:
    """Safe to share between threads; several may carry the same delivery, only one does."""

    def __init__(
        self, outbox: Outbox, transport: Transport, patience: Patience | None = None
    ) -> None:
        self._outbox = outbox
        self._transport = transport
        self._patience = patience or Patience()

    def deliver(self, steps: Steps, workspace_id: str, key: str, name: str = "slack") -> Delivered:
        """Carry out the row ``key``. Every try is a step, every wait a durable sleep.

        ``name`` begins the names of the steps. Raises LookupError for an unknown key, and what
        SQLAlchemy raises; because of Slack, nothing.
        """
        tried = 0
        while True:
            tried += 1
            result = steps.run(f"{name}:try:{tried}", lambda: self._try(workspace_id, key))
            if "wait" not in result:
                return Delivered.model_validate(result)
            steps.sleep(result["wait"])

    def answer(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """``deliver`` as work of its own; gives a Delivered as JSON."""
        return self.deliver(steps, workspace_id, key).model_dump(mode="json")

    def is_over(self, workspace_id: str, key: str) -> bool:
        return self._outbox.get(workspace_id, key).done

    def _try(self, workspace_id: str, key: str) -> Json:
        """Once: where the delivery stands, and one step further. May run again after a crash at
        any point, so it goes by what is written down and by what Slack shows."""
        kept = self._outbox.get(workspace_id, key)
        if kept.done:
            return _result(kept)
        method = METHODS[kept.method]
        if kept.state == "sending":
            waits = self._settled(workspace_id, kept, method)
            if waits is not None:
                return waits
        if not self._outbox.begin(workspace_id, kept):
            return _wait(OVERTAKEN_SECONDS)
        answer = self._ask(workspace_id, kept, method)
        return self._conclude(workspace_id, kept, method, answer)

    def _settled(self, workspace_id: str, kept: Kept, method: Method) -> Json | None:
        """Whether it may be sent again: None, where it may, else how it goes on.

        The row was left when Slack's answer was lost, or the process with it.
        """
        if method.once:
            return self._end(workspace_id, kept, "unclear")
        waited = (self._outbox.now() - (kept.tried_at or kept.created_at)).total_seconds()
        if 0 <= waited < method.settle:
            return _wait(method.settle - waited)
        if method.lookup is not None:
            try:
                looked = look(partial(self._transport.ask, workspace_id), kept, method)
            except NotNow as problem:
                return self._look_later(workspace_id, kept, problem.answer)
            if isinstance(looked, Found):
                return self._sent(workspace_id, kept, looked.response)
            if isinstance(looked, Blind):
                return self._end(workspace_id, kept, f"unclear: {looked.why}")
        if kept.attempts >= self._patience.tries:
            return self._end(workspace_id, kept, kept.error or "no answer")
        return None

    def _look_later(self, workspace_id: str, kept: Kept, answer: Answer) -> Json:
        if isinstance(answer, Limited):
            return _wait(answer.seconds)
        if kept.attempts >= self._patience.tries:
            return self._end(workspace_id, kept, kept.error or "no answer")
        why = answer.why if isinstance(answer, Unclear | Unreached) else "no answer"
        self._outbox.back(workspace_id, kept, "sending", kept.attempts + 1, why)
        return _wait(self._patience.wait(kept.attempts + 1))

    def _ask(self, workspace_id: str, kept: Kept, method: Method) -> Answer:
        arguments = marked(kept) if method.lookup == "history" else kept.arguments
        if kept.address is not None:
            return self._transport.respond(kept.address, arguments["json"])
        return self._transport.ask(workspace_id, kept.method, arguments)

    def _conclude(self, workspace_id: str, before: Kept, method: Method, answer: Answer) -> Json:
        """Write down what Slack said. ``before`` is the row as it was before Slack was asked."""
        attempts = before.attempts + 1
        asked = before.model_copy(update={"state": "sending", "attempts": attempts})
        if isinstance(answer, Taken):
            return self._sent(workspace_id, asked, answer.response)
        if isinstance(answer, Refused):
            if before.state == "sending" and answer.error in method.done:
                return self._sent(workspace_id, asked, {"ok": True})
            return self._failed(workspace_id, asked, answer)
        if isinstance(answer, Limited):
            # What an earlier try left unclear stays so.
            self._outbox.back(workspace_id, asked, before.state, before.attempts, "limited")
            return _wait(answer.seconds)
        if isinstance(answer, Unreached):
            if attempts >= self._patience.tries:
                return self._end(workspace_id, asked, answer.why)
            self._outbox.back(workspace_id, asked, before.state, attempts, answer.why)
        elif method.once:
            return self._end(workspace_id, asked, f"unclear: {answer.why}")
        else:
            self._outbox.back(workspace_id, asked, "sending", attempts, answer.why)
        return _wait(self._patience.wait(attempts))

    def _sent(self, workspace_id: str, asked: Kept, response: Mapping[str, Any]) -> Json:
        kept = useful(response)
        if not self._outbox.sent(workspace_id, asked, kept):
            return self._read(workspace_id, asked.key)
        return _result(asked.model_copy(update={"state": "sent", "response": kept, "error": None}))

    def _failed(self, workspace_id: str, asked: Kept, answer: Refused) -> Json:
        log.info("delivery %s was refused: %s", asked.key, answer.error)
        kept = useful(answer.response)
        if not self._outbox.failed(workspace_id, asked, kept, answer.error):
            return self._read(workspace_id, asked.key)
        changed = {"state": "failed", "response": kept, "error": answer.error}
        return _result(asked.model_copy(update=changed))

    def _end(self, workspace_id: str, kept: Kept, error: str) -> Json:
        log.warning("delivery %s was given up after %d tries: %s", kept.key, kept.attempts, error)
        self._outbox.gave_up(workspace_id, kept, error)
        return self._read(workspace_id, kept.key)

    def _read(self, workspace_id: str, key: str) -> Json:
        kept = self._outbox.get(workspace_id, key)
        return _result(kept) if kept.done else _wait(OVERTAKEN_SECONDS)


def _wait(seconds: float) -> Json:
    return {"wait": seconds}


def _result(kept: Kept) -> Json:
    return {
        "key": kept.key,
        "state": kept.state,
        "response": dict(kept.response),
        "error": kept.error,
    }
