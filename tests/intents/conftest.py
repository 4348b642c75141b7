"""The matcher on the shipped examples, built once and kept between runs."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import pytest

from bot.services import cache
from intents import building, corpus
from intents.corpus import Corpus
from intents.matcher import Matcher
from intents.model import Floats


class LetterEncoder:
    """A stand-in for an encoder: a direction for each word, drawn by its hash; no meaning."""

    dims = 24

    def encode(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), self.dims), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in ["", *text.lower().split()]:
                seed = int.from_bytes(sha256(word.encode()).digest()[:4])
                row += np.random.default_rng(seed).normal(size=self.dims).astype(np.float32)
            row /= np.linalg.norm(row)
        return rows


@pytest.fixture(scope="session")
def shipped() -> Corpus:
    return corpus.load()


@pytest.fixture(scope="session")
def matcher(shipped: Corpus) -> Matcher:
    """With all encoders; without their packages there is nothing to hold against."""
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
                "en": ["can I undo it", "how do I go back", "bring the old one back", "undo please"],
                "fr": ["puis-je annuler", "comment revenir en arrière", "remettre l'ancienne"],
            },
            "plan": {
                "en": ["which plan do I need", "is the free plan enough", "what does it cost"],
                "fr": ["quel forfait me faut-il", "le forfait gratuit suffit-il", "combien ça coûte"],
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
