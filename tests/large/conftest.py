"""A corpus of many small topics, made of things and what is asked of them; each thing is a topic's
own word, so that what is right can be told. No packaged encoder is needed."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np
import pytest

from intents import corpus, large
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.large import LargeMatcher, LargeModel
from intents.model import Floats
from intents.normalise import words
from intents.result import Language

THINGS = tuple(
    sorted(
        {
            *("kettle", "bicycle", "umbrella", "lantern", "carpet", "trumpet", "ladder"),
            *("blanket", "compass", "hammer", "pillow", "mirror", "basket", "candle"),
            *("saddle", "telescope", "wardrobe", "fountain", "hammock", "scooter"),
        }
    )
)
ASKED = (
    "where is my {}",
    "how much does the {} cost",
    "please send me another {}",
    "the {} that I bought is broken",
    "can I give the {} back",
    "which colours has the {}",
    "is a {} heavy",
)
ASKED_FR = (
    "où est ma commande de {}",
    "combien coûte le {}",
    "le {} est cassé",
)
BESIDE = (
    "what is the weather like today",
    "tell me a joke about cats",
    "book a table for two at eight",
    "who won the football match",
    "how tall is the tower in Paris",
    "recommend me a good film",
    "sing a song for me",
    "what is the capital of Peru",
)


class WordEncoder:
    """A stand-in for an encoder: the sum of a direction for each word, drawn by its hash."""

    name = "words"
    dims = 32

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.texts += len(texts)
        rows = np.zeros((len(texts), self.dims), dtype=np.float32)
        for at, text in enumerate(texts):
            for word in ["", *words(text)]:
                seed = int.from_bytes(sha256(word.encode()).digest()[:4])
                rows[at] += np.random.default_rng(seed).normal(size=self.dims)
        unit: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


def vectors(of: Corpus) -> Floats:
    return WordEncoder().encode([phrase.text for phrase in of.phrases])


@pytest.fixture(scope="session")
def shop() -> Corpus:
    topics: dict[str, dict[Language, list[str]]] = {
        thing: {"en": [a.format(thing) for a in ASKED], "fr": [a.format(thing) for a in ASKED_FR]}
        for thing in THINGS
    }
    return corpus.of({**topics, OUT_OF_SCOPE: {"en": list(BESIDE)}})


@pytest.fixture(scope="session")
def model(shop: Corpus) -> LargeModel:
    return large.learn(shop, vectors(shop))


@pytest.fixture(scope="session")
def matcher(model: LargeModel) -> LargeMatcher:
    return LargeMatcher(large.load(model.dump()), WordEncoder())


@pytest.fixture(scope="session")
def plain(shop: Corpus) -> LargeMatcher:
    """Words only."""
    return LargeMatcher(large.load(large.learn(shop, None).dump()))
