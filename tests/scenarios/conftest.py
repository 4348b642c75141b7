import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from tests.scenarios.account import account, write
from tests.scenarios.bot import forget_maps, served
from tests.scenarios.timed import Clock

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSlack, Wired]]:
    folder = tmp_path_factory.mktemp("bot")
    with (
        LocalSlack() as slack,
        served(slack, folder, write(account(), folder / "account.json")) as wired,
    ):
        yield slack, wired


@pytest.fixture
def slack(running: tuple[LocalSlack, Wired]) -> Iterator[LocalSlack]:
    """A local Slack with the bot in it, as it began. The bot must not have got anything wrong."""
    slack, wired = running
    slack.reset()
    forget_maps(wired)
    yield slack
    slack.wait_idle()
    assert [str(problem) for problem in slack.problems] == []


@pytest.fixture
def wired(running: tuple[LocalSlack, Wired]) -> Wired:
    return running[1]


@pytest.fixture
def ana(slack: LocalSlack) -> Player:
    """A member who reads French."""
    return slack.person("ana")


@pytest.fixture
def ben(slack: LocalSlack) -> Player:
    """A member who reads English."""
    return slack.person("ben")


@pytest.fixture(scope="module")
def clock() -> Clock:
    return Clock()


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compares a transcript with its file; WRITE_GOLDEN=1 writes the files anew, to be read."""

    def compare(name: str, transcript: str) -> None:
        path = GOLDEN / f"{name}.txt"
        if os.environ.get("WRITE_GOLDEN"):
            path.write_text(transcript + "\n", encoding="utf-8")
        assert path.exists(), f"{path.name} is missing: run with WRITE_GOLDEN=1 and read it"
        assert transcript + "\n" == path.read_text(encoding="utf-8")

    return compare
