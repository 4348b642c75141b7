"""From the report of one automation to its picture."""

from converter.picture.alt import journey_alt, series_alt
from converter.picture.cards import Cards, cards_of
from converter.picture.detail import Detail
from converter.picture.foot import Foot
from converter.picture.head import Chip, Head, name_of
from converter.picture.model import NoPicture, Picture, Theme
from converter.picture.overview import Overview
from converter.picture.series import Series, trigger_of
from converter.picture.svg import Canvas
from converter.picture.themes import Colours, colours
from converter.picture.words import say
from converter.report.model import AutomationReport, JourneyReport, Language

NARROWEST = 816.0
MARGIN = 28.0
ABOVE, BELOW = 26.0, 34.0
MOST_CARDS = 40
"""Points above which a journey is drawn as an overview."""


def draw(report: AutomationReport, language: Language, *, theme: Theme = "light") -> Picture:
    """The journey map of an automation whose report is in ``language``.

    Raises NoPicture where there is no journey and no classic series that stays.
    """
    if report.journey is not None:
        return _journey(report, report.journey, language, colours(theme))
    if report.level == "blocked":
        return _series(report, language, colours(theme))
    raise NoPicture(report.level)


def _journey(
    report: AutomationReport, journey: JourneyReport, language: Language, used: Colours
) -> Picture:
    cards = cards_of(report, journey, language)
    alt = journey_alt(report, journey, cards, language)
    chips = _chips(report, journey, cards, language, used)
    if journey.point_count > MOST_CARDS:
        overview = Overview(journey, cards, language)
        wide = overview.width + 2 * MARGIN
        return _page(
            report, language, used, chips, wide, (overview, overview.height, MARGIN), alt, True
        )
    detail = Detail(journey, cards, language)
    part = detail.part
    wide = max(NARROWEST, part.left + part.right + 2 * MARGIN)
    # In the middle, unless one side needs more room than the other leaves it.
    middle = min(max(wide / 2, part.left + MARGIN), wide - part.right - MARGIN)
    return _page(report, language, used, chips, wide, (detail, part.height, middle), alt, False)


def _series(report: AutomationReport, language: Language, used: Colours) -> Picture:
    series = Series(report, language, NARROWEST - 2 * MARGIN)
    chips: list[Chip] = [(say("chip_not_converted", language), used.error, "stop")]
    alt = series_alt(report, trigger_of(report), language)
    return _page(
        report, language, used, chips, NARROWEST, (series, series.height, MARGIN), alt, False
    )


def _page(
    report: AutomationReport,
    language: Language,
    used: Colours,
    chips: list[Chip],
    wide: float,
    body: tuple[Detail | Overview | Series, float, float],
    alt: str,
    overview: bool,
) -> Picture:
    drawn, high, x = body
    canvas = Canvas(used)
    wide = float(round(wide))
    head = Head(report, language, chips, wide)
    foot = Foot(report, language, wide) if report.journey is not None else None
    top = head.height + ABOVE
    total = round(top + high + BELOW + (foot.height if foot else 0))
    canvas.rect((0, 0, wide, total), used.page)
    head.draw(canvas)
    drawn.draw(canvas, x, top)
    if foot is not None:
        foot.draw(canvas, top + high + BELOW - 6)
    svg = canvas.document(wide, total, name_of(report, language), alt)
    return Picture(svg=svg, width=int(wide), height=total, alt=alt, overview=overview)


def _chips(
    report: AutomationReport,
    journey: JourneyReport,
    cards: Cards,
    language: Language,
    used: Colours,
) -> list[Chip]:
    blocked, changed = cards.count("error"), cards.count("warning")
    converted = journey.point_count - blocked - changed
    chips: list[Chip] = [
        (say("chip_points", language, count=journey.point_count), used.plain, None)
    ]
    if converted:
        chips.append((say("chip_converted", language, count=converted), used.good, "yes"))
    if changed:
        chips.append((say("chip_changed", language, count=changed), used.warning, "check"))
    if blocked:
        chips.append((say("chip_blocked", language, count=blocked), used.error, "stop"))
    names = {row.plan: row.name for row in report.plan_fit}
    if report.cheapest_plan is not None:
        plan = names.get(report.cheapest_plan, report.cheapest_plan)
        chips.append((say("chip_plan", language, plan=plan), used.notice, None))
    elif report.plan_fit:
        chips.append((say("chip_no_plan", language), used.error, "no"))
    return chips
