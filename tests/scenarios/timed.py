"""A served bot whose clock tests move."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.work import TIMERS
from tests.scenarios.bot import TEAM, settled

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_alarms = count(1)


@dataclass
class Clock:
    """Stands still until it is moved."""

    at: datetime = MONDAY

    def now(self) -> datetime:
        return self.at


@dataclass
class Timed:
    slack: LocalSlack
    wired: Wired
    clock: Clock

    def begins_anew(self) -> None:
        """Nothing said, nine o'clock on a Monday."""
        self.clock.at = MONDAY
        self.slack.reset()

    def ring(self, kind: str, *keys: str) -> None:
        """The alarms of these keys, at once."""
        for key in keys:
            self.wired.work.accept(f"alarm:{next(_alarms)}", kind, TEAM, key, TIMERS)
        settled(self.wired)

    def settle(self) -> None:
        """Return when the bot has done what it took in."""
        self.slack.wait_idle()
        settled(self.wired)

    @property
    def failed(self) -> list[object]:
        """What failed, or is tried again."""
        return list(self.wired.work.operator.list("failed", "retrying"))

    def went_well(self) -> None:
        """The bot got nothing wrong, and nothing failed."""
        self.slack.wait_idle()
        assert [str(problem) for problem in self.slack.problems] == []
        assert self.failed == []
