"""Texts are measured by the bundled font, and cut to fit."""

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from converter.picture.measure import ELLIPSIS, Weight, advances, clean, drawable, fit, width, wrap
from converter.picture.raster import FILES
from tests.converter.examples import examples

SIZES = st.floats(8, 30)
TEXTS = st.text(max_size=120) | st.text("abc déf… WMil", max_size=200)


@pytest.mark.parametrize(("weight", "file"), [(400, FILES[0]), (600, FILES[1])])
def test_the_table_of_advances_is_that_of_the_font(weight: Weight, file: str) -> None:
    font = TTFont(file)
    glyphs, widths, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    assert advances(weight) == {chr(point): widths[name][0] / em for point, name in glyphs.items()}
    assert "GPOS" not in font, "kerning would make a text narrower or wider than its letters"


def test_the_font_has_the_letters_of_french_and_english() -> None:
    needed = "ÀÂÆÇÉÈÊËÎÏÔŒÙÛÜŸàâæçéèêëîïôœùûüÿ«»“”‘’–—…·•€→ \u00a0\u202f"
    assert set(needed) <= advances(400).keys() == advances(600).keys()


@examples(200)
@given(TEXTS, SIZES, st.floats(20, 400), st.sampled_from([400, 600]))
def test_a_text_that_was_fitted_fits(text: str, size: float, limit: float, weight: Weight) -> None:
    shown = fit(text, size, weight, limit)
    assert width(shown, size, weight) <= limit or shown == ELLIPSIS
    if shown != clean(text):
        assert shown.endswith(ELLIPSIS)


@examples(200)
@given(TEXTS, SIZES, st.floats(40, 400), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_without_saying_so(
    text: str, size: float, limit: float, lines: int
) -> None:
    made = wrap(text, size, 400, limit, lines)
    assert len(made) <= lines
    assert all(width(line, size) <= limit for line in made)
    if made and not made[-1].endswith(ELLIPSIS):
        assert "".join(made).replace(" ", "") == clean(text).replace(" ", "")


def test_wrapping_breaks_at_spaces_and_keeps_french_marks_with_their_word() -> None:
    assert wrap("un deux trois", 10, 400, 40, 3) == ("un deux", "trois")
    assert wrap("Vraiment\u00a0? Oui", 10, 400, 60, 3) == ("Vraiment\u00a0?", "Oui")


def test_controls_halves_of_pairs_and_turned_writing_are_left_out() -> None:
    assert clean("a\x00b\u202ec\ud800\r\nd\ufffe\u2066") == "abc? d"


def test_a_letter_that_the_font_lacks_becomes_a_box() -> None:
    assert drawable("日 é 👨\u200d👩 e\u20e3\n") == "□ é □□ e\n"
