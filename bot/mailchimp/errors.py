"""Why Mailchimp could not be read. Each has its sentence, with the place and the remedy."""

from bot.durable import Transient
from bot.words import texts
from converter.language import Param
from converter.report.model import Language


class MailchimpError(Exception):
    """``key`` names the sentence in ``bot/texts/mailchimp.toml``. ``reason`` is what a bundle keeps
    of it, ``status`` the HTTP status where there was one."""

    reason = "refused"
    whole_account = False
    """Nothing else of the account will be readable either."""

    def __init__(self, key: str, status: int | None = None, /, **params: Param) -> None:
        super().__init__(f"{key} ({', '.join(f'{k}={v}' for k, v in params.items())})")
        self.key = key
        self.status = status
        self.params = params

    def sentence(self, language: Language) -> str:
        return texts("mailchimp").say(self.key, language, **self.params)


class KeyRefused(MailchimpError):
    """The key or token is none, is not valid (any more), or is one of another datacentre."""

    whole_account = True


class AccountClosed(MailchimpError):
    """The user or the account is switched off at Mailchimp."""

    whole_account = True


class Forbidden(MailchimpError):
    """The user's role, or the account's plan, does not allow this place."""

    reason = "forbidden"


class NotFound(MailchimpError):
    """There is no such thing (any more)."""

    reason = "not_found"


class Refused(MailchimpError):
    """Mailchimp does not take the request as it stands: asking again gives the same."""


class Unreadable(MailchimpError):
    """An answer that is not what the API promises: no JSON, no object, too large."""

    reason = "unreadable"


class Busy(MailchimpError, Transient):
    """Too many connections at once, also after waiting."""

    reason = "busy"


class Unavailable(MailchimpError, Transient):
    """No answer, or a fault of Mailchimp's, also after several attempts."""

    reason = "unavailable"


__all__ = [
    "AccountClosed",
    "Busy",
    "Forbidden",
    "KeyRefused",
    "MailchimpError",
    "NotFound",
    "Refused",
    "Unavailable",
    "Unreadable",
]
