"""Content that lives in files a non-programmer can edit, checked when it is loaded."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent


class ContentError(ValueError):
    """A content file is wrong; the message names the file, the line and what to mend."""


@cache
def load(name: str) -> dict[str, Any]:
    """A TOML file of this package, as it stands. Raises ContentError."""
    return read(ROOT / name)


def read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ContentError(f"{path}: cannot be read ({error})") from error
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path}: {error}") from error


def wrong(path: Path, key: str, problem: str) -> ContentError:
    """An error for ``key`` (or a row of that id), with the line where it first stands."""
    last = re.escape(key.rsplit(".", 1)[-1])
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    line = next(
        (
            n
            for n, text in enumerate(lines, 1)
            if re.search(rf"(^|[\[.\s])\"?{last}\"?\s*[\].=]|^id\s*=\s*\"{last}\"", text)
        ),
        0,
    )
    return ContentError(
        f"{path}, line {line}: {key}: {problem}" if line else f"{path}: {key}: {problem}"
    )
