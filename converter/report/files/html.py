"""The report as one page: no script, nothing from outside, readable on a phone and on paper."""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from converter.frozen import Frozen
from converter.language import number
from converter.picture import NoPicture, Theme, draw
from converter.report.files import views
from converter.report.files.words import percent, say
from converter.report.model import LEVELS, AutomationReport, Language
from converter.report.source import Source

if TYPE_CHECKING:
    from jinja2 import Environment

FOLDER = Path(__file__).with_name("templates")
FOLDED_ABOVE = 40
"""Points of a journey above which its list is folded."""
BOTH_THEMES = 30
"""Automations up to which a picture comes for light and dark; above, one for both."""
MOST_PICTURES = 200
"""Automations above which the page draws none: a telephone has to open it."""

# Half a surrogate pair has no UTF-8 form, and HTML allows no control character; the marks that
# reverse reading direction would let a name rearrange the sentence that it stands in.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


class PartTable(Frozen):
    """``rows`` have as many cells as ``head``."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Part(Frozen):
    """More about the account, in plain text: it stands before the automations.

    One whose ``key`` is ``plans`` takes the place of the page's own comparison of plans.
    """

    key: str = ""
    title: str
    paragraphs: tuple[str, ...] = ()
    table: PartTable | None = None


class Line(NamedTuple):
    """One automation in the list of all; ``place`` counts from 1 and names the anchor."""

    place: int
    name: str
    level: str
    points: int | None
    codes: tuple[str, ...]


@dataclass(slots=True)
class Overview:
    """What the top of the page says of all automations, from one pass over them."""

    lines: list[Line] = field(default_factory=list)
    plans: dict[str, dict[str, int]] = field(default_factory=dict)
    journeys: int = 0


def html(report: Source, *, parts: Sequence[Part] = ()) -> Iterator[str]:
    """The page in pieces, in the report's language. Goes twice through the automations. ``parts``
    stand before them."""
    overview = _overview(report.automations)
    count = len(overview.lines)
    language = report.language
    page = _environment(language)
    style = _style()
    yield page.get_template("top.html.jinja").render(
        report=report,
        overview=overview,
        levels=LEVELS,
        parts=parts,
        style=style,
        style_hash=base64.b64encode(sha256(style.encode()).digest()).decode(),
    )
    one = page.get_template("automation.html.jinja")
    for place, row in enumerate(report.automations, 1):
        yield one.render(
            row=row,
            place=place,
            single=count == 1,
            pictures=_pictures(row, language, count),
            plan=report.plan.plan,
        )
    yield page.get_template("bottom.html.jinja").render(report=report)


def _overview(rows: Iterable[AutomationReport]) -> Overview:
    made = Overview()
    for place, row in enumerate(rows, 1):
        points = row.journey.point_count if row.journey is not None else None
        made.lines.append(Line(place, row.name, row.level, points, views.deciding_codes(row)))
        if row.journey is None:
            continue
        made.journeys += 1
        for fit in row.plan_fit:
            counts = made.plans.setdefault(fit.name, {"yes": 0, "check": 0, "no": 0})
            counts[fit.fits] += 1
    return made


class Shown(NamedTuple):
    """A picture as an image of its own document: nothing in it reaches the page."""

    address: str
    width: int
    height: int
    alt: str


def _pictures(row: AutomationReport, language: Language, count: int) -> dict[Theme, Shown]:
    """None where there is nothing to draw, or the account is too large."""
    if count > MOST_PICTURES:
        return {}
    themes: tuple[Theme, ...] = ("light", "dark") if count <= BOTH_THEMES else ("light",)
    try:
        return {theme: _shown(row, language, theme) for theme in themes}
    except NoPicture:
        return {}


def _shown(row: AutomationReport, language: Language, theme: Theme) -> Shown:
    drawn = draw(row, language, theme=theme)
    coded = base64.b64encode(drawn.svg.encode()).decode()
    return Shown(f"data:image/svg+xml;base64,{coded}", drawn.width, drawn.height, drawn.alt)


def printable(value: object) -> object:
    """What may stand in a page, instead of what an account holds."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return _UNPRINTABLE.sub("\ufffd", value)
    return value


@cache
def _style() -> str:
    return (FOLDER / "page.css").read_text(encoding="utf-8")


@cache
def _environment(language: Language) -> "Environment":
    """Templates that escape every value; a name they do not know is an error."""
    # Whoever writes no page does without the engine's megabytes.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415

    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=printable,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        language=language,
        say=partial(say, language),
        number=partial(number, language),
        percent=partial(percent, language),
        facts=partial(views.facts, language=language),
        grouped=views.grouped,
        not_plain=views.not_plain,
        linked=views.linked,
        LEVEL_MARKS=views.LEVEL_MARKS,
        FIT_MARKS=views.FIT_MARKS,
        EVIDENCE_MARKS=views.EVIDENCE_MARKS,
        SHOWN_PLACES=views.SHOWN_PLACES,
        FOLDED_ABOVE=FOLDED_ABOVE,
    )
    return made
