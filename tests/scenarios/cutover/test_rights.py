"""Who may do what with a cut-over, whatever their requests say; and two people at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.playground.player import Player
from tests.scenarios.cutover.studio import NAME, Studio
from tests.scenarios.forging import forges, forges_form

BUTTONS = (
    "cutover_draft",
    "cutover_check",
    "cutover_revoke",
    "cutover_turn_on",
    "cutover_sure",
    "cutover_drain",
    "cutover_accept",
    "cutover_approve",
    "cutover_ask",
    "cutover_back",
    "cutover_log",
    "cutover_next",
)
WORDS = {"words": {"words": {"type": "plain_text_input", "value": "Psst"}}}


@pytest.mark.parametrize("who", ["gus", "sam"])
def test_guests_and_strangers_see_and_do_nothing(studio: Studio, ben: Player, who: str) -> None:
    studio.drafts(ben)
    before = studio.cutover
    player = studio.slack.person(who)
    value = f"cut/{before.id}/en/0"
    for action in BUTTONS:
        forges(studio.slack, player, action, value)
    forges(studio.slack, player, "cutover_open", "1/en/-/p")
    for form in ("cutover_accept", "cutover_approve", "cutover_back", "cutover_ask"):
        forges_form(studio.slack, player, form, value, WORDS)
    assert studio.cutover == before
    assert player.modals == []
    assert all(NAME not in seen.plain for seen in player.sees())


def test_a_guest_is_not_asked_to_approve(studio: Studio, ben: Player) -> None:
    studio.checks(ben)
    ben.clicks("cutover_ask", studio.card(ben))
    ben.submits({"person": "gus"})
    assert "Only full members" in ben.last().plain
    assert all(NAME not in seen.plain for seen in studio.slack.person("gus").sees())


@pytest.mark.parametrize(
    "value", ["cut/999999/en/0", "cut/1/xx/0", "cut/-1/en/0", "cut/1/en", "", "cut/1'--/en/0"]
)
def test_values_that_name_no_cut_over(studio: Studio, ben: Player, value: str) -> None:
    forges(studio.slack, ben, "cutover_check", value)
    assert "I no longer have this cut-over." in ben.last().plain


def test_a_cut_over_of_another_workspace_does_not_exist(studio: Studio, ben: Player) -> None:
    other = studio.cutovers.open("TOTHER", "71ad000020", NAME, "UX", "a:b").cutover
    for action in BUTTONS:
        forges(studio.slack, ben, action, f"cut/{other.id}/en/0")
    assert studio.cutovers.get("TOTHER", other.id) == other
    assert "I no longer have this cut-over." in ben.last().plain


def test_of_two_who_check_at_once_one_wins_and_the_other_is_told(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.checks(ben)
    studio.begins(ana)
    ben.clicks("cutover_back", studio.card(ben))
    ben.submits({"to": "draft", "words": "Once more"})
    cards = {player.id: studio.card(player) for player in (ana, ben)}
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(lambda one: one.clicks("cutover_check", cards[one.id]), (ana, ben)))
    studio.settle()
    assert studio.steps.count("check") == 2
    assert studio.cutover.checked_by in ("UANA", "UBEN")
    winner, loser = (ana, ben) if studio.cutover.checked_by == "UANA" else (ben, ana)
    late = [seen for seen in loser.sees() if seen.ephemeral]
    assert len(late) == 1
    assert all(not seen.ephemeral for seen in winner.sees())


def test_two_people_with_the_same_card_do_not_take_back_each_others_ticks(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.drafts(ben)
    studio.begins(ana)
    of_ben, of_ana = studio.card(ben), studio.card(ana)
    for player, card, label in ((ben, of_ben, "Must"), (ana, of_ana, "Exporter")):
        block = next(one for one in card.blocks if studio.boxes(card) in one.get("elements", ()))
        chosen = {"selected_options": [{"value": studio.box(card, label)}]}
        # The second one has not seen the first one's tick.
        old = {"message": {"blocks": card.blocks, "ts": card.ts}}
        more = {"type": "checkboxes", "block_id": block["block_id"], **chosen}
        forges(studio.slack, player, "cutover_tick", "", more, old)
    assert {tick.task: tick.by for tick in studio.cutover.ticks} == {
        "review": "UBEN",
        "export": "UANA",
    }
