"""A simulated Mailchimp on a port, and a key that opens an account in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest

from bot.mailchimp import Client
from bot.playground.mailchimp import ApiFaults, Mailchimp, SimulatedAccount, make_app, served
from tests.mailchimp.accounts import Json, account, client, fresh_key


@dataclass(frozen=True)
class Place:
    """``client`` waits for moments where the real one waits for seconds."""

    mailchimp: Mailchimp
    account: SimulatedAccount
    url: str
    key: str

    def client(self, attempts: int = 8) -> Client:
        return client(self.url, self.key, attempts)


Simulate = Callable[..., Place]


@pytest.fixture
def simulate() -> Iterator[Simulate]:
    """Serves an account: of so many automations, or of a bundle."""
    with ExitStack() as stack:

        def start(of: int | Json = 3, **faults: object) -> Place:
            bundle = account(of) if isinstance(of, int) else of
            key, simulated = fresh_key(), SimulatedAccount(bundle)
            mailchimp = Mailchimp({key: simulated}, ApiFaults(**faults))  # type: ignore[arg-type]
            url = stack.enter_context(served(make_app(mailchimp)))
            return Place(mailchimp, simulated, url, key)

        yield start
