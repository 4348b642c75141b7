"""Socket Mode: Slack's deliveries come through a connection that the bot opens, instead of HTTP.

The same guarantees: an envelope is acknowledged once its payload is kept, or with the answer to a
command. What is not acknowledged Slack sends again.
"""

import json
import logging
from collections.abc import Callable
from datetime import datetime
from threading import Condition, Event, Thread

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.socket_mode.builtin import SocketModeClient
from slack_sdk.socket_mode.client import BaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.clock import utc_now
from bot.slack.keeping import RETRIES_END
from bot.web.body import Answer
from bot.web.bridge import WORKERS, Keep, answered, nothing
from bot.web.shape import Malformed, checked

CONNECT_SECONDS = 10
AGAIN_SECONDS = 5.0
LOOK_SECONDS = 1.0
PING_SECONDS = 3
"""Of slack_sdk, which gives a broken connection up after five of these in vain."""
GRACE_SECONDS = 10.0

log = logging.getLogger(__name__)
# What slack_sdk says of a connection may hold its address, with which anybody could read along.
_QUIET = logging.getLogger("bot.web.socket.sdk")
_QUIET.setLevel(logging.CRITICAL)


class SocketRefused(RuntimeError):
    """Slack lets nobody connect with this token; the message is Slack's error."""


class SocketMode:
    """``app_token`` is the app-level token. ``after_outage`` is told since when there was no
    connection, where that lasted longer than Slack tries again."""

    def __init__(
        self,
        app: App,
        keep: Keep,
        *,
        app_token: str,
        base_url: str,
        prepare: Callable[[], None] = nothing,
        after_outage: Callable[[datetime], object] = lambda _since: None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._app = app
        self._keep = keep
        self._prepare = prepare
        self._after_outage = after_outage
        self._now = now
        web_client = WebClient(
            base_url=base_url, timeout=CONNECT_SECONDS, retry_handlers=[], logger=_QUIET
        )
        self._client = SocketModeClient(
            app_token,
            logger=_QUIET,
            web_client=web_client,
            concurrency=WORKERS,
            ping_interval=PING_SECONDS,
        )
        self._client.socket_mode_request_listeners.append(self._take)
        self._stop = Event()
        self._busy = 0
        self._changed = Condition()
        self._thread = Thread(target=self._watch, name="socket", daemon=True)

    def start(self) -> None:
        """Connect, or go on trying where Slack is away. Raises SocketRefused for a token that Slack
        does not take."""
        try:
            self._client.connect()
        except SlackApiError as error:
            code = str(error.response.get("error"))
            if code in ("invalid_auth", "not_allowed_token_type", "account_inactive", "not_authed"):
                self._client.close()
                raise SocketRefused(code) from None
            log.warning("no connection to Slack yet: %s", code)
        except (SlackClientError, OSError) as error:
            log.warning("no connection to Slack yet: %s", type(error).__name__)
        self._thread.start()

    @property
    def connected(self) -> bool:
        return self._client.is_connected()

    def close(self, grace_seconds: float = GRACE_SECONDS) -> None:
        """Take no more, and let what is being answered be answered."""
        self._stop.set()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy, grace_seconds)
        self._client.close()
        if self._thread.is_alive():
            self._thread.join(timeout=CONNECT_SECONDS + 1)

    def _take(self, client: BaseSocketModeClient, request: SocketModeRequest) -> None:
        with self._changed:
            if self._stop.is_set():
                return  # Slack sends it to another process, or again
            self._busy += 1
        try:
            response = self._response(request)
            if response is not None:
                client.send_socket_mode_response(response)
        except (SlackClientError, OSError) as error:
            log.warning("an acknowledgement did not get through: %s", type(error).__name__)
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _response(self, request: SocketModeRequest) -> SocketModeResponse | None:
        """The acknowledgement; None where there must be none, so that Slack sends it again."""
        try:
            payload = checked(request.payload)
            if self._keep(payload):
                return SocketModeResponse(request.envelope_id)
            answer = answered(self._app, payload, {}, self._prepare)
        except Malformed as malformed:
            log.info("refused a delivery: malformed (%s)", malformed)
            return SocketModeResponse(request.envelope_id)
        except Exception as error:
            log.error("a delivery could not be kept: %s", type(error).__name__)  # noqa: TRY400
            return None
        if not 200 <= answer.status < 300:
            return None
        return SocketModeResponse(request.envelope_id, _payload(answer))

    def _watch(self) -> None:
        """Have a connection, and notice how long there was none. The client's own watch begins only
        with its first connection."""
        heard = self._now()
        while not self._stop.wait(LOOK_SECONDS):
            if not self.connected:
                if not self._client.current_app_monitor_started:
                    self._connect()
                continue
            now = self._now()
            if now - heard > RETRIES_END:
                self._tell(heard)
            heard = now

    def _connect(self) -> None:
        try:
            self._client.connect_to_new_endpoint()
        except (SlackClientError, OSError) as error:
            log.warning("no connection to Slack yet: %s", type(error).__name__)
            self._stop.wait(AGAIN_SECONDS)

    def _tell(self, since: datetime) -> None:
        try:
            self._after_outage(since)
        except Exception as error:
            log.error("nobody could be told of an outage: %s", type(error).__name__)  # noqa: TRY400


def _payload(answer: Answer) -> dict[str, object] | None:
    """What Bolt answers by HTTP, as an acknowledgement carries it."""
    if not answer.body:
        return None
    text = answer.body.decode("utf-8")
    if answer.headers.get("content-type", "").startswith("application/json"):
        read = json.loads(text)
        return read if isinstance(read, dict) else None
    return {"text": text}
