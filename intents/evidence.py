"""What speaks for and against the best topic: the numbers that the calibrator weighs.

One row a text, one column a name of ``NAMES``; what cannot be known (no encoder) is 0.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import NamedTuple

import numpy as np

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
    "fast_typical_z",
    "deep_typical_z",
    "fast_density_z",
    "deep_density_z",
    "outside_nearest",
    "coverage",
    "length",
    "phrases",
    "topics",
    "outside",
)
DEPTHS = ("lexical", "fast", "deep")
"""How deep one has looked: with the words alone, with the fast encoder, with the deep one."""

STANDARDISED = {
    "nearest_z": ("deep_nearest", "fast_nearest"),
    "log_odds_z": ("log_odds",),
    "fast_typical_z": ("fast_typical",),
    "deep_typical_z": ("deep_typical",),
    "fast_density_z": ("fast_density",),
    "deep_density_z": ("deep_density",),
}
"""Columns that compare a number with what the corpus's own held-out phrases score, and the numbers
they may come from: the first that was measured."""

LEXICAL_SHARE, DEEP_SHARE = 1.0, 1.0
FAST_SHARE, FAST_BESIDE_DEEP = 0.6, 0.3
"""Weights of the views' log probabilities in the sum; see docs/matcher.md for how they came."""

NEIGHBOURS = 5
"""Phrases of the best topic whose mean nearness is compared with the topic's own."""

FARTHEST = 4.0
"""Deviations beyond which farther says no more: of a few phrases the deviation is a guess."""

AHEAD = 10
"""Topics whose phrases are looked through for the nearest."""

_LEAST = 1e-6


@dataclass(frozen=True)
class Views:
    """What each view says of some texts: ``logs`` (texts, topics) its log chances by its name,
    ``placed`` (texts, dims) the vectors of an encoder's view."""

    logs: dict[str, Floats]
    placed: dict[str, Floats]

    @property
    def depth(self) -> int:
        """A place in ``DEPTHS``."""
        return max(DEPTHS.index(name) for name in self.logs)

    def of(self, rows: Ints) -> "Views":
        """The same of some of the texts."""
        return Views(
            {name: logs[rows] for name, logs in self.logs.items()},
            {name: placed[rows] for name, placed in self.placed.items()},
        )


@dataclass(frozen=True)
class Evidence:
    """``chances`` (texts, topics): the sum of the views as probabilities, out of scope among
    them; ``best`` the best topic that can be shown; ``rows`` (texts, len(NAMES)); ``raw`` what
    the columns of ``STANDARDISED`` are made from, by name; ``depth`` a place in ``DEPTHS``."""

    chances: Floats
    best: Ints
    rows: Floats
    raw: dict[str, Floats]
    depth: int


def look(
    model: Model, words: Sequence[Sequence[str]], fast: Floats | None, deep: Floats | None
) -> Views:
    """``words`` after mending; ``fast`` and ``deep`` the encoders' vectors, None for a view that
    is not asked."""
    views = Views({"lexical": _log_chances(_lexical_logits(model, words))}, {})
    if fast is not None:
        views = look_again(model, views, "fast", fast)
    return views if deep is None else look_again(model, views, "deep", deep)


def look_again(model: Model, views: Views, name: str, vectors: Floats) -> Views:
    """With one encoder's view more; the others as they were."""
    view = _view(model, name)
    if view is None:
        return views
    placed = view.place(vectors)
    logs = _log_chances(view.logits(placed))
    return Views({**views.logs, name: logs}, {**views.placed, name: placed})


