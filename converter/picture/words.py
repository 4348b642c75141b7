"""The picture's own words."""

from converter.content import load
from converter.language import Param, fill
from converter.report.model import Language

_words = load("texts/picture.toml")


def say(key: str, language: Language, **params: Param) -> str:
    """A text of ``texts/picture.toml`` with its parameters. Raises KeyError if unknown."""
    return fill(_words[key][language], language, params)
