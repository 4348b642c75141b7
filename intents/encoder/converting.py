"""From the packages' weights to files that load fast, once per machine."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from intents.encoder import store
from intents.encoder.api import Converted, Made
from intents.encoder.limits import TOKENS
from intents.encoder.pins import ALL, E5, USE, Weights, find, has
from intents.encoder.says import EncoderProblem
from intents.encoder.store import GRAPH, PIECES, POSITIONS, STEPS, TABLE

_TOOLS = ("onnx", "sentencepiece", "google.protobuf")


def convert(folder: Path) -> list[Converted]:
    """Make what is missing or damaged in ``folder``, leave what is whole. One result for each
    encoder; raises OSError where the folder cannot be written."""
    return [_convert(folder, weights) for weights in ALL]


def _convert(folder: Path, weights: Weights) -> Converted:
    begin = time.perf_counter()

    def result(outcome: Made, needs: str = "") -> Converted:
        return Converted(
            name=weights.name,
            outcome=outcome,
            needs=needs,
            size=store.size(folder, weights),
            seconds=time.perf_counter() - begin,
        )

    if store.look(folder, weights, thorough=True) == "ready":
        return result("kept")
    if tool := has(*_TOOLS):
        return result("tool_missing", tool)
    found: dict[str, list[Path]] = {}
    for source in _sources(weights):
        try:
            paths = find(source)
        except EncoderProblem:
            return result("refused", source.distribution)
        if paths is None:
            return result("package_missing", source.distribution)
        found[source.name] = paths
    store.make(folder, weights, _writer(weights, found))
    return result("made")


def _sources(weights: Weights) -> tuple[Weights, ...]:
    # The small model's file says how to normalise in a form of its own; the other package's
    # piece model has the same rules in the library's form.
    return (E5, USE) if weights is E5 else (weights,)


def _writer(weights: Weights, found: dict[str, list[Path]]) -> Callable[[Path], None]:
    table, pieces = found[USE.name]
    if weights is USE:
        return lambda folder: _write_use(folder, table, pieces)
    (packed,) = found[E5.name]
    return lambda folder: _write_e5(folder, packed, pieces)


def _write_use(folder: Path, packed: Path, pieces: Path) -> None:
    from intents.encoder import use_graph, use_weights  # noqa: PLC0415 - needs onnx

    weights = use_weights.read(packed)
    np.save(folder / TABLE, weights.table)
    np.save(folder / STEPS, weights.steps)
    (folder / GRAPH).write_bytes(use_graph.build(weights))
    shutil.copyfile(pieces, folder / PIECES)


def _write_e5(folder: Path, packed: Path, like: Path) -> None:
    from intents.encoder import e5_graph, e5_weights  # noqa: PLC0415 - needs onnx
    from intents.encoder.piece_model import write_model  # noqa: PLC0415 - needs protobuf

    weights = e5_weights.read(packed)
    np.save(folder / TABLE, weights.words)
    np.save(folder / POSITIONS, e5_graph.positions(weights, TOKENS))
    (folder / GRAPH).write_bytes(e5_graph.build(weights))
    controls = [weights.pieces.index(name) for name in ("<s>", "<pad>", "</s>", "<mask>")]
    write_model(folder / PIECES, weights.pieces, weights.scores, controls, like)
