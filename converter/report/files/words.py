"""The sentences of ``texts/files.toml``, and how a share is written."""

from converter.content import load
from converter.language import Param, fill
from converter.report.model import Language


def say(language: Language, key: str, /, **params: Param) -> str:
    """The sentence ``key`` with its parameters. Raises KeyError for an unknown key."""
    return fill(load("texts/files.toml")[key][language], language, params)


def percent(language: Language, share: float) -> str:
    """“93%”, rounded down: 100% is said only where nothing is missing."""
    whole = str(int(share * 100))
    return f"{whole}%" if language == "en" else f"{whole}\u00a0%"


def decimal(language: Language, share: float) -> str:
    """“0.9333”, with a comma in French, as a spreadsheet of that language reads it."""
    return str(share) if language == "en" else str(share).replace(".", ",")
