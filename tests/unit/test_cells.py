"""Cells of CSV files: one line each, and no formula, however a spreadsheet cuts the line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.cells import harmless, lines
from tests.converter.examples import examples

SIGNS = "=+-@＝＋－＠"
CELLS = st.text(st.characters(codec="utf-8") | st.sampled_from(SIGNS + ";,\"\t\r\n' "), max_size=12)


@pytest.mark.parametrize("sign", SIGNS)
def test_a_formula_is_marked_as_text(sign: str) -> None:
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"  {sign}1") == f"'  {sign}1"
    assert harmless(f"\ufeff{sign}1") == f"'\ufeff{sign}1"


def test_a_formula_behind_a_semicolon_is_marked_too() -> None:
    assert harmless('a;=HYPERLINK("x")') == 'a;\'=HYPERLINK("x")'
    assert harmless("3-1 = 2; a+b") == "3-1 = 2; a+b"


def test_a_cell_stays_on_one_line() -> None:
    assert harmless("one\r\ntwo\tthree\x00") == "one two three "


def test_ordinary_text_stays_what_it_is() -> None:
    for text in ("", "Bienvenue, à vous !", 'a "quoted" word', "e-mail", "https://a.example/?b=c"):
        assert harmless(text) == text


@examples(200)
@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), max_size=4))
def test_the_lines_are_read_back_as_the_same_cells(rows: list[list[str]]) -> None:
    text = "".join(lines(["a", "b"], rows))
    read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert read == [["a", "b"], *([harmless(cell) for cell in row] for row in rows)]
    assert text.count("\r\n") == len(rows) + 1
    assert "\n" not in text.replace("\r\n", "")


@examples(200)
@given(st.lists(CELLS, min_size=1, max_size=4))
def test_no_cell_is_a_formula_whichever_separator_is_used(cells: list[str]) -> None:
    (line,) = list(lines(cells, []))
    for separator in ",;":
        for cell in next(csv.reader([line], delimiter=separator)):
            assert not cell.lstrip("\ufeff\u200b\u200c\u200d\u200e\u200f\u2060 ").startswith(
                tuple(SIGNS)
            )
