"""Journey maps are drawn beside the bot, once each."""

import subprocess

import pytest

from bot.services import maps
from bot.services.maps import KEPT, Maps
from converter.picture import NoPicture, draw, sharp_png
from tests.converter.build import convert, entry, series


def test_a_map_is_the_same_to_the_byte_as_one_that_is_drawn_here() -> None:
    report = convert(series(2), language="fr")
    drawn = Maps().draw(report, "fr")
    assert drawn.content == sharp_png(draw(report, "fr"))
    assert drawn.alt == draw(report, "fr").alt


def test_a_map_is_drawn_once_and_again_when_anything_in_it_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(maps, "KEPT", 2)
    kept, report = Maps(), convert(series(1))
    first = kept.draw(report, "en")
    assert kept.draw(convert(series(1)), "en") is first
    assert kept.draw(report, "en", "dark") is not first
    assert kept.draw(report, "en") is first
    assert kept.draw(report.model_copy(update={"name": "Another"}), "en") is not first
    kept.draw(report.model_copy(update={"name": "A third"}), "en")
    assert kept.draw(report, "en") is not first, "the oldest went"
    assert KEPT > 2


def test_what_has_no_picture_is_no_failure_of_drawing() -> None:
    with pytest.raises(NoPicture):
        Maps().draw(convert(entry()), "en")


def test_a_drawing_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, report = Maps(), convert(series(1))
    with monkeypatch.context() as patch:
        patch.setattr(maps, "PROGRAM", maps.PROGRAM.with_name("nowhere.py"))
        with pytest.raises(subprocess.CalledProcessError):
            kept.draw(report, "en")
    assert kept.draw(report, "en").content.startswith(b"\x89PNG")
