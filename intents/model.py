"""The fitted matcher as plain arrays: what is learned from a corpus, saved and loaded as bytes.

Three views of a text vote on its topic: counted words and letters (``lexical``), the fast
encoder's vector and the deep encoder's. Each is linear; their log probabilities are added. A view
whose encoder is missing is None, and the others go on.
"""

import io
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.lexical import Vectoriser

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

FORMAT = 2


class ModelProblem(ValueError):
    """A saved model cannot be used: another format, or a damaged file."""


@dataclass(frozen=True)
class View:
    """One encoder's part. ``weights`` (dims, topics), ``bias`` (topics,), ``phrases`` (phrases,
    dims) as ``place`` gives them, in the order of ``Model.owners``; ``center`` (dims,)."""

    weights: Floats
    bias: Floats
    phrases: Floats
    center: Floats

    def place(self, vectors: Floats) -> Floats:
        """Vectors as seen from the middle of the examples, of length 1: an encoder whose vectors
        all point nearly the same way tells more so."""
        moved = vectors - self.center
        placed: Floats = moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), 1e-9)
        return placed

    def logits(self, placed: Floats) -> Floats:
        return placed @ self.weights + self.bias


@dataclass(frozen=True)
class Model:
    """``topics`` in alphabetical order; ``owners`` is each phrase's topic by number.

    ``spread``: mean and deviation of what the examples themselves score when held out, by name.
    ``french``: how much each word speaks for French (positive) or English (negative), in nats.
    """

    topics: tuple[str, ...]
    vectoriser: Vectoriser
    lexical_weights: Floats
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
    """Coefficients of the calibrator, in the order of ``evidence.NAMES``, the intercept last."""

    def dump(self) -> bytes:
        """The same model gives the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array([FORMAT]),
            "topics": _packed(self.topics),
            "features": _packed(self.vectoriser.vocabulary),
            "idf": self.vectoriser.weights,
            "lexical_weights": self.lexical_weights.astype(np.float16),
            "lexical_bias": self.lexical_bias,
            "owners": self.owners.astype(np.int32),
            "words": _packed(self.word_counts),
            "word_counts": np.array(list(self.word_counts.values()), dtype=np.int32),
            "french_words": _packed(self.french),
            "french": np.array(list(self.french.values()), dtype=np.float32),
            "spread_names": _packed(self.spread),
            "spread": np.array(list(self.spread.values()), dtype=np.float64),
            "taken_for": self.taken_for.astype(np.int32),
            "calibration": self.calibration,
        }
        for name, view in (("fast", self.fast), ("deep", self.deep)):
            if view is not None:
                arrays[f"{name}_weights"] = view.weights
                arrays[f"{name}_bias"] = view.bias
                arrays[f"{name}_phrases"] = view.phrases.astype(np.float16)
                arrays[f"{name}_center"] = view.center
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
    features = {feature: column for column, feature in enumerate(_unpacked(arrays["features"]))}
    names = _unpacked(arrays["spread_names"])
    return Model(
        topics=tuple(_unpacked(arrays["topics"])),
        vectoriser=Vectoriser(features, arrays["idf"]),
        lexical_weights=arrays["lexical_weights"].astype(np.float32),
        lexical_bias=arrays["lexical_bias"],
        fast=_view(arrays, "fast"),
        deep=_view(arrays, "deep"),
        owners=arrays["owners"].astype(np.int64),
        word_counts=Counter(
            dict(zip(_unpacked(arrays["words"]), arrays["word_counts"].tolist(), strict=True))
        ),
        french=dict(zip(_unpacked(arrays["french_words"]), arrays["french"].tolist(), strict=True)),
        spread={n: (float(a), float(b)) for n, (a, b) in zip(names, arrays["spread"], strict=True)},
        taken_for=arrays["taken_for"].astype(np.int64),
        calibration=arrays["calibration"],
    )


def read(path: Path) -> Model:
    """Raises OSError and ModelProblem."""
    return load(path.read_bytes())


def digest(data: bytes) -> str:
    return sha256(data).hexdigest()


def _view(arrays: dict[str, NDArray[np.generic]], name: str) -> View | None:
    if f"{name}_weights" not in arrays:
        return None
    return View(
        weights=arrays[f"{name}_weights"].astype(np.float32),
        bias=arrays[f"{name}_bias"].astype(np.float32),
        phrases=arrays[f"{name}_phrases"].astype(np.float32),
        center=arrays[f"{name}_center"].astype(np.float32),
    )


def _packed(texts: object) -> NDArray[np.uint8]:
    """Strings as one row of bytes; none of them holds a line break."""
    joined = "\n".join(str(text) for text in texts)  # type: ignore[attr-defined]
    return np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def _unpacked(packed: NDArray[np.generic]) -> list[str]:
    joined = packed.tobytes().decode("utf-8", "surrogatepass")
    return joined.split("\n") if joined else []
