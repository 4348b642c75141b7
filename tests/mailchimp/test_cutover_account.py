"""What cut-overs ask of a connected account, from the simulated Mailchimp."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.connected import live
from bot.cutover.ports import Account, AccountSilent
from bot.services.accounts import Accounts
from bot.store.keys import open_database
from bot.store.migrate import upgrade
from tests.mailchimp.conftest import Place, Simulate


def connected(tmp_path: Path, place: Place) -> Account:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    upgrade(engine)
    accounts = Accounts(engine, lambda *_: None, "en", SecretStr(place.key), f"{place.url}/3.0/")
    found = live(accounts)("T1")
    assert found is not None
    return found


def test_the_status_and_the_queues_of_all_emails_together(
    tmp_path: Path, simulate: Simulate
) -> None:
    account = connected(tmp_path, simulate(4))
    assert [account.queue_of(f"auto{number:05}") for number in range(4)] == [0, 1, 2, 3]
    assert account.status_of("auto00003") == "sending"


def test_an_automation_that_mailchimp_does_not_know_is_no_empty_queue(
    tmp_path: Path, simulate: Simulate
) -> None:
    account = connected(tmp_path, simulate(1))
    for ask in (account.queue_of, account.status_of):
        with pytest.raises(AccountSilent):
            ask("auto99999")


def test_without_an_account_there_is_nobody_to_ask(tmp_path: Path) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    upgrade(engine)
    assert live(Accounts(engine, lambda *_: None, "en"))("T1") is None
