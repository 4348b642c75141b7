"""How a card looks: its words cut to its width, its height, its drawing. Lengths: CSS pixels."""

from dataclasses import dataclass, replace
from html import escape

from converter.picture.arrange import CARD, Placed
from converter.picture.cards import Card, Mark
from converter.picture.measure import width, wrap
from converter.picture.svg import CHIP_HEIGHT, Canvas, chip_width, n, rows_of
from converter.picture.themes import tones

PAD = 14.0
TILE = 36.0
WORDS_AT = PAD + TILE + 12
TITLE, DETAIL = 14.5, 12.5
TITLE_LINE, DETAIL_LINE = 19.0, 17.0
ABOUT, ABOUT_LINE = 11.5, 15.0
ABOUTS = 2
MARKS = 3
"""Codes on a card that say what they are about; more stand in one row."""
MARK_GAP = 5.0
START_HEIGHT = 64.0
START_INDENT = 6.0
TITLES, DETAILS = 2, 3
NUMBER = 11.5


@dataclass(frozen=True, slots=True)
class Note:
    """A code, and what it is about beside it; or several codes in a row."""

    codes: tuple[Mark, ...]
    about: tuple[str, ...]

    @property
    def height(self) -> float:
        return MARK_GAP + max(CHIP_HEIGHT, ABOUT_LINE * len(self.about))


@dataclass(frozen=True, slots=True)
class Face:
    card: Card
    title: tuple[str, ...]
    detail: tuple[str, ...]
    notes: tuple[Note, ...]
    height: float

    @property
    def words_height(self) -> float:
        """Of everything beside the icon."""
        high = TITLE_LINE * max(1, len(self.title)) + DETAIL_LINE * len(self.detail)
        return high + sum(note.height for note in self.notes)


def face_of(card: Card) -> Face:
    number = width(str(card.number), NUMBER) + 8 if card.number is not None else 0
    return _face(card, CARD - WORDS_AT - PAD, number, TILE + 2 * PAD)


def start_face(card: Card, wide: float) -> Face:
    return _face(card, wide - WORDS_AT - START_INDENT - PAD - 10, 0, START_HEIGHT)


def _face(card: Card, room: float, number: float, least: float) -> Face:
    title = wrap(card.title, TITLE, 600, room - number, TITLES)
    detail = wrap(card.detail, DETAIL, 400, room, DETAILS)
    face = Face(card, title, detail, _notes(card, room), 0)
    return replace(face, height=max(least, face.words_height + 2 * PAD))


def draw_face(canvas: Canvas, face: Face, placed: Placed) -> None:
    """A card; blocked ones have a dashed red frame and a sign of their own, not only a colour."""
    card, colours = face.card, canvas.colours
    box = (placed.x, placed.y, placed.width, placed.height)
    if card.state == "error":
        canvas.rect(box, colours.error_surface, colours.error.line, radius=12, thick=2, dashed=True)
    elif card.state == "warning":
        canvas.rect(box, colours.surface, colours.warning.line, radius=12, thick=1.5)
    else:
        canvas.rect(box, colours.surface, colours.line, radius=12)
    tone = tones(colours)[card.tone]
    tile = (placed.x + PAD, placed.y + PAD, TILE, TILE)
    canvas.rect(tile, tone.tint, radius=9)
    canvas.icon(card.icon, (tile[0] + TILE / 2, tile[1] + TILE / 2), 20, tone.ink)
    # One line stands beside the middle of its icon.
    top = placed.y + PAD + max(0.0, (TILE - face.words_height) / 2)
    if card.number is not None:
        at = (placed.x + placed.width - PAD, top + TITLE_LINE / 2)
        canvas.text(at, str(card.number), NUMBER, colours.muted, anchor="end")
    _words(canvas, face, placed.x + WORDS_AT, top)


def draw_start(canvas: Canvas, face: Face, placed: Placed) -> None:
    """A starting point: a pill."""
    card, colours = face.card, canvas.colours
    bad = card.state == "error"
    tone = colours.error if bad else colours.start
    box = (placed.x, placed.y, placed.width, placed.height)
    radius = min(placed.height / 2, START_HEIGHT / 2)
    fill = colours.error_surface if bad else tone.tint
    canvas.rect(box, fill, tone.line, radius=radius, thick=2 if bad else 1.2, dashed=bad)
    mark = (placed.x + PAD + TILE / 2 + 2, placed.y + placed.height / 2)
    canvas.add(
        f'<circle cx="{n(mark[0])}" cy="{n(mark[1])}" r="19"'
        f' fill="{colours.error.tint if bad else colours.start.ink}"/>'
    )
    canvas.icon(card.icon, mark, 20, tone.ink if bad else colours.start_icon)
    top = placed.y + (placed.height - face.words_height) / 2
    _words(canvas, face, placed.x + WORDS_AT + START_INDENT, top, tone.ink)


def group(point: str, kind: str) -> str:
    """The opening tag of a card's group: what is drawn in it belongs to that point."""
    return f'<g data-kind="{kind}" data-point="{escape(point)}">'


def _words(canvas: Canvas, face: Face, x: float, top: float, on_tint: str | None = None) -> None:
    """``on_tint``: the one colour for all words where they stand on a coloured ground."""
    colours = canvas.colours
    bad = face.card.state == "error"
    ink = on_tint or (colours.error.ink if bad else colours.ink)
    y = top
    for line in face.title:
        canvas.text((x, y + TITLE_LINE / 2), line, TITLE, ink, 600)
        y += TITLE_LINE
    for line in face.detail:
        canvas.text((x, y + DETAIL_LINE / 2), line, DETAIL, on_tint or colours.muted)
        y += DETAIL_LINE
    for note in face.notes:
        at, middle = x, y + (MARK_GAP + note.height) / 2
        for mark in note.codes:
            tone = colours.error if mark.error else colours.warning
            icon = "stop" if mark.error else None
            at += 6 + canvas.chip((at, middle), mark.code, tone, limit=120, icon=icon)
        first = middle - ABOUT_LINE * (len(note.about) - 1) / 2
        for number, line in enumerate(note.about):
            canvas.text((at + 2, first + ABOUT_LINE * number), line, ABOUT, on_tint or ink)
        y += note.height


def _notes(card: Card, room: float) -> tuple[Note, ...]:
    """A line for each code, with what it is about; several codes in a row beyond MARKS."""
    notes = []
    for mark in card.marks[:MARKS]:
        beside = room - chip_width(mark.code, icon=mark.error) - 8
        notes.append(Note((mark,), wrap(mark.title, ABOUT, 400, beside, ABOUTS)))
    rest = card.marks[MARKS:]
    rows = rows_of((chip_width(mark.code, icon=mark.error) for mark in rest), room)
    notes += [Note(tuple(rest[i] for i in row), ()) for row in rows]
    return tuple(notes)
