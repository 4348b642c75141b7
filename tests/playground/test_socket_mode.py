"""The local Slack's end of Socket Mode, as an app's client meets it."""

import json
import socket
import struct
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.driver import LocalSlack


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as made:
        yield made


class Client:
    """A WebSocket client by hand: every byte is meant."""

    def __init__(self, address: str, key: str = "dGhlIHNhbXBsZSBub25jZQ==") -> None:
        parts = urlsplit(address)
        assert parts.hostname is not None
        self._socket = socket.create_connection((parts.hostname, parts.port or 80), timeout=10)
        request = (
            f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
        )
        self._socket.sendall(request.encode())
        self._stream = self._socket.makefile("rb")
        self.status = self._stream.readline().decode().split(" ", 1)[1].strip()
        self.headers: dict[str, str] = {}
        while line := self._stream.readline().strip().decode():
            name, _, value = line.partition(": ")
            self.headers[name.lower()] = value

    def send(self, opcode: int, content: bytes, *, masked: bool = True) -> None:
        mask = b"\x01\x02\x03\x04" if masked else b""
        size = len(content)
        bit = 0x80 if masked else 0
        if size < 126:
            head = struct.pack("!BB", 0x80 | opcode, bit | size)
        else:
            head = struct.pack("!BBH", 0x80 | opcode, bit | 126, size)
        body = bytes(one ^ mask[n % 4] for n, one in enumerate(content)) if masked else content
        for part in (head[:1], head[1:], mask + body):
            self._socket.sendall(part)

    def read(self) -> tuple[int, bytes]:
        """Opcode and content of the next frame; (0, b"") where the connection ended."""
        try:
            head = self._stream.read(2)
        except ConnectionResetError:
            return 0, b""
        if len(head) < 2:
            return 0, b""
        size = head[1]
        if size == 126:
            size = int.from_bytes(self._stream.read(2), "big")
        elif size == 127:
            size = int.from_bytes(self._stream.read(8), "big")
        return head[0] & 0x0F, self._stream.read(size)

    def close(self) -> None:
        self._stream.close()
        self._socket.close()


def opened(slack: LocalSlack) -> str:
    client = WebClient(base_url=slack.api_base_url)
    return str(client.apps_connections_open(app_token=slack.app_token)["url"])


def test_a_connection_is_greeted_answers_pings_and_says_goodbye(slack: LocalSlack) -> None:
    client = Client(opened(slack))
    # The example of RFC 6455, section 1.3.
    assert client.status == "101 Switching Protocols"
    assert client.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
    opcode, content = client.read()
    assert (opcode, json.loads(content)["type"]) == (1, "hello")
    for size in (3, 200):
        client.send(9, b"x" * size)
        assert client.read() == (10, b"x" * size)
    client.send(8, b"")
    assert client.read()[0] == 8
    assert client.read() == (0, b"")
    client.close()


def test_an_address_counts_once_and_only_for_who_was_given_it(slack: LocalSlack) -> None:
    address = opened(slack)
    first = Client(address)
    assert first.status.startswith("101")
    for other in (address, address.split("=")[0] + "=guessed"):
        client = Client(other)
        assert client.status.startswith("403")
        client.close()
    first.close()
    with pytest.raises(SlackApiError, match="invalid_auth"):
        WebClient(base_url=slack.api_base_url).apps_connections_open(app_token=slack.bot_token)


@pytest.mark.parametrize("masked", [True, False])
def test_frames_that_no_client_sends_end_the_connection(slack: LocalSlack, masked: bool) -> None:
    client = Client(opened(slack))
    client.read()
    if masked:
        client._socket.sendall(struct.pack("!BBQ", 0x81, 0x80 | 127, 1 << 40))
    else:
        client.send(1, b"{}", masked=False)
    assert client.read() == (0, b"")
    client.close()


def test_an_event_comes_as_an_envelope_and_waits_for_its_acknowledgement(
    slack: LocalSlack,
) -> None:
    client = Client(opened(slack))
    client.read()
    slack.connect_through_socket()
    slack.call(
        lambda: slack.slack.dispatcher.events_soon(
            [{"type": "event_callback", "event_id": "Ev1", "event": {"type": "app_home_opened"}}]
        )
    )
    envelope = json.loads(client.read()[1])
    assert envelope["type"] == "events_api"
    assert envelope["payload"]["event_id"] == "Ev1"
    assert envelope["accepts_response_payload"] is False
    client.send(1, b'{"envelope_id": "of somebody else"}')
    client.send(1, json.dumps({"envelope_id": envelope["envelope_id"]}).encode())
    slack.wait_idle()
    assert slack.problems == []

    # It breaks before the next one is acknowledged: that comes again, through another.
    slack.call(
        lambda: slack.slack.dispatcher.events_soon(
            [{"type": "event_callback", "event_id": "Ev2", "event": {"type": "app_home_opened"}}]
        )
    )
    client.read()
    client.close()
    slack.wait_idle()
    second = Client(opened(slack))
    second.read()
    slack.call(lambda: slack.clock.advance(61))  # type: ignore[attr-defined]
    again = json.loads(second.read()[1])
    assert (again["payload"]["event_id"], again["retry_attempt"]) == ("Ev2", 2)
    second.send(1, json.dumps({"envelope_id": again["envelope_id"]}).encode())
    slack.wait_idle()
    assert slack.given_up == []
    second.close()
