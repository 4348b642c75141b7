"""``journeydesk convert --out`` writes a map of each journey."""

from pathlib import Path

import pytest

from bot.cli.maps import MOST_PNG, MapsFolder
from converter.picture import NoPicture, draw
from tests.cli.conftest import BLOCKED, CLEAN, UNREADABLE, Bundle
from tests.commands import Run
from tests.converter.build import convert, entry, series


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_each_automation_that_can_be_drawn_has_an_svg_and_a_png(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    run("convert", bundle(CLEAN, BLOCKED, UNREADABLE), "--out", "result", "--lang", "fr")
    maps = tmp_path / "result" / "maps"
    assert names(maps) == ["5b20c7d1e4.png", "5b20c7d1e4.svg", "e93b77d0aa.png", "e93b77d0aa.svg"]
    assert "Carte du parcours" in (maps / "5b20c7d1e4.svg").read_text(encoding="utf-8")
    assert (maps / "5b20c7d1e4.png").read_bytes().startswith(b"\x89PNG")


def test_the_theme_can_be_chosen_and_maps_can_be_left_out(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    file = bundle(CLEAN)
    run("convert", file, "--out", "light")
    run("convert", file, "--out", "dark", "--theme", "dark")
    run("convert", file, "--out", "without", "--no-map")
    light, dark = (tmp_path / theme / "maps" / "5b20c7d1e4.svg" for theme in ("light", "dark"))
    assert light.read_bytes() != dark.read_bytes()
    assert not (tmp_path / "without" / "maps").exists()


@pytest.mark.parametrize(
    ("language", "said"), [("en", "give light or dark"), ("fr", "donnez light ou dark")]
)
def test_a_theme_that_does_not_exist_is_refused(
    run: Run, bundle: Bundle, language: str, said: str
) -> None:
    ran = run("convert", bundle(CLEAN), "--theme", "pink", "--lang", language)
    assert ran.code == 2
    assert said in ran.err


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file")
    ran = run("convert", bundle(CLEAN), "--out", "taken")
    assert ran.code == 2
    assert "--out taken: cannot be written" in ran.err


def test_ids_become_names_that_every_file_system_takes(tmp_path: Path) -> None:
    maps = MapsFolder(tmp_path, "en", "light")
    for identity in ("../../etc/passwd", "A/b", "a?b", "A b", "nul", "", "é" * 500):
        maps.add(convert(series(1)).model_copy(update={"id": identity}))
    assert {name for name in names(tmp_path) if name.endswith(".svg")} == {
        "A_b.svg",
        "A_b-3.svg",
        "_.svg",
        "_etc_passwd.svg",
        "_nul.svg",
        "a_b-2.svg",
        "automation.svg",
    }


def test_a_large_account_gets_png_for_the_first_and_svg_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.cli.maps.MOST_PNG", 2)
    maps = MapsFolder(tmp_path, "en", "light")
    for number in range(4):
        maps.add(convert(series(1)).model_copy(update={"id": f"a{number}"}))
    assert names(tmp_path) == ["a0.png", "a0.svg", "a1.png", "a1.svg", "a2.svg", "a3.svg"]
    assert maps.without_png == 2
    assert MOST_PNG > 2


def test_what_has_no_picture_leaves_no_trace(tmp_path: Path) -> None:
    failed = convert(entry())
    with pytest.raises(NoPicture):
        draw(failed, "en")
    MapsFolder(tmp_path / "maps", "en", "light").add(failed)
    assert not (tmp_path / "maps").exists()
