"""The sentences for editors, from TOML files beside the code: French and English side by side."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from faq.entry import Language

Param = str | int
FOLDER = Path(__file__).parent


@cache
def catalogue(name: str) -> Mapping[str, Mapping[str, str]]:
    """The tables of ``name``.toml by key; each holds ``en`` and ``fr``, some further forms."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def sentence(
    name: str, key: str, language: Language, params: Mapping[str, Param], *, form: str = ""
) -> str:
    """One sentence, its parameters filled in. ``form`` picks another than the plain one.

    Raises KeyError where the sentence or one of its parameters does not exist.
    """
    return catalogue(name)[key][language + form].format_map(params)
