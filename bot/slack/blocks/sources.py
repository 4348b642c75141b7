"""Where an answer comes from, in words: sources with dates, how sure, when it was checked."""

import re
from datetime import date

from bot.slack.blocks.elements import Block, context
from bot.slack.mrkdwn import link, neutral, shorten
from bot.slack.ports import Answer, Source
from bot.slack.texts import mrkdwn, plain
from converter.report.model import Language

SHOWN = 3
TITLE = 150
NOTE = 150

_MONTHS: dict[Language, tuple[str, ...]] = {
    "en": (
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
}  # fmt: skip


def told(answer: Answer) -> list[Block]:
    """Under an answer: the first sources and the day of the check, then what to be careful of."""
    language = answer.language
    shown = [source_words(source, language, noted=False) for source in answer.sources[:SHOWN]]
    if len(answer.sources) > SHOWN:
        shown.append(mrkdwn(language, "more_titles", n=len(answer.sources) - SHOWN))
    lines = []
    if shown:
        label = mrkdwn(language, "source" if len(answer.sources) == 1 else "sources")
        lines.append(f"{label} {' · '.join(shown)}")
    lines.append(mrkdwn(language, "checked_on", date=day(answer.checked, language)))
    return [context("\n".join(lines)), *careful(answer)]


def every(answer: Answer) -> list[Block]:
    """In the details: each source on its line."""
    language = answer.language
    lines = [f"• {source_words(source, language)}" for source in answer.sources]
    checked = mrkdwn(language, "checked_on", date=day(answer.checked, language))
    blocks = []
    if lines:
        label = mrkdwn(language, "source" if len(lines) == 1 else "sources")
        for start in range(0, len(lines), 5):
            head = [label] if not start else []
            blocks.append(context("\n".join([*head, *lines[start : start + 5]])))
    return [*blocks, context(checked), *careful(answer)]


def careful(answer: Answer) -> list[Block]:
    """How far to trust it, where that is not "Mailchimp says so", and whether it is due."""
    language = answer.language
    lines = []
    if answer.evidence != "official":
        lines.append(mrkdwn(language, f"trust_{answer.evidence}"))
    if answer.due:
        lines.append(mrkdwn(language, "due", date=day(answer.checked, language)))
    return [context("\n".join(f"⚠️ {line}" for line in lines))] if lines else []


def source_words(source: Source, language: Language, *, noted: bool = True) -> str:
    """“Mailchimp help, 2024 (official)” as mrkdwn, with a link where there is an address.
    ``noted``: with what is to be known about the source, which makes it twice as long."""
    title = shorten(source.title, TITLE)
    name = link(source.url, title) if source.url else neutral(title)
    marks = [plain(language, f"mark_{source.evidence}")]
    if noted and source.note:
        marks.append(neutral(shorten(source.note, NOTE)))
    dated = neutral(dated_words(source.date, language))
    return f"{name}, {dated} ({', '.join(marks)})"


def day(when: date, language: Language) -> str:
    """“22 November 2026”, « 1er décembre 2026 »."""
    number = "1er" if language == "fr" and when.day == 1 else str(when.day)
    return f"{number} {_MONTHS[language][when.month - 1]} {when.year}"


def dated_words(text: str, language: Language) -> str:
    """A year, year-month or day as people write it; anything else as it stands."""
    found = re.fullmatch(r"(\d{4})-(\d{2})(?:-(\d{2}))?", text)
    if found is None or not 1 <= int(found[2]) <= 12:
        return text
    if found[3] is None:
        return f"{_MONTHS[language][int(found[2]) - 1]} {found[1]}"
    try:
        return day(date.fromisoformat(text), language)
    except ValueError:
        return text
