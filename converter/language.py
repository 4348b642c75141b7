"""Words in two languages: templates with plurals, lists, durations, dates, quotations."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from converter.content import load
from converter.report.model import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")
SHOWN = 60
"""Characters of an account's own text that are quoted inside a sentence."""

_FIELD = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")


class Said(Protocol):
    """A parameter that is worded only when the language is known."""

    def say(self, language: Language) -> str: ...


Param = str | int | Said


def fill(template: str, language: Language, params: Mapping[str, Param]) -> str:
    """``{name}`` becomes the parameter; ``{name|form|forms}`` the form that its number asks for."""

    said = ""
    for literal, name, one, many in _parts(template):
        said += literal
        if name:
            value = params[name]
            if one is not None:
                said += one if _singular(language, value) else many or ""
            else:
                said += (
                    number(language, value) if isinstance(value, int) else render(value, language)
                )
    return said


@lru_cache(maxsize=4096)
def _parts(template: str) -> tuple[tuple[str, str, str | None, str | None], ...]:
    """Each field of a template with the literal text in front of it; the rest comes last."""
    parts: list[tuple[str, str, str | None, str | None]] = []
    last = 0
    for match in _FIELD.finditer(template):
        name, one, many = match.groups()
        parts.append((template[last : match.start()], name, one, many))
        last = match.end()
    return (*parts, (template[last:], "", None, None))


def render(value: Param, language: Language) -> str:
    return (
        value
        if isinstance(value, str)
        else str(value)
        if isinstance(value, int)
        else value.say(language)
    )


def _singular(language: Language, value: Param) -> bool:
    count = value if isinstance(value, int) else 0
    return count == 1 or (language == "fr" and abs(count) < 2)


def number(language: Language, value: int) -> str:
    grouped = f"{value:,}"
    return grouped if language == "en" else grouped.replace(",", "\u202f")


def shorten(text: str, limit: int = SHOWN) -> str:
    """One line of at most ``limit`` characters; what is left out is marked with an ellipsis."""
    line = " ".join(text[: limit * 4 + 200].split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def shown(value: object) -> str:
    """A value as JSON writes it, shortened; text without its quotation marks."""
    if isinstance(value, str):
        return shorten(value)
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    return shorten(json.dumps(value))


def quote(language: Language, text: str) -> str:
    inner = shorten(text)
    return f"“{inner}”" if language == "en" else f"«\u00a0{inner}\u00a0»"


def listing(language: Language, items: Sequence[str], more: int = 0) -> str:
    """“a, b and c”; above six items the rest is counted. ``more`` are those that are not given:
    six come before them."""
    kept, total = list(items), len(items) + more
    if total > 6:
        kept = [*kept[:5], phrase("and_more", language, more=total - 5)]
    if len(kept) <= 1:
        return "".join(kept)
    joint = phrase("and", language)
    return ", ".join(kept[:-1]) + f" {joint} " + kept[-1]


def duration(language: Language, amount: int, unit: str) -> str:
    return phrase(f"duration_{unit}", language, amount=amount)


def moment(language: Language, when: datetime, timezone: str | None = None) -> str:
    """A date and time, in UTC where no time zone (IANA name) is known."""
    zone, name = _zone(timezone)
    local = when.astimezone(zone)
    month = phrase("months", language).split()[local.month - 1]
    day = "1er" if language == "fr" and local.day == 1 else str(local.day)
    clock = f"{local:%H:%M}" if language == "en" else f"{local.hour}\u00a0h\u00a0{local:%M}"
    return phrase(
        "moment", language, day=day, month=month, year=str(local.year), clock=clock, zone=name
    )


def _zone(name: str | None) -> tuple[tzinfo, str]:
    """The time zone of that name, else UTC: also where a machine knows no time zones."""
    try:
        return (ZoneInfo(name), name) if name else (UTC, "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC, "UTC"


_phrases = load("texts/phrases.toml")


def phrase(key: str, language: Language, **params: Param) -> str:
    """A sentence of ``texts/phrases.toml`` with its parameters. Raises KeyError if unknown."""
    return fill(_phrases[key][language], language, params)


class Later:
    """A parameter worded by a function of the language."""

    def __init__(self, word: Callable[[Language], str]) -> None:
        self._word = word

    def say(self, language: Language) -> str:
        return self._word(language)
