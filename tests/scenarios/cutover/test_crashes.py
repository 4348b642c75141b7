"""The process dies in the middle of a deed, or stops before an alarm: it is done once."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cutover import due
from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused
from bot.playground.player import Player
from bot.services.cutovers import Cutovers
from bot.slack.cutover.timing import KIND
from tests.faults.conftest import LONG, Crew, crew_of
from tests.faults.evidence import Books, collect
from tests.faults.points import Points
from tests.faults.storm import settled as all_is_done
from tests.scenarios.account import account, series, write
from tests.scenarios.bot import served, settled
from tests.waiting import wait_for

PEOPLE = 99


@pytest.fixture
def points(tmp_path: Path) -> Points:
    return Points(tmp_path)


@pytest.fixture
def crew(tmp_path: Path, points: Points) -> Iterator[Crew]:
    """Everybody has a series of their own to move."""
    made = [series(f"71ae{n:06}", f"Lettre {n}", 2) for n in range(PEOPLE)]
    bundle = write(account() | {"automations": made}, tmp_path / "account.json")
    settings = {
        "FAULTS_POINTS": str(points.file),
        "FAULTS_PERIOD": "0",
        "JOURNEYDESK_BUNDLE": str(bundle),
    }
    address = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    with crew_of(address, tmp_path, PEOPLE, **settings) as made_crew:
        made_crew.add()
        yield made_crew


class Mover:
    """Somebody with their series, before a bot that may be dead."""

    def __init__(self, crew: Crew, books: Books, number: int) -> None:
        self._books = books
        self.name = f"Lettre {number}"
        self.automation = f"71ae{number:06}"
        self.player: Player = crew.slack.person(f"p{number}")
        self.player.says(f'convert "{self.name}"')
        self.player.waits_for("Plan the cut-over")
        all_is_done(books)

    def opens(self) -> None:
        self._clicks("cutover_open")

    def drafts(self) -> None:
        self._clicks("cutover_draft")

    def _clicks(self, name: str) -> None:
        with suppress(Refused):
            self.player.clicks(name)

    @property
    def steps(self) -> list[str]:
        found = self._books.rows(
            "SELECT s.kind FROM cutover_steps s JOIN cutovers c ON c.id = s.cutover_id"
            " WHERE c.automation_id = :one ORDER BY s.version",
            one=self.automation,
        )
        return [str(row["kind"]) for row in found]

    @property
    def cards(self) -> list[str]:
        title = f"# Cut-over · {self.name}"
        return [seen.plain for seen in self.player.sees() if title in seen.plain]


def some(count: int) -> range:
    return range(1, count + 1) if LONG else range(2, count + 1, max(2, count // 2))


@pytest.mark.parametrize("deed", ["opens", "drafts"])
def test_a_deed_is_done_and_shown_once_wherever_the_process_dies(
    crew: Crew, points: Points, deed: str
) -> None:
    (bot,) = crew.bots
    books = Books(crew.address)
    steps = ["open"] if deed == "opens" else ["open", "draft"]

    def moves(number: int, point: int) -> None:
        mover = Mover(crew, books, number)
        if deed == "drafts":
            mover.opens()
            all_is_done(books)
        points.arm(point)
        getattr(mover, deed)()
        if point:
            bot.wait_dead()
        else:
            all_is_done(books)
        passed = points.passed()
        points.disarm()
        if point:
            bot.start()
            crew.slack.advance(61)
            all_is_done(books)
        where = passed[-1]
        assert mover.steps == steps, where
        assert len(mover.cards) == 1, where
        assert ("◉\u00a0*draft*" in mover.cards[0]) == (deed == "drafts"), where

    moves(0, 0)
    for number, point in enumerate(some(len(points.passed())), 1):
        moves(number, point)
    found = collect(books, crew.slack)
    assert (found.failed, found.open(), found.posted_twice()) == ([], [], {})
    books.close()


def test_an_alarm_rings_after_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(due, "FIRST_REMINDER", timedelta(seconds=8))
    bundle = write(account(), tmp_path / "account.json")
    told = "the journey is not on yet"
    plan: dict[str, Any] = {"journeydesk_plan": "standard", "journeydesk_four_eyes": False}
    with LocalSlack() as slack:
        ben = slack.person("ben")
        with served(slack, tmp_path, bundle, **plan) as wired:
            ben.says('convert "Relance panier"')
            ben.clicks("cutover_open")
            ben.clicks("cutover_draft")
            ben.selects("cutover_tick", ["Must: Compare Mailchimp's map with the summary"])
            ben.clicks("cutover_check")
            ben.clicks("cutover_approve")
            ben.submits()
            settled(wired)
            (cutover,) = Cutovers(wired.engine).under_way("TLAVANDE", 5)
            assert cutover.state == "approved"
        with served(slack, tmp_path, bundle, **plan) as wired:
            wait_for(lambda: any(told in seen.plain for seen in ben.sees()))
            wait_for(lambda: Cutovers(wired.engine).get("TLAVANDE", cutover.id) != cutover)
            kinds = [step.kind for step in Cutovers(wired.engine).steps("TLAVANDE", cutover.id)]
            assert kinds[-1] == "tell"
            waiting = [one.id for one in wired.work.operator.list("waiting")]
            assert any(one.startswith(f"{KIND}:TLAVANDE:{cutover.id}:") for one in waiting)
            assert sum(told in seen.plain for seen in ben.sees()) == 1
