"""Learning a model from a corpus. Only this module needs scikit-learn, and only while it learns."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from math import log
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from intents import calibrator
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.evidence import NAMES, weigh
from intents.lexical import Vectoriser, learn
from intents.model import Floats, Ints, Model, View
from intents.normalise import words
from intents.spelling import Speller

FOLDS, WORKERS = 5, 2
STRENGTH = {"fast": 30.0, "deep": 10.0}
"""Inverse strength of the regressions' penalty, by view."""

MARGIN_SCALE = 5.0
"""Makes the margins of the lexical view's support vectors comparable with log odds."""

PLENTY = 200
"""Phrases a topic from which on counted words deserve a full vote; with fewer they know less."""

ENOUGH_OUTSIDE = 0.1
"""Share of out-of-scope phrases from which on the calibrator is adapted: examples that are all in
scope would teach it that nothing ever is out of scope."""

_ROUNDS, _PRECISION = 400, 1e-3
_ONE_AT_A_TIME = Lock()
"""The solver's random numbers are one generator for the whole process: two at once would disturb
each other, and the same examples would not give the same model."""
Words = Sequence[Sequence[str]]


class HeldOut(NamedTuple):
    """``rows``: evidence on each phrase; ``best``: the topic it was taken for by number, -1 where
    it could not be held out; ``right``: whether that is its own."""

    rows: Floats
    best: Ints
    right: NDArray[np.bool_]


class Rehearsed(NamedTuple):
    """What holding out gave for the same inputs before; the fields are those of ``Model``."""

    spread: dict[str, tuple[float, float]]
    taken_for: Ints
    calibration: Floats


def fit(
    corpus: Corpus,
    fast: Floats | None,
    deep: Floats | None,
    *,
    own: bool = True,
    rehearsed: Rehearsed | None = None,
) -> Model:
    """The model of ``corpus``; ``fast`` and ``deep`` are its phrases' vectors, row by row.

    The shipped calibrator is adapted to what the corpus scores when it is held out, unless
    ``own`` is False or nearly nothing is out of scope. ``rehearsed`` saves holding out.
    Deterministic on one machine: same inputs, same bytes.
    """
    from threadpoolctl import threadpool_limits

    # One thread for each sum: it is faster for sizes like these, and always the same sum.
    with threadpool_limits(1):
        return _fit(corpus, fast, deep, own, rehearsed)


def _fit(
    corpus: Corpus,
    fast: Floats | None,
    deep: Floats | None,
    own: bool,
    rehearsed: Rehearsed | None,
) -> Model:
    split = [words(phrase.text) for phrase in corpus.phrases]
    names, owners = _owners(corpus)
    vectoriser = learn(split)
    matrix = _matrix(vectoriser, split)
    model = learned(names, vectoriser, matrix, split, owners, fast, deep)
    model = replace(model, french=_french(corpus, split))
    if rehearsed is not None:
        return replace(model, **rehearsed._asdict())
    tried = held_out(model, matrix, split, owners, fast, deep)
    model = replace(model, spread=_spread(tried), taken_for=tried.best)
    if own and _outside(names, owners) >= ENOUGH_OUTSIDE:
        scored = tried.best >= 0
        rows = _with_spread(model, tried.rows[scored])
        model = replace(model, calibration=calibrator.adapted(rows, tried.right[scored]))
    return model


def _outside(names: tuple[str, ...], owners: Ints) -> float:
    """The share of phrases that no topic answers."""
    return float(np.mean(owners == names.index(OUT_OF_SCOPE))) if OUT_OF_SCOPE in names else 0.0


def quick_fit(corpus: Corpus) -> Model:
    """A model of words and letters alone, with the shipped calibrator."""
    split = [words(phrase.text) for phrase in corpus.phrases]
    names, owners = _owners(corpus)
    vectoriser = learn(split)
    matrix = _matrix(vectoriser, split)
    model = learned(names, vectoriser, matrix, split, owners, None, None)
    return replace(model, french=_french(corpus, split))


def learned(
    names: tuple[str, ...],
    vectoriser: Vectoriser,
    matrix: Any,
    split: Words,
    owners: Ints,
    fast: Floats | None,
    deep: Floats | None,
) -> Model:
    """The views alone, with the shipped calibrator; ``matrix`` holds the texts of ``split``."""
    lexical = _support_vectors(matrix, owners, len(names))
    views = {
        name: None if vectors is None else _view(vectors, owners, len(names), name)
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
        taken_for=np.full(len(split), -1, dtype=np.int64),
        calibration=calibrator.shipped(),
    )


