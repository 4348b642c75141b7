"""The account of a cut-over, asked at Mailchimp."""

from collections.abc import Callable
from typing import TypeVar

from bot.cutover.ports import Account, Accounts, AccountSilent
from bot.mailchimp import Client, MailchimpError, Patience, queue_of, status_of
from bot.services.accounts import Accounts as Connected
from bot.services.connections import Opened

SHORTLY = Patience(attempts=3, first=0.3, longest=2.0, at_most=5.0)
"""Somebody may be waiting for it."""

T = TypeVar("T")


def live(connected: Connected) -> Accounts:
    """The account that a workspace has connected."""

    def account(workspace_id: str) -> Account | None:
        opened = connected.open(workspace_id)
        return LiveAccount(connected, opened) if opened is not None else None

    return account


class LiveAccount:
    def __init__(self, connected: Connected, opened: Opened) -> None:
        self._connected = connected
        self._opened = opened

    def status_of(self, automation_id: str) -> str | None:
        return self._ask(lambda client: status_of(client, automation_id))

    def queue_of(self, automation_id: str) -> int | None:
        return self._ask(lambda client: queue_of(client, automation_id))

    def _ask(self, question: Callable[[Client], T]) -> T:
        try:
            with self._connected.client(self._opened, SHORTLY) as client:
                return question(client)
        except MailchimpError as error:
            raise AccountSilent(type(error).__name__) from error
