from collections.abc import Iterator

import pytest

from bot.playground.driver import LocalSlack
from tests.scenarios.connecting.town import OAUTH, Town, town_of


@pytest.fixture(scope="module", params=["oauth"])
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """`oauth`: with an app registered at Mailchimp; `key`: without one."""
    more = OAUTH if request.param == "oauth" else {}
    with town_of(tmp_path_factory.mktemp("bot"), **more) as town:
        yield town


@pytest.fixture
def town(made: Town) -> Iterator[Town]:
    made.reset()
    yield made
    made.settle()
    assert [str(problem) for problem in made.slack.problems] == []
    assert made.mailchimp.writes == []


@pytest.fixture
def slack(town: Town) -> LocalSlack:
    return town.slack
