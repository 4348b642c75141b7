"""The sentences of an audit, in ``texts/audit.toml``."""

from collections.abc import Sequence

from converter.content import load
from converter.language import Param, fill, listing, quote
from converter.report.model import Language

_texts = load("texts/audit.toml")

SHOWN = 6
"""As many names as ``listing`` shows."""


def say(key: str, language: Language, **params: Param) -> str:
    """The sentence ``key`` with its parameters. Raises KeyError if unknown."""
    return fill(_texts[key][language], language, params)


def sentences(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)


def names(language: Language, found: Sequence[str], more: int = 0) -> str:
    """““A”, “B” and 3 more”. ``more``: not given; SHOWN come before them."""
    shown = [quote(language, one) for one in found[:SHOWN]]
    return listing(language, shown, more + len(found) - len(shown))
