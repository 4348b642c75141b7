"""On which line of a TOML file a key stands; tomllib does not tell.

Only for text that tomllib has accepted: nothing is validated here.
"""

import re

Path = tuple[str | int, ...]

_NAME = r"(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')"
_DOTTED = rf"{_NAME}(?:[ \t]*\.[ \t]*{_NAME})*"
_HEADING = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]\]?")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=")
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}'
    r"|'''.*?'{3,5}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|#[^\n]*"
    r"|[^\"'#\[\]{}\n]+"
    r"|.",
    re.DOTALL,
)


class Places:
    """The lines, counted from 1, of every table and key of a TOML text."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._spans: dict[Path, tuple[int, int]] = {}
        table: Path = ()
        seen: dict[Path, int] = {}
        position, line = 0, 1
        while position < len(text):
            path: Path | None = None
            if heading := _HEADING.match(text, position):
                table = path = _split(heading[2])
                if heading[1] == "[[":
                    index = seen[path] = seen.get(path, -1) + 1
                    table = path = (*path, index)
            elif key := _KEY.match(text, position):
                path = (*table, *_split(key[1]))
            position, last = _end_of_statement(text, position, line)
            if path is not None:
                self._spans.setdefault(path, (line, last))
            line = last + 1

    def line(self, path: Path, fragment: str = "") -> int | None:
        """The line of ``path``, else of what holds it; with ``fragment``, the line within the
        value where it stands, as far as it is written there as it is."""
        while path not in self._spans:
            if not path:
                return None
            path = path[:-1]
        first, last = self._spans[path]
        if fragment:
            for number in range(first, last + 1):
                if fragment in self._lines[number - 1]:
                    return number
        return first


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(name.strip("\"'") for name in re.findall(_NAME, dotted))


def _end_of_statement(text: str, position: int, line: int) -> tuple[int, int]:
    """Where the next statement begins, and the line on which this one ends."""
    depth = 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None:  # pragma: no cover - the last alternative takes anything
            break
        position = token.end()
        if token[0] == "\n":
            if depth <= 0:
                return position, line
            line += 1
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
        else:
            line += token[0].count("\n")
    return position, line