def weigh(
    model: Model, words: Sequence[Sequence[str]], known: Sequence[float], views: Views
) -> Evidence:
    """``known``: the share of each text's words that needed no mending."""
    shares = {
        "lexical": LEXICAL_SHARE,
        "fast": FAST_BESIDE_DEEP if "deep" in views.logs else FAST_SHARE,
        "deep": DEEP_SHARE,
    }
    total = sum(shares[name] for name in views.logs)
    # Views see the same text: their sum is far too sure of itself, their mean too humble.
    summed = np.zeros_like(views.logs["lexical"])
    for name, logs in views.logs.items():
        summed += shares[name] * logs
    chances = np.exp(_log_chances(summed / np.sqrt(total)))
    rows = np.zeros((len(words), len(NAMES)), dtype=np.float32)
    column = {name: rows[:, at] for at, name in enumerate(NAMES)}
    inside, outside = model.inside, model.outside
    shown = chances * inside
    ahead = np.argsort(-shown, axis=1, kind="stable")[:, :AHEAD]
    best, second = ahead[:, 0], ahead[:, 1 if ahead.shape[1] > 1 else 0]
    every = np.arange(len(words))
    first_chance = shown[every, best]
    column["log_odds"][:] = _log_odds(first_chance)
    column["margin"][:] = np.log((first_chance + _LEAST) / (shown[every, second] + _LEAST))
    surprise = np.add.reduce(chances * np.log(chances + _LEAST), axis=1)
    column["entropy"][:] = -surprise / log(max(len(model.topics), 2))
    for name, logs in views.logs.items():
        column[f"{name}_log_odds"][:] = _log_odds(np.exp(logs[every, best]))
    beyond = np.where(inside, np.float32(0), np.float32(-np.inf))
    for logs in views.logs.values():
        column["agreement"][:] += ((logs + beyond).argmax(axis=1) == best) / len(views.logs)
    raw = {"log_odds": column["log_odds"].copy()}
    for name, placed in views.placed.items():
        view = _view(model, name)
        assert view is not None  # noqa: S101 - a view that placed the vectors is there
        near = _nearest(model, view, placed, ahead)
        column[f"{name}_nearest"][:] = near.own
        column[f"{name}_gap"][:] = near.own - near.others
        if len(outside):
            column["outside_nearest"][:] = np.maximum(
                near.outside - near.own, column["outside_nearest"] if name == "deep" else -1
            )
        raw[f"{name}_nearest"] = near.own
        raw[f"{name}_density"] = near.several - view.density[best]
        raw[f"{name}_typical"] = view.typical(placed, best)
    standardise(rows, raw, model.spread)
    column["coverage"][:] = known
    column["length"][:] = np.log1p([len(text) for text in words])
    column["phrases"][:] = np.log1p(model.sizes[best])
    column["topics"][:] = log(len(model.topics))
    if len(outside):
        column["outside"][:] = _log_odds(chances[:, outside].sum(axis=1))
    return Evidence(chances, best, rows, raw, views.depth)


def _view(model: Model, name: str) -> View | None:
    return model.fast if name == "fast" else model.deep


class _Near(NamedTuple):
    """Cosines (texts,) to the nearest phrase: of the best topic, of the others ahead, of out of
    scope; -1 where there is none. ``several``: the mean of the best topic's nearest few."""

    own: Floats
    others: Floats
    outside: Floats
    several: Floats


def _nearest(model: Model, view: View, placed: Floats, ahead: Ints) -> _Near:
    """Only the topics ahead are looked through, as the rest could not change much."""
    ends, outside = model.ends.tolist(), model.outside.tolist()
    found = np.empty((4, len(placed)), dtype=np.float32)
    for row, topics in enumerate(ahead.tolist()):
        text, nearest = placed[row], [np.float32(-1)] * 4
        for group, some in enumerate((topics[:1], topics[1:], outside)):
            for at in some:
                if ends[at + 1] > ends[at]:
                    cosines = view.phrases[ends[at] : ends[at + 1]] @ text
                    nearest[group] = max(nearest[group], np.maximum.reduce(cosines))
                    if group == 0:
                        few = np.sort(cosines)[-NEIGHBOURS:]
                        nearest[3] = np.add.reduce(few) / len(few)
        found[:, row] = nearest
    return _Near(*found)


def standardise(
    rows: Floats, raw: dict[str, Floats], spread: Mapping[str, tuple[float, float]]
) -> None:
    """Fills the columns of ``STANDARDISED``; 0 where nothing was measured or nothing is known to
    compare with."""
    for column, sources in STANDARDISED.items():
        source = next((name for name in sources if name in raw), None)
        if source is not None and source in spread:
            mean, deviation = spread[source]
            far = (raw[source] - mean) / deviation
            rows[:, NAMES.index(column)] = np.minimum(np.maximum(far, -FARTHEST), FARTHEST)


def _lexical_logits(model: Model, words: Sequence[Sequence[str]]) -> Floats:
    logits = np.empty((len(words), len(model.topics)), dtype=np.float32)
    for row, text in enumerate(words):
        columns, values = model.vectoriser.transform(text)
        weights = model.lexical_weights.take(columns, axis=0).astype(np.float32)
        scaled = values * model.lexical_scales.take(columns)
        np.add(model.lexical_bias, scaled @ weights, out=logits[row])
    return logits


def _log_chances(logits: Floats) -> Floats:
    # The ufuncs themselves: of one text, most of the time goes into what stands around them.
    shifted = logits - np.maximum.reduce(logits, axis=1, keepdims=True)
    logs: Floats = shifted - np.log(np.add.reduce(np.exp(shifted), axis=1, keepdims=True))
    return logs.astype(np.float32, copy=False)


def _log_odds(chances: Floats) -> Floats:
    clipped = np.minimum(np.maximum(chances, _LEAST), 1 - _LEAST)
    odds: Floats = np.log(clipped / (1 - clipped))
    return odds.astype(np.float32, copy=False)
