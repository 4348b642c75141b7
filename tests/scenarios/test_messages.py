"""Questions by mention and in direct messages."""

import re
from collections.abc import Callable

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.player import Player

Golden = Callable[[str, str], None]
PLACE = "#marketing"


@pytest.mark.parametrize(
    "text",
    ["convertir Bienvenue newsletter", "convertis Bienvenue newsletter", "Bienvenue newsletter"],
)
def test_a_mention_is_answered_once_and_privately(ana: Player, ben: Player, text: str) -> None:
    ana.mentions(text, PLACE)
    answers = [seen for seen in ana.sees(PLACE) if seen.is_bot]
    assert len(answers) == 1
    assert answers[0].ephemeral
    assert "Bienvenue newsletter" in answers[0].plain
    assert "Partager" in answers[0].buttons
    assert [seen for seen in ben.sees(PLACE) if seen.is_bot] == []


def test_a_mention_in_a_thread_is_answered_there(
    slack: LocalSlack, ben: Player, golden: Golden
) -> None:
    start = ben.says("Who converts the candle follow-up?", PLACE)
    ben.mentions("convert Suivi bougies", PLACE, thread=start)
    answer = ben.last(PLACE)
    assert answer.ephemeral
    assert answer.thread_ts == start.ts
    golden("mention_in_thread_en", slack.transcript(PLACE, seen_by=ben))


def test_a_mention_can_be_shared(ana: Player, ben: Player) -> None:
    ana.mentions("convertir Bienvenue newsletter", PLACE)
    ana.clicks("Partager")
    assert "Partagé par @ana" in ben.last(PLACE).plain


def test_a_bare_mention_opens_the_search_menu(ben: Player) -> None:
    ben.says("@journeydesk", PLACE)
    assert ben.types_in_select("pick_automation", "blog")[0] == "Blog"
    ben.selects("pick_automation", "Blog")
    assert "Nothing to convert" in ben.last(PLACE).plain


@pytest.mark.parametrize(("who", "hello"), [("ana", "bonjour !"), ("ben", "Hello")])
def test_a_greeting_is_answered_with_help(slack: LocalSlack, who: str, hello: str) -> None:
    person = slack.person(who)
    person.says(hello)
    assert "/convert help" not in person.last().plain
    assert "Mailchimp" in person.last().plain


@pytest.mark.parametrize(
    ("who", "thanks", "answer"),
    [("ana", "merci !", "Avec plaisir"), ("ben", "Thank you", "You're welcome")],
)
def test_thanks_are_answered_in_one_line(
    slack: LocalSlack, who: str, thanks: str, answer: str
) -> None:
    person = slack.person(who)
    person.says(thanks)
    assert answer in person.last().plain
    assert len(person.last().blocks) == 1


def test_a_direct_message_is_answered_there_without_share(
    slack: LocalSlack, ana: Player, golden: Golden
) -> None:
    ana.says("convertir Bienvenue newsletter plan:standard")
    answer, drawn = (seen for seen in ana.sees() if seen.is_bot)
    assert not answer.ephemeral
    assert [one["name"] for one in drawn.files] == ["journey-map.png"]
    assert "Partager" not in answer.buttons
    golden("direct_message_fr", slack.transcript(seen_by=ana))
    ana.selects("another_plan", "Essentials")
    changed, same = (seen for seen in ana.sees() if seen.is_bot)
    assert "Essentials (choisi ici)" in changed.plain
    assert same.ts == drawn.ts, "another plan brings no other map"


def test_a_direct_message_in_a_thread_is_answered_in_it(ben: Player) -> None:
    start = ben.says("help")
    ben.says("Blog", thread=start)
    assert ben.last().thread_ts == start.ts
    assert "Nothing to convert" in ben.last().plain


def test_an_edited_message_is_not_a_new_question(ana: Player) -> None:
    asked = ana.says("Bienvenue newsletter")
    mentioned = ana.mentions("Bienvenue newsletter", PLACE)
    ana.edits(asked, "Suivi bougies")
    ana.edits(mentioned, "@journeydesk Suivi bougies")
    assert "Suivi bougies ·" not in "".join(seen.plain for seen in ana.sees() if seen.is_bot)
    assert len([seen for seen in ana.sees() if seen.is_bot and not seen.files]) == 1
    assert len([seen for seen in ana.sees(PLACE) if seen.is_bot]) == 1


def test_other_bots_are_not_answered(slack: LocalSlack, ana: Player) -> None:
    slack.other_bot_says("@journeydesk convert Bienvenue newsletter", PLACE)
    slack.wait_idle()
    assert [seen.name for seen in ana.sees(PLACE) if seen.name == "journeydesk"] == []


def test_talk_without_a_mention_is_left_alone(ana: Player) -> None:
    ana.says("Bienvenue newsletter, quelqu'un ?", PLACE)
    assert [seen for seen in ana.sees(PLACE) if seen.is_bot] == []


def test_a_question_about_something_else_is_not_guessed_at(ana: Player, ben: Player) -> None:
    ana.mentions("quel temps fera-t-il demain à Lyon ?", PLACE)
    assert re.search("en une phrase|ne pas deviner", ana.last(PLACE).plain)
    ben.mentions("what will the weather be in Lyon?", PLACE)
    assert re.search("in other words|rather not guess", ben.last(PLACE).plain)


def test_what_people_typed_comes_back_as_they_typed_it(ben: Player) -> None:
    ben.says("convert R&D <b> *now*")
    assert "“R&D <b> ∗now∗”" in ben.last().plain


def test_the_home_tab_tells_what_the_bot_does(
    slack: LocalSlack, ana: Player, ben: Player, golden: Golden
) -> None:
    ana.opens_home()
    golden("home_fr", slack.home_transcript(seen_by=ana))
    ben.opens_home()
    golden("home_en", slack.home_transcript(seen_by=ben))
