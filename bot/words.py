"""The bot's own sentences, in files that a non-programmer can edit, checked when they are loaded.

A file holds tables ``[key]`` with ``en`` and ``fr`` side by side. ``{name}`` is a parameter and
``{count|one|many}`` a form that depends on a number.
"""

import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from converter.content import read, wrong
from converter.language import LANGUAGES, Param, fill
from converter.report.model import Language

FOLDER = Path(__file__).parent / "texts"

_FIELD = re.compile(r"\{(\w+)[|}]")


class Texts:
    """The sentences of one file, or several. Raises ContentError when a language or a parameter is
    missing, or a key stands in two files."""

    def __init__(self, *paths: Path) -> None:
        self._texts: dict[str, dict[Language, str]] = {}
        for path in paths:
            self._take(path)

    def _take(self, path: Path) -> None:
        for key, entry in read(path).items():
            if key in self._texts:
                raise wrong(path, key, "stands in another file already")
            if not isinstance(entry, dict) or set(entry) != set(LANGUAGES):
                raise wrong(path, key, "needs exactly the keys " + " and ".join(LANGUAGES))
            if not all(isinstance(text, str) and text.strip() for text in entry.values()):
                raise wrong(path, key, "every language needs a text")
            fields = {language: set(_FIELD.findall(entry[language])) for language in LANGUAGES}
            if fields["en"] != fields["fr"]:
                raise wrong(path, key, "the languages use different parameters")
            self._texts[key] = {language: entry[language] for language in LANGUAGES}

    def __iter__(self) -> Iterator[str]:
        return iter(self._texts)

    def __contains__(self, key: object) -> bool:
        return key in self._texts

    def say(self, key: str, language: Language, /, **params: Param) -> str:
        """The sentence ``key`` with its parameters. Raises KeyError for an unknown key."""
        return fill(self._texts[key][language], language, params)


@cache
def texts(name: str) -> Texts:
    """The sentences of ``bot/texts/<name>.toml``."""
    return Texts(FOLDER / f"{name}.toml")


def language_of(chosen: Language | None, environment: Mapping[str, str] | None = None) -> Language:
    """The language of whoever runs the bot: chosen, else what LANG says, else English."""
    if chosen is not None:
        return chosen
    lang = (environment if environment is not None else os.environ).get("LANG", "")
    return "fr" if lang.lower().startswith("fr") else "en"
