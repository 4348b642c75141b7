"""From examples to a model and to what it says, with cached vectors."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np

from benchmarks.matching.vectors import FOLDER
from intents import corpus as corpora
from intents.building import Encoders, model_file
from intents.corpus import Corpus
from intents.evidence import Evidence, look, weigh
from intents.fit import fit
from intents.matcher import Matcher
from intents.model import Floats, Model, ModelProblem, read
from intents.normalise import clean, words
from intents.result import Language
from intents.spelling import Speller

Mode = Literal["both", "fast", "lexical"]
"""Which encoders are there: both, the fast one alone, or none."""

MODES: tuple[Mode, ...] = ("both", "fast", "lexical")
Examples = Mapping[str, Mapping[Language, Sequence[str]]]


def within(mode: Mode, have: Encoders) -> Encoders | None:
    """The encoders of a mode, None where this machine lacks one that it needs."""
    chosen = Encoders(
        have.fast if mode != "lexical" else None, have.deep if mode == "both" else None
    )
    lacks_deep = mode == "both" and have.deep is None
    lacks_fast = mode != "lexical" and have.fast is None
    return None if lacks_deep or lacks_fast else chosen


def learn(corpus: Corpus, have: Encoders, *, own: bool = True) -> Model:
    """``own``: as in ``fit``."""
    texts = [phrase.text for phrase in corpus.phrases]
    return fit(corpus, _encoded(have, "fast", texts), _encoded(have, "deep", texts), own=own)


def asked(model: Model, texts: Sequence[str], have: Encoders) -> Evidence:
    """The evidence on ``texts``, as a matcher with the encoders of ``have`` gathers it."""
    speller = Speller(model.word_counts)
    cleaned = [clean(text) for text in texts]
    split = [words(text) for text in cleaned]
    mended = [speller.mend(one) for one in split]
    views = look(model, mended, _encoded(have, "fast", cleaned), _encoded(have, "deep", cleaned))
    return weigh(model, mended, [speller.coverage(one) for one in split], views)


def corpus_of(examples: Examples) -> Corpus:
    return corpora.of(examples)


def _encoded(have: Encoders, name: Literal["fast", "deep"], texts: Sequence[str]) -> Floats | None:
    encoder = have.fast if name == "fast" else have.deep
    return None if encoder is None else np.asarray(encoder.encode(texts), dtype=np.float32)


def kept(corpus: Corpus, have: Encoders) -> Matcher:
    """The default configuration learned from ``corpus``."""
    return Matcher(read(kept_file(corpus, have)), corpus, have.fast, have.deep)


def kept_file(corpus: Corpus, have: Encoders) -> Path:
    """The file of the model of ``corpus``, from before if the same was learned by the same rules:
    learning from thousands of examples takes minutes."""
    file = model_file(corpus, FOLDER, have)
    try:
        read(file)
    except (OSError, ModelProblem):
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_bytes(learn(corpus, have).dump())
    return file
