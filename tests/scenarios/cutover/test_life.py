"""The whole way of an automation, in both languages."""

from datetime import timedelta

import pytest

from bot.playground.player import Player
from tests.scenarios.cutover.studio import NAME, Studio

DAY = timedelta(days=1)
WAY = ["open", "draft", "plan", "accept", "tick", "check", "approve"]


@pytest.mark.parametrize(
    ("first", "second", "approved", "empty"),
    [
        ("ben", "ana", "@ana approved the cut-over of *Parrainage*.", "La bascule est terminée."),
        ("ana", "ben", "@ben a approuvé la bascule de *Parrainage*.", "The cut-over is done."),
    ],
)
def test_from_the_classic_automation_to_the_empty_queue(
    studio: Studio, first: str, second: str, approved: str, empty: str
) -> None:
    doer, approver = studio.slack.person(first), studio.slack.person(second)
    studio.approves(doer, approver)
    assert studio.steps == WAY
    assert (studio.cutover.checked_by, studio.cutover.approved_by) == (doer.id, approver.id)
    assert approved in doer.last().plain
    studio.mailchimp.connected = True
    studio.mailchimp.queue = 3
    doer.clicks("cutover_turn_on", studio.card(doer))
    assert (studio.state, studio.cutover.queue) == ("live_draining", 3)
    studio.passes(DAY)
    assert studio.state == "live_draining"
    studio.mailchimp.queue = 0
    studio.passes(DAY)
    assert (studio.state, studio.cutover.drained_by) == ("drained", "")
    assert empty in approver.last().plain
    for player in (doer, approver):
        assert studio.card(player).buttons in (["History"], ["Historique"])


def test_the_card_says_what_to_do_and_what_can_be_taken_back(studio: Studio, ben: Player) -> None:
    studio.begins(ben)
    card = studio.card(ben).plain
    for part in (
        "◉\u00a0*classic live*  ○\u00a0draft",
        "1. In Mailchimp, open Automations",
        "Convert to journey, then Continue to journey",
        "Tasks · 2 that must be done are open",
        "*CJ301*",
        "[ ] Must: Compare Mailchimp's map",
        "[ ] Should: Export the reports",
        "the classic automation still runs as before",
    ):
        assert part in card


def test_once_it_is_on_the_card_offers_nothing_but_replicating(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.approves(ben, ana)
    ben.clicks("cutover_turn_on", studio.card(ben))
    card = studio.card(ben)
    assert card.buttons == ["The old queue is empty", "History"]
    assert "Archiving is final" in card.plain
    assert "replicate it" in card.plain


def test_a_button_in_a_channel_leads_to_the_direct_messages(studio: Studio, ben: Player) -> None:
    ben.mentions(f"convert {NAME}", "#marketing")
    ben.clicks("cutover_open")
    assert "The card stands in our direct messages." in ben.last("#marketing").plain
    assert "Cut-over · Parrainage" in ben.last().plain
    assert "Cut-over" not in studio.slack.transcript(
        "#marketing", seen_by=studio.slack.person("ana")
    )


def test_whoever_begins_it_again_gets_the_same_one(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.drafts(ben)
    studio.begins(ana)
    assert studio.steps == ["open", "draft"]
    assert "commencée par @ben" in studio.card(ana).plain
    studio.begins(ben)
    cards = [seen for seen in ben.sees() if "# Cut-over · Parrainage" in seen.plain]
    assert [one.ts for one in cards] == [studio.card(ben).ts]


def test_a_conversion_says_how_far_its_cut_over_is(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.drafts(ben)
    ana.says(f"convert {NAME}")
    reply = ana.last()
    assert "bascule\u00a0: parcours en brouillon" in reply.plain
    assert "Ouvrir la bascule" in reply.buttons
    assert "@ben" not in reply.plain


def test_what_does_not_convert_has_no_cut_over(studio: Studio, ben: Player) -> None:
    ben.says("convert Suivi bougies")
    assert "Plan the cut-over" not in ben.last().buttons
    ben.says("convert Soldes")
    assert studio.cutovers.counts("TLAVANDE") == {}


def test_the_history_names_who_did_what(studio: Studio, ana: Player, ben: Player) -> None:
    studio.approves(ben, ana)
    ben.clicks("cutover_log", studio.card(ben))
    view = studio.slack.slack.workspace.modals[ben.id][-1]
    lines = [block["text"]["text"] for block in view.payload["blocks"]]
    assert len(lines) == len(WAY)
    assert "<@UANA> · approved → *approved*" in lines[0]
    assert "<@UBEN> · began the cut-over" in lines[-1]
    assert any("accepted CJ301 “" in line and "&gt;" not in line for line in lines)
    assert any("chose the plan Standard" in line for line in lines)
    assert any("ticked “Compare Mailchimp's map with the summary”" in line for line in lines)


def test_the_app_home_counts_them_and_says_when_each_is_looked_at(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.approves(ben, ana)
    studio.begins(ben, "Bienvenue newsletter")
    ben.opens_home()
    home = str(studio.slack.slack.workspace.homes[ben.id].blocks)
    assert "classic live *1* · approved *1*" in home
    assert "Parrainage · approved (looked at again" in home
    gus = studio.slack.person("gus")
    gus.opens_home()
    assert "Parrainage" not in str(studio.slack.slack.workspace.homes[gus.id].blocks)
