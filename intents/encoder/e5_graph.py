"""multilingual-e5-small as a graph: twelve layers of attention, then the mean over tokens."""

import numpy as np
from onnx import TensorProto

from intents.encoder.e5_weights import E5Weights
from intents.encoder.graph import CONTRIB, Graph

LOUD = ((0, 318), (1, 1462), (2, 354), (3, 408), (4, 778), (5, 658), (6, 1152), (7, 413), (8, 563))
"""Layer and channel where the wide part has one value that stands out, up to 15 times the next.
These are computed apart, in float32: in 8 bits the others would share their scale and vanish."""


def build(weights: E5Weights) -> bytes:
    """Input ``words`` (1, tokens, hidden) float32, with their positions added. Output ``vector``
    (1, hidden), not yet of length 1."""
    graph = Graph()
    floats = weights.floats
    value = graph.normalise(
        "words", floats["emb.ln.w"], floats["emb.ln.b"], weights.epsilon, "start"
    )
    for layer in range(weights.layers):
        value = _layer(graph, weights, f"l{layer}", value)
    graph.node("ReduceMean", [value], "vector", axes=[1], keepdims=0)
    hidden = weights.hidden
    return graph.finish({"words": (TensorProto.FLOAT, [1, "tokens", hidden])}, "vector", hidden)


def _layer(graph: Graph, weights: E5Weights, layer: str, value: str) -> str:
    floats, hidden = weights.floats, weights.hidden

    def multiply(value: str, part: str, columns: int) -> str:
        matrix = weights.matrix(f"{layer}.{part}.w", columns).T
        return graph.multiply(value, matrix, floats[f"{layer}.{part}.b"], f"{layer}.{part}")

    def add(value: str, more: str, part: str) -> str:
        total = graph.node("Add", [value, more], f"{layer}.{part}.sum")
        gain, shift = floats[f"{layer}.{part}.w"], floats[f"{layer}.{part}.b"]
        return graph.normalise(total, gain, shift, weights.epsilon, f"{layer}.{part}")

    attention = graph.node(
        "MultiHeadAttention",
        [multiply(value, part, hidden) for part in ("q", "k", "v")],
        f"{layer}.attention",
        CONTRIB,
        num_heads=weights.heads,
    )
    value = add(value, multiply(attention, "ao", hidden), "aln")
    return add(value, _feed_forward(graph, weights, layer, value), "oln")


def _feed_forward(graph: Graph, weights: E5Weights, layer: str, value: str) -> str:
    floats, hidden = weights.floats, weights.hidden
    wide = floats[f"{layer}.fi.b"].size
    widen = weights.matrix(f"{layer}.fi.w", hidden).T.copy()
    widen_bias = floats[f"{layer}.fi.b"].copy()
    narrow = weights.matrix(f"{layer}.fo.w", wide).T
    narrow_bias = floats[f"{layer}.fo.b"]
    apart = [channel for at, channel in LOUD if layer == f"l{at}"]
    loud = None
    if apart:
        loud = graph.multiply_exactly(value, widen[:, apart], widen_bias[apart], f"{layer}.loud")
        loud = graph.node("Gelu", [loud], f"{layer}.loud.gelu", CONTRIB)
        loud = graph.multiply_exactly(loud, narrow[apart], None, f"{layer}.loud.out")
        widen[:, apart] = 0
        widen_bias[apart] = 0
    inner = graph.multiply(value, widen, widen_bias, f"{layer}.fi")
    inner = graph.node("Gelu", [inner], f"{layer}.gelu", CONTRIB)
    result = graph.multiply(inner, narrow, narrow_bias, f"{layer}.fo")
    return graph.node("Add", [result, loud], f"{layer}.both") if loud else result


def positions(weights: E5Weights, most: int) -> np.ndarray:
    """(most, hidden): what is added to the word at each place."""
    places = weights.floats["emb.pos"].reshape(-1, weights.hidden)[:most]
    return np.asarray(places + weights.floats["emb.type"][: weights.hidden], np.float32)
