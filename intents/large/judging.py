"""From numbers on candidates to chances, and from those to calibrated confidence.

``choosing`` weighs the numbers of ``weighing.NAMES`` against each other: of the candidates, which
is it. Two more regressions then tell how likely the best one is right, and how likely none fits.
All are learned on phrases, and on whole topics, that the index had not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents import calibrator
from intents.large.weighing import NAMES, Weighed
from intents.model import Floats, Ints

EVIDENCE = (
    "log_odds",
    "margin",
    "nearest",
    "gap",
    "words_nearest",
    "coverage",
    "length",
    "phrases",
    "outside",
)
_START = {"log_odds": 1.0}
PULL = 2.0
"""How strongly coefficients are held back, against learning accidents of the sample."""

_LEAST = 1e-6


@dataclass(frozen=True)
class Judge:
    """``choosing`` (len(NAMES),); ``right`` and ``none_fits`` (len(EVIDENCE) + 1,), the intercept
    last."""

    choosing: Floats
    right: Floats
    none_fits: Floats


@dataclass(frozen=True)
class Judged:
    """``order`` the topics' places in ``Weighed``, best first, without the one that is never
    shown; ``chances`` by place; ``evidence`` (len(EVIDENCE),)."""

    order: list[int]
    chances: Floats
    evidence: Floats


def judge(weighed: Weighed, choosing: Floats, coverage: float, words: int, sizes: Ints) -> Judged:
    """``coverage``: the share of known words; ``sizes``: phrases by topic."""
    raw = weighed.rows @ choosing
    raised = np.exp(raw - raw.max())
    chances = (raised / raised.sum()).astype(np.float32)
    hidden = weighed.rows[:, NAMES.index("outside")] > 0
    shown = np.where(hidden, -1, chances)
    order = [at for at in np.argsort(-shown, kind="stable").tolist() if not hidden[at]]
    found = np.zeros(len(EVIDENCE), dtype=np.float32)
    if order:
        best = order[0]
        nearest = weighed.rows[:, 0]
        others = np.delete(nearest, best)
        second = float(chances[order[1]]) if len(order) > 1 else 0.0
        found[:] = (
            _log_odds(float(chances[best])),
            np.log((float(chances[best]) + _LEAST) / (second + _LEAST)),
            nearest[best],
            nearest[best] - (others.max() if len(others) else 0.0),
            weighed.rows[best, 4],
            coverage,
            np.log1p(words),
            np.log1p(sizes[weighed.topics[best]]),
            _log_odds(float(chances[hidden].sum())) if hidden.any() else _log_odds(0.0),
        )
    return Judged(order, chances, found)


def confident(coefficients: Floats, evidence: Floats) -> float:
    return float(calibrator.confidence(coefficients, evidence[None, :])[0])


def learn_chances(rows: Floats, said: NDArray[np.bool_]) -> Floats:
    """A regression on evidence: how likely what ``said`` says."""
    start = np.zeros(len(EVIDENCE) + 1)
    if not len(rows):
        return start.astype(np.float32)
    for name, value in _START.items():
        start[EVIDENCE.index(name)] = value if said.mean() > 0.5 else -value
    return calibrator.learned(rows, said, start, PULL).astype(np.float32)


def learn_choosing(cases: Sequence[tuple[Weighed, int]], pull: float = 0.5) -> Floats:
    """Weights that make each case's topic (a place in its candidates) the likely one.

    Newton's method on the softmax over candidates; a step that does not help is halved.
    """
    kept = [(weighed.rows.astype(np.float64), at) for weighed, at in cases]
    # Whatever stands apart most clearly, nearness, is trusted until the sample says otherwise.
    found = np.ones(len(NAMES))
    height = _cost(kept, found, pull)
    for _ in range(50):
        slope, curvature = pull * (found - 1), pull * np.eye(len(NAMES))
        for rows, at in kept:
            chance = _softmax(rows @ found)
            mean = chance @ rows
            slope += mean - rows[at]
            curvature += (rows * chance[:, None]).T @ rows - np.outer(mean, mean)
        step = np.linalg.solve(curvature, slope)
        size = 1.0
        while size > 1e-4 and _cost(kept, found - size * step, pull) > height:
            size /= 2
        if size <= 1e-4:
            break
        found = found - size * step
        height = _cost(kept, found, pull)
        if np.abs(step).max() < 1e-4:
            break
    return found.astype(np.float32)


def _cost(
    kept: Sequence[tuple[NDArray[np.float64], int]], at: NDArray[np.float64], pull: float
) -> float:
    total = pull / 2 * float(((at - 1) ** 2).sum())
    for rows, right in kept:
        raw = rows @ at
        top = raw.max()
        total += float(top + np.log(np.exp(raw - top).sum()) - raw[right])
    return total


def _softmax(raw: NDArray[np.float64]) -> NDArray[np.float64]:
    raised = np.exp(raw - raw.max())
    chances: NDArray[np.float64] = raised / raised.sum()
    return chances


def _log_odds(chance: float) -> float:
    held = min(max(chance, _LEAST), 1 - _LEAST)
    return float(np.log(held / (1 - held)))
