"""The sentences of the ground floor: complete, in both languages, in good typography."""

import re
from pathlib import Path

import pytest

from bot.words import FOLDER, Texts, language_of
from converter.content import ContentError

NAMES = (
    "cli",
    "settings",
    "serving",
    "loading",
    "doctor",
    "demo",
    "connecting",
    "storage",
    "desk",
    "desk_channels",
    "desk_settings",
    "desk_table",
    "mailchimp",
    "zones",
    "maps",
)
FILES = [FOLDER / f"{name}.toml" for name in NAMES]
BRACES = re.compile(r"\{[^{}]*\}")
"""Parameters, and data that a sentence quotes."""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_french_has_its_no_break_spaces(path: Path) -> None:
    entries = Texts(path)
    assert list(entries)
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("fr ="):
            continue
        text = re.sub(r"https?://\S+", "", line.removeprefix("fr ="))
        text = BRACES.sub("x", BRACES.sub("x", text))
        assert not re.search(r"[^\u00a0]»|«[^\u00a0]", text), line
        assert not re.search(r"[^\u00a0\W][;!?]|[^\u00a0][:](?=\s)| [;!?:](?=\s|$)", text), line
        assert "’" not in text, line


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[a]\nen = "x"\n', "needs exactly"),
        ('[a]\nen = "x"\nfr = "x"\nde = "x"\n', "needs exactly"),
        ('[a]\nen = "x"\nfr = " "\n', "every language needs a text"),
        ('[a]\nen = "{who}"\nfr = "x"\n', "different parameters"),
        ('a = "x"\n', "needs exactly"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "broken.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ContentError, match=reason) as caught:
        Texts(path)
    assert "broken.toml, line 1" in str(caught.value)


@pytest.mark.parametrize(
    ("chosen", "lang", "expected"),
    [(None, "fr_CA.UTF-8", "fr"), (None, "de_DE", "en"), ("en", "fr_FR", "en"), (None, "", "en")],
)
def test_language_is_the_chosen_one_else_that_of_the_system(
    chosen: object, lang: str, expected: str
) -> None:
    assert language_of(chosen, {"LANG": lang}) == expected  # type: ignore[arg-type]
