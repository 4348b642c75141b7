"""``python -m benchmarks.calibrate``: learns the calibrator that ships, and tells how good it is.

Writes ``intents/calibration.toml``, and ``benchmarks/data/left_out.toml`` with a calibrator for
each data set that was learned without it, for the tables. Takes about ten minutes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching import vectors
from benchmarks.matching.gathering import PLANS, SETS, Gathered, gather
from benchmarks.matching.held_out import LEFT_OUT, OUTSIDE
from benchmarks.matching.scores import calibration_error
from intents.calibrator import FILE, confidence, learned
from intents.evidence import DEPTHS, NAMES

PULL = 100.0
"""Penalty on the squared coefficients of standardised features, in halves of a nat."""
MODE_DEPTHS = {"both": "deep", "both, at first": "fast", "fast": "fast", "lexical": "lexical"}
"""How deep one has looked in each mode of what is gathered."""
NOT_LEARNED = ("topics",)
"""Left at 0: a handful of plans says too little of how a number of topics nobody planned does."""

HEADER = """\
# From evidence to the chance of being right: coefficients of intents/evidence.py's numbers.
# Made by `python -m benchmarks.calibrate`; not edited by hand. Learned from {questions:,} questions
# asked of {plans} small sets of examples (5 to 100 a topic, 10 to 130 topics, with and without
# out-of-scope examples; with both encoders, one, none), drawn from the training halves of:
#   BANKING77, PolyAI (Casanueva et al. 2020), CC BY 4.0
#   CLINC150 (Larson et al. 2019), CC BY 3.0, without its out-of-scope questions
#   HWU64 (Liu et al. 2019), CC BY 4.0
#   covidfaq, Dialogue Technologies, MIT
# None of their sentences is in this file. Calibration error on a set that was left out: {errors}.
"""


def main() -> int:
    if vectors.missing():
        print(vectors.missing())
        return 1
    gathered = []
    for one in gather(vectors.remembering()):
        gathered.append(one)
        print(f"{one.plan}, {one.mode}: {one.right.mean():.2f} right", flush=True)
    finish(gathered)
    return 0


def finish(gathered: Sequence[Gathered]) -> None:
    """Learn, tell, write."""
    shipped = by_depth(gathered)
    without = {name: by_depth([g for g in gathered if g.plan.name != name]) for name in SETS}
    for name, found in without.items():
        print(*_lines(name, found, gathered), sep="\n")
    errors = ", ".join(
        f"{name} {_error(found['deep'], _of(gathered, name, 'both')):.3f}"
        for name, found in without.items()
    )
    asked = sum(len(one.right) for one in gathered if one.mode == "both")
    header = HEADER.format(questions=asked, plans=len(PLANS), errors=errors)
    _write(FILE, header, shipped)
    told = "# Calibrators learned without one set; see benchmarks/calibrate.py.\n"
    tables = {f"{name}.{depth}": one for name, of in without.items() for depth, one in of.items()}
    _write(LEFT_OUT, told, tables)


def by_depth(gathered: Sequence[Gathered]) -> dict[str, NDArray[np.float64]]:
    return {
        depth: fitted([one for one in gathered if MODE_DEPTHS[one.mode] == depth])
        for depth in DEPTHS
    }


def fitted(gathered: Sequence[Gathered]) -> NDArray[np.float64]:
    """Coefficients in the order of ``evidence.NAMES``, the intercept last."""
    rows = np.vstack([one.rows for one in gathered]).astype(np.float64)
    right = np.concatenate([one.right for one in gathered])
    middle, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread < 1e-9] = 1.0
    scaled = ((rows - middle) / spread).astype(np.float32)
    scaled[:, [NAMES.index(name) for name in NOT_LEARNED]] = 0
    found = learned(scaled, right, np.zeros(len(NAMES) + 1), PULL)
    plain = found[:-1] / spread
    # The samples hold twice as many questions out of scope, so that there is enough to learn from.
    sampled = 1 - np.concatenate([one.inside for one in gathered]).mean()
    shift = np.log((1 - OUTSIDE) / OUTSIDE) - np.log((1 - sampled) / sampled)
    return np.append(plain, found[-1] - plain @ middle + shift)


def _of(gathered: Sequence[Gathered], name: str, mode: str) -> list[Gathered]:
    return [one for one in gathered if one.plan.name == name and one.mode == mode]


def _error(coefficients: NDArray[np.float64], gathered: Sequence[Gathered]) -> float:
    gathered = [_as_asked(one) for one in gathered]
    rows = np.vstack([one.rows for one in gathered])
    right = np.concatenate([one.right for one in gathered])
    return calibration_error(
        confidence(coefficients.astype(np.float32), rows).astype(np.float64), right
    )


def _as_asked(one: Gathered) -> Gathered:
    """With as many questions out of scope as people ask."""
    beyond = np.flatnonzero(~one.inside)
    most = round(OUTSIDE / (1 - OUTSIDE) * one.inside.sum())
    kept = np.random.default_rng(0).permutation(beyond)[:most]
    at = np.sort(np.concatenate([np.flatnonzero(one.inside), kept]))
    return replace(one, rows=one.rows[at], right=one.right[at], inside=one.inside[at])


def _lines(
    name: str, found: dict[str, NDArray[np.float64]], gathered: Sequence[Gathered]
) -> Iterator[str]:
    for mode, depth in MODE_DEPTHS.items():
        error = _error(found[depth], _of(gathered, name, mode))
        yield f"{name} left out, {mode}: calibration error {error:.3f}"


def _write(path: Path, header: str, tables: dict[str, NDArray[np.float64]]) -> None:
    lines = [header]
    for name, found in tables.items():
        lines.append(f"\n[{name}]\nintercept = {found[-1]:.5f}\n\n[{name}.coefficients]\n")
        pairs = zip(NAMES, found[:-1], strict=True)
        lines += [f"{feature} = {value:.5f}\n" for feature, value in pairs]
    path.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
