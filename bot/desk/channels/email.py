"""Cases by e-mail, over SMTP with TLS."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from functools import cache

from bot.desk.channels.clean import one_line
from bot.desk.channels.mail_text import composed
from bot.desk.channels.model import Outgoing, Refused, Sent
from bot.desk.channels.reply_address import ReplyAddresses
from bot.desk.channels.settings import Mailbox
from bot.durable import Transient

SECONDS = 20.0
"""How long the server may be silent."""

_BROKEN_OFF = (ssl.SSLEOFError, ssl.SSLZeroReturnError)


class EmailChannel:
    """Sends each event as one message; those of a case make one thread.

    When the connection breaks after the message was handed over and before the server said so,
    nobody knows whether it was taken: it is sent again, with the same Message-ID, by which servers
    and mail programs know that it is the same, and most show it once.

    ``trust`` replaces the system's certificate authorities.
    """

    def __init__(
        self,
        mailbox: Mailbox,
        *,
        trust: ssl.SSLContext | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self._mailbox = mailbox
        self._replies = replies_of(mailbox)
        self._trust = trust or _authorities()
        self._seconds = seconds

    def send(self, outgoing: Outgoing) -> Sent:
        mailbox = self._mailbox
        answerable = mailbox.inbound_secret is not None
        message = composed(
            outgoing, mailbox.to, mailbox.sender, self._replies, answerable=answerable
        )
        with _told(mailbox.host, mailbox.to):
            self._hand_over(message)
        return Sent(reference=str(message["Message-ID"]))

    def _hand_over(self, message: EmailMessage) -> None:
        server = self._connected()
        try:
            server.ehlo_or_helo_if_needed()
            if self._mailbox.security == "starttls":
                self._secure(server)
            self._log_in(server)
            server.sendmail(self._mailbox.sender, [self._mailbox.to], message.as_bytes())
            # It is taken; how the server says goodbye changes nothing.
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        mailbox = self._mailbox
        # Else smtplib asks the network for this machine's name, and tells it to the server.
        own_name = mailbox.sender.rpartition("@")[2]
        if mailbox.security == "starttls":
            return smtplib.SMTP(mailbox.host, mailbox.port, own_name, self._seconds)
        return smtplib.SMTP_SSL(
            mailbox.host, mailbox.port, own_name, timeout=self._seconds, context=self._trust
        )

    def _secure(self, server: smtplib.SMTP) -> None:
        try:
            server.starttls(context=self._trust)
        except smtplib.SMTPNotSupportedError:
            # Never in the clear instead: somebody on the way may have taken the offer out.
            raise Refused("mail_no_tls", where=self._mailbox.host) from None
        server.ehlo()

    def _log_in(self, server: smtplib.SMTP) -> None:
        user, password = self._mailbox.user, self._mailbox.password
        if user is None or password is None:
            return
        try:
            server.login(user, password.get_secret_value())
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected):
            raise
        except smtplib.SMTPException:
            raise Refused("mail_no_login", where=self._mailbox.host) from None


def replies_of(mailbox: Mailbox) -> ReplyAddresses:
    """What makes the names of its messages, and the addresses for answers."""
    secret = mailbox.inbound_secret
    # Where no answers are taken, nothing depends on the names being hard to make up.
    return ReplyAddresses(
        mailbox.replies or mailbox.sender, secret.get_secret_value() if secret else mailbox.sender
    )


@cache
def _authorities() -> ssl.SSLContext:
    return ssl.create_default_context()


@contextmanager
def _told(host: str, to: str) -> Iterator[None]:
    """What smtplib raises, as Transient or Refused."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        ((code, words),) = error.recipients.values()
        raise _refused("mail_recipient", code, words, to) from None
    except smtplib.SMTPAuthenticationError as error:
        raise _refused("mail_login", error.smtp_code, error.smtp_error, host) from None
    except smtplib.SMTPResponseException as error:
        raise _refused("mail_refused", error.smtp_code, error.smtp_error, host) from None
    except ssl.SSLCertVerificationError:
        raise Refused("mail_certificate", where=host) from None
    except _BROKEN_OFF:
        raise Transient("the mail server broke off") from None
    except ssl.SSLError:
        raise Refused("mail_no_tls", where=host) from None
    except (smtplib.SMTPException, OSError) as error:
        raise Transient(f"no word from the mail server: {type(error).__name__}") from None


def _refused(key: str, code: int, words: bytes | str, where: str) -> Exception:
    """A server says 4xx for what passes; no number at all is nonsense, which may pass too."""
    if not 500 <= code <= 599:
        return Transient(f"the mail server answered {code}")
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return Refused(key, where=where, code=str(code), words=one_line(said, 200))
