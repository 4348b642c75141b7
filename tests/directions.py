"""Stand-ins for encoders: a direction for each word, drawn by its hash; texts are near that share
words, and there is no meaning."""

from collections.abc import Sequence
from hashlib import sha256

import numpy as np

from intents.model import Floats


def direction_of(words: Sequence[str], dims: int, space: str = "") -> Floats:
    """(dims,) of length 1. ``space`` makes other directions; no words have one too."""
    row = np.zeros(dims)
    for word in ["", *words]:
        seed = int.from_bytes(sha256(f"{space}{word}".encode()).digest()[:4])
        row += np.random.default_rng(seed).normal(size=dims)
    return (row / np.linalg.norm(row)).astype(np.float32)
