from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from tests.scenarios.account import write
from tests.scenarios.bot import served
from tests.scenarios.cutover.studio import Mailchimp, Studio, with_partial
from tests.scenarios.timed import Clock

Running = tuple[LocalSlack, Wired, Path]


@pytest.fixture(scope="module")
def mailchimp() -> Mailchimp:
    return Mailchimp()


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, clock: Clock, mailchimp: Mailchimp
) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("bot")
    bundle = write(with_partial(), folder / "account.json")
    with (
        LocalSlack() as slack,
        served(slack, folder, bundle, now=clock.now, accounts=mailchimp.of) as wired,
    ):
        yield slack, wired, bundle


@pytest.fixture
def studio(running: Running, clock: Clock, mailchimp: Mailchimp) -> Iterator[Studio]:
    """No cut-over, nothing said, nine o'clock on a Monday, no account connected."""
    slack, wired, bundle = running
    mailchimp.__init__()  # type: ignore[misc]
    found = Studio(slack, wired, clock, mailchimp, bundle)
    found.begins_anew()
    found.clear()
    yield found
    found.went_well()


@pytest.fixture
def slack(studio: Studio) -> LocalSlack:
    return studio.slack
