"""Cases to a help desk, against a real HTTP server."""

import json
import socket
import ssl
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path
from threading import Event
from typing import Any

import httpx
import pytest
from pydantic import SecretStr, ValidationError

from bot.desk.channels.model import Refused
from bot.desk.channels.settings import Hook
from bot.desk.channels.signature import HEADER, verify
from bot.desk.channels.webhook import LONGEST_WAIT, Later, WebhookChannel
from bot.durable import Transient
from tests.desk.channels.certificate import Certified, certified
from tests.desk.channels.help_desk_server import Answer, HelpDesk, serving
from tests.desk.channels.parts import NOW, SIGNING, outgoing

NAME = "help.example.org"


@pytest.fixture
def desk() -> Iterator[HelpDesk]:
    with serving() as started:
        yield started


def channel(port: int, now: float = NOW, **rest: Any) -> WebhookChannel:
    hook = Hook(
        url=f"http://127.0.0.1:{port}/cases?from=slack",
        secret=SecretStr(SIGNING),
        plain_on_this_machine=True,
    )
    return WebhookChannel(hook, now=lambda: now, **rest)


def test_an_event_arrives_whole_and_signed(desk: HelpDesk) -> None:
    channel(desk.port).send(outgoing())
    (got,) = desk.got
    assert got.path == "/cases?from=slack"
    assert got.headers["Host"] == f"127.0.0.1:{desk.port}"
    assert verify(SIGNING, got.headers[HEADER], got.body, NOW)
    assert not verify("another secret", got.headers[HEADER], got.body, NOW)
    assert got.headers["Idempotency-Key"] == "desk:T0DESK:41:1:0"
    assert json.loads(got.body) == {
        "version": 1,
        "event": "opened",
        "key": "desk:T0DESK:41:1:0",
        "at": "2026-11-23T09:30:00+00:00",
        "workspace": "T0DESK",
        "case": 41,
        "language": "en",
        "subject": "The welcome series stops after two e-mails",
        "text": "It stopped on Monday.\nWhat can I do?",
        "requester": "Zoé Martin",
        "summary": ["Topic: triggers", "Plan: Standard"],
    }


@pytest.mark.parametrize(
    ("said", "reference"),
    [
        (b'{"reference": "HD-2041"}', "HD-2041"),
        (b"thanks", "desk:T0DESK:41:1:0"),
        (b'{"reference": 7}', "desk:T0DESK:41:1:0"),
        (b'{"reference": "a\\nb"}', "desk:T0DESK:41:1:0"),
        (b'{"reference": "' + b"x" * 100_000 + b'"}', "desk:T0DESK:41:1:0"),
        (b"[" * 16_000, "desk:T0DESK:41:1:0"),
        (b"\xff", "desk:T0DESK:41:1:0"),
    ],
)
def test_the_help_desks_own_reference_is_kept_if_it_tells_one(
    desk: HelpDesk, said: bytes, reference: str
) -> None:
    desk.answers = [Answer(201, body=said)]
    assert channel(desk.port).send(outgoing()).reference == reference


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_a_retry_has_the_same_key_and_body_and_a_signature_of_its_own(
    desk: HelpDesk, status: int
) -> None:
    desk.answers = [Answer(status)]
    with pytest.raises(Transient, match=str(status)):
        channel(desk.port).send(outgoing())
    much_later = NOW + 7200
    channel(desk.port, much_later).send(outgoing())
    first, second = desk.got
    assert first.headers["Idempotency-Key"] == second.headers["Idempotency-Key"]
    assert first.body == second.body
    assert verify(SIGNING, second.headers[HEADER], second.body, much_later)


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        ("17", 17.0),
        ("0", 0.0),
        (formatdate(NOW + 90, usegmt=True), 90.0),
        (formatdate(NOW - 90, usegmt=True), 0.0),
        ("99999999999", LONGEST_WAIT),
        ("soon", None),
        ("-5", None),
        ("1e400", None),
        (None, None),
    ],
)
def test_how_long_the_help_desk_wants_to_be_left_alone_is_told(
    desk: HelpDesk, given: str | None, seconds: float | None
) -> None:
    desk.answers = [Answer(429, {"Retry-After": given} if given is not None else {})]
    with pytest.raises(Later) as caught:
        channel(desk.port).send(outgoing())
    assert caught.value.seconds == seconds


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 413, 422])
def test_what_the_help_desk_will_never_take_is_refused(desk: HelpDesk, status: int) -> None:
    desk.answers = [Answer(status, body=b"a page of the help desk")]
    with pytest.raises(Refused) as caught:
        channel(desk.port).send(outgoing())
    assert caught.value.key == "webhook_refused"
    assert str(status) in caught.value.sentence("fr")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(desk: HelpDesk, status: int) -> None:
    desk.answers = [Answer(status, {"Location": f"http://127.0.0.1:{desk.port}/inside"})]
    with pytest.raises(Refused) as caught:
        channel(desk.port).send(outgoing())
    assert caught.value.key == "webhook_redirect"
    assert [got.path for got in desk.got] == ["/cases?from=slack"]


