"""Answers by e-mail: whose they are, what is new in them, and what no person wrote."""

import json
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest

from bot.desk.channels.inbound import MailIn
from bot.desk.channels.model import Incoming, Refusal
from bot.desk.channels.signature import sign
from tests.desk.channels.parts import NOW, REPLIES, SIGNING

ADDRESS = REPLIES.of("T0DESK", 41)
JSON, RAW = "application/json", "message/rfc822"


def read(body: bytes, kind: str = JSON, secret: str = SIGNING) -> Incoming | Refusal:
    return MailIn(SIGNING, REPLIES, lambda: NOW)(body, kind, sign(secret, body, NOW))


def posted(**changes: Any) -> Incoming | Refusal:
    given = {
        "to": ADDRESS,
        "from": "Ana Lopez <ana@help.example.org>",
        "subject": "Re: [#41] The welcome series",
        "text": "Start it again.",
        "message_id": "<1@help.example.org>",
    }
    return read(json.dumps(given | changes).encode())


def message(text: str = "Start it again.", **headers: str) -> EmailMessage:
    made = EmailMessage(policy=SMTP)
    named = {
        "From": "Ana Lopez <ana@help.example.org>",
        "To": ADDRESS,
        "Subject": "Re: [#41] The welcome series",
        "Message-ID": "<1@help.example.org>",
    }
    for name, value in (named | {key.replace("_", "-"): v for key, v in headers.items()}).items():
        made[name] = value
    made.set_content(text)
    return made


def as_sent(made: EmailMessage) -> Incoming | Refusal:
    return read(made.as_bytes(), RAW)


def text_of(incoming: Incoming | Refusal) -> str:
    assert isinstance(incoming, Incoming), incoming
    return incoming.text


def test_both_forms_of_an_answer_say_the_same() -> None:
    expected = Incoming(
        workspace_id="T0DESK",
        case_id=41,
        channel="email",
        author="Ana Lopez",
        text="Start it again.",
        message_id="<1@help.example.org>",
    )
    assert posted() == expected
    assert as_sent(message()) == expected


@pytest.mark.parametrize(
    "to",
    [
        ADDRESS.upper(),
        f'"Support, Slack" <{ADDRESS}>, Bob <bob@x.test>',
        ["bob@x.test", f"<{ADDRESS}>"],
    ],
)
def test_the_case_is_found_among_the_recipients(to: object) -> None:
    incoming = posted(to=to)
    assert isinstance(incoming, Incoming)
    assert (incoming.workspace_id, incoming.case_id) == ("T0DESK", 41)


@pytest.mark.parametrize("header", ["Cc", "Delivered-To", "X-Original-To", "Envelope-To"])
def test_the_case_is_found_in_every_header_with_recipients(header: str) -> None:
    incoming = as_sent(message(To="bob@x.test", **{header: ADDRESS}))
    assert isinstance(incoming, Incoming)
    assert incoming.case_id == 41


@pytest.mark.parametrize(
    "to",
    [
        "support@desk.example.org",
        ADDRESS.replace("case-41", "case-42"),
        ADDRESS.replace("t0desk", "t1desk"),
        ADDRESS.replace("case-41", "case-041"),
        ADDRESS[:-30] + "a" * 30,
        "",
        [],
    ],
)
def test_an_address_of_no_case_is_refused(to: object) -> None:
    assert posted(to=to) == Refusal(status=404, error="no_such_case")


def test_what_is_not_signed_is_not_even_looked_at() -> None:
    refused = read(b"not even JSON", JSON, "a secret of somebody else")
    assert refused == Refusal(status=401, error="invalid_signature")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", JSON, 400),
        (b"[]", JSON, 400),
        (b"\xff", JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b'{"to": 1, "from": "a", "message_id": "b"}', JSON, 400),
        (b'{"to": "a", "from": "b"}', JSON, 400),
        (b"", RAW, 400),
        (b"no header at all", RAW, 400),
        (b"To: a\r\n\r\n" + b"Content-Type: multipart/mixed; boundary=x\r\n" * 41, RAW, 400),
        (b"to=a", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
    ],
)
def test_what_is_no_mail_is_refused(body: bytes, kind: str, status: int) -> None:
    refused = read(body, kind)
    assert isinstance(refused, Refusal)
    assert refused.status == status


