"""What stands on each card: words, codes and how serious they are. No places yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from converter.catalog import CODES
from converter.describe import send_title, split_test
from converter.journey import (
    ConditionalSplit,
    Exit,
    PercentageSplit,
    Placeholder,
    Point,
    PointId,
    SendEmail,
    StartingPoint,
)
from converter.picture.words import say
from converter.pointer import email_of
from converter.report.model import AutomationReport, Diagnostic, JourneyReport, Language

State = Literal["plain", "warning", "error"]
APART = " · "

ICON_OF: dict[str, tuple[str, str]] = {
    "delay": ("delay", "time"),
    "send_email": ("mail", "mail"),
    "wait_for_trigger": ("wait", "time"),
    "conditional_split": ("split", "choice"),
    "percentage_split": ("split", "choice"),
    "tag": ("tag", "change"),
    "untag": ("tag", "change"),
    "group": ("people", "change"),
    "ungroup": ("people", "change"),
    "update_contact": ("pencil", "change"),
    "unsubscribe": ("leave", "change"),
    "send_sms": ("phone", "mail"),
    "survey": ("survey", "mail"),
    "exit": ("exit", "plain"),
}
"""By kind of a point: an icon, and the tone of its tile."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A diagnostic on a card. ``title`` is empty where the card says it already."""

    code: str
    title: str
    error: bool


@dataclass(frozen=True, slots=True)
class Card:
    id: PointId
    icon: str
    tone: str
    title: str
    detail: str
    marks: tuple[Mark, ...]
    state: State
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    starts: tuple[Card, ...]
    points: Mapping[PointId, Card]

    def count(self, state: State) -> int:
        """Numbered points in that state."""
        return sum(1 for c in self.points.values() if c.state == state and c.number is not None)

    def blocked(self) -> tuple[Card, ...]:
        return tuple(c for c in self.points.values() if c.state == "error")


def cards_of(report: AutomationReport, journey: JourneyReport, language: Language) -> Cards:
    """A card for every starting point and point. Exits have no number."""
    marks = _marks(report.diagnostics, {p.source: p.id for p in _sends(journey)})
    emails = {p.id: p for p in _sends(journey)}
    points = {p.id: _point(p, marks.get(p.id, ()), language, emails) for p in journey.points}
    return Cards(tuple(_start(s, marks) for s in journey.starting_points), points)


def _sends(journey: JourneyReport) -> list[SendEmail]:
    return [p for p in journey.points if isinstance(p, SendEmail)]


def _start(start: StartingPoint, marks: Mapping[str, tuple[Mark, ...]]) -> Card:
    title, _, detail = start.text.partition(APART)
    own = marks.get(start.id, ())
    return Card(start.id, "bolt", "start", title or start.kind, detail, own, _state(own))


def _point(
    point: Point, marks: tuple[Mark, ...], language: Language, emails: Mapping[str, SendEmail]
) -> Card:
    if isinstance(point, Placeholder):
        title = CODES[point.code].words(language)["title"]
        # The card's own code: what it is about is the title already.
        own = (Mark(point.code, "", error=True), *(m for m in marks if m.code != point.code))
        detail = say("placeholder_detail", language)
        return Card(point.id, "stop", "error", title, detail, own, "error", point.number)
    icon, tone = ICON_OF[point.kind]
    title, detail = _words(point, language, emails)
    state = _state(marks)
    if state == "error":
        icon, tone = "stop", "error"
    return Card(point.id, icon, tone, title, detail, marks, state, point.number)


def _words(point: Point, language: Language, emails: Mapping[str, SendEmail]) -> tuple[str, str]:
    match point:
        case Exit():
            return say("exit", language), say("exit_detail", language)
        case SendEmail():
            title = send_title(point, language)
            return title, _rest(point.text.removeprefix(title))
        case ConditionalSplit():
            return say("split", language), split_test(point, language, emails)
        case PercentageSplit():
            return say("split_percent", language), ""
        case _:
            title, _, detail = point.text.partition(APART)
            return title, detail


def _rest(text: str) -> str:
    """What a sentence says after its title: without what led over to it."""
    rest = text.removeprefix(APART).strip()
    return rest[1:-1] if rest.startswith("(") and rest.endswith(")") else rest


def _marks(
    diagnostics: tuple[Diagnostic, ...], sends: Mapping[str, PointId]
) -> Mapping[str, tuple[Mark, ...]]:
    """Errors and warnings by the point they are about; each code once.

    ``sends`` has the point of each classic e-mail by its pointer: what is found in an e-mail and
    names no point belongs to the point that sends it.
    """
    found: dict[str, dict[str, Mark]] = {}
    for d in diagnostics:
        point = d.point if d.point is not None else sends.get(email_of(d.pointer))
        if point is not None and d.severity != "note":
            mark = Mark(d.code, d.title, d.severity == "error")
            found.setdefault(point, {}).setdefault(d.code, mark)
    return {point: tuple(marks.values()) for point, marks in found.items()}


def _state(marks: tuple[Mark, ...]) -> State:
    if any(mark.error for mark in marks):
        return "error"
    return "warning" if marks else "plain"
