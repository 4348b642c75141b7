"""Who may act on cases: the members of the channel in which their cards stand."""

import logging
import threading
import time
from collections.abc import Callable

from slack_sdk import WebClient

from bot.slack.failures import SLACK_FAILURES
from bot.slack.identity import ASK_SECONDS

log = logging.getLogger(__name__)

REMEMBER_SECONDS = 60.0
"""Somebody who left the channel may act for that long at most."""
PAGE = 1000
PAGES = 20


class Agents:
    """Believes for a minute what Slack says of somebody who is one. Never raises."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._known: dict[tuple[str, str], tuple[float, frozenset[str]]] = {}

    def among(self, client: WebClient, workspace_id: str, channel: str, user: str) -> bool | None:
        """Whether ``user`` is one of them; None where Slack does not say."""
        with self._lock:
            known = self._known.get((workspace_id, channel))
        # Who was invited a moment ago is not sent away.
        if known is None or user not in known[1] or self._clock() - known[0] >= REMEMBER_SECONDS:
            try:
                members = _members(client, channel)
            except SLACK_FAILURES as error:
                log.warning("conversations.members failed: %s", type(error).__name__)
                return None
            known = (self._clock(), members)
            with self._lock:
                self._known[workspace_id, channel] = known
        return user in known[1]


def _members(client: WebClient, channel: str) -> frozenset[str]:
    asking = WebClient(
        token=client.token, base_url=client.base_url, timeout=ASK_SECONDS, retry_handlers=[]
    )
    found: set[str] = set()
    cursor = ""
    for _ in range(PAGES):
        answer = asking.conversations_members(channel=channel, limit=PAGE, cursor=cursor or None)
        found.update(str(one) for one in answer.get("members") or ())
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return frozenset(found)