def test_a_refusal_holds_nothing_of_what_was_posted() -> None:
    refused = posted(headers={"x-secret-of-ana": 7})
    assert refused == Refusal(status=400, error="malformed (headers)")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-replied"},
        {"Auto-Submitted": "auto-generated (holiday)"},
        {"Precedence": "auto_reply"},
        {"X-Autoreply": "yes"},
        {"Return-Path": "<>"},
        {"From": "MAILER-DAEMON@help.example.org"},
        {"Subject": "Automatic reply: [#41] The welcome series"},
        {"Subject": "Out of Office: back on Monday"},
        {"Subject": "Réponse automatique\u00a0: [#41] The welcome series"},
        {"Subject": "Absence du bureau"},
        {"Subject": "Undeliverable: [#41]"},
    ],
)
def test_what_a_program_answers_is_not_relayed(headers: dict[str, str]) -> None:
    automatic = Refusal(status=200, error="automatic")
    assert as_sent(message(**headers)) == automatic
    known = {"From": "from", "Subject": "subject"}
    fields: dict[str, Any] = {known[name]: v for name, v in headers.items() if name in known}
    fields["headers"] = {name: v for name, v in headers.items() if name not in known}
    assert posted(**fields) == automatic


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "no"},
        {"Precedence": "list"},
        {"Subject": "Re: out of office hours, it does not send"},
        {"From": "no-reply@tickets.example.org"},
    ],
)
def test_what_a_person_wrote_is_relayed(headers: dict[str, str]) -> None:
    assert text_of(as_sent(message(**headers))) == "Start it again."


def test_our_own_messages_do_not_come_back_in() -> None:
    own = REPLIES.message_id("T0DESK", "desk:T0DESK:41:1:0")
    assert posted(message_id=own) == Refusal(status=200, error="our_own")
    assert posted(message_id=own.strip("<>")) == Refusal(status=200, error="our_own")


@pytest.mark.parametrize("text", ["", "  \n\u00a0", "\x00"])
def test_an_answer_without_a_word_is_not_relayed(text: str) -> None:
    assert posted(text=text) == Refusal(status=200, error="empty")


@pytest.mark.parametrize(
    "old",
    [
        "On Mon, 23 Nov 2026 at 10:12, Zoé <z@x.test> wrote:\n> It stopped.\n> > Before",
        "On Mon, 23 Nov 2026 at 10:12, Zoé Martin via Slack\n<z@x.test> wrote:\n\n> It stopped.",
        "On Nov 23, 2026, at 10:12 AM, Zoé <z@x.test> wrote:\nIt stopped.",
        "Le lun. 23 nov. 2026 à 10:12, Zoé <z@x.test> a écrit\u00a0:\n\n> Ça s'est arrêté.",
        "Le 23/11/2026 à 10:12, Zoé a écrit :\nÇa s'est arrêté.",
        "-----Original Message-----\nFrom: Zoé\nIt stopped.",
        "-----Message d'origine-----\nDe : Zoé\nÇa s'est arrêté.",
        "________________________________\nFrom: Zoé <z@x.test>\nSent: Monday\nTo: Ana\n\nOld",
        "De : Zoé\nEnvoyé : lundi\nÀ : Ana\nObjet : x\n\nÇa s'est arrêté.",
        "-- \nAna Lopez\nHelp desk",
        "Sent from my iPhone",
        "Envoyé de mon iPhone",
    ],
)
def test_only_what_is_new_is_relayed(old: str) -> None:
    new = "Bonjour Zoé,\n\nOn Monday it was paused.\nLe plus simple : relancez-la."
    relayed = text_of(posted(text=f"{new}\n\n{old}\n"))
    assert relayed.rstrip("_ \n") == new
    assert text_of(posted(text=f"{new}\r\n\r\n{old}".replace("\n", "\r\n").replace("\r\r", "\r")))


