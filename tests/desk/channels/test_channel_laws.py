"""What holds whatever anybody writes."""

import re
from email import message_from_bytes
from email.policy import compat32, default
from email.utils import getaddresses
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.channels.clean import one_line
from bot.desk.channels.html_text import words
from bot.desk.channels.mail import Mail, NotMail, as_sent, posted
from bot.desk.channels.mail_text import LONGEST_NAME, body, composed
from bot.desk.channels.model import Event
from bot.desk.channels.quoted import new_text
from bot.desk.channels.reply_address import ReplyAddresses
from bot.desk.channels.signature import TOLERANCE, sign, verify
from tests.desk.channels.parts import NOW, REPLIES, SIGNING, outgoing

TO, SENDER = "agents@help.example.org", "journeydesk@desk.example.org"
HEADERS = [
    *("Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References"),
    *("Auto-Submitted", "X-Auto-Response-Suppress", "MIME-Version", "Content-Type"),
    *("Content-Transfer-Encoding", "Content-Language"),
]
NASTY = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(
            [
                *("\r\n", "\n", "\r", "\r\n\r\n", "\x0b", "\x0c", "\x1c", "\x85", "\u2028"),
                *("\u2029", "\x00", "\ud800", "\r\nBcc: eve@evil.test", "\nX-A: b", " " * 200),
                *("=?utf-8?q?=0D=0ABcc:_eve@evil.test?=", "=?utf-8?b?DQpCY2M6IGV2ZQ==?=", "=?"),
                *('"', "<eve@evil.test>", ", eve@evil.test", ";", ":", "(", ")", "\\", "é", "日本"),
                *("x" * 1200, "é" * 300, "=\r\n", "\t", "."),
            ]
        ),
    ),
    max_size=8,
).map("".join)
WORKSPACES = st.from_regex(r"[A-Z0-9]{1,11}", fullmatch=True)
CASES = st.integers(min_value=1, max_value=2**40)


@settings(max_examples=150)
@given(
    requester=NASTY,
    subject=NASTY,
    text=NASTY,
    summary=st.lists(NASTY, max_size=3),
    event=st.sampled_from(get_args(Event)),
    language=st.sampled_from(["en", "fr"]),
)
def test_nothing_that_is_written_becomes_a_header(
    requester: str, subject: str, text: str, summary: list[str], event: str, language: str
) -> None:
    one = outgoing(
        requester=requester,
        subject=subject,
        text=text,
        summary=tuple(summary),
        event=event,
        language=language,
    )
    content = composed(one, TO, SENDER, REPLIES).as_bytes()
    assert content.isascii()
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", content) is None
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    for policy in (compat32, default):
        read = message_from_bytes(content, policy=policy)
        assert sorted(read.keys()) == sorted(HEADERS)
        assert getaddresses([str(read["To"])]) == [("", TO)]
        assert [address for _, address in getaddresses([str(read["From"])])] == [SENDER]
        assert not read.defects
    names = re.findall(rb"(?m)^([!-9;-~]+):", content.split(b"\r\n\r\n")[0])
    assert sorted(name.decode() for name in names) == sorted(HEADERS)
    payload = read.get_payload(decode=True)
    assert isinstance(payload, bytes)
    name = one_line(requester, LONGEST_NAME) or "T0DESK"
    assert payload.decode().replace("\r\n", "\n") == body(one, name)


@settings(max_examples=150)
@given(st.binary(max_size=200), st.data())
def test_a_signature_holds_for_no_other_body(content: bytes, data: st.DataObject) -> None:
    header = sign(SIGNING, content, NOW)
    assert verify(SIGNING, header, content, NOW)
    at = data.draw(st.integers(0, len(content)))
    byte = data.draw(st.binary(min_size=1, max_size=1))
    longer = content[:at] + byte + content[at:]
    assert not verify(SIGNING, header, longer, NOW)
    if at < len(content):
        assert not verify(SIGNING, header, content[:at] + content[at + 1 :], NOW)
        changed = content[:at] + byte + content[at + 1 :]
        assert verify(SIGNING, header, changed, NOW) == (changed == content)


@settings(max_examples=150)
@given(st.binary(max_size=50), st.data())
def test_a_signature_with_one_character_changed_holds_for_nothing(
    content: bytes, data: st.DataObject
) -> None:
    header = sign(SIGNING, content, NOW)
    at = data.draw(st.integers(0, len(header) - 1))
    other = data.draw(st.characters().filter(lambda char: char != header[at]))
    # A tolerance without end: it is the signature that refuses another time.
    assert not verify(SIGNING, header[:at] + other + header[at + 1 :], content, NOW, 1e15)
    assert not verify(SIGNING, header + other, content, NOW, 1e15)
    assert not verify(SIGNING + "x", header, content, NOW)


@given(st.integers(-10_000, 10_000), st.binary(max_size=20))
def test_a_signature_is_good_for_five_minutes(late: int, content: bytes) -> None:
    header = sign(SIGNING, content, NOW)
    assert verify(SIGNING, header, content, NOW + late) == (abs(late) <= TOLERANCE)


@given(st.text(max_size=120), st.binary(max_size=20))
def test_no_header_makes_the_check_raise(header: str, content: bytes) -> None:
    assert not verify(SIGNING, header, content, NOW)


