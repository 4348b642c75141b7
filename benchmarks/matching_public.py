"""Public data sets: the matcher beside what has been published, on the same samples.

A question in scope is right where its topic came first; "kept" means that its confidence reaches
the ladder's ``confirm``, below which nothing is claimed. Baselines have no threshold of their own:
where one is needed they get the best one in hindsight. The calibrator was learned from none of the
questions that are measured here, from nothing of HINT3, and from no set's out-of-scope questions.
"""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from benchmarks import Row
from benchmarks.matching import sets, vectors
from benchmarks.matching.held_out import calibration_rows
from benchmarks.matching.samples import by_intent, shots
from benchmarks.matching.scores import Truths, calibration_error, drawn, mean_share, share
from benchmarks.matching.telling import Task, Told, row_of, tell
from intents.ladder import thresholds

NAME = "matching-public"
SEEDS = (0, 1, 2)
PUBLISHED_MCC = {
    "curekart": (".69", ".60"),
    "powerplay11": (".42", ".43"),
    "sofmattress": (".64", ".64"),
}


def run() -> list[Row]:
    rows = [
        _first("BANKING77, 5 each, the published sample", "78", "75", [_banking("train_5")]),
        _first("BANKING77, 10 each, the published sample", "86", "84", [_banking("train_10")]),
        _first("BANKING77, 5 each, three other samples", "", "", _samples("banking77", 5)),
        _first("BANKING77, 10 each, three other samples", "", "", _samples("banking77", 10)),
        _first("BANKING77, all examples", "94", "93", [_banking("train")]),
        _first(
            "COVID FAQ, French, 5 each, three samples", "86", "83", _samples("covidfaq_quebec", 5)
        ),
        _first("COVID FAQ, French, half", "90", "86", [_faq()]),
        *_clinc(),
        *_hint3(),
        *calibration_rows(),
    ]
    if vectors.missing():
        rows[0]["set"] += f" ({vectors.missing()})"
    return rows


def _row(what: str, figure: str, goal: str, floor: str) -> Row:
    return {"set": what, "figure": figure, "goal": goal, "floor": floor}


def _first(what: str, goal: str, floor: str, tasks: Sequence[Task]) -> Row:
    told = [tell(task) for task in tasks]
    return _row(what, "first topic right, %", goal, floor) | row_of(told, _first_right)


def _first_right(runs: Sequence[Told]) -> str:
    return share(runs[0].right) if len(runs) == 1 else mean_share([one.right for one in runs])


def _banking(split: str) -> Task:
    return Task(by_intent(_of("banking77", split)), _of("banking77", "test"))


def _faq() -> Task:
    return Task(by_intent(_of("covidfaq_quebec", "train")), _of("covidfaq_quebec", "test"))


def _samples(name: str, count: int) -> list[Task]:
    return [Task(shots(_of(name, "train"), count, seed), _of(name, "test")) for seed in SEEDS]


def _of(name: str, split: str) -> tuple[sets.Row, ...]:
    return tuple(
        row
        for row in sets.rows(name)
        if row.split == split and (name != "covidfaq_quebec" or row.language == "fr")
    )


def _clinc() -> list[Row]:
    asked = _of("clinc150", "test") + _of("clinc150", "oos_test")
    told = [tell(Task(by_intent(_of("clinc150", "train")), asked))]
    what = "CLINC150, all examples"
    return [
        _row(what, "in scope, first topic right, %", "", "")
        | row_of(told, lambda runs: share(runs[0].right[runs[0].inside])),
        _row(what, "in scope, right and kept, %", "94", "91") | row_of(told, _right_and_kept),
        _row(what, "out of scope, turned away, %", "92", "91") | row_of(told, _turned_away),
    ]


def _kept(one: Told) -> Truths:
    """Above the ladder's threshold; for a baseline, above the one that gives the best sum of both
    shares in hindsight."""
    if one.matcher:
        return np.asarray(one.score >= thresholds().confirm)
    right, inside, total = one.right, one.inside, int(one.inside.sum())

    def both(limit: float) -> float:
        held = one.score >= limit
        return float((held & right).sum() / total - (held & ~inside).sum() / (~inside).sum())

    return np.asarray(one.score >= max(_limits(one), key=both))


def _right_and_kept(runs: Sequence[Told]) -> str:
    (one,) = runs
    return share((one.right & _kept(one))[one.inside])


def _turned_away(runs: Sequence[Told]) -> str:
    (one,) = runs
    return share(~_kept(one)[~one.inside])


def _hint3() -> list[Row]:
    rows = []
    for bot, (goal, published) in PUBLISHED_MCC.items():
        held = [row for row in sets.rows("hint3") if row.bot == bot]
        taught = by_intent(row for row in held if row.split == "train")
        told = [tell(Task(taught, tuple(row for row in held if row.split == "test")))]
        figure = f"MCC (best published, at its best threshold: {published})"
        rows.append(_row(f"HINT3, {bot}", figure, goal, "report") | row_of(told, _mcc))
    for bot in PUBLISHED_MCC:
        held = [row for row in sets.rows("hint3") if row.bot == bot]
        told = [
            tell(
                Task(
                    by_intent(row for row in held if row.split == "train"),
                    tuple(row for row in held if row.split == "test"),
                )
            )
        ]
        rows.append(_row(f"HINT3, {bot}", "calibration error", "", "") | row_of(told, _error))
    return rows


def _mcc(runs: Sequence[Told]) -> str:
    (one,) = runs
    if one.matcher:
        return drawn(partial(_correlation, one, thresholds().confirm), len(one.asked))
    every = np.arange(len(one.asked))
    best = max(_limits(one), key=lambda limit: _correlation(one, limit, every))
    return drawn(partial(_correlation, one, best), len(one.asked))


def _correlation(one: Told, limit: float, at: NDArray[np.int64]) -> float:
    """Matthews' correlation coefficient, out of scope being a class like the others."""
    from sklearn.metrics import matthews_corrcoef

    meant = [one.asked[i].intent for i in at]
    taken = [one.first[i] if one.score[i] >= limit else "" for i in at]
    return float(matthews_corrcoef(meant, taken))


def _error(runs: Sequence[Told]) -> str:
    (one,) = runs
    if not one.matcher:
        return ""
    right = one.right
    return drawn(lambda at: calibration_error(one.score[at], right[at]), len(right))


def _limits(one: Told) -> NDArray[np.float64]:
    """Thresholds worth trying: hundredths of the scores."""
    return np.quantile(one.score, np.linspace(0, 0.99, 100))
