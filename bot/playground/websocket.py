"""The server's end of a WebSocket (RFC 6455), as much of it as Socket Mode needs.

Text both ways, pings and closing; no extensions, no subprotocols. uvicorn hands a connection over
when it asks for the upgrade.
"""

import asyncio
import struct
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha1
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
_TEXT, _CLOSE, _PING, _PONG = 0x1, 0x8, 0x9, 0xA
_FINAL, _MASKED = 0x80, 0x80
LARGEST = 1024 * 1024


class Listener(Protocol):
    """What becomes of a connection; called on the server's loop."""

    def opened(self, connection: "WebSocket", ticket: str) -> bool:
        """Whether it may stay; ``ticket`` is the one in its address."""

    def heard(self, connection: "WebSocket", text: str, /) -> None: ...

    def closed(self, connection: "WebSocket") -> None: ...


class WebSocket(asyncio.Protocol):
    """One connection, from its request on."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._transport: asyncio.Transport | None = None
        self._waiting = b""
        self._open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        if not self._open and not self._shake_hands():
            return
        while (frame := self._next()) is not None:
            self._take(*frame)

    def connection_lost(self, _error: Exception | None) -> None:
        if self._open:
            self._open = False
            self._listener.closed(self)

    def send(self, text: str) -> None:
        self._write(_TEXT, text.encode())

    def close(self) -> None:
        """Say goodbye and hang up."""
        self._write(_CLOSE, struct.pack("!H", 1000))
        if self._transport is not None:
            self._transport.close()

    def drop(self) -> None:
        """Hang up in the middle of everything."""
        if self._transport is not None:
            self._transport.abort()

    def _shake_hands(self) -> bool:
        head, found, self._waiting = self._waiting.partition(b"\r\n\r\n")
        if not found:
            self._waiting = head
            return False
        request, *lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (x.partition(":") for x in lines)
        }
        ticket = parse_qs(urlsplit(request.split(" ")[1]).query).get("ticket", [""])[0]
        key = headers.get("sec-websocket-key", "")
        if not key or not self._listener.opened(self, ticket):
            self._raw(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            if self._transport is not None:
                self._transport.close()
            return False
        accepted = b64encode(sha1((key + _GUID).encode()).digest()).decode()  # noqa: S324 - RFC 6455
        self._raw(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + f"Sec-WebSocket-Accept: {accepted}\r\n\r\n".encode()
        )
        self._open = True
        self.send('{"type": "hello", "num_connections": 1}')
        return True

    def _next(self) -> tuple[int, bytes] | None:
        """The next whole frame: opcode and content."""
        data = self._waiting
        if len(data) < 2:
            return None
        opcode, length, at = data[0] & 0x0F, data[1] & 0x7F, 2
        if length == 126:
            length, at = int.from_bytes(data[2:4], "big"), 4
        elif length == 127:
            length, at = int.from_bytes(data[2:10], "big"), 10
        if length > LARGEST or not data[1] & _MASKED or not data[0] & _FINAL:
            # A client masks what it sends, and Slack's sends no fragments.
            self.drop()
            return None
        whole = at + 4 + length
        if len(data) < whole:
            return None
        mask, content = data[at : at + 4], data[at + 4 : whole]
        self._waiting = data[whole:]
        return opcode, bytes(one ^ mask[n % 4] for n, one in enumerate(content))

    def _take(self, opcode: int, content: bytes) -> None:
        if opcode == _TEXT:
            self._listener.heard(self, content.decode())
        elif opcode == _PING:
            self._write(_PONG, content)
        elif opcode == _CLOSE:
            self.close()

    def _write(self, opcode: int, content: bytes) -> None:
        size = len(content)
        if size < 126:
            head = struct.pack("!BB", _FINAL | opcode, size)
        elif size < 1 << 16:
            head = struct.pack("!BBH", _FINAL | opcode, 126, size)
        else:
            head = struct.pack("!BBQ", _FINAL | opcode, 127, size)
        self._raw(head + content)

    def _raw(self, data: bytes) -> None:
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(data)


def upgrade_to(listener: Listener) -> Callable[..., WebSocket]:
    """For uvicorn's ``ws``, which names its configuration when it makes one."""

    def make(**_uvicorn: Any) -> WebSocket:
        return WebSocket(listener)

    return make
