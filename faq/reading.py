"""One file becomes one entry, or a list of everything that is wrong with it."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple, cast, get_args

from faq.entry import (
    LANGUAGES,
    Action,
    Entry,
    Evidence,
    Kind,
    Language,
    Source,
    SourceEvidence,
    Text,
)
from faq.form import Form, Table
from faq.markup import faults, is_web_address, plain_faults
from faq.places import Places
from faq.problems import Problem

TITLE, SHORT, DETAIL = 70, 600, 2400
EXAMPLE, NOTE, RELATED = 300, 200, 3

_KEYS = (
    *("id", "kind", "evidence", "checked", "valid_until", "related", "actions"),
    *LANGUAGES,
    "sources",
)
_TEXT_KEYS = ("title", "short", "detail", "examples")
_SOURCE_KEYS = (
    *(f"{name}_{language}" for name in ("title", "date_note") for language in LANGUAGES),
    *("url", "date", "evidence"),
)
_ID = re.compile(r"[a-z0-9-]{2,60}")
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)$")


class Draft(NamedTuple):
    """A file that was read. ``id`` is the best that is known of it, ``entry`` None where the file
    is wrong; ``form`` places and collects problems that only show beside the other files."""

    id: str
    entry: Entry | None
    form: Form


def read(path: Path, file: str, *, own: bool, today: date | None) -> Draft:
    """Read a file. ``file`` is its name for people. With ``today``, dates after the day that
    follows are refused (somewhere it is tomorrow already)."""
    content = _content(path, file)
    if isinstance(content, Problem):
        form = Form(file, Places(""))
        form.problems.append(content)
        return Draft(path.stem, None, form)
    text, table = content
    form = Form(file, Places(text))
    reader = _Reader(form, table, own, today)
    entry = reader.entry(path.stem)
    return Draft(reader.id or path.stem, None if form.problems else entry, form)


def _content(path: Path, file: str) -> tuple[str, Table] | Problem:
    try:
        text = path.read_text(encoding="utf-8-sig")
        return text, tomllib.loads(text)
    except UnicodeDecodeError:
        return _whole_file(file, "not_utf8")
    except OSError as error:
        return _whole_file(file, "unreadable", reason=str(error.strerror))
    except tomllib.TOMLDecodeError as error:
        # An error "at end of document" has no line: what is not closed may begin anywhere.
        at = _AT_LINE.search(str(error))
        return _whole_file(file, "not_toml", int(at[1]) if at else None, reason=str(error))
    except RecursionError:
        return _whole_file(file, "not_toml", reason="nested too deeply")


def _whole_file(file: str, key: str, line: int | None = None, **params: str) -> Problem:
    return Problem(file=file, line=line, place="", key=key, params=params)


class _Reader:
    def __init__(self, form: Form, table: Table, own: bool, today: date | None) -> None:
        self._form = form
        self._table = table
        self._own = own
        self._latest = today + timedelta(days=1) if today is not None else None
        self.id: str | None = None

    def entry(self, stem: str) -> Entry | None:
        form, table = self._form, self._table
        form.known_keys(table, _KEYS)
        self.id = self._id(stem)
        kind = form.choice(table, ("kind",), get_args(Kind))
        evidence = form.choice(table, ("evidence",), get_args(Evidence))
        checked, until = self._days()
        related, actions = self._related(), self._actions()
        texts = self._texts(kind)
        sources = self._sources(kind)
        examples = {language: self._examples(language) for language in texts} if self._own else {}
        if form.problems or self.id is None or checked is None:
            return None
        return Entry(
            id=self.id,
            kind=cast("Kind", kind),
            evidence=cast("Evidence", evidence),
            checked=checked,
            valid_until=until,
            related=related,
            actions=cast("tuple[Action, ...]", actions),
            texts=texts,
            sources=sources,
            examples={language: said for language, said in examples.items() if said},
            own=self._own,
            file=form.file,
        )

    def _id(self, stem: str) -> str | None:
        value = self._form.text(self._table, ("id",))
        if value is None:
            return None
        if not _ID.fullmatch(value):
            self._form.complain("id_shape", ("id",), value=value)
            return None
        if not self._own and value != stem:
            self._form.complain("file_name", ("id",), name=stem, id=value)
        return value

    def _days(self) -> tuple[date | None, date | None]:
        checked = self._form.day(self._table, ("checked",))
        until = self._form.day(self._table, ("valid_until",), needed=False)
        if checked is not None:
            self._not_later(checked, checked.isoformat(), ("checked",))
        if checked is not None and until is not None and until < checked:
            self._form.complain(
                "valid_before_checked",
                ("valid_until",),
                until=until.isoformat(),
                checked=checked.isoformat(),
            )
        return checked, until

    def _not_later(self, day: date, shown: str, path: tuple[str | int, ...]) -> None:
        if self._latest is not None and day > self._latest:
            self._form.complain("in_the_future", path, value=shown)

    def _related(self) -> tuple[str, ...]:
        related = self._form.texts(self._table, ("related",))
        if len(related) > RELATED:
            self._form.complain("too_many", ("related",), count=len(related), limit=RELATED)
        if self.id in related:
            self._form.complain("related_itself", ("related",), at=str(self.id))
        return related

    def _actions(self) -> tuple[str, ...]:
        actions = self._form.texts(self._table, ("actions",))
        for action in actions:
            if action not in get_args(Action):
                choices = ", ".join(get_args(Action))
                self._form.complain(
                    "not_a_choice", ("actions",), at=action, value=action, choices=choices
                )
        return actions

    def _texts(self, kind: str | None) -> Mapping[Language, Text]:
        texts: dict[Language, Text] = {}
        for language in LANGUAGES:
            section = self._table.get(language)
            if isinstance(section, dict):
                texts[language] = self._text(section, language, kind)
            elif section is not None:
                self._form.complain("not_table", (language,), heading=f"[{language}]")
            elif not self._own:
                self._form.complain("language_missing", (), language=language)
        if self._own and not any(language in self._table for language in LANGUAGES):
            self._form.complain("no_language", ())
        return texts

    def _text(self, section: Table, language: Language, kind: str | None) -> Text:
        form = self._form
        form.known_keys(section, _TEXT_KEYS, (language,))
        if "examples" in section and not self._own:
            form.complain("examples_not_here", (language, "examples"))
        title = form.text(section, (language, "title"), limit=TITLE) or ""
        form.markup((language, "title"), plain_faults(title))
        short = form.text(section, (language, "short"), limit=SHORT) or ""
        form.markup((language, "short"), faults(short))
        needed = kind == "topic" and not self._own
        detail = form.text(section, (language, "detail"), limit=DETAIL, needed=needed) or ""
        form.markup((language, "detail"), faults(detail))
        return Text(title=title, short=short, detail=detail)

    def _examples(self, language: Language) -> tuple[str, ...]:
        path = (language, "examples")
        examples = self._form.texts(self._table[language], path)
        for example in examples:
            if len(example) > EXAMPLE:
                self._form.complain(
                    "too_long", path, at=example, length=len(example), limit=EXAMPLE
                )
            unseen = [f for f in plain_faults(example) if f.key in {"invisible", "line_break"}]
            self._form.markup(path, unseen)
        return examples

    def _sources(self, kind: str | None) -> tuple[Source, ...]:
        listed = self._table.get("sources", [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            self._form.complain("not_table", ("sources",), heading="[[sources]]")
            return ()
        if not listed and kind == "topic" and not self._own:
            self._form.complain("sources_missing", ())
        made = (self._source(item, index) for index, item in enumerate(listed))
        return tuple(source for source in made if source is not None)

    def _source(self, item: Table, index: int) -> Source | None:
        form, at = self._form, ("sources", index)
        form.known_keys(item, _SOURCE_KEYS, at)
        titles = self._worded(item, index, "title")
        notes = self._worded(item, index, "date_note")
        evidence = form.choice(item, (*at, "evidence"), get_args(SourceEvidence))
        day = self._source_date(item, index)
        url = form.text(item, (*at, "url"), needed=False)
        if url is not None and not is_web_address(url):
            form.complain("not_web_address", (*at, "url"), value=url)
        if evidence is None or day is None or not titles:
            return None
        return Source(
            titles=titles,
            date=day,
            evidence=cast("SourceEvidence", evidence),
            url=url,
            notes=notes,
        )

    def _worded(self, item: Table, index: int, name: str) -> dict[Language, str]:
        """``name``_en and ``name``_fr. A title is needed in both languages, in a workspace's
        entry in one; a note may be missing, but not in one language only when built in."""
        given = [language for language in LANGUAGES if f"{name}_{language}" in item]
        wanted: list[Language] = list(LANGUAGES)
        if self._own:
            wanted = given or (wanted[:1] if name == "title" else [])
        elif name != "title" and not given:
            wanted = []
        said: dict[Language, str] = {}
        for language in wanted:
            path = ("sources", index, f"{name}_{language}")
            value = self._form.text(item, path, limit=NOTE)
            if value is not None:
                self._form.markup(path, plain_faults(value))
                said[language] = value
        return said

    def _source_date(self, item: Table, index: int) -> str | None:
        path = ("sources", index, "date")
        value = self._form.text(item, path)
        if value is None:
            return None
        day = first_day(value)
        if day is None:
            self._form.complain("not_date", path, value=value)
            return None
        self._not_later(day, value, path)
        return value


def first_day(value: str) -> date | None:
    """The first day of a year, a month or a day written YYYY[-MM[-DD]]; None if there is none."""
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    try:
        return date(*(int(part or 1) for part in found.groups()))
    except ValueError:
        return None
