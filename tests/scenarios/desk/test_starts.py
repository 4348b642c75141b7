"""How somebody comes to ask for a person."""

import pytest

from bot.playground.player import Player
from tests.scenarios.desk.room import ASKED, Room

AGREED, PLACE = "#support", "#marketing"


def test_the_button_under_an_answer_passes_everything_on(
    room: Room, ana: Player, ben: Player
) -> None:
    room.asks(ben)
    assert (room.case.state, room.case.start) == ("offered", "button")
    assert "*Request #1* is with the team" in ben.last().plain
    card = room.card(ana).plain
    for part in (ASKED, "@ben", "Subject (confidence 90%)", "Bot: What happens to contacts"):
        assert part in card
    assert "[Claim]" in card


def test_in_an_agreed_channel_it_goes_on_in_the_thread(
    room: Room, ana: Player, ben: Player
) -> None:
    asked = ben.says(ASKED, AGREED)
    ben.clicks("faq_person")
    assert (room.case.channel, room.case.thread_ts) == ("CSUPPORT", asked.ts)
    assert "Request #1" in ben.last(AGREED).plain
    assert ben.last(AGREED).thread_ts == asked.ts
    assert ASKED in room.card(ana).plain


@pytest.mark.parametrize("way", ["command", "mention"])
def test_what_was_private_goes_on_in_direct_messages(
    room: Room, ana: Player, ben: Player, way: str
) -> None:
    if way == "command":
        ben.runs(f"/faq {ASKED}", PLACE)
    else:
        ben.mentions(ASKED, PLACE)
    ben.clicks("faq_person")
    assert room.case.channel.startswith("D")
    assert "the answer comes to you in our direct messages, as request #1" in ben.last(PLACE).plain
    assert "Request #1" in ben.last().plain
    assert ASKED in room.card(ana).plain
    assert all("equest #1" not in seen.plain for seen in ana.sees(PLACE))


def test_words_lead_to_the_button(room: Room, ana: Player, ben: Player) -> None:
    ben.says("I want to talk to a person, please")
    assert "you repeat nothing" in ben.last().plain
    ben.clicks("Pass on to the team")
    assert room.case.start == "words"
    assert "asked for a person" in room.card(ana).plain


def test_the_end_of_the_ladder_offers_a_person(room: Room, ana: Player, ben: Player) -> None:
    ben.says("what about the thing there?")
    ben.says("I mean the other thing over there")
    ben.clicks("Pass on to the team")
    assert room.case.start == "ladder"
    assert room.case.topic is None
    card = room.card(ana).plain
    assert "what about the thing there?" in card
    assert "the bot had no answer" in card
    assert "Bot: no answer" in card


def test_a_conversion_that_is_blocked_goes_along(room: Room, ana: Player, ben: Player) -> None:
    ben.runs("/convert Suivi bougies", PLACE)
    ben.clicks("person")
    assert room.case.start == "conversion"
    card = room.card(ana).plain
    assert "Request #1: Suivi bougies" in card
    assert "Automation: Suivi bougies · Cannot be converted" in card
    assert "Findings: " in card
    assert "in our direct messages" in ben.last(PLACE).plain


def test_a_request_names_the_plan_that_was_checked_and_never_a_guess(
    room: Room, ana: Player, ben: Player
) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    ben.clicks("person")
    assert "Plan:" not in room.card(ana).plain
    ana.runs("/convert Bienvenue newsletter plan:essentials", PLACE)
    ana.clicks("person")
    assert "Plan: essentials" in room.card(ana).plain


def test_the_form_of_support(room: Room, ana: Player, ben: Player) -> None:
    ben.runs("/support our welcome series", PLACE)
    assert ben.modals == ["Ask the team"]
    ben.submits(
        {
            "words": "Our welcome series sends twice.",
            "topic": "What happens to contacts",
            "urgent": ["yes"],
        }
    )
    case = room.case
    assert (case.start, case.priority, case.topic) == ("form", 1, "contacts-after-conversion")
    assert case.channel.startswith("D")
    card = room.card(ana).plain
    assert "Our welcome series sends twice." in card
    assert "(high ▾)" in card


def test_the_form_takes_what_was_typed(room: Room, ana: Player, ben: Player) -> None:
    ben.runs("/support our welcome series", PLACE)
    ben.submits()
    assert "our welcome series" in room.card(ana).plain
    assert room.case.topic is None


def test_a_form_without_words_is_a_request_all_the_same(
    room: Room, ana: Player, ben: Player
) -> None:
    ben.runs("/support", PLACE)
    ben.submits({"words": "  "})
    assert "Request #1: a question" in room.card(ana).plain


def test_a_message_is_handed_over(room: Room, ana: Player, ben: Player) -> None:
    chloe = room.slack.person("chloe")
    said = chloe.says("Nos contacts ne reçoivent plus rien", PLACE)
    ben.uses_shortcut("ask_person", said)
    card = room.card(ana)
    assert room.case.start == "shortcut"
    assert room.case.requester == "UBEN"
    assert "The message they hand over" in card.plain
    assert "> Nos contacts ne reçoivent plus rien" in card.plain
    assert "archives/CMARKETING" in str(card.blocks)
    assert "in our direct messages" in ben.last(PLACE).plain


def test_asking_again_shows_the_open_one(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    ben.clicks("faq_person", ben.sees()[1])
    assert "You have an open request here: *#1*" in ben.last().plain
    assert len(room.cases) == 1
    assert room.under(ana) == []


def test_asking_again_elsewhere_brings_agents_what_is_new(
    room: Room, ana: Player, ben: Player
) -> None:
    room.asks(ben)
    ben.runs("/faq Which plan do I need?", PLACE)
    ben.clicks("faq_person", ben.last(PLACE))
    assert "You have an open request already: *#1*" in ben.last(PLACE).plain
    assert "about: Which plan do I need?" in room.under(ana)[-1]
    ben.runs("/support it is urgent now", PLACE)
    ben.submits()
    assert "> it is urgent now" in room.under(ana)[-1]
    assert len(room.cases) == 1


def test_another_thread_is_another_case(room: Room, ben: Player) -> None:
    for _ in range(2):
        ben.says(ASKED, AGREED)
        ben.clicks("faq_person", ben.last(AGREED))
    assert [case.id for case in room.cases] == [1, 2]


def test_a_guest_may_ask_and_a_stranger_may_not(room: Room, ana: Player) -> None:
    gus, sam = room.slack.person("gus"), room.slack.person("sam")
    gus.runs("/support I need a hand", PLACE)
    gus.submits()
    assert "Request #1" in gus.last().plain
    sam.runs("/support I need a hand", PLACE)
    assert sam.modals == []
    sam.uses_shortcut("ask_person", ana.says("Bonjour à tous", PLACE))
    assert [case.requester for case in room.cases] == ["UGUS"]
