"""Entries of the workspace that cannot be used: named once, and the rest works."""

from pathlib import Path

import pytest

from intents import building
from tests.commands import Run


class NothingLearned:
    """Stands in for the matcher, which takes half a minute to learn and is not needed here."""

    views = ("lexical",)


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Left out of the FAQ: "), ("fr", "Laissé de côté dans la FAQ")]
)
def test_a_broken_entry_is_named_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, told: str
) -> None:
    monkeypatch.setattr(building, "build", lambda *_: NothingLearned())
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "bad.toml").write_text('id = "bad-entry"\n[[[\n', encoding="utf-8")
    ran = run("faq", "learn", JOURNEYDESK_LANG=language, JOURNEYDESK_FAQ=str(folder))
    assert ran.code == 0
    assert ran.err.count("bad.toml") == 1
    assert told in ran.err
