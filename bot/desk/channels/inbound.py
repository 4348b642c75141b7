"""Answers by e-mail: what a mail service or a script posts to ``/desk/email``."""

import time
from collections.abc import Callable

from bot.desk.channels.automatic import automatic
from bot.desk.channels.mail import Mail, NotMail, as_sent, posted
from bot.desk.channels.model import Incoming, Refusal
from bot.desk.channels.quoted import new_text
from bot.desk.channels.reply_address import ReplyAddresses
from bot.desk.channels.signature import verify

_READ = {"application/json": posted, "message/rfc822": as_sent}


class MailIn:
    """``secret`` signs what is posted; ``replies`` made the addresses that are answered to. ``now``
    gives Unix time."""

    def __init__(
        self, secret: str, replies: ReplyAddresses, now: Callable[[], float] = time.time
    ) -> None:
        if not secret:
            raise ValueError("a secret is needed")
        self._secret = secret
        self._replies = replies
        self._now = now

    def __call__(self, body: bytes, content_type: str, signature: str) -> Incoming | Refusal:
        if not verify(self._secret, signature, body, self._now()):
            return Refusal(status=401, error="invalid_signature")
        read = _READ.get(content_type.partition(";")[0].strip().lower())
        if read is None:
            return Refusal(status=415, error="content_type")
        try:
            return self.taken(read(body))
        except NotMail as problem:
            return Refusal(status=400, error=f"malformed ({problem})")

    def taken(self, mail: Mail) -> Incoming | Refusal:
        if self._replies.made(mail.message_id):
            return Refusal(status=200, error="our_own")
        if automatic(mail):
            return Refusal(status=200, error="automatic")
        addressed = self._replies.case_in(mail.recipients)
        if addressed is None:
            return Refusal(status=404, error="no_such_case")
        text = new_text(mail.text)
        if not text and not mail.files:
            return Refusal(status=200, error="empty")
        return Incoming(
            workspace_id=addressed.workspace_id,
            case_id=addressed.case_id,
            channel="email",
            author=mail.author,
            text=text,
            message_id=mail.message_id,
            files=mail.files,
        )
