"""The universal sentence encoder as a graph: words in windows of 2, 3 and 5, then four layers."""

import numpy as np
from onnx import TensorProto

from intents.encoder.graph import Graph
from intents.encoder.use_weights import ORDERS, REACH, UseWeights

BRANCH = 256
_FIRST = {2: REACH, 3: REACH - 1, 5: 0}
"""Where each branch's window begins within the widest one: that of 2 begins at its token."""


def build(weights: UseWeights) -> bytes:
    """Inputs ``words`` (tokens, 512) float32 and ``windows`` (tokens, 5) int64: row ``t`` is
    t, t + 1 ... t + 4. Output ``vector`` (1, 512), not yet of length 1."""
    dense = weights.dense
    graph = Graph()

    def branches(prefix: str) -> np.ndarray:
        return np.concatenate([dense[f"{prefix}{order}"] for order in ORDERS], axis=-1)

    # In 8 bits this one product would cost most of the precision: the marks at both ends are
    # several times larger than the words between them, and all share a scale.
    graph.multiply_exactly("words", branches("proj"), branches("proj_b"), "projected")
    graph.normalise("projected", branches("ln_g"), branches("ln_b"), weights.epsilon, "normalised")
    graph.constant("branch_sizes", np.array([BRANCH] * len(ORDERS)))
    graph.node("Split", ["normalised", "branch_sizes"], [f"branch{n}" for n in ORDERS], axis=1)
    graph.constant("margins", np.array([REACH, 0, REACH, 0]))
    graph.constant("nothing", np.array(0, np.float32))
    graph.constant("columns", np.array([1]))
    parts = ["words"]
    for order in ORDERS:
        window = _window(graph, order)
        value = f"branch{order}"
        for step in (1, 2):
            name = f"branch{order}_{step}"
            graph.node("Pad", [value, "margins", "nothing"], f"{name}.padded")
            graph.node("Gather", [f"{name}.padded", window], f"{name}.seen", axis=0)
            graph.constant(f"{name}.shape", np.array([-1, order * BRANCH]))
            graph.node("Reshape", [f"{name}.seen", f"{name}.shape"], f"{name}.flat")
            graph.multiply(
                f"{name}.flat", dense[f"w{step}_{order}"], dense[f"b{step}_{order}"], f"{name}.sum"
            )
            graph.node("Relu", [f"{name}.sum"], f"{name}.positive")
            value = graph.node("Add", [f"{name}.positive", value], name)
        parts.append(value)
    graph.node("Concat", parts, "features", axis=1)
    graph.normalise("features", dense["ln_g"], dense["ln_b"], weights.epsilon, "levelled")
    _layers(graph, weights)
    return graph.finish(
        {
            "words": (TensorProto.FLOAT, ["tokens", 512]),
            "windows": (TensorProto.INT64, ["tokens", 2 * REACH + 1]),
        },
        "vector",
        512,
    )


def _window(graph: Graph, order: int) -> str:
    first = _FIRST[order]
    name = f"window{order}"
    graph.constant(f"{name}.first", np.array([first]))
    graph.constant(f"{name}.end", np.array([first + order]))
    return graph.node("Slice", ["windows", f"{name}.first", f"{name}.end", "columns"], name)


def _layers(graph: Graph, weights: UseWeights) -> None:
    """Sum over tokens divided by the root of their number, then the dense layers."""
    dense = weights.dense
    graph.node("ReduceMean", ["levelled"], "mean", axes=[0], keepdims=1)
    graph.multiply("mean", dense["cnn_W"], dense["cnn_b"], "pooled")
    graph.node("Shape", ["words"], "count", end=1)
    graph.node("Cast", ["count"], "count_float", to=TensorProto.FLOAT)
    graph.node("Sqrt", ["count_float"], "root")
    graph.node("Mul", ["pooled", "root"], "sentence")
    graph.multiply("sentence", dense["d0"], None, "first.sum")
    graph.node("Relu", ["first.sum"], "first")
    graph.multiply("sentence", dense["p1"], None, "second.past")
    graph.multiply("first", dense["d1"], None, "second.here")
    graph.node("Add", ["second.past", "second.here"], "second.sum")
    graph.node("Relu", ["second.sum"], "second")
    graph.multiply("second", dense["d2"], None, "third.sum")
    graph.node("Relu", ["third.sum"], "third")
    graph.multiply("second", dense["p3"], None, "last.past")
    graph.multiply("third", dense["d3"], None, "last.here")
    graph.node("Add", ["last.past", "last.here"], "last")
    graph.node("Tanh", ["last"], "vector")
