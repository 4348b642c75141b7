"""The sentences around a report: complete, in both languages, in good typography, all of use."""

import re
import string
from pathlib import Path

import pytest

from bot.words import Texts
from converter.content import ROOT
from converter.report import files
from converter.report.files.tables import ABOUT_AUTOMATIONS, ABOUT_FINDINGS
from converter.report.files.words import decimal, percent
from converter.report.model import LEVELS
from tests.unit.writing import english_faults, french_faults

TEXTS = Texts(ROOT / "texts" / "files.toml")
SAID = {key: {lang: TEXTS.say(key, lang, **dict.fromkeys(
    ("n", "name", "value", "simple", "medium", "significant", "plan", "effort", "evidence",
     "message", "fix"), 2)) for lang in ("en", "fr")} for key in TEXTS}  # fmt: skip
PUT_TOGETHER = {
    *(f"column_{column}" for column in (*ABOUT_AUTOMATIONS, *ABOUT_FINDINGS)),
    *(f"{stem}_{level}" for stem in ("level", "means") for level in LEVELS),
    *(f"grade_{grade}" for grade in "ABCD"),
    *(f"fit_{fit}" for fit in ("yes", "no", "check")),
    *(f"status_{status}" for status in ("save", "paused", "sending")),
    *(f"{stem}_{severity}" for stem in ("severity", "findings")
      for severity in ("error", "warning", "note")),
    *(f"effort_{effort}" for effort in ("simple", "medium", "significant")),
    *(f"evidence_{evidence}" for evidence in ("official", "inferred", "observed")),
    *(f"became_{status}" for status in ("converted_with_change", "placeholder", "dropped")),
}  # fmt: skip
SOURCES = "\n".join(
    path.read_text("utf-8")
    for path in Path(files.__file__).parent.rglob("*")
    if path.suffix in (".py", ".jinja")
)


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_typography(key: str) -> None:
    assert french_faults(SAID[key]["fr"].strip()) == []
    assert english_faults(SAID[key]["en"]) == []


@pytest.mark.parametrize("key", sorted(TEXTS))
def test_every_sentence_is_used(key: str) -> None:
    assert key in PUT_TOGETHER or re.search(rf"""["']{key}["']""", SOURCES)


def test_every_key_that_is_put_together_exists() -> None:
    assert PUT_TOGETHER - set(TEXTS) == set()


def test_no_sentence_can_be_taken_for_a_formula() -> None:
    assert [key for key in TEXTS if SAID[key]["en"][0] in set(string.punctuation) - {"("}] == []


def test_a_share_is_never_rounded_up() -> None:
    assert percent("en", 0.9999) == "99%"
    assert percent("fr", 1.0) == "100\u00a0%"
    assert (decimal("en", 0.5), decimal("fr", 0.5)) == ("0.5", "0,5")
