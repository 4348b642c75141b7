"""From SVG to PNG with resvg and the bundled fonts alone: the same bytes on every machine."""

import math
from pathlib import Path
from typing import Any

from converter.picture.measure import drawable
from converter.picture.model import Picture, PictureTooLarge

FONTS = Path(__file__).parent / "fonts"
FILES = [str(FONTS / name) for name in ("Inter-Regular.ttf", "Inter-SemiBold.ttf")]
MOST_SIDE = 8192
"""Pixels of the longer side."""
MOST_PIXELS = 24_000_000
"""96 MB while it is drawn."""


SHARP, SHARP_SIDE = 2.0, 4096
"""For a screen: two pixels for each CSS pixel, and a side that every client still shows whole."""


def png(picture: Picture, scale: float = 1.0) -> bytes:
    """The picture as PNG; ``scale`` is pixels for each CSS pixel.

    A letter that the bundled fonts lack is drawn as a box. Nothing else runs in this process
    meanwhile: resvg holds the interpreter's lock. Raises PictureTooLarge beyond MOST_SIDE or
    MOST_PIXELS, and ValueError for a scale that is not above 0.
    """
    import resvg_py  # noqa: PLC0415 - the bot draws in a process of its own

    drawn: bytes = resvg_py.svg_to_bytes(**rendering(picture, scale))
    return drawn


def sharp_png(picture: Picture) -> bytes:
    """As PNG for a screen, made smaller where the picture is very large."""
    return png(picture, sharp_scale(picture))


def sharp_scale(picture: Picture) -> float:
    return fitting_scale(picture, SHARP, SHARP_SIDE)


def rendering(picture: Picture, scale: float) -> dict[str, Any]:
    """What ``resvg_py.svg_to_bytes`` is to be given, here or in a process of its own: plain JSON.
    Raises as ``png`` does."""
    if not 0 < scale < MOST_SIDE:
        raise ValueError(f"scale has to be above 0, not {scale}")
    wide, high = picture.width * scale, picture.height * scale
    if max(wide, high) > MOST_SIDE or wide * high > MOST_PIXELS:
        raise PictureTooLarge(
            f"{wide:.0f} × {high:.0f} pixels; at most {MOST_SIDE} a side and {MOST_PIXELS} in all"
        )
    return {
        "svg_string": drawable(picture.svg),
        "skip_system_fonts": True,
        "font_files": FILES,
        "font_family": "Inter",
        "zoom": scale,
    }


def fitting_scale(picture: Picture, wanted: float, side: int = MOST_SIDE) -> float:
    """``wanted``, or the largest scale below it at which the picture can be drawn and no side is
    longer than ``side`` pixels."""
    longest = max(picture.width, picture.height)
    area = picture.width * picture.height
    most = math.sqrt(MOST_PIXELS / area) * 0.999
    return min(wanted, side / longest, MOST_SIDE / longest, most)
