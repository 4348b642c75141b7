"""The parts of the benchmarks under load do what they say."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from benchmarks._arrivals import channel_of, crowd, moments, questions
from benchmarks._history import multiply
from benchmarks.ack import PEOPLE
from bot.slack.intake import key_of
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.talk.hearing import PER_PERSON
from bot.work import WorkEngine
from bot.work.sqlite import make_work_engine, work_file


def test_arrivals_are_as_many_as_asked_for_and_the_same_every_time() -> None:
    found = moments(60, 60)
    assert found == moments(60, 60) == sorted(found)
    assert moments(60, 60, seed=1) != found
    assert 0 < found[0] < found[-1] < 60
    assert len(found) == pytest.approx(3600, rel=0.05)


def test_every_message_is_another_and_nobody_asks_more_than_is_answered() -> None:
    world, users = crowd(PEOPLE)
    payloads = [json.loads(body) for body in questions(world, users, 3700)]
    keys = {key_of(payload, ()) for payload in payloads}
    assert None not in keys
    assert len(keys) == len(payloads) == len({payload["event_id"] for payload in payloads})
    assert 3700 / PEOPLE < PER_PERSON
    event = payloads[0]["event"]
    assert event["channel"] == channel_of(event["user"])


def test_a_history_is_made_of_what_one_event_left(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
    application = make_engine(address)
    upgrade(application)
    work = WorkEngine(address, application)
    work.register("slack", lambda steps, _workspace, _key: steps.run("one", lambda: 1))
    work.start()
    assert work.accept("slack:T1:k", "slack", "T1", "k")
    assert work.wait_idle(60)
    work.stop(0)
    at = "'2026-11-22 12:00:00.000000'"
    with application.begin() as connection:
        for statement in (
            "INSERT INTO workspaces (id, name) VALUES ('T1', '')",
            "INSERT INTO inbox (workspace_id, key, kind, body, received_at, done_at)"
            f" VALUES ('T1', 'k', 'slack', '', {at}, {at})",
            "INSERT INTO conversations (workspace_id, channel, thread_ts, last_activity)"
            f" VALUES ('T1', 'D1', '', {at})",
        ):
            connection.execute(text(statement))
    system = make_work_engine(work_file(address))
    made = multiply(application, system, None, 1000)
    assert made == pytest.approx(1000 + 600, rel=0.5)
    with system.connect() as connection:
        ids = connection.scalars(text("SELECT DISTINCT workflow_uuid FROM operation_outputs"))
        assert len(set(ids)) > 100
    with application.connect() as connection:
        days = connection.scalar(
            text("SELECT julianday('now') - julianday(min(received_at)) FROM inbox WHERE id > 1")
        )
        assert days == pytest.approx(14, abs=0.1)
    system.dispose()
    application.dispose()
