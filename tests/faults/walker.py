"""One event of every kind; the bot dies when it has kept it, and before, in and after every step
of its handler that is recorded."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.playground.errors import Refused
from tests.faults.cases import Case, Check, Do
from tests.faults.conftest import LONG, Crew, crew_of
from tests.faults.evidence import Books, collect
from tests.faults.points import KEPT, Points
from tests.faults.storm import settled

Kinds = Mapping[str, tuple[Do, Do, Check]]

PEOPLE = 250
"""One for each death and more: the longest kind passes about a hundred points."""


class Walker:
    """One bot, which dies and is started again for every case."""

    def __init__(self, crew: Crew, points: Points, kinds: Kinds) -> None:
        self.crew = crew
        self.kinds = kinds
        self.points = points
        self.books = Books(crew.address)
        self.bot = crew.add()
        self.number = 0
        self.deaths = 0

    def walk(self, kind: str, point: int) -> list[str]:
        """Let it die at that point (at none with 0), live again, and look; the points it passed."""
        prepare, act, check = self.kinds[kind]
        self.number += 1
        case = Case(self.crew, self.crew.slack.person(f"p{self.number}"), self.number)
        prepare(case)
        settled(self.books)
        self.points.arm(point)
        with suppress(Refused):  # it may die before the acknowledgement, too
            act(case)
        if point:
            self.bot.wait_dead()
            self.deaths += 1
        else:
            settled(self.books)
        passed = self.points.passed()
        self.points.disarm()
        if point:
            self.bot.start()
            self.crew.slack.advance(61)
            settled(self.books)
        found = collect(self.books, self.crew.slack)
        where = f"{kind}: {passed[point - 1]}" if point else kind
        assert found.failed == [], where
        assert found.open() == [], where
        assert found.posted_twice() == {}, where
        check(case, found)
        return passed

    def walk_through(self, kind: str) -> None:
        """Once alive, then once for each point; in the short form for one, another each kind."""
        passed = self.walk(kind, 0)
        assert len(passed) > 5, kind
        assert passed[0] == KEPT
        for point in _which(len(passed), list(self.kinds).index(kind)):
            self.walk(kind, point)


@contextmanager
def walking(address: str, folder: Path, kinds: Kinds, **settings: str) -> Iterator[Walker]:
    points = Points(folder)
    hurry = {"FAULTS_POINTS": str(points.file), "FAULTS_PERIOD": "0"}
    with crew_of(address, folder, PEOPLE, **hurry, **settings) as crew:
        walker = Walker(crew, points, kinds)
        yield walker
        walker.books.close()


def _which(points: int, number: int) -> Sequence[int]:
    return range(1, points + 1) if LONG else [1 + number * 7 % points]
