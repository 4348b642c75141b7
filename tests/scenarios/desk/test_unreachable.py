"""One side cannot be written to any more: the other is told, and nobody waits for nothing."""

from datetime import timedelta

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from tests.scenarios.desk.room import ASKED, DESK, Room
from tests.scenarios.desk.test_states import OFFICE, claimed

AGREED = "#support"


def archive(slack: LocalSlack) -> None:
    slack.archive(DESK)


def remove_bot(slack: LocalSlack) -> None:
    slack.remove_bot(DESK)


CLOSING = pytest.mark.parametrize("close", [archive, remove_bot])


def told(ben: Player, room: Room) -> bool:
    room.slack.problems.clear()
    assert room.state == "failed"
    assert "I cannot reach the team with your request #1" in ben.last().plain
    assert "Premium" in ben.last().plain
    return room.steps[-1] == "fail"


@CLOSING
def test_a_case_that_cannot_be_shown_to_agents(room: Room, ben: Player, close: object) -> None:
    close(room.slack)  # type: ignore[operator]
    room.asks(ben)
    assert told(ben, room)
    assert all("is with the team" not in seen.plain for seen in ben.sees())
    ben.says("Which plan do I need?")
    assert "Free has none" in ben.last().plain


@CLOSING
def test_agents_who_cannot_be_reached_any_more(
    room: Room, ana: Player, ben: Player, close: object
) -> None:
    claimed(room, ben, ana)
    close(room.slack)  # type: ignore[operator]
    ben.says("Is anybody there?")
    assert told(ben, room)
    assert room.case.agent is None


def test_a_channel_that_is_closed_when_the_desk_opens(room: Room, ben: Player) -> None:
    room.set(OFFICE)
    room.asks(ben)
    room.slack.archive(DESK)
    room.passes(timedelta(hours=4))
    assert told(ben, room)


def test_a_channel_that_is_closed_when_nobody_has_come(room: Room, ben: Player) -> None:
    room.asks(ben)
    room.slack.archive(DESK)
    room.passes(timedelta(hours=8))
    assert told(ben, room)


def test_cancelling_needs_no_agents(room: Room, ben: Player) -> None:
    room.asks(ben)
    room.slack.archive(DESK)
    ben.clicks("desk_cancel")
    room.slack.problems.clear()
    assert room.state == "cancelled"
    assert "Request #1 is cancelled" in ben.last().plain


def test_agents_are_told_when_the_requester_cannot_be_reached(
    room: Room, ana: Player, ben: Player
) -> None:
    ben.says(ASKED, AGREED)
    ben.clicks("faq_person", ben.last(AGREED))
    ana.clicks("desk_claim", room.card(ana))
    room.slack.archive(AGREED)
    said = ana.says("Bonjour Ben", DESK, thread=room.card(ana))
    room.slack.problems.clear()
    assert "Slack does not let me write to the requester any more" in room.under(ana)[-1]
    assert room.state == "claimed"
    kept = next(seen for seen in ana.sees(DESK) if seen.ts == said.ts)
    assert kept.reactions == {}
