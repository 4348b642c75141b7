"""Smaller sets drawn from a public one, by seed: so many examples of so many topics."""

from collections.abc import Iterable, Sequence

import numpy as np

from benchmarks.matching.sets import Row
from intents.result import Language

Picked = dict[str, list[Row]]


def by_intent(rows: Iterable[Row]) -> Picked:
    """Rows by intent in alphabetical order, without those that have none."""
    found: Picked = {}
    for row in rows:
        if row.intent:
            found.setdefault(row.intent, []).append(row)
    return dict(sorted(found.items()))


def shots(rows: Iterable[Row], count: int, seed: int) -> Picked:
    """``count`` rows of each intent, or all where there are fewer."""
    random = np.random.default_rng(seed)
    return {
        intent: [of[at] for at in sorted(random.permutation(len(of))[:count])]
        for intent, of in by_intent(rows).items()
    }


def examples(picked: Picked) -> dict[str, dict[Language, list[str]]]:
    """As a corpus takes them."""
    found: dict[str, dict[Language, list[str]]] = {}
    for intent, rows in picked.items():
        for row in rows:
            found.setdefault(intent, {}).setdefault(row.language, []).append(row.text)
    return found


def some(rows: Sequence[Row], count: int, random: np.random.Generator) -> list[Row]:
    """``count`` of ``rows`` in a random order, or all."""
    return [rows[at] for at in random.permutation(len(rows))[:count]]