def test_a_slow_help_desk_is_given_up_and_asked_again(desk: HelpDesk) -> None:
    open_again = Event()
    desk.answers = [Answer(after=open_again)]
    try:
        with pytest.raises(Transient):
            channel(desk.port, timeout=httpx.Timeout(0.3, connect=20)).send(outgoing())
    finally:
        open_again.set()
    channel(desk.port).send(outgoing())
    assert len({got.headers["Idempotency-Key"] for got in desk.got}) == 1


def test_nobody_there_may_pass() -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(Transient, match="not reached"):
            channel(bound.getsockname()[1]).send(outgoing())


def test_an_answer_that_is_no_http_may_pass() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        post = channel(listening.getsockname()[1], timeout=httpx.Timeout(0.3, connect=20))
        with pytest.raises(Transient):
            post.send(outgoing())


def test_a_host_that_is_not_found_may_pass() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "no answer")

    with pytest.raises(Transient, match="not found"):
        channel(80, resolve=unknown).send(outgoing())


def test_the_address_that_was_checked_is_the_one_that_is_used(tmp_path: Path) -> None:
    tls = certified(tmp_path, NAME)
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with serving(tls.server) as desk:
        hook = Hook(url=f"https://{NAME}:{desk.port}/", secret=SecretStr(SIGNING), private=True)
        WebhookChannel(hook, resolve=resolve, trust=tls.trust).send(outgoing())
    assert asked == [NAME]
    assert desk.got[0].headers["Host"] == f"{NAME}:{desk.port}"


@pytest.mark.parametrize("stranger", ["another name", "no authority"])
def test_a_certificate_that_is_not_the_hosts_is_refused(tmp_path: Path, stranger: str) -> None:
    tls: Certified = certified(tmp_path, NAME)
    host = "else.example.org" if stranger == "another name" else NAME
    trust: ssl.SSLContext | None = tls.trust if stranger == "another name" else None
    with serving(tls.server) as desk:
        hook = Hook(url=f"https://{host}:{desk.port}/", secret=SecretStr(SIGNING), private=True)
        post = WebhookChannel(hook, resolve=lambda *_: ["127.0.0.1"], trust=trust)
        with pytest.raises(Refused) as caught:
            post.send(outgoing())
    assert (caught.value.key, desk.got) == ("webhook_certificate", [])


def test_the_next_address_of_a_host_is_tried(desk: HelpDesk) -> None:
    channel(desk.port, resolve=lambda *_: ["127.0.0.9", "127.0.0.1"]).send(outgoing())
    assert len(desk.got) == 1


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.0.0.8",
        "172.16.3.4",
        "192.168.1.1",
        "100.64.0.1",
        "0.0.0.0",
        "169.254.169.254",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::5",
        "ff02::1",
        "::ffff:10.0.0.8",
        "::ffff:169.254.169.254",
        "::7f00:1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_what_only_this_machine_reaches_is_not_asked(address: str) -> None:
    hook = Hook(url="https://help.example.org/", secret=SecretStr(SIGNING))
    post = WebhookChannel(hook, resolve=lambda *_: ["93.184.216.34", address])
    with pytest.raises(Refused) as caught:
        post.send(outgoing())
    assert caught.value.key == "webhook_private"


@pytest.mark.parametrize("address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "fe80::1"])
def test_the_metadata_of_cloud_machines_is_never_asked(address: str) -> None:
    hook = Hook(url="https://help.example.org/", secret=SecretStr(SIGNING), private=True)
    with pytest.raises(Refused):
        WebhookChannel(hook, resolve=lambda *_: [address]).send(outgoing())


def test_plain_http_goes_to_this_machine_alone() -> None:
    hook = Hook(
        url="http://help.example.org/", secret=SecretStr(SIGNING), plain_on_this_machine=True
    )
    for address in ("93.184.216.34", "10.0.0.8"):
        with pytest.raises(Refused) as caught:
            WebhookChannel(hook, resolve=lambda *_, to=address: [to]).send(outgoing())
        assert caught.value.key == "webhook_plain"


@pytest.mark.parametrize(
    "url",
    [
        "http://help.example.org/",
        "ftp://help.example.org/",
        "https://ana:secret@help.example.org/",
        "https:///cases",
        "https://help.example.org/a b",
        "https://help.example.org:99999/",
        "help.example.org",
    ],
)
def test_an_address_that_cannot_be_meant_is_refused_at_once(url: str) -> None:
    with pytest.raises(ValidationError):
        Hook(url=url, secret=SecretStr(SIGNING))


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError):
        Hook(url="https://help.example.org/", secret=SecretStr("short"))
