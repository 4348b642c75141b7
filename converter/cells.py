"""Cells of CSV files that a spreadsheet opens without running anything."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_SIGNS = "=+@＝＋－＠-"
"""What a spreadsheet may take for the beginning of a formula."""
_UNSEEN = r"\s\ufeff\u200b-\u200f\u2060"
_FORMULA = re.compile(rf"(?:^|(?<=;))(?=[{_UNSEEN}]*[{_SIGNS}])")
"""Also after a semicolon: where that is the list separator, a cell would begin there."""
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
BOM = "\ufeff"
"""Without it Excel does not read UTF-8."""


def harmless(cell: str) -> str:
    """``cell`` on one line, with an apostrophe before what could be read as a formula."""
    return _FORMULA.sub("'", _BREAKS.sub(" ", cell))


def lines(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180), every cell harmless. In UTF-8 it goes behind ``BOM``."""
    for row in chain([head], rows):
        line = io.StringIO()
        csv.writer(line).writerow([harmless(cell) for cell in row])
        yield line.getvalue()
