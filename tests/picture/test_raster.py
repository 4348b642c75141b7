"""From SVG to PNG."""

import struct
import zlib

import pytest

from converter.picture import Picture, PictureTooLarge, draw, fitting_scale, png
from converter.picture.measure import Weight, width
from tests.converter.build import convert, series


def size(content: bytes) -> tuple[int, int]:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = struct.unpack(">II", content[16:24])
    return wide, high


def test_a_picture_has_the_pixels_that_were_asked_for() -> None:
    picture = draw(convert(series(1)), "en")
    assert size(png(picture)) == (picture.width, picture.height)
    assert size(png(picture, 2)) == (picture.width * 2, picture.height * 2)


def test_the_same_picture_gives_the_same_bytes() -> None:
    picture = draw(convert(series(1)), "fr", theme="dark")
    assert png(picture) == png(picture)


@pytest.mark.parametrize("scale", [0.0, -1.0, float("nan"), 1e9])
def test_a_scale_that_means_nothing_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match="scale"):
        png(draw(convert(series(1)), "en"), scale)


def test_more_pixels_than_can_be_held_are_refused() -> None:
    picture = draw(convert(series(100)), "en")
    with pytest.raises(PictureTooLarge, match="pixels"):
        png(picture, 6)


@pytest.mark.parametrize("emails", [1, 20, 200])
def test_a_fitting_scale_can_be_drawn(emails: int) -> None:
    picture = draw(convert(series(emails)), "en")
    scale = fitting_scale(picture, 2, side=4096)
    assert max(picture.width, picture.height) * scale <= 4096.5
    assert scale <= 2
    assert max(size(png(picture, scale))) <= 4097


@pytest.mark.parametrize("weight", [400, 600])
@pytest.mark.parametrize(
    "text", ["Envoyer « Bienvenue ! »", "WAVE To AV. fi ffl", "1 000 000 → 99 %", "ŒÙÿ €…", "iiiii"]
)
def test_a_text_is_drawn_as_wide_as_it_was_measured(text: str, weight: Weight) -> None:
    drawn = last_column(text, weight)
    measured = 10 + width(text, 20, weight)
    assert measured - 4 < drawn <= measured + 1


def test_letters_without_a_glyph_stay_within_what_was_measured() -> None:
    text = "日本語 🎉 مرحبا"
    assert last_column(text, 400) <= 10 + width(text, 20) + 1


def last_column(text: str, weight: Weight) -> int:
    """The last column with ink in it, where the text begins at 10 in size 20."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="40" font-family="Inter">'
        f'<text x="10" y="28" font-size="20" font-weight="{weight}">{text}</text></svg>'
    )
    rows = pixels(png(Picture(svg=svg, width=400, height=40, alt="")))
    return max(x for row in rows for x in range(400) if row[x * 4 + 3])


def pixels(content: bytes) -> list[bytes]:
    """The rows of an RGBA picture of 8 bits, 400 wide."""
    data, at = b"", 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        if content[at + 4 : at + 8] == b"IDAT":
            data += content[at + 8 : at + 8 + length]
        at += length + 12
    raw, stride = zlib.decompress(data), 400 * 4
    rows: list[bytes] = []
    before = bytes(stride)
    for start in range(0, len(raw), stride + 1):
        before = _unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), before)
        rows.append(before)
    return rows


def _unfiltered(kind: int, row: bytearray, above: bytes) -> bytes:
    """PNG's five filters, undone."""
    for i in range(len(row)):
        left = row[i - 4] if i >= 4 else 0
        up, corner = above[i], above[i - 4] if i >= 4 else 0
        guess = left + up - corner
        paeth = min((left, up, corner), key=lambda v: abs(guess - v))
        row[i] = (row[i] + (0, left, up, (left + up) // 2, paeth)[kind]) & 255
    return bytes(row)
