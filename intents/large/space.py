"""A smaller space for an encoder's vectors, in which phrases of one topic lie close together.

Directions in which phrases of the same topic differ are shrunk, those in which topics differ are
kept: Fisher's discriminant, with the phrases' scatter mixed with that of a ball.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.model import Floats, Ints

DIMS = 128
ROUNDNESS = 0.5
"""How much of a ball is mixed in: the scatter is known from few phrases only."""


@dataclass(frozen=True)
class Space:
    """``center`` (dims of the encoder,), ``axes`` (dims of the encoder, dims here)."""

    center: Floats
    axes: Floats

    def place(self, vectors: Floats) -> Floats:
        """Rows of length 1."""
        return unit((vectors - self.center) @ self.axes)


def unit(rows: NDArray[np.floating[Any]]) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Floats = (rows / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled


def learn(vectors: Floats, owners: Ints, topics: int) -> Space:
    """``owners``: each row's topic by number, below ``topics``; some may have no row."""
    dims = vectors.shape[1]
    center = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
    means = middles(vectors, owners, topics)
    apart = vectors - means[owners]
    within = (apart.T @ apart).astype(np.float64) / len(vectors)
    ball = max(float(np.trace(within)) / dims, 1e-6)
    values, directions = np.linalg.eigh(within + ROUNDNESS * ball * np.eye(dims))
    whiten = directions / np.sqrt(values)
    present = np.unique(owners)
    between = (means[present] - center).astype(np.float64) @ whiten
    _, kept = np.linalg.eigh(between.T @ between)
    count = min(DIMS, dims, max(len(present) - 1, 8))
    axes = whiten @ kept[:, ::-1][:, :count]
    return Space(center, axes.astype(np.float32))


def middles(vectors: Floats, owners: Ints, topics: int) -> Floats:
    """(topics, dims): the mean of each topic's rows, 0 for one without."""
    order = np.argsort(owners, kind="stable")
    present, starts, counts = np.unique(owners[order], return_index=True, return_counts=True)
    found = np.zeros((topics, vectors.shape[1]), dtype=np.float32)
    found[present] = np.add.reduceat(vectors[order], starts, axis=0) / counts[:, None]
    return found
