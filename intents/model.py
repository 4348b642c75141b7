"""The fitted matcher as plain arrays: what is learned from a corpus, saved and loaded as bytes.

Three views of a text vote on its topic: counted words and letters (``lexical``), the fast
encoder's vector and the deep encoder's. Each is linear; their log probabilities are added. A view
whose encoder is missing is None, and the others go on.
"""

import io
from collections import Counter
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.corpus import OUT_OF_SCOPE
from intents.lexical import Vectoriser
from intents.packing import packed, unpacked
from intents.vocabulary import Vocabulary

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORMAT = 4


class ModelProblem(ValueError):
    """A saved model cannot be used: another format, or a damaged file."""


@dataclass(frozen=True)
class View:
    """One encoder's part. ``weights`` (dims, topics), ``bias`` (topics,), ``phrases`` (phrases,
    dims) as ``place`` gives them, in the order of ``Model.owners``; ``center`` (dims,).

    ``density`` (topics,): how near a topic's phrases are to each other. ``curve`` (dims, dims),
    ``slope`` (dims, topics) and ``level`` (topics,) are the terms of ``typical``.
    """

    weights: Floats
    bias: Floats
    phrases: Floats
    center: Floats
    density: Floats
    curve: Floats
    slope: Floats
    level: Floats

    def place(self, vectors: Floats) -> Floats:
        return place(vectors, self.center)

    def logits(self, placed: Floats) -> Floats:
        return placed @ self.weights + self.bias

    def typical(self, placed: Floats, topics: Ints) -> Floats:
        """(texts,): how much better each text fits its topic than it fits all examples together;
        the relative Mahalanobis distance (Ren et al. 2021), negated."""
        bent = np.add.reduce((placed @ self.curve) * placed, axis=1)
        found: Floats = 2 * np.add.reduce(placed * self.slope[:, topics].T, axis=1) - bent
        return found - self.level[topics]


def place(vectors: Floats, center: Floats) -> Floats:
    """Vectors as seen from the middle of the examples, of length 1: an encoder whose vectors all
    point nearly the same way tells more so."""
    moved: Floats = vectors - center
    lengths: Floats = np.sqrt(np.add.reduce(moved * moved, axis=1, keepdims=True))
    placed: Floats = np.divide(moved, np.maximum(lengths, 1e-9), dtype=np.float32)
    return placed


@dataclass(frozen=True)
class Model:
    """``topics`` in alphabetical order; ``owners`` is each phrase's topic by number.

    ``spread``: mean and deviation of what the examples themselves score when held out, by name.
    ``french``: how much each word speaks for French (positive) or English (negative), in nats.
    """

    topics: tuple[str, ...]
    vectoriser: Vectoriser
    lexical_weights: NDArray[np.int16]
    """(features, topics), each row by a scale of its own."""
    lexical_scales: Floats
    """(features,): what a row of the weights is multiplied by."""
    lexical_bias: Floats
    fast: View | None
    deep: View | None
    owners: Ints
    word_counts: Counter[str]
    french: dict[str, float]
    spread: dict[str, tuple[float, float]]
    taken_for: Ints
    """The topic that each phrase was taken for when it was held out, -1 where it never was."""
    calibration: Floats
    """(depths, numbers + 1): the calibrator's coefficients for each of ``evidence.DEPTHS``, in the
    order of ``evidence.NAMES``, the intercept last."""

    @cached_property
    def inside(self) -> NDArray[np.bool_]:
        """(topics,): which can be shown."""
        return np.array([topic != OUT_OF_SCOPE for topic in self.topics])

    @cached_property
    def outside(self) -> Ints:
        """The numbers of those that cannot."""
        return np.flatnonzero(~self.inside)

    @cached_property
    def ends(self) -> Ints:
        """Where each topic's phrases begin, and after the last where they end."""
        return np.searchsorted(self.owners, np.arange(len(self.topics) + 1))

    @cached_property
    def sizes(self) -> Ints:
        """(topics,): how many phrases each has."""
        return np.diff(self.ends)

    def dump(self) -> bytes:
        """The same model gives the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array([FORMAT]),
            "topics": packed(self.topics),
            "feature_keys": self.vectoriser.vocabulary.keys,
            "feature_columns": self.vectoriser.vocabulary.columns,
            "idf": self.vectoriser.weights,
            "lexical_weights": self.lexical_weights,
            "lexical_scales": self.lexical_scales,
            "lexical_bias": self.lexical_bias,
            "owners": self.owners.astype(np.int32),
            "words": packed(self.word_counts),
            "word_counts": np.array(list(self.word_counts.values()), dtype=np.int32),
            "french_words": packed(self.french),
            "french": np.array(list(self.french.values()), dtype=np.float32),
            "spread_names": packed(self.spread),
            "spread": np.array(list(self.spread.values()), dtype=np.float64),
            "taken_for": self.taken_for.astype(np.int32),
            "calibration": self.calibration,
        }
        for name, view in (("fast", self.fast), ("deep", self.deep)):
            if view is not None:
                for part in fields(View):
                    arrays[f"{name}_{part.name}"] = getattr(view, part.name)
                arrays[f"{name}_phrases"] = view.phrases.astype(np.float16)
        into = io.BytesIO()
        np.savez(into, allow_pickle=False, **arrays)
        return into.getvalue()


def load(data: bytes) -> Model:
    """Raises ModelProblem."""
    try:
        return _loaded(data)
    except ModelProblem:
        raise
    except Exception as error:  # damaged bytes fail in as many ways as there are readers
        raise ModelProblem(f"{type(error).__name__}: {error}") from error


def _loaded(data: bytes) -> Model:
    with np.load(io.BytesIO(data), allow_pickle=False) as held:
        arrays = {name: held[name] for name in held.files}
    if int(arrays["format"][0]) != FORMAT:
        raise ModelProblem("made by another version")
    vocabulary = Vocabulary(arrays["feature_keys"], arrays["feature_columns"])
    names = unpacked(arrays["spread_names"])
    # Both speak of the same words, which are held once.
    words = {word: word for word in unpacked(arrays["words"])}
    french = (words.get(word, word) for word in unpacked(arrays["french_words"]))
    return Model(
        topics=tuple(unpacked(arrays["topics"])),
        vectoriser=Vectoriser(vocabulary, arrays["idf"]),
        lexical_weights=arrays["lexical_weights"],
        lexical_scales=arrays["lexical_scales"],
        lexical_bias=arrays["lexical_bias"],
        fast=_view(arrays, "fast"),
        deep=_view(arrays, "deep"),
        owners=arrays["owners"].astype(np.int64),
        word_counts=Counter(dict(zip(words, arrays["word_counts"].tolist(), strict=True))),
        french=dict(zip(french, arrays["french"].tolist(), strict=True)),
        spread={n: (float(a), float(b)) for n, (a, b) in zip(names, arrays["spread"], strict=True)},
        taken_for=arrays["taken_for"].astype(np.int64),
        calibration=arrays["calibration"],
    )


def read(path: Path) -> Model:
    """Raises OSError and ModelProblem."""
    return load(path.read_bytes())


def _view(arrays: dict[str, NDArray[np.generic]], name: str) -> View | None:
    if f"{name}_weights" not in arrays:
        return None
    return View(
        **{part.name: arrays[f"{name}_{part.name}"].astype(np.float32) for part in fields(View)}
    )
