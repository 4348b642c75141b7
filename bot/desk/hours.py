"""When the desk is open: weekly hours in a time zone, less the holidays.

Open is what the clock on the wall says. So an hour that the clock skips in spring is nobody's, and
one that it shows twice in autumn counts twice; time that passes is always real time.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, PlainSerializer
from pydantic_core import PydanticCustomError

from bot.desk.holidays import PUBLIC, Country
from converter.frozen import Frozen

MIDNIGHT = 24 * 60
"""The end of a day, in minutes since its beginning."""
SEARCHED = 370
"""Days without an opening after which the desk counts as closed for good."""

_DAY = timedelta(days=1)
_LAST_DAY = date.max.toordinal() - 2
_SECOND = timedelta(seconds=1)


def clock(minutes: int) -> str:
    """``09:30``; the end of the day is ``24:00``."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _minutes(value: object) -> object:
    if not isinstance(value, str):
        return value
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", value.strip(), re.ASCII)
    if match is None or int(match[2]) > 59:
        raise PydanticCustomError("clock", "not a time of the day", {"value": value})
    return int(match[1]) * 60 + int(match[2])


def _known(zone: str) -> str:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("zone", "not a time zone", {"value": zone}) from None
    return zone


def _in_order(day: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted(day):
        if not 0 <= opens < closes <= MIDNIGHT:
            raise PydanticCustomError("shift", "a shift that ends before it begins", {})
        if joined and opens < joined[-1][1]:
            raise PydanticCustomError("overlap", "shifts of a day overlap", {})
        touches = bool(joined) and opens == joined[-1][1]
        joined.append((joined.pop()[0] if touches else opens, closes))
    return tuple(joined)


Zone = Annotated[str, AfterValidator(_known)]
Minutes = Annotated[
    int, BeforeValidator(_minutes), PlainSerializer(clock, return_type=str, when_used="json")
]
"""Of the day; text such as ``9:30`` is read as that."""
Day = Annotated[tuple[tuple[Minutes, Minutes], ...], AfterValidator(_in_order)]
"""The shifts of a day, each from when to when; those that touch become one."""
Stretch = tuple[datetime, datetime]


class Hours(Frozen):
    """``zone`` is an IANA name; ``weekly`` holds seven days, Monday first. A shift over midnight is
    written as two. On ``holidays`` (local dates), and on the public ones of ``country``, the desk
    is closed all day. Moments are taken and given as aware datetimes, given ones in UTC."""

    zone: Zone = "UTC"
    weekly: tuple[Day, Day, Day, Day, Day, Day, Day]
    holidays: frozenset[date] = frozenset()
    country: Country | None = None

    @classmethod
    def always(cls, zone: str = "UTC") -> Self:
        """Open day and night."""
        day = ((0, MIDNIGHT),)
        return cls(zone=zone, weekly=(day, day, day, day, day, day, day))

    def is_open(self, at: datetime) -> bool:
        local = at.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        return any(opens <= minute < closes for opens, closes in self.on(local.date()))

    def on(self, day: date) -> tuple[tuple[int, int], ...]:
        """The shifts of a local date, in minutes of the day."""
        if day in self.holidays:
            return ()
        if self.country is not None and day in PUBLIC[self.country](day.year):
            return ()
        return self.weekly[day.weekday()]

    def next_opening(self, at: datetime) -> datetime | None:
        """``at`` itself while open. None where it does not open within SEARCHED days."""
        return self.after(at, timedelta())

    def opens_again(self, at: datetime) -> datetime | None:
        """When it opens next after having been closed. None where it stays as it is, closed or
        open, for SEARCHED days."""
        open_until = at
        for opens, closes in self._from(at):
            if opens > open_until:
                return opens
            if closes - at > SEARCHED * _DAY:
                return None
            open_until = closes
        return None

    def after(self, at: datetime, span: timedelta) -> datetime | None:
        """The first moment by which the desk was open for ``span`` since ``at``: in open hours or
        just when they end. None where that is never. Raises ValueError for a negative span."""
        if span < timedelta():
            raise ValueError("time does not run backwards")
        left = span
        for opens, closes in self._from(at):
            begins = max(opens, at)
            if closes - begins >= left:
                return (begins + left).astimezone(UTC)
            left -= closes - begins
        return None

    def stretches(self, start: datetime, end: datetime) -> Iterator[Stretch]:
        """The open time between two moments, in order; what touches may be in several pieces."""
        if start >= end:
            return
        for day in range(_utc_day(start), _utc_day(end) + 1):
            for opens, closes in _open_on(self, day):
                if opens < end and closes > start:
                    yield max(opens, start), min(closes, end)

    def _from(self, at: datetime) -> Iterator[Stretch]:
        """The open time that does not end before ``at``, until SEARCHED days bring none."""
        day, idle = _utc_day(at), 0
        while idle <= SEARCHED and day < _LAST_DAY:
            found = _open_on(self, day)
            idle = 0 if found else idle + 1
            yield from (stretch for stretch in found if stretch[1] > at)
            day += 1


class OpenTime:
    """Open time between many pairs of moments, all within ``start`` and ``end``, each in the time
    of a look-up."""

    def __init__(self, hours: Hours, start: datetime, end: datetime) -> None:
        self._stretches = tuple(hours.stretches(start, end))
        self._begins = [begins for begins, _ in self._stretches]
        self._before = [timedelta()]
        for begins, ends in self._stretches:
            self._before.append(self._before[-1] + (ends - begins))

    def between(self, start: datetime, end: datetime) -> timedelta:
        return max(self._until(end) - self._until(start), timedelta())

    def _until(self, at: datetime) -> timedelta:
        index = bisect_right(self._begins, at) - 1
        if index < 0:
            return timedelta()
        begins, ends = self._stretches[index]
        return self._before[index] + (min(at, ends) - begins)


def _utc_day(at: datetime) -> int:
    return at.astimezone(UTC).toordinal()


@lru_cache(maxsize=8192)
def _open_on(hours: Hours, day: int) -> tuple[Stretch, ...]:
    """The open time of a day in UTC: that has no gaps, whatever the local clock does."""
    start = datetime.fromordinal(day).replace(tzinfo=UTC)
    found: list[Stretch] = []
    for begins, ends, offset in _steady(ZoneInfo(hours.zone), start, start + _DAY):
        for local in range((begins + offset).toordinal(), (ends + offset).toordinal() + 1):
            midnight = datetime.fromordinal(local).replace(tzinfo=UTC) - offset
            for opens, closes in hours.on(date.fromordinal(local)):
                first = max(begins, midnight + timedelta(minutes=opens))
                last = min(ends, midnight + timedelta(minutes=closes))
                if first < last:
                    found.append((first, last))
    return tuple(found)


def _steady(
    zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[tuple[datetime, datetime, timedelta]]:
    """The parts of a day in UTC in which the local clock keeps its distance, and that distance."""
    before, after = _offset(zone, start), _offset(zone, end)
    if before == after:
        yield start, end, before
        return
    kept, changed = start, end
    while changed - kept > _SECOND:
        middle = kept + (changed - kept) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        if _offset(zone, middle) == before:
            kept = middle
        else:
            changed = middle
    yield start, changed, before
    yield changed, end, after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()
