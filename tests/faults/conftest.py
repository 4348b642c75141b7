"""Short by default; `FAULTS=long` (`make test-faults`) kills two hundred times and more."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.demo.process import clean_environment
from bot.playground.driver import LocalSlack
from bot.store.secrets import new_key
from tests.faults.process import BotProcess
from tests.faults.storm import Tally
from tests.faults.town import town

LONG = os.environ.get("FAULTS") == "long"
SEED = int(os.environ.get("FAULTS_SEED", "1"))

_tallies = pytest.StashKey[list[Tally]]()


@dataclass
class Crew:
    """The processes of one bot over one database, beside a local Slack."""

    slack: LocalSlack
    address: str
    folder: Path
    settings: Mapping[str, str]
    bots: list[BotProcess] = field(default_factory=list)

    def add(self, role: str | None = None, *, receives: bool = True) -> BotProcess:
        """One more, started."""
        settings = {**self.settings, **({"FAULTS_ROLE": role} if role else {})}
        name = f"{role or 'bot'}{len(self.bots)}"
        made = BotProcess(self.slack, self.folder, settings=settings, receives=receives, name=name)
        self.bots.append(made)
        made.start()
        return made

    def environment(self) -> dict[str, str]:
        """For a command of the bot's own, beside its processes."""
        return {**clean_environment(), **self.settings, "JOURNEYDESK_LANG": "en"}

    def stop(self) -> None:
        for one in self.bots:
            one.stop()
        self.slack.disconnect_bot()

    def logs(self) -> str:
        return "".join(one.output() for one in self.bots)


NewCrew = Callable[..., Crew]


@contextmanager
def crew_of(address: str, folder: Path, people: int = 8, **settings: str) -> Iterator[Crew]:
    given = {"DATABASE_URL": address, "JOURNEYDESK_KEYS": new_key(), **settings}
    with LocalSlack(world=town(people), seed=SEED) as slack:
        crew = Crew(slack, address, folder, given)
        try:
            yield crew
        finally:
            crew.stop()


@pytest.fixture
def tell(request: pytest.FixtureRequest) -> Callable[[Tally], None]:
    """Into the table at the end of the run."""
    return request.config.stash.setdefault(_tallies, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    tallies = config.stash.get(_tallies, [])
    if not tallies:
        return
    out = terminalreporter
    out.section("killed and started again")
    row = "{:34} {:>5} {:>6} {:>6} {:>6} {:>4} {:>7} {:>8} {:>7}"
    out.line(
        row.format(
            "", "kills", "deeds", "events", "posts", "lost", "doubled", "private²", "seconds"
        )
    )
    for one in tallies:
        numbers = (one.kills, one.deeds, one.events, one.posts, len(one.lost), len(one.doubled))
        out.line(row.format(one.name, *numbers, one.private, f"{one.seconds:.1f}"))
        for what, count in (*one.undelivered.items(), *one.problems.items()):
            out.line(f"    {count:4} {what}")
