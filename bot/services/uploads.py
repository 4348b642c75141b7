"""Files that people send to the bot: an export of the account, one automation, or answers."""

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from bot.services.answer_file import MOST_BYTES, answers_in
from bot.services.automations import Automations
from bot.services.loading import UPLOADED, LoadResult
from converter.frozen import Frozen
from converter.report.model import Language

PREFIX = "upload-"
LEFT_SECONDS = 3600
"""What a process that was killed left of a file is removed after this."""
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
"""How compressed files begin."""
LONGEST_NAME = 120


class Upload(Frozen):
    """What a file turned out to be. ``loaded`` is what reading automations came to, and ``number``
    that of the file; ``answers`` are those of a file of answers, as they stand in it."""

    kind: Literal["automations", "unchanged", "unreadable", "packed", "answers"]
    loaded: LoadResult = LoadResult()
    number: int | None = None
    answers: dict[str, dict[str, Any]] = Field(default_factory=dict)


class Uploads:
    """Safe to share between threads. ``folder`` is where a file lies while it is read; ``most`` is
    how many bytes it may have. Raises OSError for the folder, and what SQLAlchemy raises."""

    def __init__(self, automations: Automations, folder: Path, most: int) -> None:
        self._automations = automations
        self._folder = folder
        self.most = most

    @contextmanager
    def place(self) -> Iterator[Path]:
        """Where to write a file for the block; it is gone at its end."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        with tempfile.NamedTemporaryFile(
            dir=self._folder, prefix=PREFIX, suffix=".json", delete=False
        ) as file:
            path = Path(file.name)
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    def take(self, workspace_id: str, path: Path, name: str, language: Language) -> Upload:
        """Read a file: its automations are kept under ``name``, and replace those that it held
        when it was sent before. Answers are only read. ``language`` is that of the sentences."""
        with path.open("rb") as file:
            head = file.read(8)
        if head.startswith(PACKED):
            return Upload(kind="packed")
        answers = _answers(path)
        if answers is not None:
            return Upload(kind="answers", answers=answers)
        kept_as = f"{UPLOADED}{name[:LONGEST_NAME]}"
        loaded = self._automations.receive(workspace_id, path, kept_as, language)
        if loaded.unreadable:
            return Upload(kind="unreadable", loaded=loaded)
        number = self._automations.sent_file(workspace_id, kept_as)
        kind: Literal["unchanged", "automations"] = (
            "unchanged" if loaded.unchanged else "automations"
        )
        return Upload(kind=kind, loaded=loaded, number=number)

    def _sweep(self) -> None:
        for left in self._folder.glob(f"{PREFIX}*.json"):
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                    left.unlink()


def _answers(path: Path) -> dict[str, dict[str, Any]] | None:
    if path.stat().st_size > MOST_BYTES:
        return None
    try:
        return answers_in(json.loads(path.read_text(encoding="utf-8-sig")))
    except (ValueError, RecursionError):
        return None


__all__ = ["Upload", "Uploads"]
