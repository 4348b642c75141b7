"""What a cut-over asks of the Mailchimp account, where one is connected."""

from collections.abc import Callable
from typing import Protocol, TypeAlias


class Account(Protocol):
    """Read only. Raises AccountSilent where Mailchimp does not answer, or does not know it."""

    def status_of(self, automation_id: str) -> str | None:
        """``save``, ``paused``, ``sending``, or what Mailchimp says; None where it says nothing."""

    def queue_of(self, automation_id: str) -> int | None:
        """How many contacts are queued in all of its e-mails; None where Mailchimp does not say."""


class AccountSilent(RuntimeError):
    """Mailchimp could not be asked, or did not answer."""


Accounts: TypeAlias = Callable[[str], Account | None]
"""The account of a workspace; None where none is connected."""
