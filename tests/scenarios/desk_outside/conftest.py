from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import desks
from bot.playground.driver import LocalSlack
from bot.slack.desk import agents
from tests.scenarios.desk_outside.beyond import Beyond, beyond_of


@pytest.fixture(params=["en"])
def beyond(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Beyond]:
    """Its parameter is the language of agents."""
    monkeypatch.setattr(desks, "REMEMBER_SECONDS", 0)
    monkeypatch.setattr(agents, "REMEMBER_SECONDS", 0)
    with beyond_of(tmp_path, request.param) as found:
        yield found
        found.room.settle()
        found.room.went_well()


@pytest.fixture
def slack(beyond: Beyond) -> LocalSlack:
    return beyond.slack
