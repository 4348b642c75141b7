"""Every arrow between the states of a case, as people and the clock bring it about."""

from datetime import timedelta

import pytest

from bot.playground.player import Player
from tests.scenarios.desk.room import DESK, Room

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OFFICE = """
[hours]
zone = "Europe/Paris"
monday-friday = "14:00-18:00"
"""
"""Closed at the moment when tests begin: Monday, ten o'clock in Paris."""


def claimed(room: Room, ben: Player, ana: Player) -> None:
    room.asks(ben)
    ana.clicks("desk_claim", room.card(ana))


def asked(room: Room, ben: Player, ana: Player) -> None:
    claimed(room, ben, ana)
    ana.clicks("desk_ask", room.card(ana))
    ana.submits({"words": "Which automation is it about?"})


def resolved(room: Room, ben: Player, ana: Player) -> None:
    claimed(room, ben, ana)
    ana.clicks("desk_resolve", room.card(ana))


def test_claim(room: Room, ana: Player, ben: Player) -> None:
    claimed(room, ben, ana)
    assert (room.case.state, room.case.agent) == ("claimed", "UANA")
    assert "ana has taken your request #1." in ben.last().plain
    card = room.card(ana)
    assert "being handled, with @ana" in card.plain
    assert card.buttons == ["Ask", "Resolve", "Assign", "Release"]
    assert "@ana takes it." in room.under(ana)[-1]


