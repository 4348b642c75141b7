"""An e-mail that came in, however it came: as JSON of a mail service, or as it was sent (RFC 5322).

Whatever comes, there is a Mail or a NotMail: strangers write e-mails, and programs do.
"""

import json
from collections.abc import Mapping
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import Compat32
from email.utils import parseaddr
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.desk.channels.clean import one_line, plain
from bot.desk.channels.html_text import words
from converter.frozen import Frozen

LONGEST_HEADER = 4000
LONGEST_NAME = 80
MOST_FILES = 20
MOST_MULTIPARTS = 40

_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to", "x-envelope-to")
_TELLING = ("auto-submitted", "precedence", "return-path", "x-autoreply", "x-autorespond")


class _Short(Compat32):
    """The standard library takes time that grows with the square of a header's length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(sourcelines)
        return name, value if name.lower() in _RECIPIENTS else value[:LONGEST_HEADER]


_SHORT = _Short()


class NotMail(ValueError):
    """It cannot be read; the message names the part, and holds nothing of it."""


class Mail(Frozen):
    """``headers`` are those that tell whether a program wrote it, names in lower case."""

    recipients: tuple[str, ...]
    author: str
    address: str
    subject: str
    text: str
    message_id: str
    headers: Mapping[str, str]
    files: tuple[str, ...]


class _Attachment(BaseModel):
    filename: str = ""


class _Posted(BaseModel):
    """What ``POST /desk/email`` takes; mail services send more, which is left aside."""

    model_config = ConfigDict(extra="ignore")

    to: str | list[str]
    sender: str = Field(alias="from")
    subject: str = ""
    text: str = ""
    html: str | None = None
    message_id: str = Field(min_length=1, max_length=1000)
    headers: dict[str, str] = Field(default_factory=dict)
    attachments: list[_Attachment] = Field(default_factory=list)


def posted(body: bytes) -> Mail:
    """JSON. Raises NotMail."""
    try:
        given = _Posted.model_validate(json.loads(body))
    except ValidationError as error:
        raise NotMail(wrong_part(error)) from None
    except (ValueError, RecursionError):
        raise NotMail("JSON") from None
    author, address = _who(given.sender)
    return Mail(
        recipients=(given.to,) if isinstance(given.to, str) else tuple(given.to),
        author=author,
        address=address,
        subject=one_line(given.subject, LONGEST_HEADER),
        text=plain(given.text if given.text.strip() else words(given.html or "")),
        message_id=one_line(given.message_id),
        headers={name.lower(): value for name, value in given.headers.items()},
        files=_names(attached.filename for attached in given.attachments),
    )


def wrong_part(error: ValidationError) -> str:
    """The field that is not as it must be; not what stands in it, nor what the sender named."""
    place = error.errors(include_input=False, include_url=False)[0]["loc"]
    return str(place[0]) if place else "object"


def as_sent(body: bytes) -> Mail:
    """``message/rfc822``. Raises NotMail."""
    if body.lower().count(b"multipart/") > MOST_MULTIPARTS:
        raise NotMail("message")  # each level makes reading every line of it slower
    try:
        return _read(message_from_bytes(body, policy=_SHORT), body)
    except Exception:
        # The standard library's reader meets malformed mail with whatever it trips over.
        raise NotMail("message") from None


def _read(message: Message, body: bytes) -> Mail:
    if not message.keys():
        raise NotMail("message")
    author, address = _who(_decoded(message, "from"))
    text, rich, files = _parts(message)
    given_id = _raw(message, "message-id").strip()
    headers = {name: _raw(message, name) for name in _TELLING if name in message}
    headers["content-type"] = message.get_content_type()
    return Mail(
        recipients=tuple(str(value) for name in _RECIPIENTS for value in message.get_all(name, [])),
        author=author,
        address=address,
        subject=_decoded(message, "subject"),
        text=plain(text if text.strip() else words(rich)),
        message_id=given_id or f"sha256:{sha256(body).hexdigest()}",
        headers=headers,
        files=_names(files),
    )


def _parts(message: Message) -> tuple[str, str, list[str]]:
    """The plain text, the HTML, the names of the rest."""
    text, rich, files = list[str](), list[str](), list[str]()
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        kind, name = part.get_content_type(), part.get_filename()
        inner = part.get_payload()
        if name or part.get_content_disposition() == "attachment" or kind == "message/rfc822":
            files.append(_words(name or "?"))
        elif isinstance(inner, list):
            waiting = [each for each in inner if isinstance(each, Message)] + waiting
        elif kind == "text/plain":
            text.append(_text(part))
        elif kind == "text/html":
            rich.append(_text(part))
    return "\n".join(text), "\n".join(rich), files


def _text(part: Message) -> str:
    payload: Any = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _raw(message: Message, name: str) -> str:
    return one_line(str(message.get(name, ""))[:LONGEST_HEADER])


def _decoded(message: Message, name: str) -> str:
    return one_line(_words(str(message.get(name, ""))[:LONGEST_HEADER]))


def _words(given: str) -> str:
    """With encoded words decoded, where they can be."""
    try:
        return str(make_header(decode_header(given)))
    except (MessageError, LookupError, ValueError):
        return given


def _who(given: str) -> tuple[str, str]:
    """A name to show (else the address), and the address."""
    name, address = parseaddr(one_line(given[:LONGEST_HEADER]))
    return one_line(name or address, LONGEST_NAME) or "?", address.lower()


def _names(given: Any) -> tuple[str, ...]:
    return tuple(one_line(name, LONGEST_NAME) or "?" for name in given)[:MOST_FILES]
