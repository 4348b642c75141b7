"""A task for intent recognition, and what the matcher and the baselines say to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching import vectors
from benchmarks.matching.baselines import BASELINES, Baseline
from benchmarks.matching.learning import MODES, Mode, corpus_of, kept, within
from benchmarks.matching.samples import Picked, examples
from benchmarks.matching.scores import Truths
from benchmarks.matching.sets import Row

COLUMN: dict[Mode, str] = {
    "both": "both encoders",
    "fast": "fast encoder only",
    "lexical": "no encoder",
}
COLUMNS = (*COLUMN.values(), *BASELINES)
RAPIDFUZZ_MOST = 2_000_000
"""Comparisons with an example that rapidfuzz is given; above that it is asked fewer questions, of
even distance, and the table says so."""


@dataclass(frozen=True)
class Task:
    """Examples, and questions with their intent ("" where none fits)."""

    taught: Picked
    asked: tuple[Row, ...]


@dataclass(frozen=True)
class Told:
    """Of every question that was asked: the first topic and its score.

    ``score`` is the matcher's confidence, or a baseline's own measure. ``part``: the baseline was
    asked only some of the questions.
    """

    asked: tuple[Row, ...]
    first: tuple[str, ...]
    score: NDArray[np.float64]
    matcher: bool
    part: bool = False

    @property
    def right(self) -> Truths:
        """The first topic is the question's; never for a question that no topic answers."""
        pairs = zip(self.first, self.asked, strict=True)
        return np.array([first == row.intent for first, row in pairs])

    @property
    def inside(self) -> Truths:
        return np.array([bool(row.intent) for row in self.asked])


def tell(task: Task) -> dict[str, Told | None]:
    """By column; None where this machine lacks an encoder."""
    told: dict[str, Told | None] = {COLUMN[mode]: _matcher(task, mode) for mode in MODES}
    for name, baseline in BASELINES.items():
        told[name] = _baseline(task, baseline, sparing=name == "rapidfuzz")
    return told


def row_of(
    tasks: Sequence[dict[str, Told | None]], measure: Callable[[Sequence[Told]], str]
) -> dict[str, str]:
    """A measure over the same column of each task, for every column."""
    found = {}
    for column in COLUMNS:
        cells = [one[column] for one in tasks]
        there = [cell for cell in cells if cell is not None]
        found[column] = "no encoder" if len(there) < len(cells) else measure(there)
        if any(cell.part for cell in there) and found[column]:
            found[column] += f", of {len(there[0].asked)} questions"
    return found


def _matcher(task: Task, mode: Mode) -> Told | None:
    chosen = within(mode, vectors.remembering())
    if chosen is None:
        return None
    matcher = kept(corpus_of(examples(task.taught)), chosen)
    best = [one.candidates[0] for one in matcher.rank([row.text for row in task.asked])]
    return Told(
        task.asked,
        tuple(one.topic for one in best),
        np.array([one.confidence for one in best]),
        matcher=True,
    )


def _baseline(task: Task, baseline: Baseline, *, sparing: bool) -> Told:
    pairs = [(row.text, intent) for intent, rows in task.taught.items() for row in rows]
    every = 1
    if sparing:
        every = max(1, -(-len(pairs) * len(task.asked) // RAPIDFUZZ_MOST))
    asked = task.asked[::every]
    found = baseline(
        [text for text, _ in pairs], [intent for _, intent in pairs], [row.text for row in asked]
    )
    return Told(asked, tuple(found.first), found.scores, matcher=False, part=every > 1)
