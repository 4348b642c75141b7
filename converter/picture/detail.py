"""A journey as cards: for as many points as a person still follows with a finger."""

from collections.abc import Mapping

from converter.journey import ConditionalSplit, PercentageSplit, Point, PointId
from converter.picture.arms import meeting_points
from converter.picture.arrange import (
    FORK,
    STEP,
    STEP_JOIN,
    Arranger,
    Label,
    Line,
    Loose,
    Part,
    Placed,
)
from converter.picture.cards import Card, Cards
from converter.picture.faces import Face, draw_face, draw_start, face_of, group, start_face
from converter.picture.svg import Canvas, chip_width
from converter.picture.themes import Tone
from converter.picture.words import say
from converter.report.model import JourneyReport, Language

START = 320.0
START_GAP = 24.0


class Detail:
    """``part`` has the places, with x = 0 in the middle of the main way and y = 0 at the top."""

    def __init__(self, journey: JourneyReport, cards: Cards, language: Language) -> None:
        self._language = language
        self._points: Mapping[PointId, Point] = {p.id: p for p in journey.points}
        self._cards = cards
        self._faces: dict[PointId, Face] = {i: face_of(card) for i, card in cards.points.items()}
        self._starts = {card.id: start_face(card, START) for card in cards.starts}
        self.part = self._arranged(journey)

    def _arranged(self, journey: JourneyReport) -> Part:
        part = Part()
        wide = len(self._starts) * START + (len(self._starts) - 1) * START_GAP
        for number, (start, face) in enumerate(self._starts.items()):
            x = -wide / 2 + number * (START + START_GAP)
            placed = Placed("start", start, x, 0.0, START, face.height)
            part.put(placed)
            part.loose.append(Loose(start, ((placed.middle[0], placed.bottom),), journey.entry))
        top = part.height + (STEP if len(self._starts) == 1 else STEP_JOIN + FORK / 2)
        arranger = Arranger(
            self._points, meeting_points(journey.points), lambda i: self._faces[i].height
        )
        rest = arranger.stretch(journey.entry, None)
        part.land(journey.entry, (0.0, top))
        part.take(rest, 0.0, top)
        return part

    def draw(self, canvas: Canvas, dx: float, dy: float) -> None:
        canvas.add(f'<g transform="translate({dx:g} {dy:g})">')
        for line in self.part.lines:
            self._line(canvas, line)
        for placed in self.part.placed:
            canvas.add(group(placed.point, placed.kind))
            self._placed(canvas, placed)
            canvas.add("</g>")
        for label in self.part.labels:
            self._label(canvas, label)
        canvas.add("</g>")

    def _placed(self, canvas: Canvas, placed: Placed) -> None:
        if placed.kind == "start":
            draw_start(canvas, self._starts[placed.point], placed)
        elif placed.kind == "card":
            draw_face(canvas, self._faces[placed.point], placed)
        else:
            self._small(canvas, placed)

    def _small(self, canvas: Canvas, placed: Placed) -> None:
        """An exit beside its split, or the name of a point that is drawn elsewhere."""
        colours, card = canvas.colours, self._cards.points[placed.point]
        box = (placed.x, placed.y, placed.width, placed.height)
        canvas.rect(box, colours.surface, colours.line, radius=12)
        words, icon = self._small_words(placed, card)
        tile = (placed.x + 9, placed.y + 9, 26.0, 26.0)
        canvas.rect(tile, colours.plain.tint, radius=7)
        canvas.icon(icon, (tile[0] + 13, tile[1] + 13), 15, colours.plain.ink)
        at = (placed.x + 44, placed.y + placed.height / 2)
        canvas.text(at, words, 13, colours.ink, 600, limit=placed.width - 44 - 12)

    def _small_words(self, placed: Placed, card: Card) -> tuple[str, str]:
        if placed.kind == "exit":
            return card.title, "exit"
        return say("onward", self._language, number=str(card.number)), "onward"

    def _line(self, canvas: Canvas, line: Line) -> None:
        blocked = self._blocked(line.source) or self._blocked(line.target)
        colour = canvas.colours.error.line if blocked else canvas.colours.edge
        names = f' data-from="{line.source}" data-to="{line.target}"'
        canvas.edge(line.path, colour, dashed=blocked, names=names)

    def _blocked(self, point: PointId) -> bool:
        card = self._cards.points.get(point)
        return card is not None and card.state == "error"

    def _label(self, canvas: Canvas, label: Label) -> None:
        words, tone = self._arm(canvas, label)
        wide = chip_width(words)
        canvas.add('<g data-kind="label">')
        canvas.chip((label.at[0] - wide / 2, label.at[1]), words, tone, limit=120)
        canvas.add("</g>")

    def _arm(self, canvas: Canvas, label: Label) -> tuple[str, Tone]:
        point, colours = self._points[label.split], canvas.colours
        if isinstance(point, PercentageSplit):
            share = point.percent if label.arm == 0 else 100 - point.percent
            return say("arm_percent", self._language, percent=share), colours.plain
        assert isinstance(point, ConditionalSplit)  # noqa: S101 - only splits have labels
        if label.arm == 0:
            return say("arm_yes", self._language), colours.good
        return say("arm_no", self._language), colours.plain
