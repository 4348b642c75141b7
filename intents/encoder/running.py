"""Encoders that run the converted files."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime

from intents.encoder.api import Engine, Floats
from intents.encoder.e5_weights import unpack
from intents.encoder.limits import TOKENS
from intents.encoder.pieces import Pieces
from intents.encoder.pins import E5, USE
from intents.encoder.store import GRAPH, PIECES, POSITIONS, STEPS, TABLE
from intents.encoder.use_weights import CHUNKS, REACH

_ERRORS_ONLY = 3


class _Running(ABC):
    """Text by text: a batch would share one scale between its texts, and be no faster."""

    engine: Engine = "onnx"

    def __init__(self, name: str, dims: int, folder: Path, pieces: Pieces) -> None:
        self.name = name
        self.dims = dims
        self._pieces = pieces
        # Mapped, not read: only the rows of words that are met come into memory. A plain array
        # over the map, because the memory map's own class makes each access slower.
        self._table = np.asarray(np.load(folder / TABLE, mmap_mode="r"))
        self._session = _session(folder / GRAPH)

    def encode(self, texts: Sequence[str]) -> Floats:
        vectors = np.empty((len(texts), self.dims), np.float32)
        for row, text in zip(vectors, texts, strict=True):
            found = self._session.run(None, self._inputs(self._pieces.tokens(text)))[0][0]
            np.divide(found, np.sqrt(np.dot(found, found)), out=row)
        return vectors

    @abstractmethod
    def _inputs(self, tokens: list[int]) -> dict[str, np.ndarray]: ...


class RunningUse(_Running):
    """The universal sentence encoder."""

    def __init__(self, folder: Path) -> None:
        pieces = Pieces(folder / PIECES, start=1, end=2, unknown=0)
        super().__init__(USE.name, USE.dims, folder, pieces)
        steps = np.load(folder / STEPS)
        self._step = steps[0][:, None]
        self._lowest = steps[1][:, None]
        self._windows = np.arange(TOKENS)[:, None] + np.arange(2 * REACH + 1)

    def _inputs(self, tokens: list[int]) -> dict[str, np.ndarray]:
        rows = np.array(tokens)
        chunks = rows % CHUNKS
        words = self._table[rows] * self._step[chunks]
        words += self._lowest[chunks]
        return {"words": words, "windows": self._windows[: len(tokens)]}


class RunningE5(_Running):
    """multilingual-e5-small, for questions."""

    def __init__(self, folder: Path) -> None:
        pieces = Pieces(folder / PIECES, start=0, end=2, unknown=3, prefix="query: ")
        super().__init__(E5.name, E5.dims, folder, pieces)
        self._positions = np.load(folder / POSITIONS)

    def _inputs(self, tokens: list[int]) -> dict[str, np.ndarray]:
        words = unpack(self._table[tokens])
        words += self._positions[: len(tokens)]
        return {"words": words[None]}


def _session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    # The graph is written the way it should run: looking for shortcuts only costs time.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_cpu_mem_arena = False
    options.log_severity_level = _ERRORS_ONLY
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
