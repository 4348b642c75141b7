"""Whole conversations, as both sides read them."""

from collections.abc import Callable
from datetime import timedelta

from bot.playground.player import Player
from tests.scenarios.desk.room import ASKED, DESK, Room

Golden = Callable[[str, str], None]
HOUR = timedelta(hours=1)


def both(room: Room, requester: Player, agent: Player) -> str:
    theirs = room.slack.transcript(seen_by=requester)
    ours = room.slack.transcript(DESK, seen_by=agent)
    return f"{theirs}\n\n—— #desk, as {agent.person.name} sees it\n\n{ours}"


def test_an_english_requester_and_a_french_agent(
    room: Room, ana: Player, ben: Player, golden: Golden
) -> None:
    room.asks(ben)
    ana.clicks("desk_claim", room.card(ana))
    ana.clicks("desk_ask", room.card(ana))
    ana.submits({"words": "Which series is it, and since when?"})
    ben.says("The welcome series, since Monday", files=[("map.png", b"a picture of the map")])
    ana.says("note: probably CJ205, see the report", DESK, thread=room.card(ana))
    answer = ana.says("They stay in the clasic one until its end", DESK, thread=room.card(ana))
    ana.edits(answer, "They stay in the classic one until its end")
    ana.clicks("desk_resolve", room.card(ana))
    ben.clicks("desk_rate_good")
    ben.says("Thanks a lot!")
    ben.says("One more thing: do they get both?")
    ana.clicks("desk_claim", room.card(ana))
    golden("desk_en_by_fr", both(room, ben, ana))


def test_a_french_requester_and_an_english_agent(
    room: Room, chloe: Player, ben: Player, golden: Golden
) -> None:
    room.slack.invite("ben", DESK, by="ana")
    chloe.runs("/support notre série de bienvenue")
    chloe.submits({"urgent": ["yes"]})
    ben.clicks("desk_claim", room.card(ben))
    ben.clicks("desk_release", room.card(ben))
    ben.clicks("desk_assign", room.card(ben))
    ben.submits({"agent": "ben"})
    ben.says("Bonjour, laquelle ?", DESK, thread=room.card(ben))
    chloe.says("« Bienvenue newsletter »")
    ben.clicks("desk_resolve", room.card(ben))
    chloe.clicks("desk_rate_bad")
    chloe.runs("/support")
    chloe.submits({"words": "Toujours la même série"})
    chloe.clicks("desk_cancel")
    golden("desk_fr_by_en", both(room, chloe, ben))


def test_the_desk_is_closed(room: Room, ana: Player, golden: Golden) -> None:
    room.set(
        """
        [hours]
        zone = "Europe/Paris"
        monday = "14:00-18:00"
        tuesday-friday = ["9:00-12:30", "14:00-18:00"]
        """
    )
    ana.says("Que deviennent mes contacts ?")
    ana.clicks("faq_person")
    ana.clicks("faq_person", ana.sees()[1])
    ana.says("C'est pour demain")
    golden("desk_closed_fr", room.slack.transcript(seen_by=ana))


def test_what_the_clock_says(room: Room, ana: Player, ben: Player, golden: Golden) -> None:
    room.asks(ben)
    room.passes(3.5 * HOUR)
    room.passes(5 * HOUR)
    ana.clicks("desk_claim", room.card(ana))
    room.passes(2 * HOUR)
    room.passes(2 * HOUR)
    ana.clicks("desk_claim", room.card(ana))
    ana.clicks("desk_ask", room.card(ana))
    ana.submits({"words": "Which one?"})
    room.passes(36 * HOUR)
    room.passes(36 * HOUR)
    golden("desk_clock_en", both(room, ben, ana))
    assert ASKED in room.card(ana).plain
