"""What the pages tell others to run does what they say."""

import json
import subprocess
import sys
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from bot.desk.channels.inbound import MailIn
from bot.desk.channels.model import Incoming
from bot.desk.channels.signature import HEADER, sign
from bot.desk.channels.webhook import body
from tests.desk.channels.help_desk_server import Answer, serving
from tests.desk.channels.parts import REPLIES, SIGNING, outgoing
from tests.docs.markdown import fences, read

PAGES = ["docs/desk-channels.md", "docs/fr/canaux.md"]


def shown(page: str, name: str) -> str:
    (text,) = [fence.text for fence in fences(read(page)) if fence.mark == f"file: {name}"]
    return text


@pytest.mark.parametrize("page", PAGES)
def test_the_check_of_the_page_takes_what_the_bot_signs_and_nothing_else(page: str) -> None:
    there: dict[str, Any] = {}
    exec(shown(page, "verify.py"), there)
    verify, content, now = there["verify"], body(outgoing()), time.time()
    assert verify(SIGNING, sign(SIGNING, content, now), content)
    assert not verify(SIGNING, sign(SIGNING, content, now), content + b" ")
    assert not verify(SIGNING, sign("another secret", content, now), content)
    assert not verify(SIGNING, sign(SIGNING, content, now - 3600), content)
    assert not verify(SIGNING, "", content)


@pytest.mark.parametrize("page", PAGES)
def test_the_object_of_the_page_is_the_one_that_is_sent(page: str) -> None:
    (text,) = [fence.text for fence in fences(read(page)) if fence.kind == "json"]
    assert list(json.loads(text)) == list(json.loads(body(outgoing())))


def answer() -> bytes:
    made = EmailMessage(policy=SMTP)
    made["From"] = "Ana <ana@x.test>"
    made["To"] = REPLIES.of("T0DESK", 41)
    made["Message-ID"] = "<1@x.test>"
    made.set_content("Relancez-la.\n")
    made.add_attachment(b"x" * 3_000_000, maintype="image", subtype="png", filename="écran.png")
    return made.as_bytes()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("status", "code"), [(200, 0), (400, 65), (404, 65), (401, 75), (408, 75), (503, 75)]
)
def test_the_script_of_the_page_posts_what_is_read_here(
    tmp_path: Path, page: str, status: int, code: int
) -> None:
    script, secret = tmp_path / "desk-mail", tmp_path / "secret"
    script.write_text(shown(page, "desk-mail"), encoding="utf-8")
    secret.write_text(SIGNING + "\n", encoding="utf-8")
    with serving() as bot:
        bot.answers = [Answer(status)]
        address = f"http://127.0.0.1:{bot.port}/desk/email"
        command = [sys.executable, str(script), address, str(secret)]
        done = subprocess.run(command, input=answer(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (code, b"")
    (got,) = bot.got
    incoming = MailIn(SIGNING, REPLIES)(got.body, got.headers["Content-Type"], got.headers[HEADER])
    assert isinstance(incoming, Incoming)
    assert (incoming.case_id, incoming.text, incoming.files) == (
        *(41, "Relancez-la."),
        ("écran.png",),
    )
    assert len(got.body) < 2000
