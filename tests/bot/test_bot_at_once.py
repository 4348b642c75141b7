"""Threads and processes that do the same at the same time."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sqlalchemy import Engine

from bot.services.automations import Automations
from bot.services.talk import Talk
from bot.store.engine import reading, writing
from bot.store.feedback import FeedbackRepository
from bot.store.repositories import WorkspaceRepository
from bot.store.talk import ConversationRepository
from tests.bot.rows import NOW, asked
from tests.talk_answers import HandMade


def at_once(do: Callable[[int], object], count: int = 4) -> list[object]:
    """What ``count`` threads give that do the same at the same time."""
    barrier = threading.Barrier(count)

    def wait_and_do(number: int) -> object:
        barrier.wait()
        return do(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(wait_and_do, range(count)))


def test_of_several_first_contacts_at_once_one_is_the_first(engine: Engine) -> None:
    talk = Talk(engine, HandMade())
    assert at_once(lambda _: talk.first_contact("T1", "D1")).count(True) == 1


def test_the_same_person_may_judge_twice_at_once(engine: Engine) -> None:
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure()
        thread = ConversationRepository(session, "T1").ensure("C1", "1.0", NOW)
        turn = asked(session, "T1", thread.id)
    talk = Talk(engine, HandMade())
    assert all(at_once(lambda _: talk.feedback("T1", turn, "U1", "up")))
    with reading(engine) as session:
        assert len(FeedbackRepository(session, "T1").all()) == 1


def test_processes_that_start_together_load_a_file_once(engine: Engine, tmp_path: Path) -> None:
    """Each has services of its own, as each process has."""
    file = tmp_path / "a.json"
    emails = [{"id": "e1", "position": 1, "delay": {"action": "signup", "amount": 0}}]
    one = {"automation": {"id": "a1", "settings": {"title": "Welcome"}}, "emails": emails}
    file.write_text(json.dumps({"automations": [one]}), encoding="utf-8")
    services = [Automations(engine, None, "en") for _ in range(4)]
    at_once(lambda n: services[n].load("T1", [file], only=True))
    assert [each.count("T1") for each in services] == [1, 1, 1, 1]
