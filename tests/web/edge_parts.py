"""Signed and unsigned requests, sent straight into an ASGI application."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.types import Message

from bot.web.asgi import build_asgi

SECRET = "signing-secret"
NOW = 1_770_000_000.0
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
Headers = list[tuple[str, str]]
COMMAND = {
    "command": "/convert",
    "text": "Welcome",
    "team_id": "T1",
    "user_id": "U1",
    "channel_id": "C1",
    "response_url": "http://127.0.0.1:9/",
    "trigger_id": "1.2",
}
EVENT: dict[str, Any] = {
    "type": "event_callback",
    "team_id": "T1",
    "event_id": "Ev1",
    "event": {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1", "text": "hi"},
}


@dataclass
class Reply:
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    messages_read: int = 0

    def json(self) -> Any:
        return json.loads(self.body)


def headers_for(
    body: bytes, content_type: str = JSON, *, secret: str = SECRET, at: float = NOW
) -> Headers:
    """As Slack signs; written out here, since Slack's library signs no body that is not UTF-8."""
    timestamp = str(int(at))
    signed = b":".join([b"v0", timestamp.encode(), body])
    signature = "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return [
        ("content-type", content_type),
        ("x-slack-request-timestamp", timestamp),
        ("x-slack-signature", signature),
    ]


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


def bolt_app() -> App:
    """A Bolt app without Slack, that notes what its listeners were given."""
    return App(
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id="T1", bot_user_id="UB", bot_id="B1", bot_token="xoxb-1"
        ),
        signing_secret="not used",
        request_verification_enabled=False,
        process_before_response=True,
    )


def edge(app: App, **options: Any) -> Starlette:
    """``app`` behind the edge; nothing is kept, so that its listeners run at once."""
    given = {"keep": lambda _payload: False, "now": lambda: NOW, **options}
    return build_asgi(app, lambda: True, SECRET, **given)


async def call(
    asgi: Starlette,
    method: str = "POST",
    path: str = "/slack/events",
    headers: Iterable[tuple[str, str] | tuple[bytes, bytes]] = (),
    parts: Sequence[bytes | None] = (b"",),
) -> Reply:
    """One request; each of ``parts`` arrives as one message, None is hanging up."""
    reply = Reply()
    waiting = list(parts)

    async def receive() -> Message:
        if not waiting:
            await asyncio.Event().wait()
        reply.messages_read += 1
        part = waiting.pop(0)
        if part is None:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": part, "more_body": bool(waiting)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            reply.status = message["status"]
            reply.headers = {k.decode(): v.decode() for k, v in message["headers"]}
        else:
            reply.body += message.get("body", b"")

    raw = [(k.encode("latin-1") if isinstance(k, str) else k, _bytes(v)) for k, v in headers]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": raw,
        "server": ("127.0.0.1", 3000),
        "client": ("127.0.0.1", 9),
    }
    await asgi(scope, receive, send)
    return reply


def _bytes(value: str | bytes) -> bytes:
    return value.encode("latin-1") if isinstance(value, str) else value


def post(asgi: Starlette, body: bytes, content_type: str = JSON) -> Reply:
    """A request as Slack sends it."""
    return asyncio.run(call(asgi, headers=headers_for(body, content_type), parts=[body]))


def raw(asgi: Starlette, headers: Any, *parts: bytes | None, **rest: Any) -> Any:
    return asyncio.run(call(asgi, headers=headers, parts=parts or (b"",), **rest))
