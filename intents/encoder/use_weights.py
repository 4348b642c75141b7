"""The weights of the universal sentence encoder (multilingual, version 3), as packaged.

The embedding table comes in 17 chunks: token ``i`` is row ``i // 17`` of chunk ``i % 17``, and
each chunk has its own step and its own lowest value.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from intents.encoder.api import Bytes, Floats

CHUNKS = 17
ORDERS = (2, 3, 5)
"""Lengths of the windows of neighbouring tokens that the three branches look at."""
REACH = 2
"""How far the widest window reaches to either side of its token."""


@dataclass(frozen=True)
class UseWeights:
    table: Bytes
    """(tokens, 512); token i stands for ``table[i] * steps[0, i % 17] + steps[1, i % 17]``."""
    steps: Floats
    """(2, 17): step and lowest value of each chunk."""
    dense: dict[str, Floats]
    epsilon: float


def read(path: Path) -> UseWeights:
    """Raises KeyError, ValueError or OSError where the file is not what it should be."""
    with np.load(path, allow_pickle=False) as packed:
        first = packed["q1"]
        table = np.empty((CHUNKS * first.shape[0], first.shape[1]), np.uint8)
        for chunk in range(CHUNKS):
            table[chunk::CHUNKS] = packed[f"q{chunk + 1}"]
        steps = np.stack([packed["scale"], packed["lo"]]).astype(np.float32)
        epsilon = float(packed["eps"])
        names = [name for name in packed.files if not name.startswith("q")]
        dense = {name: packed[name].astype(np.float32) for name in names}
    return UseWeights(table, steps, dense, epsilon)
