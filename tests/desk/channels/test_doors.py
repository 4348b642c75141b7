"""What comes in over HTTP: kept before it is acknowledged, or refused."""

import asyncio
import json
import logging
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP, default
from threading import Event
from typing import Any

import pytest
from starlette.applications import Starlette

from bot.desk.channels.help_desk import HelpDeskIn
from bot.desk.channels.inbound import MailIn
from bot.desk.channels.mail_text import composed
from bot.desk.channels.model import Incoming, NoSuchCase
from bot.desk.channels.signature import sign
from bot.web.body import LARGEST_BODY
from bot.web.desk import routes
from tests.desk.channels.parts import NOW, REPLIES, SIGNING, outgoing
from tests.web.edge_parts import Reply, call

OTHER = "what another workspace's help desk knows"
SECRETS = {"T0DESK": SIGNING, "T1OTHER": OTHER}
ADDRESS = REPLIES.of("T0DESK", 41)
MAIL = json.dumps(
    {"to": ADDRESS, "from": "ana@x.test", "text": "Start it again.", "message_id": "<1@x.test>"}
).encode()
HOOK: dict[str, Any] = {
    "case": 41,
    "author": "Ana Lopez",
    "text": "Start it again.",
    "message_id": "HD-7",
}


class Kept:
    """Keeps each message once, as the database does."""

    def __init__(self) -> None:
        self.all: list[Incoming] = []

    def __call__(self, incoming: Incoming) -> bool:
        if any(known.message_id == incoming.message_id for known in self.all):
            return False
        self.all.append(incoming)
        return True


@pytest.fixture
def kept() -> Kept:
    return Kept()


def doors(take: Callable[[Incoming], bool], secrets: dict[str, str] = SECRETS) -> Starlette:
    return Starlette(
        routes=routes(
            take,
            email=MailIn(SIGNING, REPLIES, lambda: NOW),
            webhook=HelpDeskIn(lambda: secrets, lambda: NOW),
            now=lambda: NOW,
        )
    )


def post(
    asgi: Starlette,
    path: str,
    body: bytes,
    *,
    kind: str = "application/json",
    secret: str = SIGNING,
    at: float = NOW,
    parts: list[bytes | None] | None = None,
) -> Reply:
    headers = [("content-type", kind), ("journeydesk-signature", sign(secret, body, at))]
    return asyncio.run(call(asgi, "POST", path, headers, parts or [body]))


def hook(asgi: Starlette, secret: str = SIGNING, **changes: Any) -> Reply:
    return post(asgi, "/desk/webhook", json.dumps(HOOK | changes).encode(), secret=secret)


def test_an_answer_by_mail_is_kept_before_it_is_acknowledged(kept: Kept) -> None:
    reply = post(doors(kept), "/desk/email", MAIL)
    assert (reply.status, reply.json()) == (200, {"taken": True})
    (incoming,) = kept.all
    assert (incoming.workspace_id, incoming.case_id, incoming.author, incoming.text) == (
        *("T0DESK", 41),
        *("ana@x.test", "Start it again."),
    )


def test_an_answer_of_the_help_desk_is_kept_with_what_it_wants(kept: Kept) -> None:
    reply = hook(doors(kept), resolve=True)
    assert (reply.status, reply.json()) == (200, {"taken": True})
    assert kept.all == [
        Incoming(
            workspace_id="T0DESK",
            case_id=41,
            channel="webhook",
            author="Ana Lopez",
            text="Start it again.",
            message_id="HD-7",
            resolve=True,
        )
    ]


def test_what_comes_twice_is_acknowledged_twice_and_kept_once(kept: Kept) -> None:
    asgi = doors(kept)
    assert hook(asgi).json() == {"taken": True}
    again = hook(asgi)
    assert (again.status, again.json()) == (200, {"taken": False})
    assert len(kept.all) == 1


def test_what_cannot_be_kept_is_sent_again(caplog: pytest.LogCaptureFixture) -> None:
    def broken(incoming: Incoming) -> bool:
        raise OSError(incoming.text)

    with caplog.at_level(logging.INFO):
        for reply in (hook(doors(broken)), post(doors(broken), "/desk/email", MAIL)):
            assert (reply.status, reply.json()) == (503, {"error": "not_kept"})
    assert "OSError" in caplog.text
    assert "Start it again" not in caplog.text


def test_what_is_not_kept_in_time_is_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.desk.KEEP_SECONDS", 0.05)
    over = Event()

    def slow(_incoming: Incoming) -> bool:
        return over.wait(60)

    async def both() -> Reply:
        body = json.dumps(HOOK).encode()
        headers = [("content-type", "application/json")]
        headers.append(("journeydesk-signature", sign(SIGNING, body, NOW)))
        reply = await call(doors(slow), "POST", "/desk/webhook", headers, [body])
        over.set()
        return reply

    assert asyncio.run(both()).status == 503


def test_a_case_that_is_not_there_is_told() -> None:
    def gone(_incoming: Incoming) -> bool:
        raise NoSuchCase

    reply = hook(doors(gone))
    assert (reply.status, reply.json()) == (404, {"error": "no_such_case"})


def test_what_needs_no_relaying_is_acknowledged(kept: Kept) -> None:
    automatic = json.loads(MAIL) | {"subject": "Automatic reply: [#41]"}
    reply = post(doors(kept), "/desk/email", json.dumps(automatic).encode())
    assert (reply.status, reply.json()) == (200, {"ignored": "automatic"})
    assert hook(doors(kept), text=" ").json() == {"ignored": "empty"}
    assert kept.all == []


