"""All entries: the built-in ones, and what a workspace adds or puts in their place."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from faq.entry import Entry
from faq.problems import FaqError, Problem
from faq.reading import Draft, read

BUILT_IN = Path(__file__).parent / "entries"
LEAST_EXAMPLES = 3

Seen = Mapping[str, tuple[int, ...] | None]
"""What tells that a file has changed; None for a folder that cannot be read."""


class Knowledge:
    """Entries by id: the built-in ones sorted by id, then those that a workspace adds, folder by
    folder. A workspace's entry with a built-in id stands in that entry's place, as a whole."""

    def __init__(
        self, entries: Iterable[Entry], folders: Iterable[Path] = (), seen: Seen | None = None
    ) -> None:
        self.entries: Mapping[str, Entry] = MappingProxyType({e.id: e for e in entries})
        self._folders = tuple(folders)
        self._seen = seen if seen is not None else _look(self._folders)
        self.fingerprint = _fingerprint(self.entries.values())
        """A hash of all contents, the same on every machine."""

    def get(self, topic: str) -> Entry | None:
        return self.entries.get(topic)

    def topics(self) -> tuple[Entry, ...]:
        """The entries that answer a question, without the dialogues."""
        return tuple(entry for entry in self.entries.values() if entry.kind == "topic")

    def is_stale(self) -> bool:
        """Whether a file was changed, added or removed since; reads no contents."""
        return _look(self._folders) != self._seen


class Survey(NamedTuple):
    """What all files hold. ``sound`` leaves out the files that are wrong; ``usable`` is False
    where a built-in one is among them. ``error`` holds all problems of all files."""

    sound: Knowledge
    error: FaqError | None
    usable: bool


def load(*folders: Path, today: date | None = None, built_in: Path = BUILT_IN) -> Knowledge:
    """The built-in entries, then those of a workspace's ``folders``.

    Dates in a workspace's entries may not lie after ``today`` (default: this machine's date); the
    built-in ones are held against ``today`` only when it is given, so that a wrong clock cannot
    stop the bot. Raises FaqError with all problems of all files.
    """
    found = survey(*folders, today=today, built_in=built_in)
    if found.error is not None:
        raise found.error
    return found.sound


def survey(*folders: Path, today: date | None = None, built_in: Path = BUILT_IN) -> Survey:
    """Like ``load``, but tells what is wrong beside what is not."""
    # Looked at before reading: what changes meanwhile makes the result stale, never unnoticed.
    seen = _look((built_in, *folders))
    problems = [
        _missing(folder) for folder in (built_in, *folders) if seen.get(str(folder), ()) is None
    ]
    ours = [read(path, _shown(path, built_in), own=False, today=today) for path in _files(built_in)]
    theirs = [
        read(path, str(path), own=True, today=today or date.today())
        for folder in folders
        for path in _files(folder)
    ]
    _hold_together(ours, theirs)
    drafts = [*ours, *theirs]
    for draft in drafts:
        problems += sorted(draft.form.problems, key=lambda problem: problem.line or 0)
    sound = [d.entry for d in drafts if d.entry is not None and not d.form.problems]
    ids = {entry.id for entry in sound}
    kept = [
        e.model_copy(update={"related": tuple(r for r in e.related if r in ids)}) for e in sound
    ]
    usable = seen.get(str(built_in), ()) is not None and not any(d.form.problems for d in ours)
    return Survey(
        Knowledge(kept, (built_in, *folders), seen),
        FaqError(problems) if problems else None,
        usable,
    )


def _hold_together(ours: list[Draft], theirs: list[Draft]) -> None:
    """The rules between files. An id counts as known even where its file is wrong otherwise, so
    that one mistake is told once."""
    built_in = {draft.id: draft for draft in ours}
    first: dict[str, Draft] = {}
    for draft in theirs:
        other = first.setdefault(draft.id, draft)
        if other is not draft and draft.entry is not None:
            draft.form.complain("duplicate_id", ("id",), id=draft.id, other=other.form.file)
        _hold_against(draft, built_in.get(draft.id))
    # Ours last: a workspace cannot make a dialogue of a topic that others lead to.
    entries = [draft.entry for draft in [*theirs, *ours] if draft.entry is not None]
    kinds = {entry.id: entry.kind for entry in entries}
    known = {topic for topic in (*built_in, *first) if kinds.get(topic, "topic") == "topic"}
    for draft in [*ours, *theirs]:
        for topic in draft.entry.related if draft.entry is not None else ():
            if topic not in known:
                draft.form.complain("related_unknown", ("related",), at=topic, value=topic)


def _hold_against(draft: Draft, built_in: Draft | None) -> None:
    """A workspace's entry against the built-in one of its id, where there is one."""
    entry = draft.entry
    if entry is None:
        return
    if built_in is None:
        count = max((len(said) for said in entry.examples.values()), default=0)
        if count < LEAST_EXAMPLES:
            draft.form.complain("too_few_examples", (), count=count, least=LEAST_EXAMPLES)
    elif built_in.entry is not None and built_in.entry.kind != entry.kind:
        draft.form.complain("kind_differs", ("kind",), id=entry.id, kind=built_in.entry.kind)


def _files(folder: Path) -> list[Path]:
    """The TOML files of a folder by name, without hidden ones (editors leave such behind)."""
    try:
        found = sorted(folder.iterdir())
    except OSError:  # told by ``survey``
        return []
    return [p for p in found if p.suffix == ".toml" and not p.name.startswith(".")]


def _look(folders: Iterable[Path]) -> Seen:
    """Asked before every answer, so without the cost of a Path for each file."""
    seen: dict[str, tuple[int, ...] | None] = {}
    for folder in folders:
        try:
            with os.scandir(folder) as listing:
                files = [file for file in listing if file.name.endswith(".toml")]
        except OSError:
            seen[str(folder)] = None
            continue
        for file in files:
            if not file.name.startswith("."):
                with suppress(OSError):  # gone in the meantime
                    state = file.stat()
                    seen[file.path] = (state.st_mtime_ns, state.st_size, state.st_ino)
    return seen


def _shown(path: Path, built_in: Path) -> str:
    return f"faq/entries/{path.name}" if built_in == BUILT_IN else str(path)


def _missing(folder: Path) -> Problem:
    return Problem(file=str(folder), line=None, place="", key="folder_missing")


def _fingerprint(entries: Iterable[Entry]) -> str:
    contents = [entry.model_dump(mode="json", exclude={"file"}) for entry in entries]
    return hashlib.sha256(json.dumps(contents, sort_keys=True).encode()).hexdigest()
