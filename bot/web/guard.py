"""What stands in front of Bolt: size, age, signature and shape of a request.

The signature is checked here and nowhere else. Nothing that comes from outside ends in a 5xx:
too large 413, too slow 408, not signed by Slack or too old 401, not what Slack sends 400.
"""

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from bot.web.shape import Malformed
from bot.web.signature import SIGNATURE, TIMESTAMP, Signatures

LARGEST_BODY = 1024 * 1024
BODY_SECONDS = 10.0
"""How long a body may take to arrive; Slack itself waits three seconds for the answer."""

log = logging.getLogger(__name__)


class Delivery(NamedTuple):
    """A request that Slack signed; its body is not read yet."""

    body: bytes
    content_type: bytes
    headers: Mapping[str, str]
    """Only Slack's own, names in lower case."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class _Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


class _Gone(Exception):
    """The other side hung up before its request was complete."""


Handler = Callable[[Delivery], Awaitable[Answer]]
"""Raises Malformed for a body that is not what Slack sends."""


class Guard:
    """An ASGI application for POST /slack/events."""

    def __init__(
        self, handler: Handler, signing_secret: str, now: Callable[[], float] = time.time
    ) -> None:
        self._handler = handler
        self._signatures = Signatures(signing_secret, now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            delivery = await self._admit(scope, receive)
            answer = await self._handler(delivery)
        except _Gone:
            return
        except _Refused as refused:
            log.info("refused a request: %d %s", refused.status, refused.error)
            answer = _refusal(refused.status, refused.error)
        except Malformed as malformed:
            log.info("refused a request: 400 malformed (%s)", malformed)
            answer = _refusal(400, "malformed")
        await _send(send, answer)

    async def _admit(self, scope: Scope, receive: Receive) -> Delivery:
        """What can be refused from the headers alone is refused before the body is read."""
        once: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in (TIMESTAMP, SIGNATURE) and name in once:
                raise _Refused(401, "invalid_signature")
            once[name] = value
        length = once.get(b"content-length", b"")
        if length.isdigit() and (len(length) > 12 or int(length) > LARGEST_BODY):
            raise _Refused(413, "too_large")
        timestamp = once.get(TIMESTAMP, b"")
        signature = once.get(SIGNATURE, b"")
        if not self._signatures.fresh(timestamp):
            raise _Refused(401, "invalid_timestamp")
        if not signature.startswith(b"v0="):
            raise _Refused(401, "invalid_signature")
        body = await _body(receive)
        if not self._signatures.valid(timestamp, body, signature):
            raise _Refused(401, "invalid_signature")
        slack = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in once.items()
            if name.startswith(b"x-slack-")
        }
        return Delivery(body, once.get(b"content-type", b""), slack)


async def _body(receive: Receive) -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise _Gone
                part = message.get("body", b"")
                size += len(part)
                if size > LARGEST_BODY:
                    raise _Refused(413, "too_large")
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise _Refused(408, "too_slow") from None


def _refusal(status: int, error: str) -> Answer:
    # The rest of a body that was refused is not read, so the connection cannot go on.
    headers = {"content-type": "application/json", "connection": "close"}
    return Answer(status, headers, json.dumps({"error": error}).encode())


async def _send(send: Send, answer: Answer) -> None:
    headers = [
        (k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in answer.headers.items()
    ]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
