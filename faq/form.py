"""A file of an entry while it is read: hands out values of the right type, notes what is wrong."""

import difflib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from faq.markup import Fault
from faq.places import Path, Places
from faq.problems import Problem
from faq.wording import Param

Table = Mapping[str, Any]


class Form:
    """``problems`` grows while values are taken; a value that is wrong comes back as None."""

    def __init__(self, file: str, places: Places) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._places = places

    def complain(self, key: str, path: Path, /, *, at: str = "", **params: Param) -> None:
        """``at`` are characters of the value that tell the line."""
        place = ".".join(str(p + 1 if isinstance(p, int) else p) for p in path)
        line = self._places.line(path, at)
        self.problems.append(
            Problem(file=self.file, line=line, place=place, key=key, params=params)
        )

    def known_keys(self, table: Table, known: Collection[str], path: Path = ()) -> None:
        for name in table:
            if name in known:
                continue
            meant = difflib.get_close_matches(name, known, n=1)
            if meant:
                self.complain("unknown_key_meant", (*path, name), name=name, meant=meant[0])
            else:
                listed = ", ".join(sorted(known))
                self.complain("unknown_key", (*path, name), name=name, known=listed)

    def text(
        self, table: Table, path: Path, *, limit: int | None = None, needed: bool = True
    ) -> str | None:
        """The stripped text under the last name of ``path``, None where there is none."""
        value = table.get(str(path[-1]))
        if value is None or value == "" or (isinstance(value, str) and not value.strip()):
            if needed:
                self.complain("missing", path)
            return None
        if not isinstance(value, str):
            self.complain("not_text", path)
            return None
        value = value.strip()
        if limit is not None and width(value) > limit:
            self.complain("too_long", path, length=width(value), limit=limit)
        return value

    def choice(self, table: Table, path: Path, choices: Sequence[str]) -> str | None:
        value = self.text(table, path)
        if value is None or value in choices:
            return value
        self.complain("not_a_choice", path, value=value, choices=", ".join(choices))
        return None

    def day(self, table: Table, path: Path, *, needed: bool = True) -> date | None:
        value = table.get(str(path[-1]))
        if value is None:
            if needed:
                self.complain("missing", path)
            return None
        if type(value) is not date:  # a datetime is a date too
            self.complain("not_day", path)
            return None
        return value

    def texts(self, table: Table, path: Path) -> tuple[str, ...]:
        """A list of texts, without what is empty, repeated or of another type."""
        values = table.get(str(path[-1]), [])
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            self.complain("not_list", path)
            return ()
        kept: list[str] = []
        for value in (value.strip() for value in values):
            if not value:
                self.complain("missing", path)
            elif value in kept:
                self.complain("repeated", path, at=value, value=value)
            else:
                kept.append(value)
        return tuple(kept)

    def markup(self, path: Path, faults: Sequence[Fault]) -> None:
        """Each kind of fault once for each of its fragments."""
        for key, fragment in dict.fromkeys(faults):
            shown = fragment if fragment.isprintable() else f"U+{ord(fragment[0]):04X}"
            self.complain(key, path, at=fragment.strip("\n"), fragment=shown)


def width(text: str) -> int:
    """Length in UTF-16 units: the stricter way to count that Slack may use."""
    return len(text) + sum(char > "\uffff" for char in text)
