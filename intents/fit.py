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
from intents.evidence import NAMES, NEIGHBOURS, Evidence, look, look_again, standardise, weigh
from intents.lexical import Vectoriser, learn
from intents.model import Floats, Ints, Model, View, place
from intents.normalise import words
from intents.packing import shortened
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

SHRINK = 0.3
"""How far covariances are drawn towards a sphere."""

_ROUNDS, _PRECISION, _TINY = 400, 1e-3, 1e-6
_ONE_AT_A_TIME = Lock()
"""The solver's random numbers are one generator for the whole process: two at once would disturb
each other, and the same examples would not give the same model."""
Words = Sequence[Sequence[str]]


class HeldOut(NamedTuple):
    """``rows`` and ``raw``: evidence on each phrase; ``best``: the topic it was taken for by
    number, -1 where it could not be held out; ``right``: whether that is its own."""

    rows: Floats
    raw: dict[str, Floats]
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
    if not tried:
        return model
    deepest = tried[max(tried)]
    model = replace(model, spread=_spread(deepest), taken_for=deepest.best)
    if own and _outside(names, owners) >= ENOUGH_OUTSIDE:
        calibration = model.calibration.copy()
        for depth, one in tried.items():
            scored = one.best >= 0
            rows = one.rows[scored]
            standardise(rows, {name: raw[scored] for name, raw in one.raw.items()}, model.spread)
            calibration[depth] = calibrator.adapted(depth, rows, one.right[scored])
        model = replace(model, calibration=calibration)
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
    weights, bias = _support_vectors(matrix, owners, len(names))
    whole, scales = shortened(weights)
    views = {
        name: None if vectors is None else _view(vectors, owners, len(names), name)
        for name, vectors in (("fast", fast), ("deep", deep))
    }
    return Model(
        topics=names,
        vectoriser=vectoriser,
        lexical_weights=whole,
        lexical_scales=scales,
        lexical_bias=bias,
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
) -> dict[int, HeldOut]:
    """Evidence on each phrase from models that have not seen it, at every depth at which the
    matcher may stop; nothing where topics have too few phrases.

    Words that only the phrase itself uses are unknown then, as they would be in a new question.
    """
    found: dict[int, HeldOut] = {}

    def score(out: Ints) -> None:
        rest = np.setdiff1d(np.arange(len(split)), out)
        if len(np.unique(owners[rest])) < len(model.topics):
            return
        texts = [split[at] for at in rest]
        some = [None if view is None else view[rest] for view in (fast, deep)]
        vectoriser = _known(model.vectoriser, matrix[rest])
        part = learned(model.topics, vectoriser, matrix[rest], texts, owners[rest], *some)
        speller = Speller(part.word_counts)
        mended = [speller.mend(split[at]) for at in out]
        known = [speller.coverage(split[at]) for at in out]
        views = look(part, mended, None if fast is None else fast[out], None)
        stages = [views]
        if deep is not None:
            stages.append(look_again(part, views, "deep", deep[out]))
        for stage in stages:
            weighed = weigh(part, mended, known, stage)
            with keeping:
                into = found.setdefault(weighed.depth, _nothing(owners, weighed))
            into.rows[out], into.best[out] = weighed.rows, weighed.best
            for name, values in weighed.raw.items():
                into.raw[name][out] = values

    keeping = Lock()
    # The solvers let other threads run: two folds at a time take little more than one.
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(score, _folds(owners)))
    return {depth: one._replace(right=one.best == owners) for depth, one in found.items()}


def _nothing(owners: Ints, like: Evidence) -> HeldOut:
    """What nothing was scored of yet."""
    count = len(owners)
    return HeldOut(
        rows=np.zeros((count, len(NAMES)), dtype=np.float32),
        raw={name: np.zeros(count, dtype=np.float32) for name in like.raw},
        best=np.full(count, -1, dtype=np.int64),
        right=np.zeros(count, dtype=np.bool_),
    )


def _known(vectoriser: Vectoriser, matrix: Any) -> Vectoriser:
    """The vectoriser without the features that no row of ``matrix`` has."""
    used = np.zeros(len(vectoriser.weights), dtype=np.bool_)
    used[matrix.indices] = True
    return Vectoriser(vectoriser.vocabulary.only(used), vectoriser.weights)


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
    """Mean and deviation of what phrases score that were taken for the right topic."""
    found: dict[str, tuple[float, float]] = {}
    for name in sorted(tried.raw):
        values = tried.raw[name][tried.right]
        if len(values) > 1 and values.std() > 0:
            found[name] = (float(values.mean()), float(values.std()))
    return found


def _view(vectors: Floats, owners: Ints, topics: int, name: str) -> View:
    """A multinomial logistic regression on an encoder's vectors, and what tells how usual a text
    is among them."""
    from sklearn.linear_model import LogisticRegression

    center = np.zeros(vectors.shape[1], dtype=np.float32)
    if name == "deep":
        center = vectors.mean(axis=0).astype(np.float32)
    placed = place(vectors, center)
    machine = LogisticRegression(C=STRENGTH[name], max_iter=_ROUNDS, tol=_PRECISION)
    weights, bias = _linear(machine, placed, owners, topics)
    members = [placed[owners == topic] for topic in range(topics)]
    density = np.array([_density(some) for some in members], dtype=np.float32)
    return View(weights, bias, placed, center, density, *_shape(placed, members))


def _density(phrases: Floats) -> float:
    """The mean cosine of each phrase to its nearest few."""
    if len(phrases) < 2:
        return 0.0
    cosines = phrases @ phrases.T
    np.fill_diagonal(cosines, -1)
    few = min(NEIGHBOURS, len(phrases) - 1)
    return float(-np.partition(-cosines, few - 1, axis=1)[:, :few].mean())


def _shape(placed: Floats, members: Sequence[Floats]) -> tuple[Floats, Floats, Floats]:
    """The terms of ``View.typical``: topics share one covariance around their means."""
    dims = placed.shape[1]
    means = np.stack([some.mean(axis=0) if len(some) else np.zeros(dims) for some in members])
    around = np.concatenate([some - mean for some, mean in zip(members, means, strict=True)])
    within, overall = (_precision(rows.astype(np.float64)) for rows in (around, placed))
    slope = within @ means.T
    parts = within - overall, slope, (means * slope.T).sum(axis=1)
    curve, tilt, level = (part.astype(np.float32) for part in parts)
    return curve, tilt, level


def _precision(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse covariance, drawn towards a sphere: there are often fewer rows than dims."""
    covariance = rows.T @ rows / len(rows)
    sphere = np.eye(len(covariance)) * max(np.trace(covariance) / len(covariance), _TINY)
    found: NDArray[np.float64] = np.linalg.inv((1 - SHRINK) * covariance + SHRINK * sphere)
    return found


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
        shape=(len(split), len(vectoriser.weights)),
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
