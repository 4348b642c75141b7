"""Socket Mode: what goes to the bot goes through connections that the bot opened.

https://docs.slack.dev/apis/events-api/using-socket-mode/
"""

import asyncio
import json
import secrets
from typing import Any
from urllib.parse import parse_qs

from bot.playground.delivery import Answer, Delivery, DeliveryFailed, Outgoing
from bot.playground.websocket import WebSocket

ADDRESS = "socket:"
"""Where the bot is, for a dispatcher, if it is at the other end of a connection."""
PATH = "/link/"
_TYPES = {"event": "events_api", "command": "slash_commands"}


class Sockets:
    """Every open connection. Each delivery goes through one of them, in turn."""

    def __init__(self) -> None:
        self.opened_at_all = 0
        self._tickets: set[str] = set()
        self._connections: list[WebSocket] = []
        self._waiting: dict[str, tuple[WebSocket, asyncio.Future[Answer]]] = {}

    @property
    def connections(self) -> int:
        return len(self._connections)

    def new_address(self, base_url: str) -> str:
        """For one connection, as apps.connections.open gives it."""
        ticket = secrets.token_hex(16)
        self._tickets.add(ticket)
        return f"ws{base_url.removeprefix('http')}{PATH}?ticket={ticket}"

    def refresh(self) -> None:
        """Ask every connection to be opened anew, as Slack does every few hours."""
        for connection in self._connections:
            connection.send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))

    def drop(self) -> None:
        """Every connection breaks."""
        for connection in list(self._connections):
            connection.drop()

    async def send(self, request: Outgoing) -> Answer:
        """Raises DeliveryFailed where there is no connection, or it ends without an answer."""
        if not self._connections:
            raise DeliveryFailed("connection_failed")
        connection = self._connections.pop(0)
        self._connections.append(connection)
        envelope_id = secrets.token_hex(16)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[envelope_id] = connection, answer
        try:
            connection.send(json.dumps({"envelope_id": envelope_id, **_envelope(request)}))
            return await answer
        finally:
            del self._waiting[envelope_id]

    # as a Listener

    def opened(self, connection: WebSocket, ticket: str) -> bool:
        if ticket not in self._tickets:
            return False
        self._tickets.remove(ticket)
        self._connections.append(connection)
        self.opened_at_all += 1
        return True

    def heard(self, _connection: WebSocket, text: str) -> None:
        message: dict[str, Any] = json.loads(text)
        _, answer = self._waiting.get(str(message.get("envelope_id")), (None, None))
        if answer is None or answer.done():
            return
        payload = message.get("payload")
        body = json.dumps(payload) if payload else ""
        answer.set_result(Answer(200, body, "application/json" if payload else ""))

    def closed(self, connection: WebSocket) -> None:
        self._connections.remove(connection)
        for where, answer in self._waiting.values():
            if where is connection and not answer.done():
                answer.set_exception(DeliveryFailed("connection_failed"))


class ByAddress:
    """HTTP, or a connection of Socket Mode, as the bot's address says."""

    def __init__(self, http: Delivery, sockets: Sockets) -> None:
        self._http = http
        self._sockets = sockets

    async def send(self, url: str, request: Outgoing) -> Answer:
        if url == ADDRESS:
            return await self._sockets.send(request)
        return await self._http.send(url, request)

    async def close(self) -> None:
        await self._http.close()


def _envelope(request: Outgoing) -> dict[str, Any]:
    again = request.headers.get("X-Slack-Retry-Num")
    kind = _TYPES.get(request.kind, "interactive")
    if request.kind == "event":
        payload = json.loads(request.body)
    else:
        fields = {key: values[0] for key, values in parse_qs(request.body.decode(), True).items()}
        payload = json.loads(fields["payload"]) if "payload" in fields else fields
    return {
        "type": kind,
        "payload": payload,
        "accepts_response_payload": request.kind != "event",
        **(
            {"retry_attempt": int(again), "retry_reason": request.headers["X-Slack-Retry-Reason"]}
            if again
            else {}
        ),
    }
