"""Who may do what with a case, whatever their requests say."""

import pytest

from bot.desk.record import NewCase
from bot.playground.player import Player
from tests.scenarios.desk.room import ASKED, DESK, Room
from tests.scenarios.forging import forges, forges_form
from tests.scenarios.timed import MONDAY

AGREED, PLACE = "#support", "#marketing"
CARD = ("desk_claim", "desk_release", "desk_resolve", "desk_reopen", "desk_ask", "desk_assign")
WORDS = {"words": {"words": {"type": "plain_text_input", "value": "Psst"}}}
WHO = {"agent": {"agent": {"type": "users_select", "selected_user": "UGUS"}}}


@pytest.fixture
def asked(room: Room, ben: Player) -> Room:
    room.asks(ben)
    return room


def unchanged(room: Room) -> bool:
    return (room.case.state, room.case.version, room.case.priority) == ("offered", 0, 0)


@pytest.mark.parametrize(("who", "told"), [("ben", True), ("gus", True), ("sam", False)])
def test_who_is_no_agent_cannot_act_on_a_card(asked: Room, who: str, told: bool) -> None:
    player = asked.slack.person(who)
    for action in CARD:
        forges(asked.slack, player, action, "case/1/en")
    chosen = {"type": "static_select", "selected_option": {"value": "case/1/en+2"}}
    forges(asked.slack, player, "desk_priority", "case/1/en+2", chosen)
    assert unchanged(asked)
    assert player.modals == []
    assert asked.under(asked.slack.person("ana")) == []
    refusals = [seen for seen in player.sees() if "Only members of the channel" in seen.plain]
    assert bool(refusals) == told
    if who != "ben":
        assert all(ASKED not in seen.plain for seen in player.sees())


@pytest.mark.parametrize("who", ["gus", "sam"])
def test_who_is_no_agent_cannot_send_an_agents_form(asked: Room, ben: Player, who: str) -> None:
    player = asked.slack.person(who)
    forges_form(asked.slack, player, "desk_ask", "case/1/en", WORDS)
    forges_form(asked.slack, player, "desk_assign", "case/1/en", WHO)
    assert unchanged(asked)
    assert all("Psst" not in seen.plain for seen in ben.sees())


def test_a_case_is_given_to_agents_only(asked: Room, ana: Player) -> None:
    for who, said in (("gus", "@gus"), ("sam", "@sam"), ("ben", "@ben")):
        ana.clicks("desk_assign", asked.card(ana))
        ana.submits({"agent": who})
        assert unchanged(asked)
        assert f"{said} n'est pas membre du canal" in ana.last(DESK).plain


def test_a_stranger_in_the_channel_of_the_agents_is_none(asked: Room, ben: Player) -> None:
    asked.slack.invite("sam", DESK, by="ana")
    sam = asked.slack.person("sam")
    sam.clicks("desk_claim", asked.card(sam))
    sam.says("Hello Ben", DESK, thread=asked.card(sam))
    assert unchanged(asked)
    assert all("Hello Ben" not in seen.plain for seen in ben.sees())


def test_who_was_invited_is_an_agent_at_once(asked: Room) -> None:
    gus = asked.slack.person("gus")
    forges(asked.slack, gus, "desk_claim", "case/1/en")
    assert unchanged(asked)
    asked.slack.invite("gus", DESK, by="ana")
    gus.clicks("desk_claim", asked.card(gus))
    assert asked.case.agent == "UGUS"


def test_who_left_the_channel_is_an_agent_no_more(asked: Room, chloe: Player, ben: Player) -> None:
    chloe.clicks("desk_claim", asked.card(chloe))
    version = asked.case.version
    asked.slack.remove("chloe", DESK)
    forges(asked.slack, chloe, "desk_resolve", "case/1/fr")
    forges_form(asked.slack, chloe, "desk_ask", "case/1/fr", WORDS)
    assert asked.case.version == version
    assert "Seuls les membres du canal" in chloe.last().plain


@pytest.mark.parametrize(
    "value", ["case/999/en", "case/1/xx", "case/-1/en", "case/1/en/more", "1", "", "case/1'--/en"]
)
def test_values_that_name_no_case(asked: Room, ana: Player, value: str) -> None:
    forges(asked.slack, ana, "desk_claim", value)
    assert unchanged(asked)
    assert "Je n'ai plus cette demande." in ana.last().plain


def test_a_case_of_another_workspace_does_not_exist(asked: Room, ana: Player) -> None:
    new = NewCase(
        requester="UANA", channel="DANA", thread_ts="", language="en", start="form", topic=None
    )
    other = asked.desk.open("TOTHER", new).case
    asked.desk.carded("TOTHER", other.id, "CDESK", "1.2")
    for action in (*CARD, "desk_cancel", "desk_rate_good"):
        forges(asked.slack, ana, action, f"case/{other.id}/en")
    assert asked.desk.get("TOTHER", other.id) == other
    assert "Je n'ai plus cette demande." in ana.last().plain
    assert other.opened_at > MONDAY.replace(year=2020)


def test_only_the_requester_cancels_and_rates(room: Room, ana: Player, ben: Player) -> None:
    ben.says(ASKED, AGREED)
    ben.clicks("faq_person", ben.last(AGREED))
    ana.clicks("desk_cancel", ana.last(AGREED))
    assert unchanged(room)
    assert "C'est la demande d'une autre personne." in ana.last(AGREED).plain
    ana.clicks("desk_claim", room.card(ana))
    ana.clicks("desk_resolve", room.card(ana))
    ana.clicks("desk_rate_good", ana.last(AGREED))
    assert room.case.rating is None
    forges(room.slack, room.slack.person("sam"), "desk_rate_good", "case/1/en")
    assert room.case.rating is None
    ben.clicks("desk_rate_good")
    assert room.case.rating == "good"


def test_agents_are_no_agents_where_slack_does_not_say_so(asked: Room, ana: Player) -> None:
    asked.slack.faults.api("refuse", method="conversations.members", code="fatal_error")
    ana.clicks("desk_claim", asked.card(ana))
    assert unchanged(asked)
    assert "Slack ne me dit pas en ce moment" in ana.last(DESK).plain
    asked.slack.problems.clear()


def test_nobody_else_reads_a_case(asked: Room, ana: Player, ben: Player) -> None:
    ana.says("Bonjour Ben", DESK, thread=asked.card(ana))
    ben.says("It is about Bienvenue newsletter")
    for who in ("gus", "sam"):
        player = asked.slack.person(who)
        for place in (PLACE, None):
            shown = asked.slack.transcript(place, seen_by=player)
            assert "Bienvenue" not in shown
            assert "equest #1" not in shown
