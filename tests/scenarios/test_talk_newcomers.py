"""What people write who have not read any help: greetings, courtesies, the wrong command."""

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from tests.scenarios.test_talk_answers import WHICH

PLACE = "#marketing"
GUEST = "guest account"


def test_a_greeting_is_answered_as_the_faq_says_and_briefly(ben: Player) -> None:
    ben.says("good morning")
    assert ben.last().plain.count("\n") < 5
    ben.says("hello")
    assert "/convert" in ben.last().plain, "where the FAQ knows no greeting, help"


@pytest.mark.parametrize("polite", ["hello", "thanks", "help"])
def test_guests_get_a_polite_answer_too(slack: LocalSlack, polite: str) -> None:
    gus = slack.person("gus")
    gus.mentions(polite, PLACE)
    assert GUEST not in gus.last(PLACE).plain
    gus.runs("/convert help", PLACE)
    assert GUEST not in gus.last(PLACE).plain
    gus.runs("/convert all", PLACE)
    assert GUEST in gus.last(PLACE).plain


def test_a_stranger_with_a_question_is_told_whom_the_bot_works_for(slack: LocalSlack) -> None:
    sam = slack.person("sam")
    sam.mentions(WHICH, PLACE)
    assert "another organization" in sam.last(PLACE).plain
    assert "automations" not in sam.last(PLACE).plain


@pytest.mark.parametrize(
    "said",
    [
        "convert my bienvenue newsletter please",
        "convertis-moi la séquence bienvenue newsletter stp",
        "peux-tu regarder Bienvenue newsletter ?",
        "Could you please look at “Bienvenue newsletter”?",
    ],
)
def test_an_automation_is_found_in_a_polite_sentence(ben: Player, said: str) -> None:
    ben.says(said)
    reply, drawn = (seen for seen in ben.sees() if seen.is_bot)
    assert "· Bienvenue newsletter" in reply.plain
    assert [one["name"] for one in drawn.files] == ["journey-map.png"]


def test_to_convert_it_opens_the_search_menu(ben: Player) -> None:
    ben.says("convert it please")
    assert "Which automation should I convert?" in ben.last().plain


def test_faq_with_an_automation_converts_it(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/faq convert Bienvenue newsletter", PLACE)
    assert "· Bienvenue newsletter" in ben.last(PLACE).plain
    assert ben.last(PLACE).ephemeral
    gus = slack.person("gus")
    gus.runs("/faq convert Bienvenue newsletter", PLACE)
    assert "Bienvenue newsletter" not in gus.last(PLACE).plain


def test_who_is_sent_to_a_person_sees_what_can_be_asked(ben: Player) -> None:
    ben.says("qwerty zxcv")
    ben.says("qwerty zxcv again")
    assert "rather not guess" in ben.last().plain
    ben.clicks("All subjects", ben.last())
    assert "choose one of" in ben.last().plain


def test_a_no_after_a_deleted_question_is_not_about_it(wired: Wired, ben: Player) -> None:
    asked = ben.says(WHICH)
    ben.deletes(asked)
    ben.says("no")
    assert "rather not guess" not in ben.last().plain
    assert "in other words" in ben.last().plain
