"""People ask, click, edit and delete while the bot is killed at random moments and comes back."""

import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.playground.driver import LocalSlack
from tests.faults.deeds import Deed, Waiting
from tests.faults.evidence import Books, Evidence, collect, quiet
from tests.faults.process import BotProcess
from tests.waiting import PATIENCE, wait_for

AT_ONCE = 6
"""Deeds that are under way together."""
EACH = 9
"""Deeds of one person: the bot answers nobody more than thirty times in ten minutes."""
BETWEEN_RESTS = 8
REST_SECONDS = 150.0
"""Real time until what was begun has come to its end."""


def switch_on_faults(slack: LocalSlack) -> None:
    """A fifth of the deliveries twice, some later than others; a sixth of the calls go wrong."""
    slack.faults.delivery("duplicate", share=0.2)
    slack.faults.delivery("reorder", name="event.*", share=0.05, seconds=5)
    slack.faults.api("rate_limited", share=0.04, seconds=1)
    slack.faults.api("error_before", share=0.03)
    slack.faults.api("error_after", share=0.05)
    slack.faults.api("close_before", share=0.02)
    slack.faults.api("close_after", share=0.03)


@dataclass
class Tally:
    """How a storm ended. ``private``: messages for one person that were shown twice, which the rule
    for them allows; ``told``: work that ended with a word to the person that it went wrong."""

    name: str
    kills: int = 0
    deeds: int = 0
    events: int = 0
    posts: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    private: int = 0
    failed: list[str] = field(default_factory=list)
    undelivered: Counter[str] = field(default_factory=Counter)
    problems: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0


def people_for(kills: int, per_kill: float) -> int:
    return round(kills * per_kill / EACH) + 2 * AT_ONCE


class Storm:
    """``bots``: the processes over one database; the first that ``receives`` takes Slack's
    deliveries. ``per_kill``: deeds begun between two kills, about."""

    def __init__(
        self,
        name: str,
        slack: LocalSlack,
        bots: Sequence[BotProcess],
        address: str,
        *,
        seed: int,
        kills: int,
        per_kill: float = 3.0,
    ) -> None:
        self._slack = slack
        self._bots = bots
        self._books = Books(address)
        self._wanted = kills
        self._dice = random.Random(seed)
        self._fate = random.Random(seed + 1)
        self._most = round(kills * per_kill)
        self._people = [f"p{n}" for n in range(people_for(kills, per_kill))]
        self._deeds: list[Deed] = []
        self._playing: list[tuple[Deed, Waiting]] = []
        self._resting = threading.Event()
        self._rest_wanted = threading.Event()
        self._trouble: list[BaseException] = []
        self.tally = Tally(name)

    def run(self) -> Tally:
        began = time.monotonic()
        switch_on_faults(self._slack)
        killer = threading.Thread(target=self._kill, daemon=True)
        killer.start()
        while killer.is_alive():
            if self._rest_wanted.is_set():
                self._rest()
            else:
                self._play()
        killer.join()
        if self._trouble:
            raise self._trouble[0]
        while len(self._deeds) < self._most:
            self._play()
        self._rest()
        self.tally.seconds = time.monotonic() - began
        self._judge(collect(self._books, self._slack))
        self._books.close()
        return self.tally

    # killing

    def _kill(self) -> None:
        try:
            while self.tally.kills < self._wanted:
                for _ in range(min(BETWEEN_RESTS, self._wanted - self.tally.kills)):
                    self._kill_one()
                self._resting.clear()
                self._rest_wanted.set()
                self._resting.wait()
        except BaseException as trouble:
            self._trouble.append(trouble)

    def _kill_one(self) -> None:
        fate = self._fate
        time.sleep(fate.uniform(0.05, 1.6))
        victim = fate.choice(self._bots)
        victim.kill()
        self.tally.kills += 1
        if fate.random() < 0.2 and self.tally.kills < self._wanted:
            victim.start(wait=False)
            time.sleep(fate.uniform(0.05, 0.6))
            victim.kill()
            self.tally.kills += 1
        time.sleep(fate.uniform(0.0, 0.4))
        victim.start()

    # living

    def _begin(self) -> None:
        kind = self._dice.choice(Deed.kinds)
        busy = {deed.person.id for deed, _ in self._playing}
        used = Counter(deed.person.id for deed in self._deeds)
        for name in self._people:
            person = self._slack.person(name)
            if person.id not in busy and used[person.id] < EACH:
                deed = kind(self._slack, person, len(self._deeds) + 1, self._dice)
                self._deeds.append(deed)
                self._playing.append((deed, deed.play()))
                return
        raise RuntimeError("too few people")

    def _play(self) -> None:
        """One step of somebody."""
        so_far = self._most * (self.tally.kills + 1) / self._wanted
        if len(self._playing) < AT_ONCE and len(self._deeds) < min(self._most, so_far):
            self._begin()
        if self._playing:
            self._step(self._dice.choice(self._playing))
        time.sleep(0.02)

    def _step(self, chosen: tuple[Deed, Waiting]) -> None:
        if next(chosen[1], self) is self:
            self._playing.remove(chosen)

    def _rest(self) -> None:
        """The bot lives, Slack's retries come, and everything comes to its end."""
        until = time.monotonic() + REST_SECONDS
        self._slack.advance(61)
        self._slack.advance(301)
        calm = 0
        while calm < 3 and time.monotonic() < until:
            for chosen in list(self._playing):
                self._step(chosen)
            self._slack.wait_idle()
            calm = calm + 1 if not self._playing and quiet(self._books) else 0
            time.sleep(0.1)
        for deed, _ in self._playing:
            self.tally.lost.append(f"{deed}: not done in {REST_SECONDS:.0f} s")
        self._playing.clear()
        self._rest_wanted.clear()
        self._resting.set()

    def _judge(self, found: Evidence) -> None:
        tally = self.tally
        tally.deeds = len(self._deeds)
        judge(found, self._slack, tally)
        for deed in self._deeds:
            for kind, what in deed.judge(found):
                (tally.lost if kind == "lost" else tally.doubled).append(f"{deed}: {what}")


def judge(found: Evidence, slack: LocalSlack, tally: Tally) -> None:
    """What can be said without knowing what people did."""
    tally.events = len(found.inbox)
    tally.posts = sum(one.only_for is None for one in found.messages)
    tally.lost += [f"not handled: {key}" for key in found.open()]
    tally.lost += [f"given up by Slack: {one}" for one in slack.given_up]
    tally.doubled += [f"posted {n} times: {key}" for key, n in found.posted_twice().items()]
    tally.doubled += [f"posted without a key: {one.text[:60]}" for one in found.unmarked()]
    shown, meant = found.private()
    if shown < meant:
        tally.lost.append(f"{meant - shown} private messages")
    tally.private = max(0, shown - meant)
    tally.failed = list(found.failed)
    tally.undelivered = found.undelivered()
    tally.problems = Counter(str(one) for one in slack.problems)


def settled(books: Books, seconds: float = PATIENCE) -> None:
    """Return when nothing is left to do."""
    wait_for(
        lambda: quiet(books), seconds, lambda: f"unfinished: {books.unfinished()}, {books.kept()}"
    )


def judged(slack: LocalSlack, address: str, name: str, seconds: float) -> Tally:
    """When nothing is left to do, what there is."""
    books, tally = Books(address), Tally(name, kills=1, seconds=seconds)
    try:
        settled(books)
        judge(collect(books, slack), slack, tally)
    finally:
        books.close()
    return tally