@settings(max_examples=150)
@given(WORKSPACES, CASES, WORKSPACES, CASES)
def test_the_token_of_one_case_opens_no_other(
    workspace: str, case: int, other_workspace: str, other_case: int
) -> None:
    address = REPLIES.of(workspace, case)
    assert REPLIES.case_in([address]) == (workspace, case)
    assert REPLIES.case_in([f"Support <{address.upper()}>, ana@x.test"]) == (workspace, case)
    same = (workspace, case) == (other_workspace, other_case)
    token = address.partition("@")[0].rpartition("-")[2]
    forged = f"support+case-{other_case}-{other_workspace.lower()}-{token}@desk.example.org"
    assert (REPLIES.case_in([forged]) is None) == (not same)
    stranger = ReplyAddresses("support@desk.example.org", "another secret")
    assert stranger.case_in([address]) is None


@given(st.lists(st.text(max_size=80), max_size=5))
def test_no_recipient_makes_the_search_raise(recipients: list[str]) -> None:
    assert REPLIES.case_in(recipients) is None


ATTRIBUTIONS = [
    "On Mon, 23 Nov 2026 at 10:12, Ana Lopez <ana@x.test> wrote:",
    "On Mon, 23 Nov 2026 at 10:12, Ana Lopez\n<ana@x.test> wrote:",
    "Le lun. 23 nov. 2026 à 10:12, Ana Lopez <ana@x.test> a écrit\u00a0:",
    "Le lun. 23 nov. 2026 à 10:12, Ana Lopez\n<ana@x.test> a\u00a0écrit :",
    "Le 23/11/2026 à 10:12, Ana Lopez a écrit :",
]
MARKS = st.one_of(
    st.sampled_from(
        [
            *ATTRIBUTIONS,
            *("> quoted", ">> twice", "-- ", "--", "-----Original Message-----", ""),
            *("-----Message d'origine-----", "From: Ana", "Sent: Monday", "De : Ana"),
            *("Envoyé : lundi", "On it", "Le voilà", "Sent from my iPhone", "\r", "\x00"),
        ]
    ),
    st.text(max_size=30),
)
LIKE_A_MARK = re.compile(r"\s*>|--|-----|On\s|Le\s|From:|De\s?:|_|\*|Sent |Get |Envoyé|Obtenez")
WORDS = st.sampled_from(
    [
        *("yes", "a écrit :", "wrote:", "2026", "10:12", "dossier", "it's", "--", ">", "«", "été"),
        *(
            "日本語",
            "🎉",
            "…",
            "-",
            "_",
            "*",
            "@",
            "<a@b.test>",
            "1.",
            "•",
            "#",
            "On",
            "Le",
            "\u200b",
        ),
    ]
)
LINES = st.lists(WORDS, min_size=1, max_size=8).map(" ".join)
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=4).filter(
    lambda lines: not any(LIKE_A_MARK.match(line) for line in lines)
)


@settings(max_examples=150)
@given(st.lists(MARKS, max_size=12).map("\n".join))
def test_finding_the_new_text_never_raises_and_never_empties(text: str) -> None:
    found = new_text(text)
    assert bool(found) == bool(text.replace("\x00", "").strip())
    assert new_text(found) or not found


@settings(max_examples=150)
@given(PARAGRAPHS, st.lists(MARKS, max_size=10).map("\n".join))
def test_the_first_paragraph_of_new_text_is_kept(paragraph: list[str], below: str) -> None:
    first = "\n".join(paragraph)
    assert new_text(f"{first}\n\n{below}").startswith(first)


@settings(max_examples=150)
@given(
    PARAGRAPHS,
    st.sampled_from(ATTRIBUTIONS),
    st.lists(st.text(max_size=20), min_size=1, max_size=4),
)
def test_new_text_below_a_marked_quotation_is_kept_and_the_quotation_is_not(
    paragraph: list[str], attribution: str, quoted: list[str]
) -> None:
    first = "\n".join(paragraph)
    lines = [line for text in quoted for line in text.splitlines() or [""]]
    old = "\n".join(f"> {re.sub(chr(10), '', line)}" for line in lines)
    assert new_text(f"{attribution}\n\n{old}\n\n{first}") == first


@settings(max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=20),
            st.sampled_from(
                [
                    *("<", ">", "<!--", "-->", "<![if", "<blockquote>", "</blockquote>", "<p>"),
                    *("<script>", "</script>", "&amp;", "&#0;", "&#xD800;", "<br", "</", "<style>"),
                ]
            ),
        ),
        max_size=12,
    ).map("".join)
)
def test_no_html_makes_reading_it_raise(source: str) -> None:
    assert isinstance(words(source), str)


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=300), NASTY.map(lambda text: text.encode("utf-8", "replace"))))
def test_whatever_is_posted_is_mail_or_not(content: bytes) -> None:
    head = b"From: a@b.test\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    for read, given_content in ((posted, content), (as_sent, content), (as_sent, head + content)):
        try:
            found: object = read(given_content)
        except NotMail as problem:
            found = str(problem)
        assert isinstance(found, Mail) or found in ("JSON", "object", "message")
