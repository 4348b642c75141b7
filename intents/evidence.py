"""What speaks for and against the best topic: the numbers that the calibrator weighs.

One row a text, one column a name of ``NAMES``; what cannot be known (no encoder) is 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intents.corpus import OUT_OF_SCOPE
from intents.model import Floats, Ints, Model, View

NAMES = (
    "log_odds",
    "margin",
    "entropy",
    "lexical_log_odds",
    "fast_log_odds",
    "deep_log_odds",
    "agreement",
    "fast_nearest",
    "fast_gap",
    "deep_nearest",
    "deep_gap",
    "nearest_z",
    "log_odds_z",
    "outside_nearest",
    "coverage",
    "length",
    "phrases",
    "topics",
    "outside",
)
LEXICAL_SHARE, DEEP_SHARE = 1.0, 1.0
FAST_SHARE, FAST_BESIDE_DEEP = 0.6, 0.3
"""Weights of the views' log probabilities in the sum; see docs/matcher.md for how they came."""

_LEAST = 1e-6


@dataclass(frozen=True)
class Evidence:
    """``chances`` (texts, topics): the sum of the views as probabilities, out of scope among
    them; ``best`` the best topic that can be shown; ``rows`` (texts, len(NAMES))."""

    chances: Floats
    best: Ints
    rows: Floats


def weigh(
    model: Model,
    words: Sequence[Sequence[str]],
    known: Sequence[float],
    fast: Floats | None,
    deep: Floats | None,
) -> Evidence:
    """``words`` after mending, ``known`` the share of each text's words that needed none;
    ``fast`` and ``deep`` the encoders' vectors, None for a view that is not asked."""
    lexical = _log_chances(_lexical_logits(model, words))
    views = {"lexical": (LEXICAL_SHARE, lexical)}
    near: dict[str, Floats] = {}
    for name, share, view, vectors in (
        ("fast", FAST_SHARE if deep is None else FAST_BESIDE_DEEP, model.fast, fast),
        ("deep", DEEP_SHARE, model.deep, deep),
    ):
        if view is not None and vectors is not None:
            placed = view.place(vectors)
            views[name] = (share, _log_chances(view.logits(placed)))
            near[name] = nearest(model, view, placed)
    total = sum(share for share, _ in views.values())
    # Views see the same text: their sum is far too sure of itself, their mean too humble.
    summed = sum((share * logs for share, logs in views.values()), np.zeros_like(lexical))
    chances = np.exp(_log_chances(summed / np.sqrt(total)))
    rows = np.zeros((len(words), len(NAMES)), dtype=np.float32)
    column = {name: rows[:, at] for at, name in enumerate(NAMES)}
    inside = np.array([topic != OUT_OF_SCOPE for topic in model.topics])
    shown = np.where(inside, chances, 0)
    order = np.argsort(-shown, axis=1, kind="stable")
    best, second = order[:, 0], order[:, min(1, order.shape[1] - 1)]
    every = np.arange(len(words))
    first_chance = shown[every, best]
    column["log_odds"][:] = _log_odds(first_chance)
    column["margin"][:] = np.log((first_chance + _LEAST) / (shown[every, second] + _LEAST))
    column["entropy"][:] = -(chances * np.log(chances + _LEAST)).sum(axis=1) / np.log(
        max(len(model.topics), 2)
    )
    for name, (_, logs) in views.items():
        column[f"{name}_log_odds"][:] = _log_odds(np.exp(logs[every, best]))
    column["agreement"][:] = np.mean(
        [np.where(inside, logs, -np.inf).argmax(axis=1) == best for _, logs in views.values()],
        axis=0,
    )
    for name, cosines in near.items():
        own = cosines[every, best]
        others = np.where(inside, cosines, -1)
        others[every, best] = -1
        column[f"{name}_nearest"][:] = own
        column[f"{name}_gap"][:] = own - others.max(axis=1)
        if not inside.all():
            outside = cosines[:, ~inside].max(axis=1)
            column["outside_nearest"][:] = np.maximum(
                outside - own, column["outside_nearest"] if name == "deep" else -1
            )
        mean, deviation = model.spread.get(f"{name}_nearest", (0.0, 1.0))
        column["nearest_z"][:] = (own - mean) / deviation
    mean, deviation = model.spread.get("log_odds", (0.0, 1.0))
    column["log_odds_z"][:] = (column["log_odds"] - mean) / deviation
    column["coverage"][:] = known
    column["length"][:] = np.log1p([len(text) for text in words])
    sizes = np.bincount(model.owners, minlength=len(model.topics))
    column["phrases"][:] = np.log1p(sizes[best])
    column["topics"][:] = np.log(len(model.topics))
    if not inside.all():
        column["outside"][:] = _log_odds(chances[:, ~inside].sum(axis=1))
    return Evidence(chances.astype(np.float32), best.astype(np.int64), rows)


def nearest(model: Model, view: View, placed: Floats) -> Floats:
    """(texts, topics): the cosine to each topic's nearest phrase; phrases stand in topic order."""
    cosines = placed @ view.phrases.T
    starts = np.searchsorted(model.owners, np.arange(len(model.topics)))
    found: Floats = np.maximum.reduceat(cosines, starts, axis=1)
    return found


def _lexical_logits(model: Model, words: Sequence[Sequence[str]]) -> Floats:
    logits = np.tile(model.lexical_bias, (len(words), 1))
    for row, text in enumerate(words):
        columns, values = model.vectoriser.transform(text)
        if len(columns):
            logits[row] += values @ model.lexical_weights[columns]
    return logits


def _log_chances(logits: Floats) -> Floats:
    top = logits.max(axis=1, keepdims=True)
    shifted = logits - top
    logs: Floats = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs.astype(np.float32)


def _log_odds(chances: Floats) -> Floats:
    clipped = np.clip(chances, _LEAST, 1 - _LEAST)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds.astype(np.float32)
