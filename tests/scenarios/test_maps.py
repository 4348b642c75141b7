"""The journey map as a picture, asked for with a button."""

import struct

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.player import Player

PLACE = "#marketing"


def picture(slack: LocalSlack, player: Player, channel: str | None = None) -> tuple[bytes, str]:
    """The last message's file: its bytes, and what it says to those who do not see it."""
    (listed,) = player.last(channel).files
    file = slack.slack.workspace.files[str(listed["id"])]
    assert file.mimetype == "image/png"
    return file.content or b"", file.alt_text


def test_the_map_comes_into_the_direct_messages_of_whoever_asks(
    slack: LocalSlack, ana: Player, ben: Player
) -> None:
    ana.runs("/convert Bienvenue newsletter", PLACE)
    ana.clicks("Carte")
    content, said = picture(slack, ana)
    wide, high = struct.unpack(">II", content[16:24])
    assert content.startswith(b"\x89PNG")
    assert wide >= 1600
    assert high <= 4097
    assert said.startswith("Carte du parcours «\xa0Bienvenue newsletter\xa0»\xa0: 5 points.")
    assert ana.last().files[0]["title"] == "Carte du parcours\xa0: Bienvenue newsletter"
    told = ana.last(PLACE)
    assert told.ephemeral
    assert "La carte de *Bienvenue newsletter* est dans nos messages directs" in told.plain
    assert ben.sees(PLACE) == []


def test_asked_for_in_the_direct_messages_it_comes_right_there(
    slack: LocalSlack, ben: Player
) -> None:
    ben.says("convert Bienvenue newsletter")
    ben.clicks("Map")
    _, said = picture(slack, ben)
    assert said.startswith("Journey map of “Bienvenue newsletter”: 5 points.")
    assert "The map of" not in ben.last().plain


def test_a_blocked_automation_has_a_picture_too(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/convert Suivi bougies", PLACE)
    ben.clicks("Map")
    _, said = picture(slack, ben)
    assert "CJ301" in said


def test_two_hundred_points_make_a_picture_that_slack_takes(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/convert Two hundred points", PLACE)
    ben.clicks("Map")
    content, said = picture(slack, ben)
    assert len(content) < 2_000_000
    assert "100 emails and 99 delays" in said


@pytest.mark.parametrize("name", ["Vide", "Blog"])
def test_without_anything_to_draw_there_is_no_button(ben: Player, name: str) -> None:
    ben.runs(f"/convert {name}", PLACE)
    assert "Map" not in ben.last(PLACE).buttons
    assert "A person" in ben.last(PLACE).buttons


def test_what_everybody_sees_has_no_button(ana: Player, ben: Player) -> None:
    ben.runs("/convert Bienvenue newsletter", PLACE)
    ben.clicks("Share")
    assert ana.last(PLACE).buttons == []


def test_the_same_map_is_drawn_once(slack: LocalSlack, ana: Player, ben: Player) -> None:
    contents = []
    for _ in range(2):
        ben.runs("/convert Relance panier", PLACE)
        ben.clicks("Map")
        contents.append(picture(slack, ben)[0])
    assert contents[0] == contents[1]
    ana.runs("/convert Relance panier", PLACE)
    ana.clicks("Carte")
    assert picture(slack, ana)[0] != contents[0], "the words are in another language"
