"""Where the cards of a journey stand, and the lines between them. Lengths are CSS pixels.

The way most contacts go runs straight down the middle (x = 0). An arm that leaves at once stands
beside its split; an arm that skips what follows runs in a lane on the right until both meet again;
two arms with points of their own stand side by side.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from converter.journey import Point, PointId, Split, exits_of
from converter.picture.arms import Meeting, leaves
from converter.picture.svg import XY

CARD = 320.0
SIDE = 170.0
"""Width of the small card beside a split."""
SIDE_HEIGHT = 44.0
SIDE_GAP = 66.0
BETWEEN = 44.0
STEP = 34.0
STEP_LABEL = 56.0
STEP_JOIN = 46.0
FORK = 20.0
LABEL_AT = 40.0
"""From a fork to the middle of its label."""
LANE = 34.0


@dataclass(frozen=True, slots=True)
class Placed:
    """``kind`` is card, start, exit (of an arm, beside it) or onward (the target is drawn
    elsewhere). ``point`` is the point that is drawn, or that an onward card names."""

    kind: str
    point: PointId
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> XY:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Line:
    source: PointId
    target: PointId
    path: tuple[XY, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """``arm`` is the place of the arm in its split: 0 is yes or a, 1 is no or b."""

    split: PointId
    arm: int
    at: XY


@dataclass(frozen=True, slots=True)
class Loose:
    """A line that still looks for its end."""

    source: PointId
    path: tuple[XY, ...]
    target: PointId


@dataclass(slots=True)
class Part:
    """A stretch of the journey. ``left`` and ``right``: how far it reaches from x = 0."""

    placed: list[Placed] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    loose: list[Loose] = field(default_factory=list)
    left: float = 0
    right: float = 0
    height: float = 0

    def put(self, one: Placed) -> None:
        self.placed.append(one)
        self.left = max(self.left, -one.x)
        self.right = max(self.right, one.x + one.width)
        self.height = max(self.height, one.bottom)

    def take(self, other: "Part", dx: float, dy: float) -> None:
        """Everything of ``other``, moved; its loose ends become this part's."""
        self.placed += [replace(p, x=p.x + dx, y=p.y + dy) for p in other.placed]
        self.lines += [replace(line, path=_moved(line.path, dx, dy)) for line in other.lines]
        self.labels += [replace(a, at=(a.at[0] + dx, a.at[1] + dy)) for a in other.labels]
        self.loose += [replace(end, path=_moved(end.path, dx, dy)) for end in other.loose]
        self.left = max(self.left, other.left - dx)
        self.right = max(self.right, other.right + dx)
        self.height = max(self.height, other.height + dy)

    def land(self, target: PointId, at: XY) -> None:
        """Every loose end is led to the top of what stands at ``at``."""
        x, y = at
        for end in self.loose:
            far = end.path[-1]
            turn = () if far[0] == x else ((far[0], y - FORK), (x, y - FORK))
            self.lines.append(Line(end.source, target, (*end.path, *turn, at)))
        self.loose = []


