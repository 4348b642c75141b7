"""An event of a case as an e-mail: nothing that anybody wrote can become a header."""

import re
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from bot.desk.channels.clean import one_line, plain
from bot.desk.channels.model import Outgoing
from bot.desk.channels.reply_address import ReplyAddresses
from bot.words import texts

LONGEST_SUBJECT = 200
LONGEST_NAME = 80

_SPECIAL = re.compile(r"[()<>@,:;.\\\"\[\]]")


def composed(
    outgoing: Outgoing,
    to: str,
    sender: str,
    replies: ReplyAddresses,
    *,
    answerable: bool = True,
) -> EmailMessage:
    """``answerable``: answers are taken in. Raises Refused where no address for them can be
    made."""
    said, language = texts("desk_channels"), outgoing.language
    name = one_line(outgoing.requester, LONGEST_NAME) or outgoing.workspace_id
    subject = f"[#{outgoing.case_id}] {_unencoded(one_line(outgoing.subject, LONGEST_SUBJECT))}"
    subject = subject.rstrip()
    thread = replies.thread_id(outgoing.workspace_id, outgoing.case_id)
    message = EmailMessage(policy=SMTP)
    message["Date"] = format_datetime(outgoing.at)
    message["From"] = Address(_phrase(said.say("mail_from", language, name=name)), addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    if answerable:
        message["Reply-To"] = Address(addr_spec=replies.of(outgoing.workspace_id, outgoing.case_id))
    message["Subject"] = subject if outgoing.event == "opened" else f"Re: {subject}"
    message["Message-ID"] = replies.message_id(outgoing.workspace_id, outgoing.key)
    message["In-Reply-To"] = thread
    message["References"] = thread
    # Nobody's absence is to answer; the second is for Exchange, which does not know the first.
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(
        body(outgoing, name, answerable=answerable), charset="utf-8", cte="quoted-printable"
    )
    message["Content-Language"] = language
    return message


def body(outgoing: Outgoing, name: str, *, answerable: bool = True) -> str:
    said, language = texts("desk_channels"), outgoing.language
    parts = []
    if outgoing.event != "message":
        parts.append(said.say(f"mail_{outgoing.event}", language, name=name))
    parts.append(plain(outgoing.text))
    parts.append("\n".join(f"- {one_line(line)}" for line in outgoing.summary))
    if outgoing.event != "cancelled":
        how = "mail_how_to_answer" if answerable else "mail_no_answer"
        parts.append(said.say(how, language, name=name))
    return "\n\n".join(part for part in parts if part) + "\n"


def _phrase(text: str) -> str:
    """Without what has a meaning among addresses: the standard library quotes it, and loses the
    quotes when it breaks the line."""
    return _unencoded(" ".join(_SPECIAL.sub(" ", text).split()))


def _unencoded(text: str) -> str:
    """``=?``, with which encoded words begin, comes apart: the standard library would decode them,
    and a line break in one would begin a header."""
    return text.replace("=?", "= ?")
