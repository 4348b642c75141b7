"""From a checked request to Bolt and back, in a bounded pool of threads."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

from slack_bolt import App, BoltRequest, BoltResponse

from bot.web.body import Answer
from bot.web.guard import Delivery
from bot.web.shape import Malformed, Payload, payload_of

WORKERS = 16
KEEP_SECONDS = 2.5
"""Slack waits three seconds. What is not kept by then is refused, and Slack sends it again."""

Keep = Callable[[Payload], bool]
"""Takes a payload in as work; False for what is answered at once. Raises when it cannot be kept."""

log = logging.getLogger(__name__)


def nothing() -> None:
    """No preparation is needed."""


class Bridge:
    """Keeps what is work; for the rest calls a synchronous Bolt app, which must answer before it
    returns (``process_before_response=True``). ``prepare`` runs first, in the same thread.
    """

    def __init__(
        self,
        app: App,
        keep: Keep,
        prepare: Callable[[], None] = nothing,
        workers: int = WORKERS,
        seconds: float = KEEP_SECONDS,
    ) -> None:
        if not app.process_before_response:
            raise ValueError("the Bolt app must process requests before it responds")
        self._app = app
        self._keep = keep
        self._prepare = prepare
        self._seconds = seconds
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="slack")

    async def __call__(self, delivery: Delivery) -> Answer:
        loop = asyncio.get_running_loop()
        payload = payload_of(delivery.body, delivery.content_type)
        keeping = loop.run_in_executor(self._pool, self._keep, payload)
        try:
            kept = await asyncio.wait_for(keeping, self._seconds)
        except TimeoutError:
            log.error("a delivery could not be kept in time")  # noqa: TRY400 - that is all there is
            return Answer(503, {}, b"")
        except Exception as error:
            log.error("a delivery could not be kept: %s", type(error).__name__)  # noqa: TRY400
            return Answer(503, {}, b"")
        if kept:
            return Answer(200, {}, b"")
        return await loop.run_in_executor(self._pool, self._answer, payload, delivery)

    def close(self) -> None:
        """Waits for what is being answered."""
        self._pool.shutdown(wait=True)

    def _answer(self, payload: Payload, delivery: Delivery) -> Answer:
        return answered(self._app, payload, delivery.headers, self._prepare)


def answered(
    app: App,
    payload: Payload,
    headers: Mapping[str, str],
    prepare: Callable[[], None] = nothing,
) -> Answer:
    """What the Bolt app answers at once. Raises Malformed."""
    request = _request(payload, headers)
    prepare()
    try:
        response = app.dispatch(request)
    except Exception:
        # Bolt catches what listeners raise; this is its error handler failing.
        log.exception("a request could not be answered")
        return Answer(500, {}, b"")
    status = response.status
    if status == 404 and payload.get("type") == "event_callback":
        # Nobody listens to this event: without a 200 Slack would send it three times more.
        status = 200
    return Answer(status, response.first_headers_without_set_cookie(), _bytes(response))


def _request(payload: Payload, headers: Mapping[str, str]) -> BoltRequest:
    try:
        # “socket_mode” is Bolt's word for a body that is read and verified already. As text Bolt
        # would read it a second time, and lose every command that holds the word “payload”.
        return BoltRequest(
            body=payload,
            headers={name: [value] for name, value in headers.items()},
            mode="socket_mode",
        )
    except (TypeError, AttributeError, KeyError, IndexError, ValueError):
        raise Malformed("unexpected shape") from None


def _bytes(response: BoltResponse) -> bytes:
    body = response.body
    return body.encode("utf-8") if isinstance(body, str) else bytes(body or b"")
