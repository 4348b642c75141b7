"""The process dies while something goes out, or comes in: in the end it is done once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from bot.playground.player import Player
from tests.databases import NewDatabase
from tests.desk.channels import help_desk_server
from tests.desk.channels.help_desk_server import HelpDesk
from tests.faults import desk_cases
from tests.faults.cases import Case
from tests.faults.conftest import LONG, Crew, crew_of
from tests.faults.evidence import Books, collect
from tests.faults.points import KEPT, Points
from tests.faults.process import BotProcess
from tests.faults.storm import settled
from tests.scenarios.desk_outside.beyond import HOOK_SECRET, desk_file, post
from tests.waiting import wait_for

Act = Callable[["Walk", Case], object]


@dataclass
class Walk:
    """A bot that dies at one point after the other, each time over a case of its own."""

    crew: Crew
    points: Points
    books: Books
    bot: BotProcess
    hook: HelpDesk
    number: int = 0

    def dies(self, act: Act, point: int) -> Case:
        """At that point of what ``act`` sets off, and lives again; with 0 it lives."""
        self.number += 1
        case = Case(self.crew, self.crew.slack.person(f"p{self.number}"), self.number)
        desk_cases.opened(case)
        settled(self.books)
        self.hook.got.clear()
        self.points.arm(point)
        act(self, case)
        if point:
            self.bot.wait_dead()
        else:
            settled(self.books)
        self.passed = self.points.passed()
        self.points.disarm()
        if point:
            self.bot.start()
            self.crew.slack.advance(61)
        settled(self.books)
        return case

    def checks(self) -> str:
        where = self.passed[-1] if self.passed else "nothing"
        found = collect(self.books, self.crew.slack)
        assert (found.failed, found.open(), found.posted_twice()) == ([], [], {}), where
        return where


@pytest.fixture
def walk(tmp_path: Path) -> Iterator[Walk]:
    points = Points(tmp_path)
    with help_desk_server.serving() as hook:
        settings = {
            "FAULTS_POINTS": str(points.file),
            "FAULTS_PERIOD": "0",
            "JOURNEYDESK_DESK": str(desk_file(tmp_path, None, hook)),
        }
        address = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
        with crew_of(address, tmp_path, 99, **settings) as crew:
            found = Walk(crew, points, Books(crew.address), crew.add(), hook)
            yield found
            found.books.close()


def which(points: int) -> range:
    return range(1, points + 1) if LONG else range(1, points + 1, max(1, points // 3))


def posted(case: Case) -> dict[str, object]:
    text = f"Start it again, {case.number}x"
    return {"case": case.number, "author": "Zoé Martin", "text": text, "message_id": "1"}


def answer(walk: Walk, case: Case) -> httpx.Response:
    return post(walk.bot.url, "webhook", posted(case), HOOK_SECRET)


def answers(walk: Walk, case: Case) -> None:
    with suppress(httpx.TransportError):
        answer(walk, case)


def read(player: Player, words: str) -> int:
    return sum(words in seen.plain for seen in player.sees())


def test_an_answer_from_outside_is_shown_once_wherever_the_process_dies(walk: Walk) -> None:
    walk.dies(answers, 0)
    walk.checks()
    passed = walk.passed
    assert passed[0] == KEPT
    assert len(passed) > 10
    for point in which(len(passed)):
        case = walk.dies(answers, point)
        # Who was not told that it is taken posts it again.
        assert answer(walk, case).status_code == 200
        settled(walk.books)
        where = walk.checks()
        words = f"Start it again, {case.number}x"
        assert read(case.person, words) == 1, where
        below = [seen for seen in desk_cases.agent(case).sees("desk") if words in seen.plain]
        assert len(below) == 1, where


def test_a_receiver_keeps_what_a_worker_passes_on(
    tmp_path: Path, new_postgresql: NewDatabase
) -> None:
    with help_desk_server.serving() as hook:
        desk = {"JOURNEYDESK_DESK": str(desk_file(tmp_path, None, hook)), "FAULTS_PERIOD": "0"}
        with crew_of(new_postgresql(), tmp_path, 3, **desk) as crew:
            receiver, worker = crew.add("receiver"), crew.add("worker", receives=False)
            case = Case(crew, crew.slack.person("p1"), 1)
            desk_cases.opened(case)
            wait_for(lambda: len(hook.got) == 1)
            worker.stop()
            assert post(receiver.url, "webhook", posted(case), HOOK_SECRET).json() == {
                "taken": True
            }
            assert read(case.person, "Start it again") == 0
            worker.start()
            case.person.waits_for("Start it again, 1x")
            assert post(worker.url, "webhook", posted(case), HOOK_SECRET).status_code == 404


def writes(_walk: Walk, case: Case) -> None:
    desk_cases.write_to_agents(case)


def test_an_event_goes_out_under_one_key_wherever_the_process_dies(walk: Walk) -> None:
    walk.dies(writes, 0)
    walk.checks()
    assert [got.headers["Idempotency-Key"].split(":")[4] for got in walk.hook.got] == ["message"]
    passed = walk.passed
    for point in which(len(passed)):
        walk.dies(writes, point)
        where = walk.checks()
        keys = Counter(got.headers["Idempotency-Key"] for got in walk.hook.got)
        assert len(keys) == 1, where
        # Twice only where nobody could know that it was taken.
        assert keys.total() == 1 or where.startswith("in "), (where, keys)
        assert len({got.body for got in walk.hook.got}) == 1, where
