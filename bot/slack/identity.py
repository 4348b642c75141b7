"""Who the bot itself is: one ``auth.test`` a token, not one a request."""

import logging
import threading
import time
from collections.abc import Callable

from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack.failures import SLACK_FAILURES, SlackUnavailable

log = logging.getLogger(__name__)

ASK_SECONDS = 1
"""An acknowledgement must leave within three seconds; asking Slack may take one of them."""
RETRY_SECONDS = 5.0


class BotIdentity:
    """Asks Slack once who the token belongs to. A failure is remembered for a few seconds only.

    ``clock`` counts in seconds. Safe to share between threads.
    """

    def __init__(
        self, *, token: str, base_url: str, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._token = token
        self._client = WebClient(
            token=token, base_url=base_url, timeout=ASK_SECONDS, retry_handlers=[]
        )
        self._clock = clock
        self._lock = threading.Lock()
        self._known: AuthorizeResult | None = None
        self._failed_at: float | None = None

    def known(self) -> AuthorizeResult:
        """Team and bot user of the token, or SlackUnavailable."""
        if self._known is not None:
            return self._known
        with self._lock:
            if self._known is None:
                self._known = self._ask()
            return self._known

    def _ask(self) -> AuthorizeResult:
        now = self._clock()
        if self._failed_at is not None and now - self._failed_at < RETRY_SECONDS:
            raise SlackUnavailable("auth.test failed a moment ago")
        try:
            response = self._client.auth_test()
            return AuthorizeResult.from_auth_test_response(
                bot_token=self._token, auth_test_response=response
            )
        except SLACK_FAILURES as error:
            self._failed_at = now
            log.warning("auth.test failed: %s", error)
            raise SlackUnavailable("auth.test failed") from error