@pytest.mark.parametrize("path", ["/desk/email", "/desk/webhook"])
def test_what_is_unsigned_is_not_even_read(kept: Kept, path: str) -> None:
    right = sign(SIGNING, MAIL, NOW)
    for headers in (
        [],
        [("journeydesk-signature", "")],
        [("journeydesk-signature", right), ("journeydesk-signature", right)],
        [("journeydesk-signature", sign(SIGNING, MAIL, NOW - 301))],
        [("journeydesk-signature", sign(SIGNING, MAIL, NOW + 301))],
        [("journeydesk-signature", "t=²,v1=" + "0" * 64)],
    ):
        encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        reply = asyncio.run(call(doors(kept), "POST", path, encoded, [MAIL]))
        assert (reply.status, reply.messages_read) == (401, 0)
    assert kept.all == []


@pytest.mark.parametrize("path", ["/desk/email", "/desk/webhook"])
def test_what_a_stranger_signed_is_refused(kept: Kept, path: str) -> None:
    body = MAIL if path == "/desk/email" else json.dumps(HOOK).encode()
    reply = post(doors(kept), path, body, secret="guessed by a stranger")
    assert (reply.status, reply.json(), kept.all) == (401, {"error": "invalid_signature"}, [])


@pytest.mark.parametrize("path", ["/desk/email", "/desk/webhook"])
def test_a_body_is_no_larger_than_it_may_be(kept: Kept, path: str) -> None:
    body = b"x" * (LARGEST_BODY + 1)
    assert post(doors(kept), path, body).status == 413
    headers = [("journeydesk-signature", sign(SIGNING, b"", NOW)), ("content-length", "9999999")]
    reply = asyncio.run(call(doors(kept), "POST", path, headers, [b"x"]))
    assert (reply.status, reply.messages_read) == (413, 0)


def test_hanging_up_is_no_error(kept: Kept) -> None:
    reply = post(doors(kept), "/desk/email", MAIL, parts=[MAIL[:5], None])
    assert (reply.status, kept.all) == (0, [])


def test_a_help_desk_reaches_the_cases_of_its_own_workspace_alone(kept: Kept) -> None:
    assert hook(doors(kept), OTHER, message_id="HD-8").status == 200
    assert hook(doors(kept), workspace="T0DESK", message_id="HD-9").status == 200
    assert [incoming.workspace_id for incoming in kept.all] == ["T1OTHER", "T0DESK"]
    assert hook(doors(kept), OTHER, workspace="T0DESK").status == 400
    assert len(kept.all) == 2


def test_of_workspaces_with_one_secret_the_body_says_which(kept: Kept) -> None:
    shared = {"T0DESK": SIGNING, "T1OTHER": SIGNING}
    assert hook(doors(kept, shared)).json() == {"error": "malformed (workspace)"}
    assert hook(doors(kept, shared), workspace="T1OTHER").status == 200
    assert [incoming.workspace_id for incoming in kept.all] == ["T1OTHER"]


@pytest.mark.parametrize(
    "changes",
    [
        {"case": "41"},
        {"case": 0},
        {"case": 2**70},
        {"case": True},
        {"author": ""},
        {"author": None},
        {"text": 7},
        {"message_id": ""},
        {"message_id": "x" * 1001},
        {"resolve": "yes"},
    ],
)
def test_what_has_another_shape_is_refused(kept: Kept, changes: dict[str, Any]) -> None:
    reply = hook(doors(kept), **changes)
    assert (reply.status, kept.all) == (400, [])
    assert reply.json() == {"error": f"malformed ({next(iter(changes))})"}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b"null", b"[" * 100_000])
def test_what_is_no_object_is_refused(kept: Kept, body: bytes) -> None:
    assert post(doors(kept), "/desk/webhook", body).status == 400


def test_a_door_without_a_reader_is_not_there(kept: Kept) -> None:
    asgi = Starlette(routes=routes(kept, email=None, webhook=None))
    assert post(asgi, "/desk/email", MAIL).status == 404


def test_only_posting_is_possible(kept: Kept) -> None:
    assert asyncio.run(call(doors(kept), "GET", "/desk/email")).status == 405


def test_answering_our_mail_leads_back_to_its_case(kept: Kept) -> None:
    """As mail programs do: to the address that is asked for, above what is answered."""
    sent = composed(outgoing(), "agents@help.test", "journeydesk@desk.example.org", REPLIES)
    received = message_from_bytes(sent.as_bytes(), policy=default)
    assert isinstance(received, EmailMessage)
    quoted = "\n".join(f"> {line}" for line in received.get_content().splitlines())
    answer = EmailMessage(policy=SMTP)
    answer["From"] = "Ana Lopez <ana@help.test>"
    answer["To"] = received["Reply-To"]
    answer["Subject"] = f"Re: {received['Subject']}"
    answer["Message-ID"] = "<8@help.test>"
    answer["In-Reply-To"] = received["Message-ID"]
    answer.set_content(
        "Relancez-la : les réglages y sont.\n\n"
        f"Le 23/11/2026 à 10:30, {received['From']} a écrit :\n{quoted}\n"
    )
    reply = post(doors(kept), "/desk/email", answer.as_bytes(), kind="message/rfc822")
    assert reply.json() == {"taken": True}
    assert [(got.case_id, got.author, got.text) for got in kept.all] == [
        (41, "Ana Lopez", "Relancez-la : les réglages y sont.")
    ]
