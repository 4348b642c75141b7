"""Public holidays that follow rules: those of France."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from typing import Literal

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)
"""Easter Monday, Ascension Day, Whit Monday, as days after Easter Sunday."""


@cache
def french(year: int) -> frozenset[date]:
    """The eleven of article L3133-1 of the French labour code; regions and overseas have more."""
    fixed = {date(year, month, day) for month, day in _FIXED}
    return frozenset(fixed | {easter(year) + timedelta(days=days) for days in _AFTER_EASTER})


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar, by the anonymous computus (Nature, 1876)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leaps, common = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - shift + 15) % 30
    quarters, years = divmod(rest, 4)
    weekday = (32 + 2 * common + 2 * quarters - epact - years) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


Country = Literal["france"]
PUBLIC: dict[Country, Callable[[int], frozenset[date]]] = {"france": french}
"""The public holidays of a year."""
