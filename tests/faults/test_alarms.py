"""What the desk's clock does holds over deaths: an alarm that was set rings, and is told once."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import NewDatabase
from tests.faults import desk_cases
from tests.faults.cases import Case
from tests.faults.conftest import LONG
from tests.faults.evidence import collect
from tests.faults.storm import Tally, settled
from tests.faults.walker import Walker, walking
from tests.waiting import wait_for

WARNED = "The first answer is due"
SOON = """\
triage_channel = "CDESK"
[times]
first_response = "2 min"
warn_at = "8 %"
"""
WARNED_AFTER = 10.0
"""Seconds; the two minutes end after the test has looked."""


@pytest.fixture
def walker(new_sqlite: NewDatabase, tmp_path: Path) -> Iterator[Walker]:
    file = tmp_path / "desk.toml"
    file.write_text(SOON, encoding="utf-8")
    with walking(new_sqlite(), tmp_path, {}, JOURNEYDESK_DESK=str(file)) as found:
        yield found


def another(walker: Walker) -> Case:
    walker.number += 1
    return Case(walker.crew, walker.crew.slack.person(f"p{walker.number}"), walker.number)


def warnings(walker: Walker, case: Case) -> int:
    found = collect(walker.books, walker.crew.slack)
    return sum(WARNED in str(one.blocks) for one in desk_cases.among_agents(case, found))


def told_once(walker: Walker, case: Case) -> None:
    wait_for(lambda: warnings(walker, case))
    settled(walker.books)
    found = collect(walker.books, walker.crew.slack)
    assert warnings(walker, case) == 1
    assert (found.failed, found.open(), found.posted_twice()) == ([], [], {})


def test_an_alarm_that_comes_due_while_nobody_lives_rings_after_the_start(walker: Walker) -> None:
    case = another(walker)
    desk_cases.opened(case)
    settled(walker.books)
    opened_at = time.monotonic()
    walker.bot.kill()
    assert warnings(walker, case) == 0
    time.sleep(max(0.0, opened_at + WARNED_AFTER - time.monotonic()))
    walker.bot.start()
    told_once(walker, case)


def test_an_alarm_rings_once_whatever_the_bot_dies_of(
    walker: Walker, tell: Callable[[Tally], None]
) -> None:
    alive = another(walker)
    passed = ring(walker, alive, 0)
    assert len(passed) > 3
    points = range(1, len(passed) + 1) if LONG else [len(passed) // 2]
    for point in points:
        case = another(walker)
        ring(walker, case, point)
        walker.bot.start()
        walker.crew.slack.advance(61)
        told_once(walker, case)
    tell(Tally("sqlite: alarms", kills=len(points), deeds=walker.number))


def ring(walker: Walker, case: Case, point: int) -> list[str]:
    """Let its alarm ring, and the bot die at that point of it (at none with 0); the points."""
    desk_cases.opened(case)
    settled(walker.books)
    walker.points.arm(point)
    if point:
        walker.bot.wait_dead()
    else:
        told_once(walker, case)
    passed = walker.points.passed()
    walker.points.disarm()
    return passed
