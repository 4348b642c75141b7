"""Where answers of people outside of Slack come in: POST /desk/email and POST /desk/webhook.

200 says that it is kept, or need not be; 4xx that it never will be; 5xx, send it again. Nothing
that is unsigned gets further than its headers.
"""

import json
import logging
import time
from collections.abc import Callable

from anyio import CapacityLimiter, move_on_after, to_thread
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.desk.channels.model import Incoming, NoSuchCase, Refusal
from bot.desk.channels.signature import HEADER, fresh
from bot.web.body import Answer, Gone, Refused, check_length, read_body, refusal, send_answer
from bot.web.refusals import Refusals

KEEP_SECONDS = 10.0
"""Who posts waits at least this long; what is not kept by then is posted again."""
AT_ONCE = 4

log = logging.getLogger(__name__)

Read = Callable[[bytes, str, str], Incoming | Refusal]
"""Checks and reads a body, given its content type and the signature's header."""
Take = Callable[[Incoming], bool]
"""Keeps it durably; False when it was there already. Raises NoSuchCase, and whatever it must when
it cannot keep it. Called in a thread."""


def routes(
    take: Take, *, email: Read | None, webhook: Read | None, now: Callable[[], float] = time.time
) -> list[Route]:
    """Of those that have a reader. ``now`` gives Unix time."""
    limiter = CapacityLimiter(AT_ONCE)
    return [
        Route(path, Door(read, take, limiter, now), methods=["POST"])
        for path, read in (("/desk/email", email), ("/desk/webhook", webhook))
        if read is not None
    ]


class Door:
    """An ASGI application for one of the two. ``limiter`` bounds what is read and kept at once."""

    def __init__(
        self, read: Read, take: Take, limiter: CapacityLimiter, now: Callable[[], float]
    ) -> None:
        self._read = read
        self._take = take
        self._limiter = limiter
        self._now = now
        self._refusals = Refusals()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            content_type, signature = self._admit(scope)
            body = await read_body(receive)
            answer = await self._answer(body, content_type, signature)
        except Gone:
            return
        except Refused as refused:
            self._refusals.note(refused.status, refused.error)
            answer = refusal(refused.status, refused.error)
        await send_answer(send, answer)

    def _admit(self, scope: Scope) -> tuple[str, str]:
        headers: dict[bytes, bytes] = {}
        signed = HEADER.lower().encode()
        for name, value in scope["headers"]:
            if name == signed and name in headers:
                raise Refused(401, "invalid_signature")
            headers[name] = value
        check_length(headers.get(b"content-length", b""))
        signature = headers.get(signed, b"").decode("latin-1")
        if not fresh(signature, self._now()):
            raise Refused(401, "invalid_signature")
        return headers.get(b"content-type", b"").decode("latin-1"), signature

    async def _answer(self, body: bytes, content_type: str, signature: str) -> Answer:
        answer: Answer | Refusal | None = None
        with move_on_after(KEEP_SECONDS):
            answer = await to_thread.run_sync(
                self._kept,
                body,
                content_type,
                signature,
                abandon_on_cancel=True,
                limiter=self._limiter,
            )
        if answer is None:
            log.error("an answer from outside could not be kept in time")
            raise Refused(503, "not_kept")
        if isinstance(answer, Answer):
            return answer
        if answer.status == 200:
            return _done(ignored=answer.error)
        raise Refused(answer.status, answer.error)

    def _kept(self, body: bytes, content_type: str, signature: str) -> Answer | Refusal:
        try:
            read = self._read(body, content_type, signature)
            return read if isinstance(read, Refusal) else _done(taken=self._take(read))
        except NoSuchCase:
            return Refusal(status=404, error="no_such_case")
        except Exception as error:
            # Its text may hold what somebody wrote.
            log.error("an answer from outside could not be kept: %s", type(error).__name__)  # noqa: TRY400
            return Refusal(status=503, error="not_kept")


def _done(**said: bool | str) -> Answer:
    return Answer(200, {"content-type": "application/json"}, json.dumps(said).encode())
