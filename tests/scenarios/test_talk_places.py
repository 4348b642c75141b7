"""Where the bot speaks and when it is quiet: threads, other people, agreed channels, loops."""

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.talk import hearing
from tests.scenarios.test_talk_answers import BACK, WHICH, of_bot
from tests.scenarios.test_talk_ladder import gaps

PLACE = "#marketing"
AGREED = "#support"


def test_a_follow_up_in_the_thread_needs_no_mention(ana: Player, ben: Player) -> None:
    start = ben.mentions(WHICH, PLACE)
    ben.says("And can I go back to the classic one?", PLACE, thread=start)
    assert "cannot be started again" in ben.last(PLACE).plain
    assert ben.last(PLACE).thread_ts == start.ts
    assert len(of_bot(ben, PLACE)) == 2


def test_when_another_person_answers_the_bot_is_quiet(ana: Player, ben: Player) -> None:
    start = ben.mentions(WHICH, PLACE)
    ana.says("Je regarde ça pour toi", PLACE, thread=start)
    ben.says("And can I go back to the classic one?", PLACE, thread=start)
    assert len(of_bot(ben, PLACE)) == 1
    ben.mentions("can I go back to the classic one?", PLACE, thread=start)
    assert len(of_bot(ben, PLACE)) == 2
    ben.says("And what about my contacts then?", PLACE, thread=start)
    assert len(of_bot(ben, PLACE)) == 3


@pytest.mark.parametrize("word", ["stop", "Silence !", "mute"])
def test_who_wants_quiet_gets_it(ana: Player, ben: Player, word: str) -> None:
    start = ben.mentions(WHICH, PLACE)
    ana.says(word, PLACE, thread=start)
    assert "je me tais dans ce fil" in ana.last(PLACE).plain
    ben.says("And can I go back to the classic one?", PLACE, thread=start)
    assert len(of_bot(ben, PLACE)) == 1
    ana.says(word, PLACE, thread=start)
    assert len(of_bot(ana, PLACE)) == 1


def test_quiet_in_a_direct_message(ben: Player) -> None:
    ben.says("stop")
    assert "only answer when you write" in ben.last().plain
    ben.says(WHICH)
    assert "Free has none" in ben.last().plain


def test_other_bots_in_the_thread_change_nothing(slack: LocalSlack, ben: Player) -> None:
    start = ben.mentions(WHICH, PLACE)
    slack.other_bot_says("which plan do I need?", PLACE, thread=start.ts)
    slack.wait_idle()
    ben.says("And can I go back to the classic one?", PLACE, thread=start)
    assert len([p for p in of_bot(ben, PLACE) if p.lstrip().startswith("journeydesk")]) == 2


def test_a_message_to_somebody_else_is_not_for_the_bot(ben: Player) -> None:
    start = ben.mentions(WHICH, PLACE)
    ben.says("@ana which plan do we have?", PLACE, thread=start)
    assert len(of_bot(ben, PLACE)) == 1


def test_a_thread_that_the_bot_is_no_part_of_is_left_alone(ana: Player, ben: Player) -> None:
    start = ana.says("Question pour l'équipe", PLACE)
    ben.says(WHICH, PLACE, thread=start)
    ana.says(BACK, PLACE)
    assert of_bot(ben, PLACE) == []


def test_in_an_agreed_channel_sure_answers_are_given_in_the_thread(
    ana: Player, ben: Player
) -> None:
    asked = ben.says(WHICH, AGREED)
    answer = ana.last(AGREED)
    assert answer.is_bot
    assert not answer.ephemeral
    assert answer.thread_ts == asked.ts
    ben.says("And can I go back to the classic one?", AGREED, thread=asked)
    assert len(of_bot(ana, AGREED)) == 2


def test_in_an_agreed_channel_what_is_not_sure_is_kept_not_said(
    wired: Wired, ana: Player, ben: Player
) -> None:
    for text in (
        "Who has the keys of the office?",
        "Quel forfait et combien de points ?",
    ):
        ben.says(text, AGREED)
        assert text in gaps(wired)
    ben.says("Good morning to everybody here", AGREED)
    ben.says("@ana which plan do we have?", AGREED)
    assert of_bot(ben, AGREED) == []


def test_in_an_agreed_channel_automations_stay_private(ana: Player, ben: Player) -> None:
    ben.says("please check my automation “Suivi bougies”", AGREED)
    assert ben.last(AGREED).ephemeral
    assert "Cannot be converted" in ben.last(AGREED).plain
    ben.mentions("convert Suivi bougies", AGREED)
    assert of_bot(ana, AGREED) == []


def test_a_mention_in_an_agreed_channel_is_answered_for_all(ana: Player, ben: Player) -> None:
    asked = ben.mentions("what about the thing there?", AGREED)
    assert "in other words" in ana.last(AGREED).plain
    assert ana.last(AGREED).thread_ts == asked.ts


def test_strangers_are_not_answered_unasked(slack: LocalSlack) -> None:
    sam = slack.person("sam")
    sam.joins(AGREED)
    sam.says(WHICH, AGREED)
    assert of_bot(sam, AGREED) == []


def test_an_endless_exchange_ends(slack: LocalSlack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hearing, "PER_THREAD", 2)
    chloe = slack.person("chloe")
    start = chloe.mentions(BACK, PLACE)
    for _ in range(4):
        chloe.says(BACK, PLACE, thread=start)
    answers = of_bot(chloe, PLACE)
    assert len(answers) == 3
    assert "dizaine de minutes" in answers[-1]