class Arranger:
    """``heights`` of the cards are known before; each point is placed once."""

    def __init__(
        self,
        points: Mapping[PointId, Point],
        meets: Meeting,
        height: Callable[[PointId], float],
    ) -> None:
        self._points = points
        self._meets = meets
        self._height = height
        self._seen: set[PointId] = set()

    def stretch(self, first: PointId, stop: PointId | None) -> Part:
        """From ``first`` up to ``stop``, which is left out; to the way out for None."""
        part = Part()
        point: PointId | None = first
        while point is not None and point != stop:
            y = part.height + self._room(part) if part.placed or part.loose else 0.0
            if point in self._seen and not self._out(point):
                self._onward(part, point, y)
                return part
            self._seen.add(point)
            card = Placed("card", point, -CARD / 2, y, CARD, self._height(point))
            part.land(point, (0.0, y))
            part.put(card)
            point = self._after(part, card)
        return part

    def _after(self, part: Part, card: Placed) -> PointId | None:
        """Draws what hangs on the card; gives the point that comes next in the middle."""
        point = self._points[card.point]
        ways = exits_of(point)
        below = (0.0, card.bottom)
        if isinstance(point, Split):
            return self._split(part, card, ways)
        if not ways:
            return None
        part.loose.append(Loose(card.point, (below,), ways[0]))
        return ways[0]

    def _split(self, part: Part, card: Placed, ways: tuple[PointId, ...]) -> PointId | None:
        meet = self._meets[card.point]
        out = [self._out(way) for way in ways]
        below = (0.0, card.bottom)
        if any(out):
            aside = 1 if out[1] else 0
            on = 1 - aside
            self._exit_beside(part, card, aside, ways[aside])
            part.labels.append(Label(card.point, on, (0.0, card.bottom + STEP_LABEL / 2 - 5)))
            part.loose.append(Loose(card.point, (below,), ways[on]))
            return ways[on]
        if meet in ways:
            aside = 1 if ways[1] == meet else 0
            self._skip(part, card, aside, self.stretch(ways[1 - aside], meet))
            return meet
        arms = [self.stretch(way, meet) for way in ways]
        top = card.bottom + FORK + STEP_LABEL
        offsets = (-(arms[0].right + BETWEEN / 2), arms[1].left + BETWEEN / 2)
        for arm, (inner, dx) in enumerate(zip(arms, offsets, strict=True)):
            fork = (below, (0.0, card.bottom + FORK), (dx, card.bottom + FORK))
            part.labels.append(Label(card.point, arm, (dx, card.bottom + LABEL_AT)))
            part.lines.append(Line(card.point, ways[arm], (*fork, (dx, top))))
            part.take(inner, dx, top)
        return meet

    def _exit_beside(self, part: Part, card: Placed, arm: int, target: PointId) -> None:
        middle = card.y + card.height / 2
        x = card.x + card.width + SIDE_GAP
        part.put(Placed("exit", target, x, middle - SIDE_HEIGHT / 2, SIDE, SIDE_HEIGHT))
        start = (card.x + card.width, middle)
        part.lines.append(Line(card.point, target, (start, (x, middle))))
        part.labels.append(Label(card.point, arm, (start[0] + SIDE_GAP / 2 - 4, middle)))

    def _skip(self, part: Part, card: Placed, arm: int, inner: Part) -> None:
        top = card.bottom + STEP_LABEL
        middle = card.y + card.height / 2
        lane = max(inner.right, CARD / 2) + LANE
        part.labels.append(Label(card.point, 1 - arm, (0.0, card.bottom + STEP_LABEL / 2 - 5)))
        if inner.placed:
            part.lines.append(
                Line(card.point, inner.placed[0].point, ((0.0, card.bottom), (0.0, top)))
            )
        else:
            meet = self._meets[card.point] or ""
            part.loose.append(Loose(card.point, ((0.0, card.bottom),), meet))
        part.take(inner, 0.0, top)
        side = (card.x + card.width, middle)
        target = self._meets[card.point] or ""
        part.loose.append(Loose(card.point, (side, (lane, middle)), target))
        part.labels.append(Label(card.point, arm, (lane, middle + 30)))
        part.right = max(part.right, lane + 26)
        part.height = max(part.height, middle + 48)

    def _onward(self, part: Part, point: PointId, y: float) -> None:
        """Names a point that is drawn in another arm: no converter makes this, a hand might."""
        part.land(point, (0.0, y))
        part.put(Placed("onward", point, -CARD / 2, y, CARD, SIDE_HEIGHT))

    def _room(self, part: Part) -> float:
        if len(part.loose) > 1 or any(end.path[-1][0] != 0 for end in part.loose):
            return STEP_JOIN
        labelled = (
            part.labels
            and part.labels[-1].at[0] == 0
            and part.labels[-1].at[1] > (part.loose[0].path[-1][1] if part.loose else 0)
        )
        return STEP_LABEL if labelled else STEP

    def _out(self, point: PointId) -> bool:
        return leaves(point, self._points)


def _moved(path: tuple[XY, ...], dx: float, dy: float) -> tuple[XY, ...]:
    return tuple((x + dx, y + dy) for x, y in path)
