"""The picture's own words are complete in both languages and keep to good typography."""

import pytest

from converter.content import load
from tests.unit.writing import english_faults, fields, french_faults, template_faults

WORDS = load("texts/picture.toml")
COUNTS = {"count", "points", "blocked"}


@pytest.mark.parametrize("key", sorted(WORDS))
def test_a_text_stands_in_both_languages_and_is_written_well(key: str) -> None:
    entry = WORDS[key]
    assert set(entry) == {"en", "fr"}
    assert fields(entry["en"]) == fields(entry["fr"])
    for language in ("en", "fr"):
        said = entry[language]
        assert template_faults(said, fields(said), COUNTS) == []
    assert english_faults(entry["en"]) == []
    # A separator begins with the space that stands before its mark.
    assert french_faults(entry["fr"]) == []
