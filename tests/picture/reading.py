"""Reads a picture back: what is drawn where, from nothing but its SVG."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from converter.picture import Picture
from converter.picture.measure import Weight, width

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.76, 0.22
"""Of letters without accents, in em."""
SLACK = 0.02
"""Coordinates are written to a hundredth."""
XY = tuple[float, float]


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left + SLACK
            and self.top <= other.top + SLACK
            and other.right <= self.right + SLACK
            and other.bottom <= self.bottom + SLACK
        )

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.right - SLACK
            and other.left < self.right - SLACK
            and self.top < other.bottom - SLACK
            and other.top < self.bottom - SLACK
        )

    def wider(self, by: float) -> "Box":
        return Box(self.left - by, self.top - by, self.right + by, self.bottom + by)

    def has(self, point: XY) -> bool:
        return self.holds(Box(*point, *point))


@dataclass(frozen=True)
class Group:
    """``box`` is the first thing that is drawn in it."""

    kind: str
    point: str
    box: Box
    texts: tuple[tuple[str, Box], ...]


@dataclass(frozen=True)
class Edge:
    source: str
    target: str
    path: tuple[XY, ...]


@dataclass(frozen=True)
class Reading:
    page: Box
    groups: tuple[Group, ...]
    edges: tuple[Edge, ...]
    texts: tuple[tuple[str, Box], ...]

    def of(self, *kinds: str) -> list[Group]:
        return [group for group in self.groups if group.kind in kinds]

    def words(self) -> str:
        return "\n".join(text for text, _ in self.texts)


def read(picture: Picture) -> Reading:
    """Raises ParseError where the SVG is not well-formed."""
    root = ElementTree.fromstring(picture.svg)
    groups: list[Group] = []
    edges: list[Edge] = []
    texts: list[tuple[str, Box]] = []
    for element, at in _walk(root, (0.0, 0.0)):
        if element.tag == f"{SVG}g" and "data-kind" in element.attrib:
            groups.append(_group(element, at))
        elif "data-from" in element.attrib:
            path = tuple(_moved(p, at) for p in _points(element.attrib["d"]))
            edges.append(Edge(element.attrib["data-from"], element.attrib["data-to"], path))
        elif element.tag == f"{SVG}text":
            texts.append(_text(element, at))
    page = Box(0, 0, picture.width, picture.height)
    return Reading(page, tuple(groups), tuple(edges), tuple(texts))


def _walk(element: ElementTree.Element, at: XY) -> Iterator[tuple[ElementTree.Element, XY]]:
    found = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", ""))
    here = (at[0] + float(found[1]), at[1] + float(found[2])) if found else at
    yield element, here
    for child in element:
        yield from _walk(child, here)


def _group(element: ElementTree.Element, at: XY) -> Group:
    rect = element.find(f"{SVG}rect")
    assert rect is not None
    x, y, w, h = (float(rect.attrib[name]) for name in ("x", "y", "width", "height"))
    half = float(rect.get("stroke-width", 0)) / 2
    box = Box(x + at[0], y + at[1], x + w + at[0], y + h + at[1]).wider(half)
    texts = tuple(_text(text, at) for text in element.iter(f"{SVG}text"))
    return Group(element.attrib["data-kind"], element.get("data-point", ""), box, texts)


def _text(element: ElementTree.Element, at: XY) -> tuple[str, Box]:
    words, size = element.text or "", float(element.attrib["font-size"])
    weight: Weight = 600 if element.get("font-weight") == "600" else 400
    wide = width(words, size, weight)
    x, y = float(element.attrib["x"]) + at[0], float(element.attrib["y"]) + at[1]
    x -= {"start": 0.0, "middle": wide / 2, "end": wide}[element.get("text-anchor", "start")]
    return words, Box(x, y - ASCENT * size, x + wide, y + DESCENT * size)


def _points(path: str) -> list[XY]:
    """The corners of a path: where a corner is round, the one it would have."""
    points: list[XY] = []
    for letter, numbers in re.findall(r"([MLQ])([^MLQ]+)", path):
        pairs = [float(n) for n in numbers.split()]
        points.append((pairs[0], pairs[1]))
        if letter == "Q":
            points.append((pairs[2], pairs[3]))
    return points


def _moved(point: XY, by: XY) -> XY:
    return point[0] + by[0], point[1] + by[1]
