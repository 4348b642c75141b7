"""What was said while the bot was down for longer than Slack tries again is found and answered."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Seen
from bot.services.watched import Place
from bot.slack import sweep
from bot.slack.intake import key_of
from bot.slack.sweep import beginning, change_of, delivery_of
from bot.store.engine import writing
from bot.store.models import EVERY_WORKSPACE, InboxRow
from tests.scenarios.bot import served, settled
from tests.waiting import wait_for

WHICH = "Which plan do I need for customer journeys?"
AGAIN = "How many points does my plan allow?"
POINTS = "plan-limits+up"
"""In the buttons under the answer to it."""
SINCE = "1000.000000"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as made:
        yield made


def test_a_long_outage_loses_nothing_that_the_bot_watches(
    slack: LocalSlack, tmp_path: Path
) -> None:
    ben, ana = slack.person("ben"), slack.person("ana")
    with served(slack, tmp_path) as wired:
        ben.says(WHICH)
        thread = ana.mentions("Quel forfait pour les parcours ?", "#marketing")
        assert said(slack, "dm", "UBEN") == 1
        long_ago(wired)

    slack.faults.bot_is_down = True
    ben.says(AGAIN)
    ana.says("Can I go back to the classic builder?", "#support")
    ana.mentions("Mes contacts vont où ?", "#marketing")
    ana.says("Puis-je revenir en arrière ?", "#marketing", thread)
    slack.faults.bot_is_down = False
    before = everything(slack)

    with served(slack, tmp_path) as wired:
        wait_for(lambda: said(slack, "dm", "UBEN") == 2)
        settled(wired)
        found = everything(slack)
        assert len(found) == len(before) + 4
        assert said(slack, "#support") == 1

        # It is all known now: nothing is answered a second time.
        assert wired.missed(datetime.now(UTC) - timedelta(hours=2))
        settled(wired)
        assert everything(slack) == found
    assert slack.problems == []


def test_an_edit_and_a_traced_deletion_during_a_long_outage_are_applied_once(
    slack: LocalSlack, tmp_path: Path
) -> None:
    ben, ana, chloe = slack.person("ben"), slack.person("ana"), slack.person("chloe")
    with served(slack, tmp_path) as wired:
        direct = ben.says(WHICH)
        edited_before = ben.says(AGAIN)
        ben.edits(edited_before, WHICH)
        thread = ana.says(WHICH, "#support")
        reply = ana.says(f"{WHICH} And then?", "#support", thread)
        mention = ana.mentions("Quel forfait pour les parcours ?", "#marketing")
        gone = chloe.says(WHICH, "#support")
        left = ben.says("Can I go back to the classic builder?")
        assert said(slack, "#support") == 3
        long_ago(wired)
    before, private = everything(slack), whispered(slack, "#marketing")

    slack.faults.bot_is_down = True
    ben.edits(direct, AGAIN)
    ana.edits(reply, AGAIN)
    ana.edits(mention, "Combien de points avec mon forfait ?")
    chloe.deletes(gone)
    ben.deletes(left)
    slack.faults.bot_is_down = False

    with served(slack, tmp_path) as wired:
        wait_for(lambda: answer_to(slack, wired, gone) is None)
        wait_for(lambda: POINTS in (answer_to(slack, wired, direct) or ""))
        wait_for(lambda: POINTS in (answer_to(slack, wired, reply) or ""))
        wait_for(lambda: whispered(slack, "#marketing") == private + 1)
        settled(wired)
        assert said(slack, "#support") == 2
        assert POINTS not in (answer_to(slack, wired, edited_before) or "")
        # Its answer stands in no thread, so Slack keeps no trace of it.
        assert answer_to(slack, wired, left) is not None
        found = everything(slack)
        assert len(found) == len(before)  # one gone, one more whispered

        assert wired.missed(datetime.now(UTC) - timedelta(hours=2))
        settled(wired)
        assert everything(slack) == found
    assert slack.problems == []


def test_a_bot_that_was_never_told_anything_answers_no_old_questions(
    slack: LocalSlack, tmp_path: Path
) -> None:
    slack.person("ben").says("Can I go back?", "#support")
    with served(slack, tmp_path) as wired:
        settled(wired)
        assert said(slack, "#support") == 0


def test_a_place_that_may_not_be_read_is_passed_over(slack: LocalSlack, tmp_path: Path) -> None:
    with served(slack, tmp_path) as wired:
        slack.person("ben").says(WHICH)
        long_ago(wired)
    slack.person("ben").says(AGAIN)
    slack.remove_bot("#support")
    with served(slack, tmp_path) as wired:
        wait_for(lambda: said(slack, "dm", "UBEN") == 2)
    assert slack.problems == []


def test_slack_may_ask_to_wait(slack: LocalSlack, tmp_path: Path) -> None:
    with served(slack, tmp_path) as wired:
        slack.person("ben").says(WHICH)
        long_ago(wired)
    slack.person("ben").says(AGAIN)
    slack.faults.api("rate_limited", method="conversations.history", most=2, seconds=1)
    slack.faults.api("error_before", method="conversations.replies", most=1)
    with served(slack, tmp_path) as wired:
        wait_for(lambda: said(slack, "dm", "UBEN") == 2)
        settled(wired)
        assert said(slack, "dm", "UBEN") == 2


def test_a_long_history_is_read_page_by_page(
    slack: LocalSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "PAGE", 2)
    with served(slack, tmp_path) as wired:
        slack.person("ben").says(WHICH)
        long_ago(wired)
    for number in range(5):
        slack.person("ben").says(f"{AGAIN} {number}")
    with served(slack, tmp_path) as wired:
        wait_for(lambda: said(slack, "dm", "UBEN") == 6)
        settled(wired)
        assert said(slack, "dm", "UBEN") == 6


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("heard", "since"),
    [
        (None, None),
        (NOW - timedelta(minutes=5), None),
        (NOW + timedelta(minutes=5), None),
        (NOW - timedelta(minutes=7), NOW - timedelta(minutes=17)),
        (NOW - timedelta(days=5), NOW - timedelta(hours=24)),
    ],
)
def test_only_a_long_silence_is_looked_into(heard: datetime | None, since: datetime | None) -> None:
    assert beginning(heard, NOW) == since


def message(**more: object) -> dict[str, object]:
    return {"type": "message", "user": "UBEN", "ts": "2000.000100", "text": "hello"} | more


@pytest.mark.parametrize(
    "old",
    [
        message(ts="900.000000"),
        message(ts=None),
        message(subtype="channel_join"),
        message(reply_users=["UANA"]),
        {"type": "message", "ts": "2000.000100", "text": "no user"},
    ],
)
def test_what_is_no_question_is_left(old: dict[str, object]) -> None:
    assert delivery_of(old, Place(channel="CSUPPORT"), SINCE, "T1", "UBOT") is None


def test_a_message_of_the_history_becomes_what_slack_would_have_sent() -> None:
    parent = message(thread_ts="2000.000100", reply_users=["UBEN"], edited={"ts": "2001.0"})
    delivery = delivery_of(parent, Place(channel="CSUPPORT"), SINCE, "T1", "UBOT")
    assert delivery is not None
    event = delivery["event"]
    assert (event["channel"], event["channel_type"]) == ("CSUPPORT", "channel")
    assert "thread_ts" not in event
    assert "edited" not in event
    mention = message(text="<@UBOT> which plan?", reply_users=["UANA"])
    found = delivery_of(mention, Place(channel="CSUPPORT"), SINCE, "T1", "UBOT")
    assert found is not None
    assert found["event"]["type"] == "app_mention"
    direct = delivery_of(mention, Place(channel="D1"), SINCE, "T1", "UBOT")
    assert direct is not None
    assert (direct["event"]["type"], direct["event"]["channel_type"]) == ("message", "im")


def test_only_what_changed_since_is_a_change() -> None:
    place = Place(channel="CSUPPORT")
    for same in (message(), message(edited={"ts": "999.0"}), message(edited={"ts": None})):
        assert change_of(same, place, SINCE, "T1") is None
    edited = change_of(message(edited={"ts": "2001.0"}), place, SINCE, "T1")
    again = change_of(message(edited={"ts": "2002.0"}), place, SINCE, "T1")
    gone = change_of(message(subtype="tombstone"), place, SINCE, "T1")
    assert edited is not None
    assert again is not None
    assert gone is not None
    event = edited["event"]
    assert (event["subtype"], event["channel"]) == ("message_changed", "CSUPPORT")
    assert event["message"]["edited"] == {"ts": "2001.0"}
    keys = [key_of(one, ()) for one in (edited, again, gone, edited)]
    assert len(set(keys)) == 3
    assert keys[0] == keys[3]


def long_ago(wired: Wired) -> None:
    """As if everything so far had come an hour ago."""
    settled(wired)
    with writing(wired.engine) as session:
        session.execute(
            update(InboxRow).values(received_at=datetime.now(UTC) - timedelta(hours=1)),
            execution_options=EVERY_WORKSPACE | {"synchronize_session": False},
        )


def said(slack: LocalSlack, channel: str, user: str | None = None) -> int:
    """How many messages of the bot everybody in a channel sees."""
    room = slack.channel(channel, user)
    return slack.call(
        lambda: sum(one.bot_id == "BJOURNEY" and one.only_for is None for one in room.messages)
    )


def everything(slack: LocalSlack) -> list[str]:
    """All that the bot has said, to whomever."""
    rooms = slack.slack.workspace.channels
    return slack.call(
        lambda: sorted(
            one.ts for room in rooms.values() for one in room.messages if one.bot_id == "BJOURNEY"
        )
    )


def whispered(slack: LocalSlack, channel: str) -> int:
    room = slack.channel(channel)
    return slack.call(lambda: sum(one.only_for is not None for one in room.messages))


def answer_to(slack: LocalSlack, wired: Wired, asked: Seen) -> str | None:
    """What stands there for a question."""
    turn = wired.talk.known("TLAVANDE", asked.channel, asked.ts)
    if turn is None or turn.answer_ts is None:
        return None
    room = slack.slack.workspace.channels[asked.channel]
    return slack.call(
        lambda: next((str(m.blocks) for m in room.messages if m.ts == turn.answer_ts), None)
    )
