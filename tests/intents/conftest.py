"""The matcher on the shipped examples, built once and kept between runs."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from bot.services import cache
from intents import building, corpus
from intents.corpus import Corpus
from intents.matcher import Matcher
from intents.model import Floats
from tests.directions import direction_of

if sys.platform != "win32":
    import fcntl


class LetterEncoder:
    dims = 24

    def encode(self, texts: Sequence[str]) -> Floats:
        rows = [direction_of(text.lower().split(), self.dims) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dims)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One test process learns, the others wait and read what it learned."""
    with (folder / "tests.lock").open("w") as lock:
        if sys.platform != "win32":
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def shipped() -> Corpus:
    return corpus.load()


@pytest.fixture(scope="session")
def matcher(shipped: Corpus) -> Matcher:
    """With all encoders; without their packages there is nothing to hold against."""
    with _alone(cache.folder()):
        found = building.build(shipped, cache.folder())
    if found.views != ("lexical", "fast", "deep"):
        pytest.skip(f"encoders are missing, the matcher looks with {found.views} only")
    return found


@pytest.fixture(scope="session")
def plain(shipped: Corpus) -> Matcher:
    """Without encoders, as on the first seconds of the first start."""
    return building.quick(shipped)


@pytest.fixture(scope="session")
def small() -> Corpus:
    """Three topics and questions beside them, in both languages."""
    return corpus.of(
        {
            "undo": {
                "en": [
                    "can I undo it",
                    "how do I go back",
                    "bring the old one back",
                    "undo please",
                ],
                "fr": ["puis-je annuler", "comment revenir en arrière", "remettre l'ancienne"],
            },
            "plan": {
                "en": ["which plan do I need", "is the free plan enough", "what does it cost"],
                "fr": [
                    "quel forfait me faut-il",
                    "le forfait gratuit suffit-il",
                    "combien ça coûte",
                ],
            },
            "rss": {
                "en": ["what about my rss feed", "rss campaigns", "feed emails of my blog"],
                "fr": ["et mon flux rss", "les campagnes rss", "les mails de mon blog par rss"],
            },
            corpus.OUT_OF_SCOPE: {
                "en": ["what is the weather like", "tell me a joke", "book a table for two"],
                "fr": ["quel temps fait-il", "raconte une blague", "réserve une table pour deux"],
            },
        }
    )
