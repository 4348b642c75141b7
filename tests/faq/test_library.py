"""Files that change while the bot runs."""

import os
import shutil
from pathlib import Path

import pytest

from faq import FaqError, Library, load
from tests.faq.files import OWN, RIGHT, built_in, changed, write


def library(tmp_path: Path, **files: str) -> Library:
    return Library(write(tmp_path / "own", **files), built_in=built_in(tmp_path))


def short(shelf: Library) -> str:
    return shelf.current().entries["our-office"].text("fr").short


def test_nothing_changed_gives_the_same_knowledge(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN)
    assert shelf.current() is shelf.current()
    assert shelf.error is None


def test_a_changed_file_is_used_at_once(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN)
    before = shelf.current()
    write(tmp_path / "own", office=changed(OWN, "deuxième", "troisième"))
    assert before.is_stale()
    assert short(shelf) == "Au troisième étage."
    assert not shelf.current().is_stale()
    assert shelf.current().fingerprint != before.fingerprint


def test_a_change_of_the_same_length_is_seen_by_its_time(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN)
    path = tmp_path / "own" / "office.toml"
    write(tmp_path / "own", office=changed(OWN, "deuxième", "dixième!"))
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 1_000_000))
    assert short(shelf) == "Au dixième! étage."


def test_added_and_removed_files_are_seen(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN)
    write(tmp_path / "own", annex=changed(OWN, "our-office", "annex"))
    assert shelf.current().get("annex")
    (tmp_path / "own" / "annex.toml").unlink()
    assert shelf.current().get("annex") is None


def test_a_broken_change_keeps_the_last_good_one_and_tells_why(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN)
    good = shelf.current()
    write(tmp_path / "own", office=changed(OWN, "Au deuxième", "<!channel> deuxième"))
    assert shelf.current() is good
    assert shelf.error is not None
    assert [problem.key for problem in shelf.error.problems] == ["mention"]
    write(tmp_path / "own", office=changed(OWN, "Au deuxième", "Au quatrième"))
    assert short(shelf) == "Au quatrième étage."
    assert shelf.error is None


def test_a_broken_file_is_read_once_for_each_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = library(tmp_path, office=OWN)
    write(tmp_path / "own", office="id =")
    error = shelf.error
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: pytest.fail("read again"))
    assert shelf.error is error
    shelf.current()


def test_a_folder_that_vanishes_keeps_what_it_held(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN)
    shutil.rmtree(tmp_path / "own")
    assert short(shelf) == "Au deuxième étage."
    assert shelf.error is not None
    write(tmp_path / "own", office=OWN)
    assert shelf.error is None


def test_at_the_start_broken_own_files_are_left_out_and_told(tmp_path: Path) -> None:
    shelf = library(tmp_path, office=OWN, broken="id =")
    assert shelf.current().get("our-office")
    assert shelf.error is not None
    (tmp_path / "own" / "broken.toml").unlink()
    assert shelf.error is None


def test_a_broken_built_in_entry_is_refused_at_the_start_and_kept_out_later(tmp_path: Path) -> None:
    folder = built_in(tmp_path)
    shelf = Library(built_in=folder)
    good = shelf.current()
    write(folder, opening=changed(RIGHT, "checked", "chekced"))
    assert shelf.current() is good
    assert shelf.error is not None
    with pytest.raises(FaqError):
        Library(built_in=folder)


def test_knowledge_that_was_loaded_directly_knows_when_it_is_stale(tmp_path: Path) -> None:
    folder = built_in(tmp_path)
    knowledge = load(built_in=folder)
    assert not knowledge.is_stale()
    (folder / "hello.toml").unlink()
    assert knowledge.is_stale()
