"""Corpora for measuring speed: real sentences, as many as are asked for.

100,000 are more than the public sets hold; the rest are the same sentences with a word left out.
Learning from so many takes hours, so that the weights of the large model are the middles of its
topics. Neither changes how much work a question is.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from benchmarks.matching import sets
from benchmarks.matching.samples import by_intent, shots
from benchmarks.matching.vectors import FOLDER
from intents.building import Encoders, model_file
from intents.calibrator import shipped
from intents.corpus import Corpus, Phrase
from intents.lexical import Vectoriser, learn
from intents.model import Floats, Ints, Model, View
from intents.normalise import clean, words

_SETS = ("banking77", "clinc150", "hwu64")
_NOISE = 0.02


def small(topics: int, each: int) -> Corpus:
    """Real examples of ``topics`` topics of CLINC150 and HWU64."""
    found = []
    for name in ("clinc150", "hwu64"):
        rows = [row for row in sets.rows(name) if row.split == "train"]
        for intent, of in shots(rows, each, 0).items():
            found.append([Phrase(f"{name}/{intent}", "en", clean(row.text)) for row in of])
    return Corpus(tuple(phrase for of in found[:topics] for phrase in of))


def questions(count: int) -> list[str]:
    """Test questions of the same two sets."""
    rows = [r for n in ("clinc150", "hwu64") for r in sets.rows(n) if r.split == "test"]
    random = np.random.default_rng(0)
    return [rows[at].text for at in random.permutation(len(rows))[:count]]


def large(count: int) -> Corpus:
    """Sentences by topic, topics in order: as many as there are, then each without a word."""
    real: list[Phrase] = []
    seen: set[str] = set()
    for name in _SETS:
        for intent, rows in by_intent(sets.rows(name)).items():
            for row in rows:
                text = clean(row.text)
                if text and text not in seen:
                    seen.add(text)
                    real.append(Phrase(f"{name}/{intent}", "en", text))
    random = np.random.default_rng(0)
    phrases = list(real)
    while len(phrases) < count:
        one = real[int(random.integers(len(real)))]
        split = one.text.split()
        drop = int(random.integers(len(split)))
        text = " ".join(split[:drop] + split[drop + 1 :])
        if text and text not in seen:
            seen.add(text)
            phrases.append(Phrase(one.topic, one.language, text))
    return Corpus(tuple(sorted(phrases[:count], key=lambda p: (p.topic, p.language, p.text))))


def model_of(corpus: Corpus, have: Encoders) -> Model:
    """A model of the size that ``corpus`` asks for."""
    split = [words(phrase.text) for phrase in corpus.phrases]
    names = tuple(sorted({phrase.topic for phrase in corpus.phrases}))
    number = {name: at for at, name in enumerate(names)}
    owners = np.array([number[phrase.topic] for phrase in corpus.phrases], dtype=np.int64)
    vectoriser = learn(split)
    return Model(
        topics=names,
        vectoriser=vectoriser,
        lexical_weights=_middles(vectoriser, split, owners, len(names)),
        lexical_bias=np.zeros(len(names), dtype=np.float32),
        fast=_view(corpus, have, "fast", owners, len(names)),
        deep=_view(corpus, have, "deep", owners, len(names)),
        owners=owners,
        word_counts=Counter(word for one in split for word in one),
        french={},
        spread={},
        taken_for=np.full(len(split), -1, dtype=np.int64),
        calibration=shipped(),
    )


def kept(corpus: Corpus, have: Encoders) -> str:
    """The file of that model."""
    file = model_file(corpus, FOLDER, have)
    file = file.with_name(f"large-{file.name}")
    if not file.exists():
        file.write_bytes(model_of(corpus, have).dump())
    return str(file)


def _middles(
    vectoriser: Vectoriser, split: Sequence[Sequence[str]], owners: Ints, topics: int
) -> Floats:
    weights = np.zeros((len(vectoriser.vocabulary), topics), dtype=np.float32)
    sizes = np.bincount(owners, minlength=topics)
    for text, owner in zip(split, owners, strict=True):
        columns, values = vectoriser.transform(text)
        weights[columns, owner] += values * 10 / sizes[owner]
    return weights


def _view(corpus: Corpus, have: Encoders, name: str, owners: Ints, topics: int) -> View | None:
    encoder = have.fast if name == "fast" else have.deep
    if encoder is None:
        return None
    known = {clean(row.text) for one in _SETS for row in sets.rows(one)}
    texts = [phrase.text for phrase in corpus.phrases if phrase.text in known]
    held = dict(zip(texts, encoder.encode(texts), strict=True))
    fill = np.stack(list(held.values()))
    random = np.random.default_rng(0)
    vectors = np.stack(
        [
            held[phrase.text] if phrase.text in held else fill[int(random.integers(len(fill)))]
            for phrase in corpus.phrases
        ]
    )
    vectors += random.normal(0, _NOISE, vectors.shape)
    center = vectors.mean(axis=0).astype(np.float32)
    empty = np.zeros((0, 0), dtype=np.float32)
    placed = View(empty, empty, empty, center).place(vectors.astype(np.float32))
    middles = np.zeros((vectors.shape[1], topics), dtype=np.float32)
    np.add.at(middles.T, owners, placed)
    middles /= np.bincount(owners, minlength=topics)
    return View(10 * middles, np.zeros(topics, dtype=np.float32), placed, center)
