"""Edited and deleted questions, and deliveries that come twice, late, or in another order."""

import json
from typing import Any

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.payloads import changed_event, deleted_event, message_event
from bot.playground.player import Player, Seen
from tests.scenarios.test_talk_answers import WHICH, of_bot

PLACE = "#marketing"
AGREED = "#support"
CONTACTS = "What happens to the contacts in it?"


def bot_says(person: Player, place: str | None = None) -> list[Seen]:
    return [seen for seen in person.sees(place) if seen.is_bot]


def deliver(slack: LocalSlack, event: dict[str, Any]) -> None:
    """Hand the bot an event once more, as Slack may at any time."""
    dispatcher = slack.slack.dispatcher
    slack.run(dispatcher.events(slack.slack.envelopes([json.loads(json.dumps(event))])))


def test_an_edited_question_changes_its_answer_in_place(ben: Player) -> None:
    asked = ben.says(WHICH)
    before = ben.last()
    ben.edits(asked, CONTACTS)
    after = bot_says(ben)
    assert [seen.ts for seen in after] == [before.ts]
    assert "What happens to contacts" in after[0].plain


def test_buttons_of_before_an_edit_no_longer_count(slack: LocalSlack, ben: Player) -> None:
    asked = ben.says("Perhaps: which plan do I need?")
    before = bot_says(ben)[-1]
    ben.edits(asked, "Perhaps: what about my contacts?")
    room = slack.slack.workspace.dm(ben.id)
    message = slack.slack.workspace.find(room, before.ts)
    assert message is not None
    slack.call(lambda: setattr(message, "blocks", slack.slack.workspace.with_ids(before.blocks)))
    ben.clicks("Yes", bot_says(ben)[-1])
    assert "done already" in ben.last().plain


def test_an_edited_question_gets_a_new_private_answer(ana: Player, ben: Player) -> None:
    asked = ben.mentions(WHICH, PLACE)
    ben.edits(asked, f"@journeydesk {CONTACTS}")
    answers = bot_says(ben, PLACE)
    assert len(answers) == 2
    assert "You edited your question" in answers[1].plain
    assert "What happens to contacts" in answers[1].plain
    assert of_bot(ana, PLACE) == []


def test_an_edit_in_an_agreed_channel(ana: Player, ben: Player) -> None:
    asked = ben.says(WHICH, AGREED)
    ben.edits(asked, CONTACTS)
    assert "What happens to contacts" in bot_says(ana, AGREED)[0].plain
    ben.edits(asked, "Who has the keys of the office?")
    assert bot_says(ana, AGREED) == []
    ben.edits(asked, f"{CONTACTS} Please.")
    assert len(bot_says(ana, AGREED)) == 1


def test_a_question_that_becomes_a_conversion(ben: Player) -> None:
    asked = ben.says(WHICH)
    ben.edits(asked, "convert Blog")
    answers = bot_says(ben)
    assert len(answers) == 1
    assert "Nothing to convert" in answers[0].plain


def test_a_link_that_unfurls_changes_nothing(slack: LocalSlack, ben: Player) -> None:
    asked = ben.mentions(WHICH, PLACE)
    room = slack.channel(PLACE)
    message = slack.slack.workspace.find(room, asked.ts)
    assert message is not None
    said = slack.slack.snapshot(message)
    unfurled = said | {"attachments": [{"title": "x"}], "edited": {"user": "UBEN", "ts": "9.0"}}
    deliver(slack, changed_event(slack.slack.workspace, room, said, unfurled))
    assert len(bot_says(ben, PLACE)) == 1


def test_an_edit_delivered_twice_is_answered_once(slack: LocalSlack, ben: Player) -> None:
    asked = ben.mentions(WHICH, PLACE)
    room = slack.channel(PLACE)
    message = slack.slack.workspace.find(room, asked.ts)
    assert message is not None
    before = slack.slack.snapshot(message)
    ben.edits(asked, f"@journeydesk {CONTACTS}")
    event = changed_event(slack.slack.workspace, room, before, slack.slack.snapshot(message))
    deliver(slack, event)
    deliver(slack, event)
    assert len(bot_says(ben, PLACE)) == 2


def test_an_older_edit_that_comes_late_is_ignored(slack: LocalSlack, ben: Player) -> None:
    asked = ben.says(WHICH)
    room = slack.channel(None, ben.id)
    message = slack.slack.workspace.find(room, asked.ts)
    assert message is not None
    first = slack.slack.snapshot(message)
    ben.edits(asked, CONTACTS)
    late = first | {
        "text": "Can I go back afterwards?",
        "edited": {"user": ben.id, "ts": asked.ts},
    }
    deliver(slack, changed_event(slack.slack.workspace, room, first, late))
    assert "What happens to contacts" in bot_says(ben)[-1].plain


def test_an_edit_that_comes_before_its_question(slack: LocalSlack, ben: Player) -> None:
    slack.slack.dispatcher.url, url = None, slack.slack.dispatcher.url
    asked = ben.says(WHICH)
    slack.slack.dispatcher.url = url
    room = slack.channel(None, ben.id)
    message = slack.slack.workspace.find(room, asked.ts)
    assert message is not None
    original = message_event(slack.slack.workspace, message, slack.slack.base_url)
    ben.edits(asked, CONTACTS)
    assert "What happens to contacts" in bot_says(ben)[-1].plain
    deliver(slack, original)
    assert len(bot_says(ben)) == 1


def test_a_deleted_question_takes_its_answer_along(
    slack: LocalSlack, ana: Player, ben: Player
) -> None:
    asked = ben.says(WHICH)
    ben.deletes(asked)
    assert bot_says(ben) == []
    public = ben.says(WHICH, AGREED)
    assert len(bot_says(ana, AGREED)) == 1
    ben.deletes(public)
    slack.wait_idle()
    assert bot_says(ana, AGREED) == []


def test_a_deletion_delivered_twice_or_before_its_question(slack: LocalSlack, ben: Player) -> None:
    slack.slack.dispatcher.url, url = None, slack.slack.dispatcher.url
    asked = ben.says(WHICH)
    room = slack.channel(None, ben.id)
    message = slack.slack.workspace.find(room, asked.ts)
    assert message is not None
    original = message_event(slack.slack.workspace, message, slack.slack.base_url)
    gone = deleted_event(slack.slack.workspace, room, slack.slack.snapshot(message))
    slack.slack.dispatcher.url = url
    deliver(slack, gone)
    deliver(slack, gone)
    deliver(slack, original)
    assert bot_says(ben) == []


def test_a_click_on_the_answer_to_a_deleted_question(ben: Player) -> None:
    asked = ben.mentions("Perhaps: which plan do I need?", PLACE)
    ben.deletes(asked)
    ben.clicks("Yes")
    assert "was deleted" in ben.last(PLACE).plain


def test_a_question_delivered_twice_is_answered_once(
    slack: LocalSlack, wired: Wired, ben: Player
) -> None:
    asked = ben.says(WHICH, AGREED)
    room = slack.channel(AGREED)
    message = slack.slack.workspace.find(room, asked.ts)
    assert message is not None
    deliver(slack, message_event(slack.slack.workspace, message, slack.slack.base_url))
    assert len(bot_says(ben, AGREED)) == 1
