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
    evidence += 0.8 * sum(char in "éèêëàâùûçîïôœÉÈÀÇ«»" for char in text[:400])
    if _foreign(text, words):
        return Guess(language=fallback, sure=False, foreign=True)
    if abs(evidence) < SURE:
        return Guess(language=fallback, sure=False)
    return Guess(language="fr" if evidence > 0 else "en", sure=True)


def _by_letters(word: str) -> float:
    """Endings that only one of the two languages has; half a nat or so each."""
    endings = _tables()["endings_fr"], _tables()["endings_en"]
    score = 0.0
    if len(word) > 4:
        score += 0.6 * any(word.endswith(end) for end in endings[0])
        score -= 0.6 * any(word.endswith(end) for end in endings[1])
    return score


def _foreign(text: str, words: Sequence[str]) -> bool:
    letters = [char for char in text if char.isalpha()]
    if letters and sum(ord(char) > 0x24F for char in letters) > 0.5 * len(letters):
        return True
    if "¿" in text or "¡" in text:
        return True
    tables = _tables()
    ours = tables["fr"] | tables["en"]
    for name in ("es", "de", "it", "pt", "nl"):
        # Words that both have ("la", "de", "in") speak for neither; "per" said twice says no more.
        theirs = sum(word in tables[name] and word not in ours for word in set(words))
        own = sum(word in ours and word not in tables[name] for word in set(words))
        if theirs >= 2 and theirs > own:
            return True
    return False


@cache
def _tables() -> dict[str, frozenset[str]]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {name: frozenset(fold(text).split()) for name, text in data.items()}
