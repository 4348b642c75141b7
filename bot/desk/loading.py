"""The desk's settings from a file that somebody writes by hand."""

import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from bot.desk.channels.settings import Hook, Mailbox
from bot.desk.due import Policy
from bot.desk.hours import Day, Hours, Zone
from bot.desk.settings import DeskSettings
from bot.desk.values import DAYS, duration, holidays, share, shifts, weekdays
from bot.words import texts
from converter.content import ContentError
from converter.report.model import Language

_PLAIN = ("triage_channel", "official_support", "routes", "email", "webhook")
_TIMES: dict[str, Callable[[object], object]] = {
    name: share if name in ("warn_at", "nudge_agent", "nudge_user") else duration
    for name in Policy.model_fields
}
_KNOWN: dict[tuple[str, ...], tuple[str, ...]] = {
    (): (*_PLAIN, "hours", "times"),
    ("hours",): ("zone", "holidays", *DAYS, "monday-friday"),
    ("times",): tuple(_TIMES),
    ("email",): tuple(Mailbox.model_fields),
    ("webhook",): tuple(name for name in Hook.model_fields if name != "plain_on_this_machine"),
}
_DAY: TypeAdapter[Any] = TypeAdapter(Day)
_ZONE: TypeAdapter[str] = TypeAdapter(Zone)

Key = tuple[str, ...]
T = TypeVar("T")


class DeskSettingsError(ContentError):
    """A desk's file cannot be used; ``sentences`` says what to mend, one a problem."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


class _Problem(NamedTuple):
    key: Key
    code: str
    params: Mapping[str, str]


def load(path: Path, language: Language = "en") -> DeskSettings:
    """The settings in a TOML file such as ``docs/desk.example.toml``.

    Raises DeskSettingsError with everything that is wrong in it, in that language.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        said = texts("desk_settings").say("unreadable", language, file=str(path))
        raise DeskSettingsError((said,)) from None
    return loads(text, str(path), language)


def loads(text: str, name: str, language: Language = "en") -> DeskSettings:
    """The same from the text of such a file, which sentences call ``name``."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        line = where[1] if where else str(len(text.splitlines()))
        sentence = texts("desk_settings").say("toml", language, file=name, line=line)
        raise DeskSettingsError((sentence,)) from None
    reader = _Reader()
    settings = reader.settings(data)
    if settings is None or reader.problems:
        sentences = (_sentence(name, text, problem, language) for problem in reader.problems)
        raise DeskSettingsError(tuple(sentences))
    return settings


class _Reader:
    """Takes the values of a file one by one and keeps what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[_Problem] = []

    def settings(self, data: Mapping[str, Any]) -> DeskSettings | None:
        self._unknown((), [key for key in data if key not in _KNOWN[()]])
        values: dict[str, Any] = {key: data[key] for key in _PLAIN if key in data}
        if "hours" in data:
            values["hours"] = self._hours(self._section("hours", data["hours"]))
        if "times" in data:
            times = self._section("times", data["times"])
            self._unknown(("times",), [key for key in times if key not in _TIMES])
            read = {k: self._read(("times", k), _TIMES[k], times[k]) for k in times if k in _TIMES}
            values["policy"] = Policy() if self._found_in("times") else Policy.model_validate(read)
        return self._validated((), DeskSettings.model_validate, values)

    def _hours(self, section: Mapping[str, Any]) -> Hours:
        week: dict[int, Any] = {}
        named = [(key, days) for key in section if (days := weekdays(key)) is not None]
        # A day of its own counts before a range in which it lies.
        for key, days in sorted(named, key=lambda pair: -len(pair[1])):
            where = ("hours", key)
            shifts_ = self._read(where, shifts, section[key])
            week |= dict.fromkeys(days, self._validated(where, _DAY.validate_python, shifts_ or ()))
        others = [key for key in section if weekdays(key) is None]
        self._unknown(("hours",), [key for key in others if key not in ("zone", "holidays")])
        country, dates = self._read(
            ("hours", "holidays"), holidays, section.get("holidays", [])
        ) or (None, frozenset())
        zone: str | None = None
        if "zone" in section:
            zone = self._validated(("hours", "zone"), _ZONE.validate_python, section["zone"])
        else:
            self.problems.append(_Problem(("hours", "zone"), "missing", {}))
        weekly = [week.get(day) or () for day in range(7)]
        if not any(weekly) and not self._found_in("hours"):
            self.problems.append(_Problem(("hours",), "never_open", {}))
        if self._found_in("hours"):
            return Hours.always()
        values = {"zone": zone, "weekly": weekly, "holidays": dates, "country": country}
        return Hours.model_validate(values)

    def _found_in(self, section: str) -> bool:
        return any(problem.key[0] == section for problem in self.problems)

    def _section(self, key: str, value: object) -> Mapping[str, Any]:
        if isinstance(value, dict):
            return value
        self.problems.append(_Problem((key,), "table", {"name": key}))
        return {}

    def _unknown(self, section: Key, keys: list[str]) -> None:
        known = ", ".join(_KNOWN.get(section, ()))
        self.problems += [_Problem((*section, key), "unknown", {"known": known}) for key in keys]

    def _read(self, key: Key, read: Callable[[object], T], value: object) -> T | None:
        try:
            return read(value)
        except PydanticCustomError as error:
            context = {name: str(part) for name, part in (error.context or {}).items()}
            self.problems.append(_Problem(key, error.type, context))
            return None

    def _validated(self, key: Key, validate: Callable[[object], T], value: object) -> T | None:
        try:
            return validate(value)
        except ValidationError as error:
            self.problems += [_problem(key, dict(found)) for found in error.errors()]
            return None


def _problem(key: Key, error: Mapping[str, Any]) -> _Problem:
    place = (*key, *(part for part in error["loc"] if isinstance(part, str)))
    code = error["type"]
    if code == "extra_forbidden":
        return _Problem(place, "unknown", {"known": ", ".join(_KNOWN.get(place[:-1], ()))})
    if code in ("model_type", "mapping_type", "dict_type"):
        return _Problem(place, "table", {"name": ".".join(place)})
    if code.startswith("bool"):
        return _Problem(place, "flag", {})
    params = {name: str(part) for name, part in error.get("ctx", {}).items()}
    return _Problem(place, code if code in texts("desk_settings") else "other", params)


def _sentence(name: str, text: str, problem: _Problem, language: Language) -> str:
    said = texts("desk_settings")
    key, line = ".".join(problem.key), _line(text, problem.key)
    params = {given: part[:80] for given, part in problem.params.items() if given != "known"}
    what = said.say(problem.code, language, **params, known=problem.params.get("known", ""))
    return said.say(
        "at_line" if line else "at",
        language,
        file=name,
        line=str(line),
        key=key,
        what=what,
    )


def _line(text: str, key: Key) -> int:
    """Where the key stands, else its section; 0 where neither is found."""
    section, heading = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[([^\]]+)\]", line):
            section = header[1].strip()
            if section in (".".join(key), ".".join(key[:-1])):
                heading = number
        elif section == ".".join(key[:-1]):
            name = re.match(r"""\s*["']?([^"'=]+?)["']?\s*=""", line)
            if name and name[1] == key[-1]:
                return number
    return heading
