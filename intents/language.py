"""French, English, or unsure: which language to answer a message in.

Each word speaks for French or English as much as the examples use it more in the one than in the
other; a word that the examples do not know speaks by its letters. Function words of neighbouring
languages tell that a text is in none of the two.
"""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from intents.normalise import fold
from intents.result import Language

FILE = Path(__file__).with_name("languages.toml")

SURE = 1.6
"""Nats of evidence from which on a language counts as recognised (5 to 1)."""

_MOST_A_WORD = 4.0


class Guess(BaseModel):
    """``language`` to answer in; ``sure`` where the text itself says so; ``foreign`` where the
    text is in neither of the two."""

    model_config = ConfigDict(frozen=True)

    language: Language
    sure: bool
    foreign: bool = False


def guess(text: str, words: Sequence[str], french: dict[str, float], fallback: Language) -> Guess:
    """``text`` as cleaned, ``words`` as folded; ``fallback``: the thread's or the locale's."""
    tables = _tables()
    evidence = 0.0
    for word in words:
        known = french.get(word)
        if word in tables["fr"] and word not in tables["en"]:
            known = max(known or 0.0, 2.0)
        elif word in tables["en"] and word not in tables["fr"]:
            known = min(known or 0.0, -2.0)
        if known is None:
            known = _by_letters(word)
        evidence += max(-_MOST_A_WORD, min(_MOST_A_WORD, known))
    if not text.isascii():
        evidence += 0.8 * sum(char in "éèêëàâùûçîïôœÉÈÀÇ«»" for char in text[:400])
    if _foreign(text, words):
        return Guess(language=fallback, sure=False, foreign=True)
    if abs(evidence) < SURE:
        return Guess(language=fallback, sure=False)
    return Guess(language="fr" if evidence > 0 else "en", sure=True)


def _by_letters(word: str) -> float:
    """Endings that only one of the two languages has; half a nat or so each."""
    if len(word) <= 4:
        return 0.0
    french, english = _endings()
    return 0.6 * (word.endswith(french) - word.endswith(english))


def _foreign(text: str, words: Sequence[str]) -> bool:
    if not text.isascii():
        letters = [char for char in text if char.isalpha()]
        if letters and sum(ord(char) > 0x24F for char in letters) > 0.5 * len(letters):
            return True
        if "¿" in text or "¡" in text:
            return True
    # "per" said twice says no more than once.
    said = frozenset(words)
    for only_theirs, only_ours in _neighbours():
        # Words that both have ("la", "de", "in") speak for neither.
        theirs = len(said & only_theirs)
        if theirs >= 2 and theirs > len(said & only_ours):
            return True
    return False


@cache
def _neighbours() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """For each neighbouring language: the words that only it has, and those that only ours do."""
    tables = _tables()
    ours = tables["fr"] | tables["en"]
    return tuple(
        (tables[name] - ours, ours - tables[name]) for name in ("es", "de", "it", "pt", "nl")
    )


@cache
def _endings() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """French ones, English ones."""
    return tuple(_tables()["endings_fr"]), tuple(_tables()["endings_en"])


@cache
def _tables() -> dict[str, frozenset[str]]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: frozenset(fold(text).split()) for name, text in data.items()}
