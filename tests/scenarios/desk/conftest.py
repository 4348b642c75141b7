from collections.abc import Iterator

import pytest

from bot import desks
from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.slack.desk import agents
from tests.scenarios.account import account, write
from tests.scenarios.bot import served
from tests.scenarios.desk.room import Room
from tests.scenarios.timed import Clock


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory, clock: Clock
) -> Iterator[tuple[LocalSlack, Wired]]:
    folder = tmp_path_factory.mktemp("bot")
    bundle = write(account(), folder / "account.json")
    triage = "CDESK"
    with (
        LocalSlack() as slack,
        served(slack, folder, bundle, now=clock.now, journeydesk_triage_channel=triage) as wired,
    ):
        yield slack, wired


@pytest.fixture
def room(
    running: tuple[LocalSlack, Wired], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Room]:
    """The desk as it began: no case, nothing said, nine o'clock on a Monday."""
    slack, wired = running
    # What tests change is seen at once.
    monkeypatch.setattr(desks, "REMEMBER_SECONDS", 0)
    monkeypatch.setattr(agents, "REMEMBER_SECONDS", 0)
    found = Room(slack, wired, clock)
    found.begins_anew()
    found.clear()
    yield found
    found.went_well()


@pytest.fixture
def slack(room: Room) -> LocalSlack:
    return room.slack


@pytest.fixture
def chloe(room: Room) -> Player:
    """Another agent who reads French."""
    return room.slack.person("chloe")
