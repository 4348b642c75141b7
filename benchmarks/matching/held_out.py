"""Calibration on sets that a calibrator was not learned from."""

import tomllib
from dataclasses import replace
from functools import cache

import numpy as np

from benchmarks.matching import sets, vectors
from benchmarks.matching.learning import MODES, asked, corpus_of, learn, within
from benchmarks.matching.samples import by_intent, examples
from benchmarks.matching.scores import calibration_error, drawn
from benchmarks.matching.telling import COLUMN, COLUMNS
from intents.calibrator import coefficients, confidence
from intents.evidence import DEPTHS
from intents.model import Floats

LEFT_OUT = sets.FOLDER / "left_out.toml"
SHOTS = 10
OUTSIDE = 0.15
"""The share of questions that no topic answers, for which the calibrator tells its confidence."""
QUESTIONS = 1500


@cache
def calibrators() -> dict[str, Floats]:
    """By the set that was left out; written by ``python -m benchmarks.calibrate``."""
    data = tomllib.loads(LEFT_OUT.read_text(encoding="utf-8"))
    return {
        name: np.array([list(coefficients(one[depth])) for depth in DEPTHS], dtype=np.float32)
        for name, one in data.items()
    }


def calibration_rows() -> list[dict[str, str]]:
    """A row a set: three quarters of its intents are taught, questions of all are asked."""
    return [_row(name) for name in calibrators()]


def _row(name: str) -> dict[str, str]:
    random = np.random.default_rng(0)
    rows = sets.rows(name)
    pool = by_intent(row for row in rows if row.split == "train")
    names = list(pool)
    known = {names[at] for at in random.permutation(len(names))[: len(names) * 3 // 4]}
    taught = {intent: pool[intent][:] for intent in sorted(known)}
    for intent, of in taught.items():
        taught[intent] = [of[at] for at in random.permutation(len(of))[:SHOTS]]
    test = [row for row in rows if row.split in {"test", "oos_test"}]
    mixed = [test[at] for at in random.permutation(len(test))]
    beyond = round(QUESTIONS * OUTSIDE)
    questions = [row for row in mixed if row.intent in known][: QUESTIONS - beyond]
    questions += [row for row in mixed if row.intent not in known][:beyond]
    found = {
        "set": f"{name}, left out of the calibrator, {OUTSIDE:.0%} of questions out of scope",
        "figure": "calibration error",
        "goal": "≤ .05",
        "floor": ".08",
    } | dict.fromkeys(COLUMNS, "")
    for mode in MODES:
        chosen = within(mode, vectors.remembering())
        if chosen is None:
            found[COLUMN[mode]] = "no encoder"
            continue
        model = replace(
            learn(corpus_of(examples(taught)), chosen, own=False), calibration=calibrators()[name]
        )
        evidence = asked(model, [row.text for row in questions], chosen)
        sure = confidence(model.calibration[evidence.depth], evidence.rows).astype(np.float64)
        right = np.array(
            [
                model.topics[at] == row.intent
                for at, row in zip(evidence.best, questions, strict=True)
            ]
        )
        found[COLUMN[mode]] = drawn(
            lambda at, s=sure, r=right: calibration_error(s[at], r[at]),  # type: ignore[misc]
            len(right),
        )
    return found
