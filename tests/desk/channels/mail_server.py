"""A real SMTP server on a free port, that notes what it takes and fails as it is told."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from threading import Thread
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

USER, PASSWORD = "desk", "a long password"


@dataclass
class MailServer:
    """``answers``: what it says to a command instead of what it would. ``drops``: the command after
    which it breaks off without a word. ``taken``: the messages, as they came."""

    port: int = 0
    answers: dict[str, str] = field(default_factory=dict)
    drops: str | None = None
    taken: list[bytes] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    encrypted: list[bool] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def messages(self) -> list[EmailMessage]:
        read = [message_from_bytes(content, policy=default) for content in self.taken]
        return [message for message in read if isinstance(message, EmailMessage)]

    async def handle_MAIL(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.heard.append("MAIL")
        if "MAIL" in self.answers:
            return self.answers["MAIL"]
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        assert isinstance(envelope.original_content, bytes)
        self.taken.append(envelope.original_content)
        self.recipients.append(list(envelope.rcpt_tos))
        assert server.transport is not None
        self.encrypted.append(server.transport.get_extra_info("sslcontext") is not None)
        if self.drops == "DATA":
            self._break_off(server)
        return "250 taken"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.drops == "QUIT":
            self._break_off(server)
        return self.answers.get("QUIT", "221 Bye")

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any
    ) -> AuthResult:
        self.heard.append("AUTH")
        right = isinstance(data, LoginPassword) and data == LoginPassword(
            USER.encode(), PASSWORD.encode()
        )
        return AuthResult(success=right, handled=False)

    @staticmethod
    def _break_off(server: SMTP) -> None:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()


@contextmanager
def serving(
    tls: ssl.SSLContext | None, *, from_the_start: bool = False, login: bool = True
) -> Iterator[MailServer]:
    """``tls`` None: it knows no STARTTLS. ``from_the_start``: TLS before the first word."""
    kept = MailServer()
    loop = asyncio.new_event_loop()

    def made() -> SMTP:
        return SMTP(
            kept,
            hostname="mail.test",
            tls_context=None if from_the_start else tls,
            authenticator=kept.authenticate if login else None,
            auth_require_tls=not from_the_start,
            auth_required=login and not from_the_start,
            auth_exclude_mechanism=() if login else ("LOGIN", "PLAIN"),
            loop=loop,
        )

    async def listening() -> asyncio.Server:
        return await loop.create_server(made, "127.0.0.1", 0, ssl=tls if from_the_start else None)

    server = loop.run_until_complete(listening())
    kept.port = server.sockets[0].getsockname()[1]
    thread = Thread(target=loop.run_forever, name="mail-server")
    thread.start()
    try:
        yield kept
    finally:

        async def stopped() -> None:
            server.close()
            rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in rest:
                task.cancel()
            await asyncio.gather(*rest, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(stopped(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