def test_whoever_answers_what_nobody_has_has_it(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    ana.says("Hello Ben", DESK, thread=room.card(ana))
    assert (room.case.state, room.case.agent) == ("claimed", "UANA")
    assert "ana has taken your request #1." in ben.sees()[-2].plain
    assert "> Hello Ben" in ben.last().plain
    assert room.case.first_reply_at is not None


def test_ask_and_reply(room: Room, ana: Player, ben: Player) -> None:
    asked(room, ben, ana)
    assert room.state == "waiting_user"
    assert "> Which automation is it about?" in ben.last().plain
    assert "> Which automation is it about?" in room.under(ana)[-1]
    assert "waits for the requester, with @ana" in room.card(ana).plain
    ben.says("The welcome series")
    assert room.state == "claimed"
    assert "> The welcome series" in room.under(ana)[-1]


def test_assign(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    ana.clicks("desk_assign", room.card(ana))
    ana.submits({"agent": "chloe"})
    assert (room.case.state, room.case.agent) == ("claimed", "UCHLOE")
    assert "chloe has taken your request #1." in ben.last().plain
    assert ["@ana gives it to @chloe." in line for line in room.under(ana)] == [True]


def test_whoever_takes_over_reads_what_happened(room: Room, ana: Player, ben: Player) -> None:
    claimed(room, ben, ana)
    thread = room.card(ana)
    ana.says("Which one?", DESK, thread=thread)
    ben.says("The welcome series")
    ana.says("note: looks like CJ301", DESK, thread=thread)
    ana.clicks("desk_assign", room.card(ana))
    ana.submits({"agent": "chloe"})
    summary = room.under(ana)[-1]
    assert "For @chloe, what happened so far:" in summary
    assert "1 message from the requester, 1 answer, 1 note." in summary
    for part in ("> The welcome series", "> Which one?", "Note of ana", "looks like CJ301"):
        assert part in summary


def test_release_is_offered_again_with_a_higher_priority(
    room: Room, ana: Player, ben: Player
) -> None:
    claimed(room, ben, ana)
    ana.clicks("desk_release", room.card(ana))
    assert (room.case.state, room.case.agent, room.case.priority) == ("offered", None, 1)
    assert "is with the team again" in ben.last().plain
    assert "(high ▾)" in room.card(ana).plain
    assert "[Claim]" in room.card(ana).plain
    assert "higher priority" in room.under(ana)[-1]


def test_priority(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    ana.selects("desk_priority", "urgent", room.card(ana))
    assert room.case.priority == 2
    assert "@ana set the priority: urgent." in room.under(ana)[-1]
    assert "(urgent ▾)" in room.card(ana).plain


def test_resolve_and_say_once_whether_it_helped(room: Room, ana: Player, ben: Player) -> None:
    resolved(room, ben, ana)
    assert room.state == "resolved"
    assert "ana marked request #1 as resolved" in ben.last().plain
    question = ben.last()
    assert question.buttons == ["Yes", "No"]
    ben.clicks("desk_rate_bad", question)
    assert room.case.rating == "bad"
    assert "thank you for saying so" in ben.last().plain
    assert ben.last().buttons == []
    assert "not helped" in room.under(ana)[-1]
    assert room.card(ana).buttons[0] == "Reopen"


def test_an_agent_opens_it_again(room: Room, ana: Player, ben: Player) -> None:
    resolved(room, ben, ana)
    ana.clicks("desk_reopen", room.card(ana))
    assert (room.case.state, room.case.agent, room.case.reopened) == ("offered", None, 1)
    assert "Request #1 is open again" in ben.last().plain
    assert "@ana opened it again." in room.under(ana)[-1]


def test_a_reply_opens_it_again_for_seven_days(room: Room, ana: Player, ben: Player) -> None:
    resolved(room, ben, ana)
    room.clock.at += 7 * DAY
    ben.says("It still sends twice")
    assert (room.case.state, room.case.reopened) == ("offered", 1)
    assert "open again" in ben.last().plain
    assert "> It still sends twice" in room.under(ana)[-1]


def test_later_a_message_is_a_new_question(room: Room, ana: Player, ben: Player) -> None:
    resolved(room, ben, ana)
    room.clock.at += 7 * DAY + HOUR
    ben.says("Which plan do I need?")
    assert room.state == "resolved"
    assert "Free has none" in ben.last().plain


@pytest.mark.parametrize("word", ["thanks", "merci"])
def test_thanks_do_not_open_it_again(room: Room, ana: Player, ben: Player, word: str) -> None:
    resolved(room, ben, ana)
    below = room.under(ana)
    ben.says(word)
    assert room.state == "resolved"
    assert room.under(ana) == below


def test_the_requester_cancels(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    ben.clicks("desk_cancel")
    assert room.state == "cancelled"
    assert "Request #1 is cancelled. I answer here again." in ben.last().plain
    assert "The requester cancelled it." in room.under(ana)[-1]
    assert room.card(ana).buttons == []
    ben.says("Which plan do I need?")
    assert "Free has none" in ben.last().plain


@pytest.mark.parametrize("before", [claimed, asked])
def test_a_case_that_somebody_has_can_be_cancelled(
    room: Room, ana: Player, ben: Player, before: object
) -> None:
    before(room, ben, ana)  # type: ignore[operator]
    ben.clicks("desk_cancel")
    assert room.state == "cancelled"
    ana.says("Hello?", DESK, thread=room.card(ana))
    assert "n'est pas parvenu au demandeur" in ana.last(DESK).plain
    assert "Hello?" not in ben.last().plain


def test_while_the_desk_is_closed_a_case_waits(room: Room, ana: Player, ben: Player) -> None:
    room.set(OFFICE)
    room.asks(ben)
    assert room.state == "scheduled"
    assert "The desk is closed right now. It opens" in ben.last().plain
    assert "Monday to Friday, " in ben.last().plain
    assert "(Paris time)" in ben.last().plain
    assert "*Request #1* is kept for the team." in ben.last().plain
    assert ana.sees(DESK) == []
    ben.says("It is about the welcome series", files=[("map.png", b"not really a picture")])
    assert ana.sees(DESK) == []
    room.passes(4 * HOUR)
    assert room.state == "offered"
    assert "[Claim]" in room.card(ana).plain
    assert "> It is about the welcome series" in room.under(ana)[0]
    assert "map.png" in room.under(ana)[1]


def test_a_case_that_waits_for_the_opening_can_be_cancelled(
    room: Room, ana: Player, ben: Player
) -> None:
    room.set(OFFICE)
    room.asks(ben)
    ben.clicks("desk_cancel")
    assert room.state == "cancelled"
    room.passes(4 * HOUR)
    assert ana.sees(DESK) == []


def test_what_is_given_back_after_hours_waits_for_the_morning(
    room: Room, ana: Player, ben: Player
) -> None:
    room.set(OFFICE)
    room.clock.at += 5 * HOUR
    claimed(room, ben, ana)
    room.clock.at += 5 * HOUR
    ana.clicks("desk_release", room.card(ana))
    assert room.state == "scheduled"
    room.passes(DAY)
    assert room.state == "offered"
    assert any("It is offered again." in line for line in room.under(ana))


def test_a_holiday_is_said_before_anything_is_offered(room: Room, ben: Player) -> None:
    room.set("""[hours]\nzone = "UTC"\nmonday-friday = "0:00-24:00"\nholidays = [2026-11-23]""")
    room.asks(ben)
    assert room.state == "scheduled"
    assert "closed right now" in ben.last().plain


def test_nobody_takes_it_in_time(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    room.passes(8 * HOUR)
    assert room.state == "expired"
    assert "Nobody was free for your request #1 yet." in ben.last().plain
    assert "Premium" in ben.last().plain
    assert "it can still be claimed" in room.under(ana)[-1]
    room.passes(DAY)
    assert room.state == "offered"
    assert "It is offered again." in room.under(ana)[-1]


def test_what_expired_can_be_taken_and_cancelled(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    room.passes(8 * HOUR)
    ben.says("Is anybody there?")
    assert room.state == "expired"
    assert "> Is anybody there?" in room.under(ana)[-1]
    ana.clicks("desk_claim", room.card(ana))
    assert room.state == "claimed"


def test_an_agent_who_does_not_answer_loses_the_case(room: Room, ana: Player, ben: Player) -> None:
    room.set("""[times]\nfirst_response = "never"\nresolution = "never\"""")
    claimed(room, ben, ana)
    room.passes(2 * HOUR)
    assert "@ana, the requester is waiting for you." in room.under(ana)[-1]
    assert room.state == "claimed"
    room.passes(2 * HOUR)
    assert (room.case.state, room.case.agent, room.case.priority) == ("offered", None, 1)
    assert "@ana did not answer in time" in room.under(ana)[-1]
    assert "somebody else will take it" in ben.last().plain


def test_a_requester_who_does_not_answer_is_reminded_then_it_is_closed(
    room: Room, ana: Player, ben: Player
) -> None:
    asked(room, ben, ana)
    room.passes(1.5 * DAY)
    assert "ana is waiting for your answer to request #1" in ben.last().plain
    assert room.state == "waiting_user"
    room.passes(1.5 * DAY)
    assert room.state == "resolved"
    assert "closed, as no answer came" in ben.last().plain
    assert ben.last().buttons == ["Yes", "No"]
    ben.says("Sorry, I was away: the welcome series")
    assert room.state == "offered"


def test_promises_are_watched(room: Room, ana: Player, ben: Player) -> None:
    room.set("""[times]\nqueue_timeout = "never\"""")
    room.asks(ben)
    room.passes(3.5 * HOUR)
    assert "The first answer is due" in room.under(ana)[-1]
    room.passes(HOUR)
    assert "The time for the first answer is over." in room.under(ana)[-1]
    room.passes(3 * DAY)
    assert "The time for the resolution is over." in room.under(ana)[-1]
    told = [line for line in room.under(ana) if "is over" in line]
    room.passes(3 * DAY)
    assert [line for line in room.under(ana) if "is over" in line] == told
