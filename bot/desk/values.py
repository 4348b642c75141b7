"""Values as people write them into the desk's file: durations, shares, days and their shifts."""

import re
from datetime import date, datetime, timedelta
from typing import LiteralString

from pydantic_core import PydanticCustomError

from bot.desk.holidays import PUBLIC, Country

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_UNITS = {
    timedelta(minutes=1): ("m", "min", "mins", "mn", "minute", "minutes"),
    timedelta(hours=1): ("h", "hour", "hours", "heure", "heures"),
    timedelta(days=1): ("d", "day", "days", "j", "jour", "jours"),
    timedelta(weeks=1): ("week", "weeks", "semaine", "semaines"),
}
_UNIT = {name: unit for unit, names in _UNITS.items() for name in names}
_PART = re.compile(r"([0-9]{1,5}(?:[.,][0-9]{1,2})?)\s*([a-z]+)")
_JOINTS = re.compile(r"(?:\s|,|\band\b|\bet\b)*")
_NEVER = ("never", "jamais")


def problem(code: LiteralString, **params: str) -> PydanticCustomError:
    return PydanticCustomError(code, code, dict(params))


def duration(value: object) -> timedelta | None:
    """``"30 min"``, ``"1 h 30 min"``, ``"2 jours"``; None for ``"never"`` or ``"jamais"``."""
    if not isinstance(value, str):
        raise problem("duration", value=str(value))
    text = value.strip().lower()
    if text in _NEVER:
        return None
    total, place = timedelta(), 0
    while part := _PART.match(text, place):
        unit = _UNIT.get(part[2])
        if unit is None:
            break
        total += unit * float(part[1].replace(",", "."))
        joint = _JOINTS.match(text, part.end())
        place = joint.end() if joint else part.end()
    if place < len(text) or not timedelta() < total <= timedelta(days=366):
        raise problem("duration", value=value)
    return total


def share(value: object) -> float:
    """``0.8`` or ``"80 %"``."""
    number: object = value
    if isinstance(value, str):
        match = re.fullmatch(r"([0-9]{1,2}(?:[.,][0-9]{1,2})?)\s*%", value.strip())
        number = float(match[1].replace(",", ".")) / 100 if match else None
    if isinstance(number, bool) or not isinstance(number, int | float) or not 0 < number < 1:
        raise problem("share", value=str(value))
    return float(number)


def weekdays(key: str) -> range | None:
    """The days that ``monday`` or ``monday-friday`` names, Monday being 0; None for no such key."""
    first, dash, last = key.partition("-")
    if first not in DAYS or (dash and last not in DAYS):
        return None
    days = range(DAYS.index(first), DAYS.index(last or first) + 1)
    return days if days else None


def shifts(value: object) -> list[tuple[str, str]]:
    """``"9:00-18:00"``, or a list of such; “closed” is the empty list."""
    given = [value] if isinstance(value, str) else value
    if not isinstance(given, list):
        raise problem("shift", value=str(value))
    found: list[tuple[str, str]] = []
    for one in given:
        match = re.fullmatch(r"\s*(\d{1,2}:\d{2})\s*[-–]\s*(\d{1,2}:\d{2})\s*", str(one), re.ASCII)
        if match is None:
            raise problem("shift", value=str(one))
        found.append((match[1], match[2]))
    return found


def holidays(value: object) -> tuple[Country | None, frozenset[date]]:
    """``"france"``, or a list of dates in which that may stand, too."""
    country: Country | None = None
    days: set[date] = set()
    for one in value if isinstance(value, list) else [value]:
        if one in PUBLIC:
            country = one
        elif isinstance(one, date) and not isinstance(one, datetime):
            days.add(one)
        else:
            days.add(_date(one))
    return country, frozenset(days)


def _date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        known = ", ".join(PUBLIC)
        raise problem("holiday", value=str(value), known=known) from None
