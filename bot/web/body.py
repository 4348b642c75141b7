"""Bodies of requests, no larger and no slower than they may be, and answers to them."""

import asyncio
import json
from collections.abc import Mapping
from typing import NamedTuple

from starlette.types import Receive, Send

LARGEST_BODY = 1024 * 1024
BODY_SECONDS = 10.0
"""How long a body may take to arrive; Slack itself waits three seconds for the answer."""


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: bytes


class Refused(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


class Gone(Exception):
    """The other side hung up before its request was complete."""


def check_length(length: bytes) -> None:
    """Raises Refused for a Content-Length that is too large."""
    if length.isdigit() and (len(length) > 12 or int(length) > LARGEST_BODY):
        raise Refused(413, "too_large")


async def read_body(receive: Receive) -> bytes:
    """Raises Refused when it is too large or too slow, and Gone."""
    parts: list[bytes] = []
    size = 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request":
                    raise Gone
                part = message.get("body", b"")
                size += len(part)
                if size > LARGEST_BODY:
                    raise Refused(413, "too_large")
                parts.append(part)
                if not message.get("more_body", False):
                    return b"".join(parts)
    except TimeoutError:
        raise Refused(408, "too_slow") from None


def refusal(status: int, error: str) -> Answer:
    # The rest of a body that was refused is not read, so the connection cannot go on.
    headers = {"content-type": "application/json", "connection": "close"}
    return Answer(status, headers, json.dumps({"error": error}).encode())


async def send_answer(send: Send, answer: Answer) -> None:
    headers = [
        (k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in answer.headers.items()
    ]
    headers.append((b"content-length", str(len(answer.body)).encode()))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
