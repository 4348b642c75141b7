"""Bots whose desk is set up in another way, or not at all."""

from pathlib import Path

from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.services.desk import Desk
from tests.scenarios.account import account, write
from tests.scenarios.bot import TEAM, served
from tests.scenarios.desk.room import ASKED, DESK

PLACE = "#marketing"
FILE = """
triage_channel = "CDESK"

[routes]
contacts-after-conversion = "CMARKETING"

[times]
queue_timeout = "0.05 min"
"""


def test_without_a_desk_the_bot_says_who_can_help(tmp_path: Path) -> None:
    bundle = write(account(), tmp_path / "account.json")
    with LocalSlack() as slack, served(slack, tmp_path, bundle):
        ben = slack.person("ben")
        ben.says(ASKED)
        ben.clicks("faq_person")
        assert "JOURNEYDESK_TRIAGE_CHANNEL" in slack.transcript(seen_by=ben)
        ben.closes()
        ben.runs("/support please", PLACE)
        assert ben.modals == []
        assert "somebody at Mailchimp may help" in ben.last(PLACE).plain
        ben.uses_shortcut("ask_person", ben.says("Hello all", PLACE))
        assert "somebody at Mailchimp may help" in ben.last(PLACE).plain
        ben.runs("/convert Suivi bougies", PLACE)
        ben.clicks("person", ben.last(PLACE))
        assert ben.modals == ["Reach a person"]
        assert slack.problems == []


def test_topics_have_their_channels_and_time_goes_by_by_itself(tmp_path: Path) -> None:
    file = tmp_path / "desk.toml"
    file.write_text(FILE)
    with LocalSlack() as slack, served(slack, tmp_path, journeydesk_desk=str(file)) as wired:
        ben, ana = slack.person("ben"), slack.person("ana")
        ben.runs("/support the series", PLACE)
        ben.submits()
        assert "Request #1: a question" in ana.last(DESK).plain
        gus = slack.person("gus")
        gus.says(ASKED)
        gus.clicks("faq_person")
        assert _card(gus, PLACE)
        assert not _card(ana, DESK)
        ben.waits_for("Nobody was free for your request #1 yet")
        ana.waits_for("Nobody took it in time", DESK)
        state = Desk(wired.engine).get(TEAM, 1)
        assert state is not None
        assert state.state == "expired"
        assert slack.problems == []


def _card(player: Player, place: str) -> bool:
    return any(
        "# Request #2: What happens to contacts" in seen.plain for seen in player.sees(place)
    )
