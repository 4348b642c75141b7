"""From a checked request to Bolt and back, in a bounded pool of threads."""

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App, BoltRequest, BoltResponse

from bot.web.guard import Answer, Delivery
from bot.web.shape import Malformed, Payload, payload_of

WORKERS = 16

log = logging.getLogger(__name__)


def _nothing() -> None:
    """No preparation is needed."""


class Bridge:
    """Calls a synchronous Bolt app, which must answer before it returns
    (``process_before_response=True``). ``prepare`` runs first, in the same thread.
    """

    def __init__(
        self, app: App, prepare: Callable[[], None] = _nothing, workers: int = WORKERS
    ) -> None:
        if not app.process_before_response:
            raise ValueError("the Bolt app must process requests before it responds")
        self._app = app
        self._prepare = prepare
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="slack")

    async def __call__(self, delivery: Delivery) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pool, self._answer, delivery)

    def close(self) -> None:
        """Waits for what is being answered."""
        self._pool.shutdown(wait=True)

    def _answer(self, delivery: Delivery) -> Answer:
        payload = payload_of(delivery.body, delivery.content_type)
        request = _request(payload, delivery)
        self._prepare()
        try:
            response = self._app.dispatch(request)
        except Exception:
            # Bolt catches what listeners raise; this is its error handler failing.
            log.exception("a request could not be answered")
            return Answer(500, {}, b"")
        status = response.status
        if status == 404 and payload.get("type") == "event_callback":
            # Nobody listens to this event: without a 200 Slack would send it three times more.
            status = 200
        return Answer(status, response.first_headers_without_set_cookie(), _bytes(response))


def _request(payload: Payload, delivery: Delivery) -> BoltRequest:
    try:
        # “socket_mode” is Bolt's word for a body that is read and verified already. As text Bolt
        # would read it a second time, and lose every command that holds the word “payload”.
        return BoltRequest(
            body=payload,
            headers={name: [value] for name, value in delivery.headers.items()},
            mode="socket_mode",
        )
    except (TypeError, AttributeError, KeyError, IndexError, ValueError):
        raise Malformed("unexpected shape") from None


def _bytes(response: BoltResponse) -> bytes:
    body = response.body
    return body.encode("utf-8") if isinstance(body, str) else bytes(body or b"")
