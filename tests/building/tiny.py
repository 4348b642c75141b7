"""A corpus of a few phrases, and encoders that need no weights."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from intents import building, corpus
from intents.building import Encoders
from intents.corpus import Corpus
from intents.encoder import Encoder
from intents.encoder.api import Engine
from intents.model import Floats
from intents.result import Language
from tests.directions import direction_of

EXAMPLES: Mapping[str, Mapping[Language, Sequence[str]]] = {
    "undo": {
        "en": ["can I undo it", "how do I go back", "bring the old one back", "undo please"],
        "fr": ["puis-je annuler", "comment revenir en arrière", "remettre l'ancienne"],
    },
    "plan": {
        "en": ["which plan do I need", "is the free plan enough", "what does the plan cost"],
        "fr": ["quel forfait me faut-il", "le forfait gratuit suffit-il", "prix du forfait"],
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


def tiny() -> Corpus:
    return corpus.of(EXAMPLES)


class WordEncoder:
    """``asked`` holds every text that it was given, in order."""

    engine: Engine = "onnx"

    def __init__(self, name: str = "fake", dims: int = 24) -> None:
        self.name = name
        self.dims = dims
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.asked += texts
        rows = [direction_of(text.lower().split(), self.dims, f"{self.name} ") for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dims)


def have(
    patch: pytest.MonkeyPatch, fast: Encoder | None = None, deep: Encoder | None = None
) -> None:
    """A machine with these encoders, and no vectors shipped."""
    patch.setattr(building, "convert", lambda folder: [])
    patch.setattr(building, "encoders", lambda folder: Encoders(fast, deep))
    patch.setattr(building, "SHIPPED", Path("/nowhere/at/all"))
