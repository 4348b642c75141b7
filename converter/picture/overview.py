"""A long journey: one line a point, what belongs to one e-mail in one box, in columns."""

from collections.abc import Sequence
from dataclasses import dataclass

from converter.journey import ConditionalSplit, Point, PointId, Split, exits_of
from converter.language import phrase
from converter.picture.arrange import Placed
from converter.picture.cards import Card, Cards
from converter.picture.faces import draw_start, group, start_face
from converter.picture.head import Chip
from converter.picture.svg import Canvas, chip_width, rows_of
from converter.picture.themes import tones
from converter.picture.words import say
from converter.pointer import email_of
from converter.report.model import JourneyReport, Language

COLUMN, COLUMN_GAP = 372.0, 24.0
ROW = 26.0
BOX_PAD, BOX_GAP = 6.0, 14.0
ROWS_PER_COLUMN = 34
MOST_COLUMNS = 4
MOST_ROWS = 400
LONGEST_BOX = 24
START = 372.0
SIZE = 12.5
CAPTION = 30.0
MOST_BLOCKERS = 60


@dataclass(frozen=True, slots=True)
class Box:
    """What belongs to one classic e-mail."""

    rows: tuple[Point, ...]

    @property
    def height(self) -> float:
        return ROW * len(self.rows) + 2 * BOX_PAD


