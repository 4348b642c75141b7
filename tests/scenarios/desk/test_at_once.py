"""Two people at the same instant."""

from concurrent.futures import ThreadPoolExecutor

from bot.playground.player import Player
from tests.scenarios.desk.room import DESK, Room


def test_of_two_claims_one_wins_and_the_other_reads_who(
    room: Room, ana: Player, chloe: Player, ben: Player
) -> None:
    room.asks(ben)
    card = room.card(ana)
    with ThreadPoolExecutor(2) as at_once:
        list(at_once.map(lambda agent: agent.clicks("desk_claim", card), (ana, chloe)))
    room.settle()
    winner, loser = (ana, chloe) if room.case.agent == "UANA" else (chloe, ana)
    assert room.case.agent == winner.id
    assert room.steps == ["open", "claim"]
    name = winner.person.name
    told = [seen.plain for seen in loser.sees(DESK) if seen.ephemeral]
    assert len(told) == 1
    assert f"déjà prise en charge par @{name}" in told[0]
    assert all(not seen.ephemeral for seen in winner.sees(DESK))
    assert sum("has taken your request" in seen.plain for seen in ben.sees()) == 1
    assert f"{name} has taken your request" in ben.last().plain


def test_a_claim_while_the_requester_cancels(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    card, confirmation = room.card(ana), ben.last()
    with ThreadPoolExecutor(2) as at_once:
        clicks = ((ana, "desk_claim", card), (ben, "desk_cancel", confirmation))
        list(at_once.map(lambda click: click[0].clicks(*click[1:]), clicks))
    room.settle()
    assert room.state == "cancelled"
    assert room.steps in (["open", "cancel"], ["open", "claim", "cancel"])
    assert room.card(ana).buttons == []
