"""Hours and moments as people say them."""

from itertools import groupby

from bot.desk.hours import MIDNIGHT, Hours
from bot.words import texts
from converter.language import listing, phrase
from converter.report.model import Language

_ALL_DAY = ((0, MIDNIGHT),)
_WEEK = range(7)


def spoken(hours: Hours, language: Language) -> str:
    """The weekly hours in one line, such as “Monday to Friday, 9:00–18:00 (Paris time)”."""
    said = texts("desk")
    if not any(hours.weekly):
        return said.say("never", language)
    if all(day == _ALL_DAY for day in hours.weekly):
        return said.say("always", language)
    alike: dict[tuple[tuple[int, int], ...], list[int]] = {}
    for weekday in _WEEK:
        if hours.weekly[weekday]:
            alike.setdefault(hours.weekly[weekday], []).append(weekday)
    parts = [
        said.say("hours", language, days=_days(days, language), shifts=_shifts(shifts, language))
        for shifts, days in alike.items()
    ]
    week = ("\u00a0; " if language == "fr" else "; ").join(parts)
    return said.say("week", language, week=week, zone=zone_name(hours.zone, language))


def clock_time(minutes: int, language: Language) -> str:
    """A time of the day: 9:30, in French 9 h 30."""
    hour, minute = divmod(minutes, 60)
    if language == "en":
        return f"{hour}:{minute:02}"
    return f"{hour}\u00a0h\u00a0{minute:02}" if minute else f"{hour}\u00a0h"


def zone_name(zone: str, language: Language) -> str:
    """What the time of an IANA zone is called."""
    known = texts("zones")
    if zone in known:
        return known.say(zone, language)
    area, _, city = zone.rpartition("/")
    if area in ("", "Etc"):
        return city
    city = city.replace("_", " ")
    vowel = city[0] in "AEIOUY"
    return known.say("of_city_with_vowel" if vowel else "of_city", language, city=city)


def _days(days: list[int], language: Language) -> str:
    said = texts("desk")
    if len(days) == len(_WEEK):
        return said.say("every_day", language)
    names: list[str] = []
    for _, together in groupby(enumerate(days), lambda pair: pair[1] - pair[0]):
        run = [_weekday(day, language) for _, day in together]
        if len(run) > 2:
            names.append(said.say("days", language, first=run[0], last=run[-1]))
        else:
            names += [said.say("day", language, day=day) for day in run]
    return listing(language, names)


def _shifts(shifts: tuple[tuple[int, int], ...], language: Language) -> str:
    said = texts("desk")
    if shifts == _ALL_DAY:
        return said.say("all_day", language)
    return listing(
        language,
        [
            said.say(
                "shift",
                language,
                opens=clock_time(opens, language),
                closes=said.say("midnight", language)
                if closes == MIDNIGHT
                else clock_time(closes, language),
            )
            for opens, closes in shifts
        ],
    )


def _weekday(day: int, language: Language) -> str:
    return phrase("weekdays", language).split()[day]
