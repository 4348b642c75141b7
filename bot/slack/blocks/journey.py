"""The journey in words: starting points, then numbered points."""

from bot.slack.blocks.elements import Block, Line, Run, bullets, numbered, paragraph, rich
from bot.slack.mrkdwn import shorten
from bot.slack.texts import plain
from converter.journey import Exit
from converter.report.model import AutomationReport, JourneyReport, Language

SHOWN_POINTS = 12
SHOWN_STARTS = 3
LINE = 200


def point_lines(journey: JourneyReport) -> list[str]:
    """The points in path order, as a person counts them: exits have no number."""
    return [p.text for p in journey.points if not isinstance(p, Exit)]


def journey_summary(report: AutomationReport, language: Language) -> list[Block]:
    """One block: the first points, and how many more there are."""
    journey = report.journey
    if journey is None:
        return []
    title = [Run(plain(language, "journey_title"), bold=True), Run(_size(journey, language))]
    starts: list[Line] = [
        [Run(plain(language, "starts_when"), bold=True), Run(" " + shorten(s.text, LINE))]
        for s in journey.starting_points[:SHOWN_STARTS]
    ]
    parts = [paragraph(title)]
    if starts:
        parts.append(bullets(starts))
    lines = point_lines(journey)
    if lines:
        parts.append(numbered([shorten(line, LINE) for line in lines[:SHOWN_POINTS]]))
    if len(lines) > SHOWN_POINTS:
        parts.append(paragraph(plain(language, "more_points", n=len(lines) - SHOWN_POINTS)))
    if journey.re_entry_text:
        parts.append(paragraph(shorten(journey.re_entry_text, 300)))
    return [rich(*parts)]


def _size(journey: JourneyReport, language: Language) -> str:
    size = " · " + plain(language, "point_count", n=journey.point_count)
    if journey.branching:
        size += " · " + plain(language, "with_branching")
    return size