def held_out(
    model: Model,
    matrix: Any,
    split: Words,
    owners: Ints,
    fast: Floats | None,
    deep: Floats | None,
) -> HeldOut:
    """Evidence on each phrase from models that have not seen it.

    Words that only the phrase itself uses are unknown then, as they would be in a new question.
    """
    rows = np.zeros((len(split), len(NAMES)), dtype=np.float32)
    best = np.full(len(split), -1, dtype=np.int64)

    def score(out: Ints) -> None:
        rest = np.setdiff1d(np.arange(len(split)), out)
        if len(np.unique(owners[rest])) < len(model.topics):
            return
        texts = [split[at] for at in rest]
        some = [None if view is None else view[rest] for view in (fast, deep)]
        known = _known(model.vectoriser, matrix[rest])
        part = learned(model.topics, known, matrix[rest], texts, owners[rest], *some)
        speller = Speller(part.word_counts)
        found = weigh(
            part,
            [speller.mend(split[at]) for at in out],
            [speller.coverage(split[at]) for at in out],
            *(None if view is None else view[out] for view in (fast, deep)),
        )
        rows[out] = found.rows
        best[out] = found.best

    # The solvers let other threads run: two folds at a time take little more than one.
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(score, _folds(owners)))
    return HeldOut(rows, best, best == owners)


def _known(vectoriser: Vectoriser, matrix: Any) -> Vectoriser:
    """The vectoriser without the features that no row of ``matrix`` has."""
    used = np.zeros(len(vectoriser.vocabulary), dtype=np.bool_)
    used[matrix.indices] = True
    kept = {feature: at for feature, at in vectoriser.vocabulary.items() if used[at]}
    return Vectoriser(kept, vectoriser.weights)


def _owners(corpus: Corpus) -> tuple[tuple[str, ...], Ints]:
    """Topic names, out of scope among them, and each phrase's topic by number."""
    names = tuple(sorted({phrase.topic for phrase in corpus.phrases}))
    number = {name: at for at, name in enumerate(names)}
    return names, np.array([number[phrase.topic] for phrase in corpus.phrases], dtype=np.int64)


def _folds(owners: Ints) -> Iterator[NDArray[np.int64]]:
    """Every topic's phrases are spread over the folds evenly, by a fixed shuffle."""
    shuffled = np.random.default_rng(7).permutation(len(owners))
    place = np.zeros(len(owners), dtype=np.int64)
    for topic in np.unique(owners):
        members = shuffled[owners[shuffled] == topic]
        place[members] = np.arange(len(members)) % FOLDS
    for fold in range(FOLDS):
        yield np.flatnonzero(place == fold)


def _spread(tried: HeldOut) -> dict[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for name in ("log_odds", "fast_nearest", "deep_nearest"):
        values = tried.rows[tried.right, NAMES.index(name)]
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


def _view(vectors: Floats, owners: Ints, topics: int, name: str) -> View:
    """A multinomial logistic regression on an encoder's vectors."""
    from sklearn.linear_model import LogisticRegression

    center = vectors.mean(axis=0) if name == "deep" else np.zeros(vectors.shape[1])
    empty = np.zeros((0, 0), dtype=np.float32)
    placed = View(empty, empty, empty, center.astype(np.float32)).place(vectors)
    machine = LogisticRegression(C=STRENGTH[name], max_iter=_ROUNDS, tol=_PRECISION)
    weights, bias = _linear(machine, placed, owners, topics)
    return View(weights, bias, placed, center.astype(np.float32))


def _support_vectors(matrix: Any, owners: Ints, topics: int) -> tuple[Floats, Floats]:
    """Linear support vector machines, one topic against the rest."""
    from sklearn.svm import LinearSVC

    machine = LinearSVC(C=1.0, tol=1e-2, random_state=7)
    with _ONE_AT_A_TIME:
        weights, bias = _linear(machine, matrix, owners, topics)
    scale = MARGIN_SCALE * min(1.0, (len(owners) / topics / PLENTY) ** 0.25)
    return weights * scale, bias * scale


def _linear(machine: Any, matrix: Any, owners: Ints, topics: int) -> tuple[Floats, Floats]:
    """Weights (features, topics) and bias (topics,); a topic without phrases gets no chance."""
    present = np.unique(owners)
    weights = np.zeros((matrix.shape[1], topics), dtype=np.float32)
    bias = np.full(topics, -20.0, dtype=np.float32)
    if len(present) == 1:
        bias[present[0]] = 0
        return weights, bias
    found = machine.fit(matrix, owners)
    coefficients, intercept = found.coef_, found.intercept_
    if len(present) == 2:
        coefficients = np.vstack([-coefficients[0], coefficients[0]]) / 2
        intercept = np.array([-intercept[0], intercept[0]]) / 2
    weights[:, present] = coefficients.T
    bias[present] = intercept
    return weights, bias


def _matrix(vectoriser: Vectoriser, split: Words) -> Any:
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
