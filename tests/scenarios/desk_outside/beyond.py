"""A desk with a mail server and a help desk outside of Slack, as tests look at it."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.desk.channels import email as mail_channel
from bot.desk.channels.reply_address import ReplyAddresses
from bot.desk.channels.signature import HEADER, sign
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from tests.desk.channels import help_desk_server, mail_server
from tests.desk.channels.certificate import certified
from tests.desk.channels.help_desk_server import HelpDesk
from tests.desk.channels.mail_server import PASSWORD, USER, MailServer
from tests.scenarios.bot import TEAM, served
from tests.scenarios.desk.room import Room
from tests.scenarios.timed import Clock
from tests.waiting import wait_for

MAIL_SECRET = "what makes the addresses for answers"
HOOK_SECRET = "what the bot and the help desk know"
ADDRESSES = ReplyAddresses("support@bot.example.org", MAIL_SECRET)
PEOPLE = "people@help.example.org"

Event = dict[str, Any]


@dataclass
class Beyond:
    room: Room
    mail: MailServer
    hook: HelpDesk
    _read: tuple[int, int] = field(default=(0, 0))

    @property
    def slack(self) -> LocalSlack:
        return self.room.slack

    def begin(self) -> None:
        """What was sent before is not looked at any more."""
        self.mail.answers.clear()
        self.hook.answers.clear()
        self._read = (len(self.mail.taken), len(self.hook.got))

    @property
    def mails(self) -> list[EmailMessage]:
        return self.mail.messages()[self._read[0] :]

    @property
    def events(self) -> list[Event]:
        """What was posted to the help desk, each with its key and whether it took it or not."""
        return [json.loads(got.body) for got in self.hook.got[self._read[1] :]]

    def keys(self) -> list[str]:
        return [got.headers["Idempotency-Key"] for got in self.hook.got[self._read[1] :]]

    def waits(self, true: Callable[[], object]) -> None:
        """For what is tried again."""
        wait_for(true, told=lambda: f"{self.mails}\n{self.events}")
        self.room.settle()

    def answers_by_mail(self, text: str, **changes: Any) -> httpx.Response:
        """Somebody answers the newest case."""
        posted = {
            "to": ADDRESSES.of(TEAM, self.room.case.id),
            "from": "Zoé Martin <zoe@help.example.org>",
            "subject": "Re: your case",
            "text": text,
            "message_id": "<1@help.example.org>",
        }
        return self.posts("email", posted | changes, MAIL_SECRET)

    def answers(self, text: str, secret: str = HOOK_SECRET, **changes: Any) -> httpx.Response:
        """The help desk answers the newest case."""
        posted = {"author": "Zoé Martin", "text": text, "message_id": "HD-1-1"}
        if "case" not in changes:
            changes["case"] = self.room.case.id
        return self.posts("webhook", posted | changes, secret)

    def posts(self, door: str, posted: Event, secret: str) -> httpx.Response:
        answer = post(str(self.slack.slack.dispatcher.url), door, posted, secret)
        self.room.settle()
        return answer

    def under(self, agent: Player) -> str:
        return "\n".join(self.room.under(agent))

    def card(self, agent: Player) -> str:
        return self.room.card(agent).plain


def post(bot: str, door: str, posted: Event, secret: str) -> httpx.Response:
    """``bot``: an address of it."""
    body = json.dumps(posted).encode()
    address = httpx.URL(bot).copy_with(path=f"/desk/{door}")
    headers = {"Content-Type": "application/json", HEADER: sign(secret, body, time.time())}
    return httpx.post(address, content=body, headers=headers, timeout=60)


def desk_file(folder: Path, mail: MailServer | None, hook: HelpDesk | None, more: str = "") -> Path:
    text = f'triage_channel = "CDESK"\n{more}'
    if mail is not None:
        text += (
            f'[email]\nto = "{PEOPLE}"\nsender = "cases@bot.example.org"\nhost = "localhost"\n'
            f'port = {mail.port}\nuser = "{USER}"\npassword = "{PASSWORD}"\n'
            f'replies = "support@bot.example.org"\ninbound_secret = "{MAIL_SECRET}"\n'
        )
    if hook is not None:
        text += (
            f'[webhook]\nurl = "http://127.0.0.1:{hook.port}/cases"\nsecret = "{HOOK_SECRET}"\n'
            "plain_on_this_machine = true\n"
        )
    file = folder / "desk.toml"
    file.write_text(text, encoding="utf-8")
    return file


@contextmanager
def beyond_of(folder: Path, language: str = "en") -> Iterator[Beyond]:
    """A bot with both channels, which trusts the mail server's certificate."""
    clock = Clock()
    tls = certified(folder, "localhost")
    with (
        pytest.MonkeyPatch.context() as patch,
        mail_server.serving(tls.server) as mail,
        help_desk_server.serving() as hook,
        LocalSlack() as slack,
    ):
        patch.setenv("SSL_CERT_FILE", str(folder / "server.pem"))
        mail_channel._authorities.cache_clear()
        file = str(desk_file(folder, mail, hook))
        with served(
            slack, folder, now=clock.now, journeydesk_desk=file, journeydesk_lang=language
        ) as wired:
            yield Beyond(Room(slack, wired, clock), mail, hook)
    mail_channel._authorities.cache_clear()
