"""What stands in front of Bolt: size, age, signature and shape of a request.

The signature is checked here and nowhere else. Nothing that comes from outside ends in a 5xx:
too large 413, too slow 408, not signed by Slack or too old 401, not what Slack sends 400.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

from starlette.types import Receive, Scope, Send

from bot.web.body import Answer, Gone, Refused, check_length, read_body, refusal, send_answer
from bot.web.refusals import Refusals
from bot.web.shape import Malformed
from bot.web.signature import SIGNATURE, TIMESTAMP, Signatures


class Delivery(NamedTuple):
    """A request that Slack signed; its body is not read yet."""

    body: bytes
    content_type: bytes
    headers: Mapping[str, str]
    """Only Slack's own, names in lower case."""


Handler = Callable[[Delivery], Awaitable[Answer]]
"""Raises Malformed for a body that is not what Slack sends."""


class Guard:
    """An ASGI application for POST /slack/events."""

    def __init__(
        self, handler: Handler, signing_secret: str, now: Callable[[], float] = time.time
    ) -> None:
        self._handler = handler
        self._signatures = Signatures(signing_secret, now)
        self._refusals = Refusals()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            delivery = await self._admit(scope, receive)
            answer = await self._handler(delivery)
        except Gone:
            return
        except Refused as refused:
            self._refusals.note(refused.status, refused.error)
            answer = refusal(refused.status, refused.error)
        except Malformed as malformed:
            self._refusals.note(400, f"malformed ({malformed})")
            answer = refusal(400, "malformed")
        await send_answer(send, answer)

    async def _admit(self, scope: Scope, receive: Receive) -> Delivery:
        """What can be refused from the headers alone is refused before the body is read."""
        once: dict[bytes, bytes] = {}
        for name, value in scope["headers"]:
            if name in (TIMESTAMP, SIGNATURE) and name in once:
                raise Refused(401, "invalid_signature")
            once[name] = value
        check_length(once.get(b"content-length", b""))
        timestamp = once.get(TIMESTAMP, b"")
        signature = once.get(SIGNATURE, b"")
        if not self._signatures.fresh(timestamp):
            raise Refused(401, "invalid_timestamp")
        if not signature.startswith(b"v0="):
            raise Refused(401, "invalid_signature")
        body = await read_body(receive)
        if not self._signatures.valid(timestamp, body, signature):
            raise Refused(401, "invalid_signature")
        slack = {
            name.decode("latin-1"): value.decode("latin-1")
            for name, value in once.items()
            if name.startswith(b"x-slack-")
        }
        return Delivery(body, once.get(b"content-type", b""), slack)
