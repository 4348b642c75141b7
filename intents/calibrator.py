"""From evidence to the chance of being right: a logistic regression on ``evidence.NAMES``, one for
each depth that one has looked with.

The shipped coefficients were learned over public data sets (see ``calibration.toml``); a
workspace's own examples, held out, adapt them: the shipped ones are where the adaptation starts
from and is pulled back to.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from intents.evidence import DEPTHS, NAMES
from intents.model import Floats

FILE = Path(__file__).with_name("calibration.toml")

PULL = 20.0
"""How strongly adapted coefficients are pulled back to the shipped ones."""


@cache
def _shipped() -> tuple[tuple[float, ...], ...]:
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return tuple(tuple(coefficients(data[depth])) for depth in DEPTHS)


def coefficients(table: Mapping[str, Any]) -> Iterator[float]:
    """Those of one table of the file, in order, the intercept last. A number of evidence that is
    new counts for nothing until it was learned what it is worth."""
    yield from (float(table["coefficients"].get(name, 0.0)) for name in NAMES)
    yield float(table["intercept"])


def shipped() -> Floats:
    """(depths, numbers + 1)."""
    return np.array(_shipped(), dtype=np.float32)


def confidence(coefficients: Floats, rows: Floats) -> Floats:
    """The chance (0 to 1) that each row's best topic is right."""
    return _chance(coefficients.astype(np.float64), rows).astype(np.float32)


def adapted(depth: int, rows: Floats, right: NDArray[np.bool_], pull: float = PULL) -> Floats:
    """The shipped coefficients of a depth, moved towards what fits ``rows`` (Newton's method)."""
    start = shipped()[depth].astype(np.float64)
    return learned(rows, right, start, pull).astype(np.float32)


def learned(
    rows: Floats, right: NDArray[np.bool_], start: NDArray[np.float64], pull: float
) -> NDArray[np.float64]:
    """Coefficients that fit ``rows``, the squared distance from ``start`` costing ``pull / 2``.

    Newton's method; a step that does not lower the cost is halved.
    """
    features = np.hstack([rows, np.ones((len(rows), 1))]).astype(np.float64)
    target = right.astype(np.float64)

    def cost(at: NDArray[np.float64]) -> float:
        signed = np.where(right, 1.0, -1.0) * (features @ at)
        return float(np.logaddexp(0, -signed).sum() + pull / 2 * ((at - start) ** 2).sum())

    found, height = start.copy(), cost(start)
    for _ in range(100):
        chance = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (chance - target) + pull * (found - start)
        curvature = (features * (chance * (1 - chance))[:, None]).T @ features
        step = np.linalg.solve(curvature + pull * np.eye(len(found)), slope)
        size = 1.0
        while size > 1e-4 and cost(found - size * step) > height:
            size /= 2
        if size <= 1e-4:
            break
        found = found - size * step
        height = cost(found)
        if np.abs(step).max() < 1e-5:
            break
    return found


def _chance(coefficients: NDArray[np.float64], rows: Floats) -> NDArray[np.float64]:
    raw = rows.astype(np.float64) @ coefficients[:-1] + coefficients[-1]
    chance: NDArray[np.float64] = 1 / (1 + np.exp(-np.minimum(np.maximum(raw, -30), 30)))
    return chance
