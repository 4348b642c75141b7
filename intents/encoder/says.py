"""The encoders' sentences, in French and English, from ``says.toml``."""

import tomllib
from functools import cache
from pathlib import Path

from intents.result import Language

__all__ = ["EncoderProblem", "Language", "say"]


class EncoderProblem(ValueError):
    """Weights that are not the pinned ones, or files that cannot be what they claim to be.

    ``str()`` is the English sentence; ``sentence`` has both.
    """

    def __init__(self, key: str, **words: str) -> None:
        self.key = key
        self.words = words
        super().__init__(say(key, "en", **words))

    def sentence(self, language: Language) -> str:
        return say(self.key, language, **self.words)


def say(key: str, language: Language, **words: str) -> str:
    return _sentences()[key][language].format(**words)


@cache
def _sentences() -> dict[str, dict[Language, str]]:
    with Path(__file__).with_name("says.toml").open("rb") as file:
        return tomllib.load(file)
