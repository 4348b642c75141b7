"""A canvas that writes SVG: shapes, texts that were measured, nothing else.

The same calls give the same bytes. Coordinates are CSS pixels, y downwards.
"""

from collections.abc import Iterable, Sequence
from html import escape

from converter.picture.icons import ICONS
from converter.picture.measure import Weight, clean, fit, width
from converter.picture.themes import Colours, Tone

FONTS = "Inter, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
XY = tuple[float, float]
BASELINE = 0.36
"""From the middle of a line of text to its baseline, in em."""
CHIP_HEIGHT = 20.0
CHIP_SIZE = 11.5


class Canvas:
    def __init__(self, colours: Colours) -> None:
        self.colours = colours
        self._parts: list[str] = []

    def add(self, markup: str) -> None:
        self._parts.append(markup)

    def rect(
        self,
        box: tuple[float, float, float, float],
        fill: str,
        line: str | None = None,
        *,
        radius: float = 0,
        thick: float = 1,
        dashed: bool = False,
    ) -> None:
        """``box`` is x, y, width, height; the line is drawn inside of it."""
        x, y, w, h = box
        stroke = ""
        if line is not None:
            x, y, w, h = x + thick / 2, y + thick / 2, w - thick, h - thick
            stroke = f' stroke="{line}" stroke-width="{n(thick)}"'
            stroke += ' stroke-dasharray="6 4"' if dashed else ""
        self.add(
            f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}" rx="{n(radius)}"'
            f' fill="{fill}"{stroke}/>'
        )

    def text(
        self,
        at: XY,
        words: str,
        size: float,
        colour: str,
        weight: Weight = 400,
        *,
        limit: float | None = None,
        anchor: str = "start",
    ) -> None:
        """``at`` is the middle of the line's height; ``limit`` cuts with an ellipsis."""
        line = fit(words, size, weight, limit) if limit is not None else clean(words)
        bold = ' font-weight="600"' if weight == 600 else ""
        side = f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.add(
            f'<text x="{n(at[0])}" y="{n(at[1] + BASELINE * size)}" font-size="{n(size)}"'
            f'{bold}{side} fill="{colour}">{escape(line, quote=False)}</text>'
        )

    def icon(self, name: str, at: XY, size: float, colour: str, thick: float = 1.7) -> None:
        """``at`` is the middle."""
        scale = size / 20
        self.add(
            f'<path transform="translate({n(at[0] - size / 2)} {n(at[1] - size / 2)})'
            f' scale({n(scale)})" d="{ICONS[name]}" fill="none" stroke="{colour}"'
            f' stroke-width="{n(thick / scale)}" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def chip(
        self, at: XY, words: str, tone: Tone, *, limit: float, icon: str | None = None
    ) -> float:
        """A pill with a word or two; ``at`` is its left end, at the middle. Gives its width."""
        lead = 16.0 if icon is not None else 0.0
        shown = fit(words, CHIP_SIZE, 600, limit - 18 - lead)
        wide = chip_width(shown, icon=icon is not None)
        self.rect(
            (at[0], at[1] - CHIP_HEIGHT / 2, wide, CHIP_HEIGHT), tone.tint, radius=CHIP_HEIGHT / 2
        )
        if icon is not None:
            self.icon(icon, (at[0] + 15, at[1]), 12, tone.ink)
        self.text((at[0] + 9 + lead, at[1]), shown, CHIP_SIZE, tone.ink, 600)
        return wide

    def edge(self, points: Sequence[XY], colour: str, *, dashed: bool, names: str = "") -> None:
        """Straight lines with round corners and an arrow head at the end; the last stretch has
        to be longer than the head."""
        *before, end = points
        last = before[-1]
        dx, dy = (_sign(end[0] - last[0]), _sign(end[1] - last[1]))
        neck = (end[0] - dx * 7, end[1] - dy * 7)
        dash = ' stroke-dasharray="5 4"' if dashed else ""
        self.add(
            f'<path{names} d="{rounded([*before, neck])}" fill="none" stroke="{colour}"'
            f' stroke-width="2"{dash}/>'
        )
        head = [
            end,
            (neck[0] + dy * 5 - dx, neck[1] + dx * 5 - dy),
            (neck[0] - dy * 5 - dx, neck[1] - dx * 5 - dy),
        ]
        self.add(f'<path d="M{" L".join(f"{n(x)} {n(y)}" for x, y in head)}Z" fill="{colour}"/>')

    def document(self, wide: float, high: float, title: str, alt: str) -> str:
        body = "\n".join(self._parts)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{n(wide)}" height="{n(high)}"'
            f' viewBox="0 0 {n(wide)} {n(high)}" role="img" font-family="{FONTS}">\n'
            f"<title>{escape(clean(title), quote=False)}</title>\n"
            f"<desc>{escape(alt, quote=False)}</desc>\n"
            f"{body}\n</svg>\n"
        )


def chip_width(words: str, *, icon: bool = False) -> float:
    return width(words, CHIP_SIZE, 600) + 18 + (16 if icon else 0)


def rows_of(widths: Iterable[float], limit: float, gap: float = 6) -> list[list[int]]:
    """Which things stand in which row, in order, where a row takes ``limit``."""
    rows: list[list[int]] = []
    used = 0.0
    for index, wide in enumerate(widths):
        if not rows or used + gap + wide > limit:
            rows.append([])
            used = -gap
        rows[-1].append(index)
        used += gap + wide
    return rows


def rounded(points: Sequence[XY], radius: float = 10) -> str:
    """Path data through the points, with round corners where there is room for them."""
    corners = _corners(points)
    said = f"M{n(corners[0][0])} {n(corners[0][1])}"
    for before, here, after in zip(corners, corners[1:], corners[2:], strict=False):
        r = min(radius, _length(before, here) / 2, _length(here, after) / 2)
        a, b = _towards(here, before, r), _towards(here, after, r)
        said += f" L{n(a[0])} {n(a[1])} Q{n(here[0])} {n(here[1])} {n(b[0])} {n(b[1])}"
    last = corners[-1]
    return f"{said} L{n(last[0])} {n(last[1])}"


def n(value: float) -> str:
    """A number as short as it can be written, to a hundredth of a pixel."""
    said = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if said in ("-0", "") else said


def _corners(points: Sequence[XY]) -> list[XY]:
    """The points without those that stand on the line between their neighbours."""
    kept: list[XY] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (
            kept[-2][0] == kept[-1][0] == point[0] or kept[-2][1] == kept[-1][1] == point[1]
        ):
            kept.pop()
        kept.append(point)
    return kept


def _length(a: XY, b: XY) -> float:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])


def _towards(start: XY, goal: XY, by: float) -> XY:
    return (
        start[0] + _sign(goal[0] - start[0]) * by,
        start[1] + _sign(goal[1] - start[1]) * by,
    )


def _sign(value: float) -> int:
    return (value > 0) - (value < 0)
