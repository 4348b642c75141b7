"""Figures with their uncertainty."""

from collections.abc import Callable, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]
_Z = 1.959964
_DRAWS = 1000
BINS = 15


def share(right: Sequence[bool] | Truths) -> str:
    """A share in per cent with Wilson's 95 % interval: ``96.2 (94.0–97.6)``."""
    count, total = int(np.sum(right)), len(right)
    if not total:
        return "–"
    low, high = wilson(count, total)
    return f"{100 * count / total:.1f} ({100 * low:.1f}–{100 * high:.1f})"


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (0 to 1)."""
    chance = count / total
    square = _Z * _Z / total
    middle = (chance + square / 2) / (1 + square)
    half = _Z * sqrt(chance * (1 - chance) / total + square / (4 * total)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def mean_share(runs: Sequence[Truths]) -> str:
    """The mean over several samples of the same questions, in per cent, with a 95 % interval by
    drawing samples and questions anew."""
    table = np.array(runs, dtype=np.float64)
    random = np.random.default_rng(0)
    means = []
    for _ in range(_DRAWS):
        which = random.integers(len(table), size=len(table))
        ones = random.integers(table.shape[1], size=table.shape[1])
        means.append(table[which][:, ones].mean())
    low, high = np.percentile(means, [2.5, 97.5])
    return f"{100 * table.mean():.1f} ({100 * low:.1f}–{100 * high:.1f})"


def drawn(measure: Callable[[NDArray[np.int64]], float], total: int, draws: int = 200) -> str:
    """A figure of ``total`` questions, by their numbers, with a 95 % interval by drawing anew."""
    random = np.random.default_rng(0)
    found = [measure(random.integers(total, size=total)) for _ in range(draws)]
    low, high = np.percentile(found, [2.5, 97.5])
    return f"{measure(np.arange(total)):.3f} ({low:.3f}–{high:.3f})"


def calibration_error(confidence: Numbers, right: Truths, bins: int = BINS) -> float:
    """How far confidence and the share of right answers lie apart: the mean distance over
    ``bins`` equal parts of 0 to 1, weighted by how many questions fall into each."""
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    error = 0.0
    for one in np.unique(place):
        held = place == one
        error += held.mean() * abs(float(confidence[held].mean()) - float(right[held].mean()))
    return error
