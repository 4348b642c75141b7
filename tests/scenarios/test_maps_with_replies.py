"""The journey map comes with the reply to a conversion: once, into one's direct messages."""

from pathlib import Path

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player, Seen
from bot.services.questions import Questions

PLACE = "#marketing"


def maps(person: Player) -> list[Seen]:
    """The pictures in their direct messages."""
    return [seen for seen in person.sees("dm") if seen.files]


def test_it_comes_with_the_reply_to_a_command(slack: LocalSlack, ana: Player, ben: Player) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    assert "Sa carte arrive dans nos messages directs" in ana.last(PLACE).plain
    (sent,) = maps(ana)
    assert sent.files[0]["title"] == "Carte du parcours\xa0: Bienvenue newsletter"
    assert slack.slack.workspace.files[str(sent.files[0]["id"])].mimetype == "image/png"
    assert maps(ben) == []


def test_it_comes_with_the_private_answer_to_a_mention(ana: Player, ben: Player) -> None:
    ben.mentions("convert Bienvenue newsletter", PLACE)
    assert "Its map comes into our direct messages" in ben.last(PLACE).plain
    assert len(maps(ben)) == 1
    assert all(not seen.files for seen in ana.sees(PLACE))


def test_in_our_direct_messages_it_stands_below_the_reply(ben: Player) -> None:
    ben.says("convert Bienvenue newsletter")
    reply, drawn = (seen for seen in ben.sees() if seen.is_bot)
    assert "Its map follows" in reply.plain
    assert drawn.files
    start = ben.says("help")
    ben.says("convert Relance panier", thread=start)
    *_, reply, drawn = (seen for seen in ben.sees() if seen.is_bot)
    assert drawn.files[0]["title"] == "Journey map: Relance panier"
    assert reply.thread_ts == drawn.thread_ts == start.ts


def test_it_is_not_sent_again_while_it_is_the_same(ben: Player) -> None:
    for _ in range(2):
        ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "is in our direct messages, unchanged" in ben.last(PLACE).plain
    assert len(maps(ben)) == 1
    ben.says("Bienvenue newsletter")
    assert len(maps(ben)) == 1
    ben.clicks("Map")
    assert len(maps(ben)) == 2, "the button sends it again"
    ben.runs("/convert Bienvenue newsletter plan:essentials", PLACE)
    assert len(maps(ben)) == 2, "it shows every plan"


def test_it_comes_with_what_was_picked(ben: Player) -> None:
    ben.runs("/convert relance", PLACE)
    assert maps(ben) == []
    ben.clicks("candidate_0")
    assert "Its map comes" in ben.last(PLACE).plain
    assert len(maps(ben)) == 1
    ben.selects("another_plan", "Essentials")
    assert "is in our direct messages, unchanged" in ben.last(PLACE).plain
    assert len(maps(ben)) == 1


@pytest.mark.parametrize("name", ["Vide", "Blog"])
def test_where_there_is_nothing_to_draw_the_reply_speaks_of_no_map(ben: Player, name: str) -> None:
    ben.runs(f"/convert {name}", PLACE)
    assert "Its map" not in ben.last(PLACE).plain
    assert maps(ben) == []


@pytest.mark.parametrize("name", ["gus", "sam"])
def test_who_sees_no_automation_gets_no_map(slack: LocalSlack, name: str) -> None:
    outsider = slack.person(name)
    outsider.runs("/convert Bienvenue newsletter", PLACE)
    outsider.mentions("convert Bienvenue newsletter", PLACE)
    assert maps(outsider) == []
    assert slack.slack.workspace.files == {}


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_an_upload_that_slack_refuses_leaves_the_reply_alone_and_is_logged(
    slack: LocalSlack, ben: Player, caplog: pytest.LogCaptureFixture, method: str
) -> None:
    slack.faults.api("refuse", method=method, code="missing_scope")
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "Converts as it is" in ben.last(PLACE).plain
    assert [seen for seen in ben.sees("dm") if seen.is_bot] == []
    assert "a map could not be sent" in caplog.text
    assert "missing_scope" in caplog.text
    ben.runs("/convert Relance panier", PLACE)
    assert "Its map" not in ben.last(PLACE).plain, "nothing is promised while Slack refuses"
    slack.faults.clear()
    ben.runs("/convert Relance client", PLACE)
    assert len(maps(ben)) == 1
    ben.runs("/convert 71ad000006", PLACE)
    assert "Its map comes" in ben.last(PLACE).plain


def test_a_map_that_cannot_be_drawn_leaves_the_reply_alone(
    ana: Player, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("bot.services.maps.PROGRAM", Path("nowhere.py"))
    ana.runs("/convert Contact bob@corp.example", PLACE)
    assert "Se convertit telle quelle" in ana.last(PLACE).plain
    assert maps(ana) == []
    assert "a map could not be drawn" in caplog.text


def test_an_answer_that_changes_the_journey_brings_its_map_with_the_next_conversion(
    wired: Wired, ana: Player
) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    questions = Questions(wired.engine, wired.automations)
    team = str(wired.workspace.id)
    given = {"post_send:e00011": [{"kind": "tag", "value": "vip"}]}
    questions.keep(team, {"71ad000001": given}, "UANA")
    try:
        ana.runs("/convert Bienvenue newsletter", PLACE)
    finally:
        questions.keep(team, {"71ad000001": dict.fromkeys(given)}, "UANA")
    assert len(maps(ana)) == 2
