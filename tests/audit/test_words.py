"""What an audit says: complete in both languages, in good typography."""

import re

from bot.words import Texts
from converter.audit.model import STAGES
from converter.content import ROOT

PATH = ROOT / "texts" / "audit.toml"
BRACES = re.compile(r"\{[^{}]*\}")


def test_every_sentence_has_both_languages_with_the_same_parameters() -> None:
    assert len(list(Texts(PATH))) > 50


def test_french_has_its_no_break_spaces() -> None:
    lines = [line for line in PATH.read_text("utf-8").splitlines() if line.startswith("fr =")]
    for line in lines:
        text = BRACES.sub("x", BRACES.sub("x", line.removeprefix("fr =")))
        assert not re.search(r"[^\u00a0]»|«[^\u00a0]", text), line
        assert not re.search(r"[^\u00a0\W][;!?]|[^\u00a0][:](?=\s)| [;!?:](?=\s|$)", text), line
        assert "’" not in text, line


def test_every_stage_of_the_order_has_its_heading() -> None:
    said = Texts(PATH)
    assert [stage for stage in STAGES if f"stage_{stage}" not in said] == []
