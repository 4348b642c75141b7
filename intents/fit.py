"""Learning a model from a corpus. Only this module needs scikit-learn, and only while it learns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log

import numpy as np
from numpy.typing import NDArray

from intents import calibrator
from intents.corpus import Corpus
from intents.evidence import NAMES, weigh
from intents.lexical import Vectoriser, learn
from intents.model import Floats, Ints, Model, View
from intents.normalise import words
from intents.spelling import Speller

FOLDS = 5
STRENGTH = {"lexical": 30.0, "fast": 30.0, "deep": 300.0}
"""Inverse strength of the regressions' penalty, by view."""

_ROUNDS = 400
Words = Sequence[Sequence[str]]


def fit(corpus: Corpus, fast: Floats | None, deep: Floats | None, *, own: bool = True) -> Model:
    """The model of ``corpus``; ``fast`` and ``deep`` are its phrases' vectors, row by row.

    The shipped calibrator is adapted to what the corpus scores when it is held out, unless
    ``own`` is False. Deterministic on one machine: same inputs, same bytes.
    """
    split = [words(phrase.text) for phrase in corpus.phrases]
    names = tuple(sorted({phrase.topic for phrase in corpus.phrases}))
    number = {name: at for at, name in enumerate(names)}
    owners = np.array([number[phrase.topic] for phrase in corpus.phrases], dtype=np.int64)
    model = learned(names, split, owners, fast, deep)
    model = replace(model, french=_french(corpus, split))
    rows, right = held_out(model, split, owners, fast, deep)
    model = replace(model, spread=_spread(rows, right))
    if own:
        again = _with_spread(model, rows)
        model = replace(model, calibration=calibrator.adapted(again, right))
    return model


def learned(
    names: tuple[str, ...], split: Words, owners: Ints, fast: Floats | None, deep: Floats | None
) -> Model:
    """The regressions alone, with the shipped calibrator."""
    vectoriser = learn(split)
    lexical = _regression(_matrix(vectoriser, split), owners, len(names), STRENGTH["lexical"])
    views = {
        name: None
        if vectors is None
        else View(*_regression(vectors, owners, len(names), STRENGTH[name]), vectors)
        for name, vectors in (("fast", fast), ("deep", deep))
    }
    return Model(
        topics=names,
        vectoriser=vectoriser,
        lexical_weights=lexical[0],
        lexical_bias=lexical[1],
        fast=views["fast"],
        deep=views["deep"],
        owners=owners,
        word_counts=Counter(word for text in split for word in text),
        french={},
        spread={},
        calibration=calibrator.shipped(),
    )


def held_out(
    model: Model, split: Words, owners: Ints, fast: Floats | None, deep: Floats | None
) -> tuple[Floats, NDArray[np.bool_]]:
    """Evidence on each phrase from models that have not seen it, and whether they were right."""
    rows = np.zeros((len(split), len(NAMES)), dtype=np.float32)
    right = np.zeros(len(split), dtype=np.bool_)
    for out in _folds(owners):
        rest = np.setdiff1d(np.arange(len(split)), out)
        missing = np.setdiff1d(np.arange(len(model.topics)), owners[rest])
        if len(missing):
            continue
        part = learned(
            model.topics,
            [split[at] for at in rest],
            owners[rest],
            None if fast is None else fast[rest],
            None if deep is None else deep[rest],
        )
        speller = Speller(part.word_counts)
        mended = [speller.mend(split[at]) for at in out]
        known = [speller.coverage(split[at]) for at in out]
        found = weigh(
            part,
            mended,
            known,
            None if fast is None else fast[out],
            None if deep is None else deep[out],
        )
        rows[out] = found.rows
        right[out] = found.best == owners[out]
    return rows, right


def _folds(owners: Ints) -> Iterator[NDArray[np.int64]]:
    """Every topic's phrases are spread over the folds evenly, by a fixed shuffle."""
    shuffled = np.random.default_rng(7).permutation(len(owners))
    place = np.zeros(len(owners), dtype=np.int64)
    for topic in np.unique(owners):
        members = shuffled[owners[shuffled] == topic]
        place[members] = np.arange(len(members)) % FOLDS
    for fold in range(FOLDS):
        yield np.flatnonzero(place == fold)


def _spread(rows: Floats, right: NDArray[np.bool_]) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for name in ("log_odds", "fast_nearest", "deep_nearest"):
        values = rows[right, NAMES.index(name)]
        if len(values) > 1 and values.std() > 0:
            found[name] = (float(values.mean()), float(values.std()))
    return found


def _with_spread(model: Model, rows: Floats) -> Floats:
    """The rows with the two columns that need the spread."""
    rows = rows.copy()
    for column, sources in (
        ("nearest_z", ("deep_nearest", "fast_nearest")),
        ("log_odds_z", ("log_odds",)),
    ):
        source = next((name for name in sources if name in model.spread), None)
        if source:
            mean, deviation = model.spread[source]
            rows[:, NAMES.index(column)] = (rows[:, NAMES.index(source)] - mean) / deviation
    return rows


def _regression(
    matrix: object, owners: Ints, topics: int, strength: float
) -> tuple[Floats, Floats]:
    """Weights (features, topics) and bias (topics,) of a multinomial logistic regression."""
    from sklearn.linear_model import LogisticRegression

    present = np.unique(owners)
    if len(present) == 1:
        size = matrix.shape[1]  # type: ignore[attr-defined]
        bias = np.full(topics, -10.0, dtype=np.float32)
        bias[present[0]] = 0
        return np.zeros((size, topics), dtype=np.float32), bias
    found = LogisticRegression(C=strength, max_iter=_ROUNDS).fit(matrix, owners)
    coefficients, intercept = found.coef_, found.intercept_
    if len(present) == 2:
        coefficients = np.vstack([-coefficients[0], coefficients[0]]) / 2
        intercept = np.array([-intercept[0], intercept[0]]) / 2
    weights = np.zeros((coefficients.shape[1], topics), dtype=np.float32)
    bias = np.full(topics, -10.0, dtype=np.float32)
    weights[:, present] = coefficients.T
    bias[present] = intercept
    return weights, bias


def _matrix(vectoriser: Vectoriser, split: Words) -> object:
    from scipy.sparse import csr_matrix

    rows = [vectoriser.transform(text) for text in split]
    ends = np.cumsum([0, *(len(columns) for columns, _ in rows)])
    return csr_matrix(
        (
            np.concatenate([values for _, values in rows]),
            np.concatenate([columns for columns, _ in rows]),
            ends,
        ),
        shape=(len(split), len(vectoriser.vocabulary)),
    )


def _french(corpus: Corpus, split: Words) -> dict[str, float]:
    """How much each word speaks for French, in nats, from how often each language uses it."""
    counts: dict[str, Counter[str]] = {"en": Counter(), "fr": Counter()}
    for phrase, text in zip(corpus.phrases, split, strict=True):
        counts[phrase.language].update(text)
    sums = {language: sum(found.values()) + 1 for language, found in counts.items()}
    every = sorted(set(counts["en"]) | set(counts["fr"]))
    return {
        word: log((counts["fr"][word] + 0.5) / sums["fr"])
        - log((counts["en"][word] + 0.5) / sums["en"])
        for word in every
    }