def test_answers_between_the_quoted_lines_are_kept() -> None:
    text = "> What happened?\n\nIt was paused.\n\n> What can I do?\n\nStart it again.\n-- \nAna"
    assert text_of(posted(text=text)) == "It was paused.\n\n\nStart it again."


def test_a_sentence_that_only_looks_like_a_quotation_is_kept() -> None:
    text = "Hello,\n\nOn the page I wrote:\nwait one day.\n\nFrom: the start\nthat is all."
    assert text_of(posted(text=text)) == text


def test_an_answer_that_is_nothing_but_a_quotation_is_kept() -> None:
    assert text_of(posted(text="> see there")) == "> see there"


def test_html_alone_is_read_as_text() -> None:
    html = (
        "<html><head><style>p {color: red}</style></head><body><!-- <p>no</p> -->"
        "<p>Start&nbsp;it &lt;again&gt;,\nplease.</p><div>It was<br>paused.</div>"
        '<div class="gmail_quote">On Mon, 23 Nov 2026 at 10:12, Zoé &lt;z@x.test&gt; wrote:<br>'
        "<blockquote>It stopped.<blockquote>Before</blockquote></blockquote></div></body></html>"
    )
    expected = "Start it <again>, please.\n\nIt was\npaused."
    assert text_of(posted(text="", html=html)) == expected
    made = message()
    made.set_content(html, subtype="html")
    assert text_of(as_sent(made)) == expected


def test_a_quotation_that_does_not_end_hides_nothing() -> None:
    assert text_of(posted(text="", html="<p>Hello<blockquote>It stopped.")) == "Hello\nIt stopped."
    assert text_of(posted(text="", html="<blockquote>All of it</blockquote>")) == "All of it"


def test_of_attachments_the_names_are_told() -> None:
    made = message()
    made.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="réponse.pdf")
    forwarded = message("Somebody else's words")
    made.add_attachment(forwarded)
    incoming = as_sent(made)
    assert isinstance(incoming, Incoming)
    assert (incoming.text, incoming.files) == ("Start it again.", ("réponse.pdf", "?"))
    listed = posted(text="", attachments=[{"filename": "a.png", "size": 7}, {}])
    assert isinstance(listed, Incoming)
    assert (listed.text, listed.files) == ("", ("a.png", "?"))


@pytest.mark.parametrize(
    "raw",
    [
        b"Content-Type: text/plain; charset=iso-8859-1\r\n\r\nRelanc\xe9e",
        b"Content-Type: text/plain; charset=unheard-of\r\n\r\nRelanc\xc3\xa9e",
        b"Content-Type: text/plain; charset=utf-8\r\n"
        b"Content-Transfer-Encoding: base64\r\n\r\nUmVsYW5jw6ll",
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\nRelanc=C3=A9e",
    ],
)
def test_every_usual_encoding_is_read(raw: bytes) -> None:
    head = f"From: =?utf-8?q?Ana_L=C3=B3pez?= <ana@x.test>\r\nTo: {ADDRESS}\r\n".encode()
    incoming = read(head + raw, RAW)
    assert isinstance(incoming, Incoming)
    assert (incoming.author, incoming.text) == ("Ana López", "Relancée")


def test_a_message_without_an_id_has_one_of_its_content() -> None:
    made = message()
    del made["Message-ID"]
    first, again = as_sent(made), as_sent(made)
    assert isinstance(first, Incoming)
    assert isinstance(again, Incoming)
    assert first.message_id == again.message_id != ""
