"""A corpus of many small topics, made of things and what is asked of them; each thing is a topic's
own word, so that what is right can be told. No packaged encoder is needed."""

from collections.abc import Sequence

import numpy as np
import pytest

from intents import corpus, large
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.large import LargeMatcher, LargeModel
from intents.model import Floats
from intents.normalise import words
from intents.result import Language
from tests.directions import direction_of

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
    """``texts`` counts what it was given."""

    name = "words"
    dims = 32

    def __init__(self) -> None:
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.texts += len(texts)
        rows = [direction_of(words(text), self.dims) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(texts), self.dims)


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
