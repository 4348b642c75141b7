"""The desk in the App Home: numbers, CSV, settings, one's own requests; a draft for the FAQ."""

import csv
import io
import tomllib
from datetime import timedelta

from bot.playground.player import Player
from bot.slack.blocks.desk import home
from tests.scenarios.bot import TEAM
from tests.scenarios.desk.room import DESK, Room
from tests.scenarios.forging import forges


def at_home(room: Room, person: Player) -> str:
    person.opens_home()
    return room.slack.home_transcript(seen_by=person)


def content(room: Room, name: str) -> str:
    files = room.slack.slack.workspace.files
    found = [one for one in files.values() if one.name == name]
    assert len(found) == 1
    assert found[0].content is not None
    return found[0].content.decode()


def solved(room: Room, ana: Player, ben: Player) -> None:
    room.asks(ben)
    ana.clicks("desk_claim", room.card(ana))
    room.clock.at += timedelta(minutes=90)
    ana.says("Only the CRM team may.", DESK, thread=room.card(ana))
    ana.clicks("desk_resolve", room.card(ana))
    ben.clicks("desk_rate_good")


def test_agents_see_the_numbers_and_everybody_their_own_requests(
    room: Room, ana: Player, ben: Player
) -> None:
    solved(room, ana, ben)
    room.clock.at += timedelta(minutes=1)
    numbers = at_home(room, ana)
    assert "1 demande reçue" in numbers
    assert "0 demande ouverte" in numbers
    assert "Première réponse : 1 h 30 min" in numbers.replace("\u00a0", " ")
    assert "100 % d'avis favorables, sur 1" in numbers.replace("\u00a0", " ")
    mine = at_home(room, ben)
    assert "Your requests" in mine
    assert "resolved" in mine
    assert "As CSV" not in mine


def test_a_request_about_a_conversion_names_its_automation(room: Room, ben: Player) -> None:
    ben.runs("/convert Suivi bougies", "#marketing")
    ben.clicks("person")
    assert "#1 · “Suivi bougies” · " in at_home(room, ben)


def test_the_csv_has_a_line_for_each_request(room: Room, ana: Player, ben: Player) -> None:
    solved(room, ana, ben)
    room.clock.at += timedelta(minutes=1)
    ana.opens_home()
    ana.clicks("desk_csv")
    name = f"journeydesk-{room.clock.at:%Y-%m-%d}.csv"
    assert [file["name"] for file in ana.last().files] == [name]
    head, *lines = csv.reader(io.StringIO(content(room, name)))
    assert len(lines) == 1
    assert len(lines[0]) == len(head)
    assert lines[0][0] == str(room.case.id)


def test_settings_made_in_slack_count_from_then_on(room: Room, ana: Player, ben: Player) -> None:
    ana.opens_home()
    ana.clicks("desk_open_settings")
    ana.submits(
        {
            "channel": "#desk",
            "zone": "Europe/Paris",
            "hours": "tuesday-friday = 9:00-18:00",
            "holidays": "france",
            "times": "first_response = 2 h",
        }
    )
    assert "C'est enregistré" in ana.last().plain
    room.asks(ben)
    assert room.state == "scheduled"
    told = ben.last().plain.replace("\u2060", "")
    assert "Tuesday to Friday, 9:00–18:00 (Paris time)" in told
    ana.opens_home()
    ana.clicks("desk_open_settings")
    assert "tuesday-friday = 9:00-18:00" in room.slack.transcript(seen_by=ana)


def test_settings_that_are_wrong_are_told_and_change_nothing(room: Room, ana: Player) -> None:
    ana.opens_home()
    ana.clicks("desk_open_settings")
    ana.submits({"channel": "#desk", "zone": "Europe/Pariss", "hours": "monday = 9:00-18:00"})
    assert "Rien n'a été enregistré" in ana.last().plain
    assert "Pariss" in ana.last().plain
    assert room.desk.settings(TEAM) is None


def test_who_is_no_agent_reads_and_changes_nothing_there(room: Room, ben: Player) -> None:
    for action in ("desk_csv", "desk_open_settings"):
        forges(room.slack, ben, action, "en")
        room.settle()
        assert "Only members of the channel" in str([one.plain for one in ben.sees()][-1:])
    assert ben.modals == []
    assert room.slack.slack.workspace.files == {}


def test_a_request_makes_a_draft_for_the_faq(room: Room, ana: Player, ben: Player) -> None:
    solved(room, ana, ben)
    ana.clicks("desk_faq", room.card(ana))
    ana.submits(
        {
            "title": "Who may turn journeys on?",
            "answer": "Only the CRM team may.",
            "examples": "who may turn it on\nmay I start a journey\nwho presses the button",
        }
    )
    found = tomllib.loads(content(room, "who-may-turn-journeys-on.toml"))
    assert found["en"]["short"] == "Only the CRM team may."
    assert len(found["en"]["examples"]) == 3
    assert any("drafted a FAQ entry" in text for text in room.under(ana))


def test_times_are_told_in_their_two_largest_units() -> None:
    said = [
        home.duration(timedelta(**one), "fr").replace("\u00a0", " ")
        for one in ({"minutes": 3}, {"hours": 4, "minutes": 10}, {"days": 2, "hours": 3}, {})
    ]
    assert said == ["3 min", "4 h 10 min", "2 j 3 h", "1 min"]
