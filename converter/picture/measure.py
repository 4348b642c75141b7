"""How wide a text is drawn, and how it is made to fit: from the advances of the bundled font.

All lengths are CSS pixels. The font carries no kerning and no ligatures, so a text is as wide as
the sum of its letters.
"""

import json
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

from converter.unicode import whole_text

Weight = Literal[400, 600]
HERE = Path(__file__).parent
LONGEST = 2000
"""Characters of one text that are looked at; no place in a picture shows as many."""
ELLIPSIS = "…"
BOX = "□"
JOINER = "\u200d"
BREAKS = "\t\n\r\x0b\x0c\x85\u2028\u2029"
WIDE, PICTOGRAPH = 1.0, 1.35
"""In em, for letters that the font lacks: how wide other fonts draw them at most."""


@cache
def advances(weight: Weight) -> dict[str, float]:
    """The width of each letter of the font, in em."""
    table = _table()
    em = table["units_per_em"]
    return {chr(int(p, 16)): width / em for p, width in table[str(weight)]["advances"].items()}


def clean(text: str) -> str:
    """One line that XML can hold and that cannot rearrange what stands around it: no control
    characters, no half surrogate pairs, no marks that turn the direction of writing."""
    line = unicodedata.normalize("NFC", whole_text(text[: LONGEST * 2]))
    kept = "".join(" " if c in BREAKS else c for c in line if _writable(c))
    return " ".join(part for part in kept.split(" ") if part)[:LONGEST]


def width(text: str, size: float, weight: Weight = 400) -> float:
    known = advances(weight)
    return size * sum(known.get(c) or _unknown(c, weight) for c in text)


def fit(text: str, size: float, weight: Weight, limit: float) -> str:
    """The text, or as much of its beginning as ``limit`` takes, with an ellipsis."""
    line = clean(text)
    if width(line, size, weight) <= limit:
        return line
    room = limit - width(ELLIPSIS, size, weight)
    return line[: _taken(line, size, weight, room)].rstrip() + ELLIPSIS


def wrap(text: str, size: float, weight: Weight, limit: float, lines: int) -> tuple[str, ...]:
    """At most ``lines`` lines of at most ``limit``; words are broken only where one alone is too
    wide. No line for an empty text."""
    rest = clean(text)
    made: list[str] = []
    while rest and len(made) < lines - 1 and width(rest, size, weight) > limit:
        taken = max(1, _taken(rest, size, weight, limit))
        space = rest.rfind(" ", 0, taken + 1)
        cut = space if space > 0 else taken
        made.append(rest[:cut].rstrip(" "))
        rest = rest[cut:].lstrip(" ")
    if rest:
        made.append(fit(rest, size, weight, limit))
    return tuple(made)


def drawable(text: str) -> str:
    """The text with a box for every letter that the bundled font lacks."""
    lacking = set(text) - advances(400).keys() - {"\n"}
    return text.translate({ord(c): _box(c) for c in lacking})


def _box(letter: str) -> str:
    # Marks and joiners have no width of their own: they go with the letter that is not drawn.
    return "" if unicodedata.category(letter) in ("Mn", "Me", "Cf") else BOX


def _taken(line: str, size: float, weight: Weight, room: float) -> int:
    """How many letters of the line fit into ``room``."""
    known, used = advances(weight), 0.0
    for count, letter in enumerate(line):
        used += size * (known.get(letter) or _unknown(letter, weight))
        if used > room:
            return count
    return len(line)


@lru_cache(maxsize=4096)
def _unknown(letter: str, weight: Weight) -> float:
    if ord(letter) >= 0x1F000:
        return PICTOGRAPH
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return WIDE
    return advances(weight)[BOX]


def _writable(letter: str) -> bool:
    kind = unicodedata.category(letter)
    if kind == "Cc":
        return letter in BREAKS
    if kind == "Cf":
        return letter == JOINER
    return kind not in ("Cs", "Co") and ord(letter) & 0xFFFE != 0xFFFE


@cache
def _table() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((HERE / "advances.json").read_text(encoding="ascii"))
    return loaded