class Overview:
    """``width`` and ``height`` are known before anything is drawn."""

    def __init__(self, journey: JourneyReport, cards: Cards, language: Language) -> None:
        self._language, self._cards = language, cards
        self._numbers = {p.id: p.number for p in journey.points}
        drawn = journey.points[:MOST_ROWS]
        self._left_out = journey.points[MOST_ROWS:]
        boxes = _boxes(drawn)
        self._columns = _columns(boxes, min(MOST_COLUMNS, -(-len(drawn) // ROWS_PER_COLUMN)))
        count = max(2, len(self._columns))
        self.width = count * COLUMN + (count - 1) * COLUMN_GAP
        self._starts = [start_face(card, START) for card in cards.starts]
        self._blocked = _chips(cards)
        widths = [chip_width(words, icon=True) for words in self._blocked]
        self._rows = rows_of(widths, self.width - 32)
        self._starts_height = max((f.height for f in self._starts), default=0.0) + 16
        self._blocked_height = 36 + 26 * len(self._rows) + 10 if self._rows else 0.0
        body = max(_height(column) for column in self._columns)
        more = 40.0 if self._left_out else 0.0
        gap = 14.0 if self._rows else 0.0
        self.height = self._starts_height + self._blocked_height + gap + CAPTION + body + more

    def draw(self, canvas: Canvas, dx: float, dy: float) -> None:
        canvas.add(f'<g transform="translate({dx:g} {dy:g})">')
        self._draw_starts(canvas)
        y = self._starts_height
        if self._rows:
            self._draw_blockers(canvas, y)
            y += self._blocked_height + 14
        caption = say("overview", self._language)
        canvas.text((2, y + 10), caption, 12, canvas.colours.muted, limit=self.width)
        y += CAPTION
        for number, column in enumerate(self._columns):
            self._column(canvas, column, number * (COLUMN + COLUMN_GAP), y)
        if self._left_out:
            words = self._more()
            canvas.text((2, self.height - 18), words, 13, canvas.colours.error.ink, 600)
        canvas.add("</g>")

    def _draw_starts(self, canvas: Canvas) -> None:
        for number, face in enumerate(self._starts):
            x = number * (START + COLUMN_GAP)
            canvas.add(group(face.card.id, "start"))
            draw_start(canvas, face, Placed("start", face.card.id, x, 0, START, face.height))
            canvas.add("</g>")

    def _draw_blockers(self, canvas: Canvas, y: float) -> None:
        colours = canvas.colours
        box = (0.0, y, self.width, self._blocked_height)
        canvas.rect(
            box, colours.error_surface, colours.error.line, radius=12, thick=1.5, dashed=True
        )
        canvas.icon("stop", (24, y + 22), 18, colours.error.ink)
        heading = say("blockers", self._language)
        canvas.text((42, y + 22), heading, 14, colours.error.ink, 600)
        at = y + 36 + 13
        for row in self._rows:
            x = 16.0
            for words in (self._blocked[i] for i in row):
                x += 6 + canvas.chip(
                    (x, at), words, colours.error, limit=self.width - 32, icon="stop"
                )
            at += 26

    def _column(self, canvas: Canvas, boxes: Sequence[Box], x: float, y: float) -> None:
        colours = canvas.colours
        for number, box in enumerate(boxes):
            if number:
                canvas.rect((x + 27, y - BOX_GAP, 2, BOX_GAP), colours.edge)
            canvas.rect((x, y, COLUMN, box.height), colours.surface, colours.line, radius=9)
            for place, point in enumerate(box.rows):
                self._row(canvas, point, x, y + BOX_PAD + ROW * place)
            y += box.height + BOX_GAP

    def _row(self, canvas: Canvas, point: Point, x: float, y: float) -> None:
        colours, card = canvas.colours, self._cards.points[point.id]
        tone = tones(colours)[card.tone]
        middle = y + ROW / 2
        canvas.add(group(point.id, "row"))
        # What the row is drawn on: nothing but the place that the point takes.
        bad = card.state == "error"
        fill = colours.error_surface if bad else colours.surface
        line = colours.error.line if bad else None
        canvas.rect((x + 4, y + 1, COLUMN - 8, ROW - 2), fill, line, radius=6, dashed=bad)
        canvas.rect((x + 18, y + 3, 20, 20), tone.tint, radius=5)
        canvas.icon(card.icon, (x + 28, middle), 13, tone.ink, 1.4)
        if card.number is not None:
            at = (x + COLUMN - 12, middle)
            canvas.text(at, str(card.number), 11, colours.muted, anchor="end")
        right = x + COLUMN - 44
        for words, chip_tone, icon in reversed(self._tags(canvas, point, card)):
            wide = chip_width(words, icon=icon is not None)
            right -= wide
            canvas.chip((right, middle), words, chip_tone, limit=180, icon=icon)
            right -= 5
        ink = colours.error.ink if bad else colours.ink
        title = card.title
        if isinstance(point, ConditionalSplit):
            title = phrase("parameter", self._language, name=title, value=card.detail)
        canvas.text((x + 46, middle), title, SIZE, ink, limit=right - x - 46 - 2)
        canvas.add("</g>")

    def _tags(self, canvas: Canvas, point: Point, card: Card) -> list[Chip]:
        colours = canvas.colours
        tags: list[Chip] = []
        if isinstance(point, Split):
            where = self._where(exits_of(point)[1])
            tags.append((say("overview_split", self._language, where=where), colours.plain, None))
        shown = card.marks[:2] if len(card.marks) < 3 else card.marks[:1]
        for mark in shown:
            tone = colours.error if mark.error else colours.warning
            tags.append((mark.code, tone, "stop" if mark.error else None))
        if len(card.marks) > len(shown):
            more = colours.error if card.state == "error" else colours.warning
            tags.append((f"+{len(card.marks) - len(shown)}", more, None))
        return tags

    def _where(self, target: PointId) -> str:
        number = self._numbers.get(target)
        if number is None:
            return say("exit", self._language).lower()
        return phrase("goes_to_point", self._language, number=str(number))

    def _more(self) -> str:
        count = sum(1 for p in self._left_out if p.number is not None)
        blocked = sum(1 for p in self._left_out if self._cards.points[p.id].state == "error")
        key = "overview_more_blocked" if blocked else "overview_more"
        return say(key, self._language, count=count, blocked=blocked)


def _boxes(points: Sequence[Point]) -> list[Box]:
    """Points in a row that come from the same classic e-mail; long stretches are cut."""
    boxes: list[list[Point]] = []
    source = ""
    for point in points:
        own = email_of(point.source)
        if not boxes or (own and own != source) or len(boxes[-1]) == LONGEST_BOX:
            boxes.append([])
        source = own or source
        boxes[-1].append(point)
    return [Box(tuple(rows)) for rows in boxes]


def _columns(boxes: Sequence[Box], count: int) -> list[list[Box]]:
    """The boxes in order, in at most ``count`` columns of about the same height."""
    share = _height(boxes) / count
    columns: list[list[Box]] = [[]]
    used = 0.0
    for box in boxes:
        full = used + (box.height + BOX_GAP) / 2 > share * len(columns)
        if columns[-1] and full and len(columns) < count:
            columns.append([])
        columns[-1].append(box)
        used += box.height + BOX_GAP
    return columns


def _height(boxes: Sequence[Box]) -> float:
    return sum(box.height + BOX_GAP for box in boxes)


def _chips(cards: Cards) -> list[str]:
    """Where the blockers are; the first ones with what they are about, where they are few."""
    blocked = cards.blocked()
    few = len(blocked) <= 6
    made = []
    for card in blocked[:MOST_BLOCKERS]:
        code, title = card.marks[0].code, card.marks[0].title or card.title
        made.append(f"{card.number} · {code} · {title}" if few else f"{card.number} · {code}")
    if len(blocked) > MOST_BLOCKERS:
        made.append(f"+{len(blocked) - MOST_BLOCKERS}")
    return made
