"""Cases by e-mail, against a real SMTP server."""

import socket
import ssl
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr, ValidationError

from bot.desk.channels.email import EmailChannel
from bot.desk.channels.model import Refused
from bot.desk.channels.settings import Mailbox
from bot.durable import Transient
from tests.desk.channels.certificate import Certified, certified
from tests.desk.channels.mail_server import PASSWORD, USER, MailServer, serving
from tests.desk.channels.parts import NOW, REPLIES, SECRET, outgoing

AGENTS = "agents@help.example.org"


@pytest.fixture(scope="session")
def tls(tmp_path_factory: pytest.TempPathFactory) -> Certified:
    folder: Path = tmp_path_factory.mktemp("certificate")
    return certified(folder, "localhost")


@pytest.fixture
def server(tls: Certified) -> Iterator[MailServer]:
    with serving(tls.server) as started:
        yield started


def mailbox(number: int, **changes: Any) -> Mailbox:
    given = {
        "to": AGENTS,
        "sender": "journeydesk@desk.example.org",
        "replies": "support@desk.example.org",
        "host": "localhost",
        "port": number,
        "user": USER,
        "password": SecretStr(PASSWORD),
        "inbound_secret": SecretStr(SECRET),
    }
    return Mailbox(**(given | changes))


def channel(
    server: MailServer, trust: ssl.SSLContext | None, seconds: float = 20.0, **changes: Any
) -> EmailChannel:
    return EmailChannel(mailbox(server.port, **changes), trust=trust, seconds=seconds)


