"""What a crash brings out of order, or finds Slack silent for: found by the storm, kept here."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

import bot.slack.working
from bot.app import Wired, build
from bot.delivery.outbox import Outbox
from bot.delivery.run import in_one_process
from bot.delivery.transport import SlackTransport
from bot.durable import Transient
from bot.inbox import Inbox
from bot.playground.driver import LocalSlack
from bot.slack.intake import key_of
from bot.slack.working import KIND, SlackWork
from tests.delivery.steps import Clock, Crasher, ReplayingSteps
from tests.faults.evidence import TEAM
from tests.scenarios.bot import settings_beside
from tests.talk_answers import HandMade
from tests.waiting import PATIENCE

DIRECT, PLACE, BEN = "DBEN", "CSUPPORT", "UBEN"
WHICH, POINTS = "Which plan do I need?", "How many points do I have?"


@dataclass
class Desk:
    """A bot whose work is done by hand, in the order that the test wants."""

    slack: LocalSlack
    wired: Wired
    inbox: Inbox
    work: SlackWork

    def takes(self, event: dict[str, Any], number: int) -> str:
        """Keep what Slack delivers; gives its key."""
        given = {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{number}"}
        payload = {**given, "event": event}
        key = key_of(payload, [PLACE])
        assert key is not None
        self.inbox.put(TEAM, key, KIND, json.dumps(payload))
        return key

    def does(self, key: str) -> None:
        clock = Clock(self.slack.clock.now())
        self.work.handle(ReplayingSteps(f"slack:{key}", {}, Crasher(), clock), TEAM, key)

    def posted(self, channel: str) -> list[str]:
        room = self.slack.channel(channel, BEN)
        return [str(one.blocks) for one in room.messages if one.bot_id]


@contextmanager
def desk_of(slack: LocalSlack, folder: Path) -> Iterator[Desk]:
    wired = build(settings_beside(slack, folder), HandMade())
    inbox = Inbox(wired.engine)
    transport = SlackTransport(lambda _team: WebClient(slack.bot_token, slack.api_base_url))
    deliveries = in_one_process(Outbox(wired.engine), transport, [TEAM], period=0.0)
    try:
        yield Desk(slack, wired, inbox, SlackWork(wired.bolt_app, inbox, deliveries))
    finally:
        wired.engine.dispose()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with LocalSlack() as slack, desk_of(slack, tmp_path) as made:
        slack.channel("dm", BEN)
        yield made


def message(desk: Desk, text: str, channel: str = DIRECT, **more: Any) -> dict[str, Any]:
    ts = desk.slack.call(desk.slack.slack.workspace.next_ts)
    kind = "im" if channel == DIRECT else "channel"
    event = {"type": "message", "channel": channel, "channel_type": kind, "ts": ts}
    return {**event, "user": BEN, "text": text, **more}


def edit_of(asked: dict[str, Any], text: str) -> dict[str, Any]:
    now = {**asked, "text": text, "edited": {"user": BEN, "ts": f"{float(asked['ts']) + 5:.6f}"}}
    place = {name: asked[name] for name in ("channel", "channel_type")}
    changed = {"type": "message", "subtype": "message_changed", "ts": now["edited"]["ts"], **place}
    return {**changed, "message": now, "previous_message": asked}


def test_an_edit_that_is_taken_up_before_its_question_waits_for_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.slack.working, "PATIENCE", 0.05)
    asked = message(desk, WHICH)
    question, edit = desk.takes(asked, 1), desk.takes(edit_of(asked, POINTS), 2)
    with pytest.raises(Transient):
        desk.does(edit)
    desk.does(question)
    desk.does(edit)
    (answer,) = desk.posted("dm")
    assert "How many points a plan allows" in answer


def test_a_reply_that_is_taken_up_before_its_thread_waits_for_it(desk: Desk) -> None:
    asked = desk.slack.person("ben").says(WHICH, "#support")
    first = message(desk, WHICH, PLACE, ts=asked.ts)
    again = message(desk, "And can I go back?", PLACE, thread_ts=asked.ts)
    question, reply = desk.takes(first, 1), desk.takes(again, 2)
    replying = threading.Thread(target=desk.does, args=(reply,))
    replying.start()
    desk.does(question)
    replying.join(PATIENCE)
    assert len(desk.posted("#support")) == 2


def test_something_stuck_does_not_hold_up_what_comes_after_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.slack.working, "PATIENCE", 0.05)
    desk.takes(message(desk, POINTS), 1)
    desk.does(desk.takes(message(desk, WHICH), 2))
    assert len(desk.posted("dm")) == 1


def test_a_question_that_comes_while_slack_does_not_say_who_asks_is_answered(desk: Desk) -> None:
    desk.slack.faults.api("error_before", method="users.info", calls={1})
    desk.does(desk.takes(message(desk, WHICH), 1))
    (answer,) = desk.posted("dm")
    assert "Essentials" in answer


def test_a_question_that_comes_while_slack_does_not_say_who_the_bot_is_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.slack.working, "ASK_AGAIN", (0.0,))
    with LocalSlack() as slack:
        slack.faults.api("error_before", method="auth.test")
        with desk_of(slack, tmp_path) as desk:
            key = desk.takes(message(desk, WHICH), 1)
            with pytest.raises(Transient):
                desk.does(key)
            assert Outbox(desk.wired.engine).undelivered(TEAM) == ()
            kept = desk.inbox.get(TEAM, key)
            assert kept is not None
            assert kept.done_at is None
