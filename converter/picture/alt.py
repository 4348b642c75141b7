"""A picture in words, for those who do not see it: what it shows, in a few sentences."""

from collections.abc import Sequence

from converter.journey import (
    ConditionalSplit,
    Delay,
    Exit,
    PercentageSplit,
    Point,
    SendEmail,
    WaitForTrigger,
)
from converter.language import listing, quote
from converter.picture.cards import Card, Cards
from converter.picture.head import name_of
from converter.picture.measure import clean
from converter.picture.words import say
from converter.report.model import AutomationReport, Diagnostic, JourneyReport, Language

MOST = 1000
"""Characters that Slack takes for a file; an image block takes twice as many."""
MOST_POINTS = 12
LONGEST = 70


def journey_alt(
    report: AutomationReport, journey: JourneyReport, cards: Cards, language: Language
) -> str:
    name = quote(language, name_of(report, language))
    apart = say("alt_apart", language)
    starts = apart.join(_short(card.title) for card in cards.starts)
    said = [
        say("alt_journey", language, name=name, points=journey.point_count),
        say("alt_starts", language, starts=starts),
    ]
    if 0 < journey.point_count <= MOST_POINTS:
        said.append(say("alt_points", language, points=apart.join(_points(journey.points, cards))))
    elif journey.point_count:
        said.append(say("alt_kinds", language, kinds=_kinds(journey.points, language)))
    said.append(_blocked(cards.blocked(), language))
    if report.plan_fit:
        plans = ", ".join(
            say("alt_plan", language, plan=row.name, fits=say(f"fits_{row.fits}", language))
            for row in report.plan_fit
        )
        said.append(say("alt_plans", language, plans=plans))
    return _whole(said)


def series_alt(report: AutomationReport, trigger: Diagnostic | None, language: Language) -> str:
    """For a classic automation that has no journey."""
    name = quote(language, name_of(report, language))
    said = [
        say(
            "alt_series",
            language,
            name=name,
            code=trigger.code if trigger else "–",
            title=trigger.title if trigger else say("trigger", language),
            count=report.email_count,
        )
    ]
    if report.next_steps:
        said.append(say("alt_todo", language, steps=" ".join(report.next_steps)))
    return _whole(said)


def _points(points: Sequence[Point], cards: Cards) -> list[str]:
    numbered = (cards.points[p.id] for p in points if not isinstance(p, Exit))
    return [f"{card.number} {_short(card.title)}" for card in numbered]


def _kinds(points: Sequence[Point], language: Language) -> str:
    counts = {"alt_emails": 0, "alt_delays": 0, "alt_waits": 0, "alt_splits": 0, "alt_actions": 0}
    for point in points:
        match point:
            case SendEmail():
                counts["alt_emails"] += 1
            case Delay():
                counts["alt_delays"] += 1
            case WaitForTrigger():
                counts["alt_waits"] += 1
            case ConditionalSplit() | PercentageSplit():
                counts["alt_splits"] += 1
            case Exit():
                pass
            case _:
                counts["alt_actions"] += 1
    return listing(language, [say(key, language, count=n) for key, n in counts.items() if n])


def _blocked(cards: Sequence[Card], language: Language) -> str:
    if not cards:
        return say("alt_none_blocked", language)
    points = [
        say("alt_blocked_point", language, number=str(card.number), code=card.marks[0].code)
        for card in cards
    ]
    return say("alt_blocked", language, points=listing(language, points))


def _short(text: str) -> str:
    line = clean(text)
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _whole(sentences: Sequence[str]) -> str:
    text = " ".join(clean(sentence) for sentence in sentences)
    return text if len(text) <= MOST else text[: MOST - 1].rstrip() + "…"
