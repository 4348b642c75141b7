"""Taking in what Slack delivers: kept before it is acknowledged; its work begins right after."""

import json
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.allowance import Verdict
from bot.clock import utc_now
from bot.inbox import Inbox
from bot.right_of_way import RightOfWay
from bot.slack.intake import key_of, workspace_in
from bot.slack.limiting import MARK
from bot.slack.working import KIND

RETRIES_END = timedelta(minutes=6)
"""What could not be delivered for longer than this, Slack does not send any more."""


def work_id_of(workspace_id: str, key: str) -> str:
    """The id of the work that handles what was kept under ``key``."""
    return f"{KIND}:{workspace_id}:{key}"


class Accepts(Protocol):
    """The durable engine, as intake sees it."""

    def accept(self, work_id: str, kind: str, workspace_id: str, key: str) -> bool: ...


class Keeps(Protocol):
    """Where a delivery stands when it is acknowledged."""

    def put(self, workspace_id: str, key: str, kind: str, body: str) -> object: ...


class Keeping:
    """``known`` gives the workspace that the bot's token belongs to, once that is learned.
    ``after_outage`` is told since when nothing could be kept, where that lasted longer than Slack
    tries again. ``allowed`` tells whether a delivery is within the limits, given its payload and
    workspace. What is delivered takes the right of ``way``. ``begin`` has the engine begin, and
    does not wait for it; without it the engine is asked, and waited for. ``delivered`` is where
    what is delivered is put; without it, the inbox."""

    def __init__(
        self,
        inbox: Inbox,
        engine: Accepts,
        channels: Collection[str],
        known: Callable[[], str | None],
        after_outage: Callable[[datetime], object] = lambda _since: None,
        way: RightOfWay | None = None,
        now: Callable[[], datetime] = utc_now,
        allowed: Callable[[dict[str, Any], str], Verdict] = lambda *_: "yes",
        begin: Callable[[str, str, str, str], object] | None = None,
        delivered: Keeps | None = None,
    ) -> None:
        self._inbox = inbox
        self._engine = engine
        self._channels = frozenset(channels)
        self._known = known
        self._after_outage = after_outage
        self._way = way or RightOfWay()
        self._now = now
        self._allowed = allowed
        self._begin = begin or engine.accept
        self._delivered = delivered or inbox
        self._failing_since: datetime | None = None

    def keep(self, payload: dict[str, Any]) -> bool:
        """Whether it is dealt with: work now, or nothing that anybody waits for. Raises
        sqlalchemy.exc.SQLAlchemyError or sqlite3.Error when it cannot be kept.

        Both steps may be done again: a row whose work did not begin gets it with Slack's next
        delivery of the same, or when somebody looks for such rows (bot.slack.left).
        """
        if payload.get("type") in ("url_verification", "block_suggestion") or "command" in payload:
            return False
        key = key_of(payload, self._channels)
        if key is not None:
            verdict = self._allowed(payload, self._workspace(payload))
            if verdict == "quiet":
                return True
            try:
                with self._way.taken():
                    marked = payload if verdict == "yes" else {**payload, MARK: True}
                    work = self._put(self._delivered, marked, key)
                self._begin(*work)
            except Exception:
                self._failing_since = self._failing_since or self._now()
                raise
            self._works_again()
        return key is not None or payload.get("type") == "event_callback"

    def missed(self, payload: dict[str, Any]) -> bool:
        """As ``keep``, for what was found and not delivered: whether it is work, and new."""
        key = key_of(payload, self._channels)
        return key is not None and self._engine.accept(*self._put(self._inbox, payload, key))

    def _put(self, into: Keeps, payload: dict[str, Any], key: str) -> tuple[str, str, str, str]:
        """Keep it; the work that handles it."""
        workspace_id = self._workspace(payload)
        into.put(workspace_id, key, KIND, json.dumps(payload))
        return work_id_of(workspace_id, key), KIND, workspace_id, key

    def _workspace(self, payload: dict[str, Any]) -> str:
        return self._known() or workspace_in(payload)

    def _works_again(self) -> None:
        since = self._failing_since
        if since is not None and self._now() - since > RETRIES_END:
            self._after_outage(since)
        # Not before: what cannot be told now is told with Slack's next delivery.
        self._failing_since = None