def words(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n")


def test_a_case_arrives_encrypted_and_says_what_it_is_about(
    server: MailServer, tls: Certified
) -> None:
    sent = channel(server, tls.trust).send(outgoing())
    (message,) = server.messages()
    assert server.encrypted == [True]
    assert server.recipients == [[AGENTS]]
    assert message["Subject"] == "[#41] The welcome series stops after two e-mails"
    assert getaddresses([str(message["From"])]) == [
        ("Zoé Martin via Slack", "journeydesk@desk.example.org")
    ]
    assert message["Message-ID"] == sent.reference
    assert message["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in message
    assert parsedate_to_datetime(message["Date"]) == outgoing().at
    assert words(message) == (
        "Zoé Martin asks for a person on Slack.\n\n"
        "It stopped on Monday.\nWhat can I do?\n\n"
        "- Topic: triggers\n- Plan: Standard\n\n"
        "Reply to this e-mail: what you write above the quoted text is shown to Zoé Martin on"
        " Slack. Attached files are not passed on.\n"
    )


def test_an_answer_goes_to_an_address_of_the_case(server: MailServer, tls: Certified) -> None:
    channel(server, tls.trust).send(outgoing())
    (message,) = server.messages()
    address = str(message["Reply-To"])
    assert address.startswith("support+case-41-t0desk-")
    assert REPLIES.case_in([address]) == ("T0DESK", 41)


def test_all_messages_of_a_case_are_one_thread(server: MailServer, tls: Certified) -> None:
    post = channel(server, tls.trust)
    post.send(outgoing())
    post.send(outgoing(event="message", key="desk:T0DESK:41:2:0"))
    post.send(outgoing(event="resolved", key="desk:T0DESK:41:3:0"))
    post.send(outgoing(case_id=42, key="desk:T0DESK:42:1:0"))
    *of_41, of_42 = server.messages()
    assert len({message["Message-ID"] for message in server.messages()}) == 4
    assert len({message["References"] for message in of_41}) == 1
    assert {message["In-Reply-To"] for message in of_41} == {of_41[0]["References"]}
    assert of_42["References"] != of_41[0]["References"]
    assert {message["Subject"].removeprefix("Re: ") for message in of_41} == {of_41[0]["Subject"]}


def test_the_agents_language_is_spoken(server: MailServer, tls: Certified) -> None:
    channel(server, tls.trust).send(
        outgoing(language="fr", event="reopened", text="Ça recommence…")
    )
    (message,) = server.messages()
    assert message["Content-Language"] == "fr"
    assert words(message).startswith(
        "Zoé Martin a de nouveau écrit\u00a0: ce dossier est rouvert.\n\nÇa recommence…\n"
    )


def test_long_lines_other_scripts_and_dots_arrive_as_they_were(
    server: MailServer, tls: Certified
) -> None:
    text = "\n".join(["é" * 3000, ".", "..two", "日本語 🎉", "From here", "a  b   "]).rstrip()
    channel(server, tls.trust).send(
        outgoing(event="message", text=text, subject="日本語 " * 60, requester="Ж" * 200)
    )
    (message,) = server.messages()
    assert words(message).startswith(text + "\n\n")
    assert str(message["Subject"]).startswith("Re: [#41] 日本語 日本語")
    assert max(len(line) for line in server.taken[0].split(b"\r\n")) <= 998
    assert server.taken[0].isascii()


def test_tls_from_the_first_byte_works_too(tls: Certified) -> None:
    with serving(tls.server, from_the_start=True) as server:
        channel(server, tls.trust, security="tls").send(outgoing())
        assert server.encrypted == [True]


@pytest.mark.parametrize("drops", ["DATA", "QUIT"])
def test_what_was_sent_twice_is_known_to_be_the_same(
    server: MailServer, tls: Certified, drops: str
) -> None:
    post = channel(server, tls.trust)
    server.drops = drops
    if drops == "DATA":
        with pytest.raises(Transient):
            post.send(outgoing())
    else:
        post.send(outgoing())  # it was taken: what comes after that is no matter
    server.drops = None
    post.send(outgoing())
    first, second = server.messages()
    assert first["Message-ID"] == second["Message-ID"]
    assert server.taken[0] == server.taken[1]


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("code", [421, 450, 451, 452])
def test_what_the_server_cannot_do_now_may_pass(
    server: MailServer, tls: Certified, command: str, code: int
) -> None:
    server.answers[command] = f"{code} try again later"
    with pytest.raises(Transient, match=str(code)):
        channel(server, tls.trust).send(outgoing())
    server.answers.clear()
    channel(server, tls.trust).send(outgoing())
    assert len(server.taken) == 1


@pytest.mark.parametrize(
    ("command", "answer", "key"),
    [
        ("MAIL", "550 not from here", "mail_refused"),
        ("RCPT", "550 no such user", "mail_recipient"),
        ("DATA", "554 this is spam", "mail_refused"),
    ],
)
def test_what_the_server_will_never_take_is_refused_with_its_words(
    server: MailServer, tls: Certified, command: str, answer: str, key: str
) -> None:
    server.answers[command] = answer
    with pytest.raises(Refused) as caught:
        channel(server, tls.trust).send(outgoing())
    assert caught.value.key == key
    assert answer in caught.value.sentence("fr")
    assert answer in caught.value.sentence("en")


def test_a_wrong_password_is_refused_and_not_told(server: MailServer, tls: Certified) -> None:
    with pytest.raises(Refused) as caught:
        channel(server, tls.trust, password=SecretStr("swordfish")).send(outgoing())
    assert caught.value.key == "mail_login"
    assert "swordfish" not in caught.value.sentence("en") + repr(caught.value.params)


def test_a_stranger_s_certificate_gets_neither_password_nor_message(
    server: MailServer,
) -> None:
    with pytest.raises(Refused) as caught:
        channel(server, None).send(outgoing())
    assert (caught.value.key, server.heard) == ("mail_certificate", [])


def test_a_certificate_of_another_name_is_refused(server: MailServer, tls: Certified) -> None:
    with pytest.raises(Refused) as caught:
        channel(server, tls.trust, host="127.0.0.1").send(outgoing())
    assert (caught.value.key, server.heard) == ("mail_certificate", [])


def test_nothing_is_sent_in_the_clear(tls: Certified) -> None:
    with serving(None, login=False) as server:
        for security in ("starttls", "tls"):
            with pytest.raises(Refused) as caught:
                channel(server, tls.trust, security=security).send(outgoing())
            assert (caught.value.key, server.heard) == ("mail_no_tls", [])


def test_a_server_without_login_is_told_apart(tls: Certified) -> None:
    with serving(tls.server, login=False) as server:
        with pytest.raises(Refused) as caught:
            channel(server, tls.trust).send(outgoing())
        assert caught.value.key == "mail_no_login"
        channel(server, tls.trust, user=None, password=None).send(outgoing())
        assert len(server.taken) == 1


def test_nobody_there_may_pass(tls: Certified) -> None:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        box = mailbox(bound.getsockname()[1])
        with pytest.raises(Transient):
            EmailChannel(box, trust=tls.trust).send(outgoing())


def test_a_server_that_says_nothing_is_given_up(tls: Certified) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        box = mailbox(silent.getsockname()[1])
        with pytest.raises(Transient):
            EmailChannel(box, trust=tls.trust, seconds=0.2).send(outgoing())


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "a@b\r\nBcc: c@d"},
        {"sender": "no address"},
        {"replies": "ana <a@b>"},
        {"user": None},
        {"password": SecretStr("motdepasseé")},
        {"security": "none"},
        {"port": 0},
    ],
)
def test_a_mailbox_that_cannot_work_is_refused_at_once(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        mailbox(587, **changes)


def test_without_a_secret_nobody_is_told_to_answer(server: MailServer, tls: Certified) -> None:
    for language in ("en", "fr"):
        channel(server, tls.trust, inbound_secret=None).send(outgoing(language=language))
    for message, said in zip(
        server.messages(), ("not passed on", "ne sont pas transmises"), strict=True
    ):
        assert message["Reply-To"] is None
        assert message["From"].addresses[0].addr_spec == "journeydesk@desk.example.org"
        assert said in words(message)


def test_answers_go_to_the_sender_where_no_other_mailbox_is_named(
    server: MailServer, tls: Certified
) -> None:
    channel(server, tls.trust, replies=None).send(outgoing())
    (message,) = server.messages()
    assert message["Reply-To"].startswith("journeydesk+case-41-t0desk-")


def test_an_address_for_answers_without_room_is_refused_with_what_fits() -> None:
    box = mailbox(587, replies="a-very-long-name-for-a-mailbox-of-support@desk.example.org")
    with pytest.raises(Refused) as caught:
        EmailChannel(box).send(outgoing())
    longest = caught.value.params["longest"]
    assert isinstance(longest, int)
    fitting = mailbox(1, replies=f"{'a' * longest}@desk.example.org")
    with pytest.raises(Transient):
        EmailChannel(fitting, seconds=0.2).send(outgoing())


def test_our_own_messages_are_known(server: MailServer, tls: Certified) -> None:
    sent = channel(server, tls.trust).send(outgoing())
    assert REPLIES.made(sent.reference)
    assert not REPLIES.made(f"<{NOW}@desk.example.org>")
    assert not REPLIES.made(sent.reference.replace("<jd.", "<jd.0", 1))
