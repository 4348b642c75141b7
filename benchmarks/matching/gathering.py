"""What the calibrator is learned from: small sets drawn from public ones, and how they did.

Only sets whose licence allows it (CC BY 4.0, CC BY 3.0, MIT), and only their training halves, so
that what the tables measure on was never seen. A question is right if its topic came first; wrong
if another did, if its topic was left out of the sample, or if it comes from another set.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.matching import sets
from benchmarks.matching.learning import MODES, Mode, asked, corpus_of, learn, within
from benchmarks.matching.samples import Picked, by_intent, examples, some
from benchmarks.matching.sets import Row
from intents.building import Encoders
from intents.corpus import OUT_OF_SCOPE
from intents.model import Floats, Model

SETS = ("banking77", "clinc150", "hwu64", "covidfaq_quebec")
INSIDE, LEFT_OUT, ELSEWHERE = 280, 80, 40
"""Questions of each kind that are asked of a sample, at most."""


@dataclass(frozen=True)
class Plan:
    """``outside``: examples of an out-of-scope class, 0 for none."""

    name: str
    topics: int
    shots: int
    outside: int
    seed: int


_SMALL = tuple(
    Plan(name, topics, shots, outside, seed)
    for seed, (name, topics, shots, outside) in enumerate(
        (name, topics, shots, outside)
        for name in SETS
        for topics, shots, outside in (
            (10, 10, 0),
            (10, 50, 60),
            (20, 5, 40),
            (20, 20, 0),
            (20, 100, 200),
            (40, 10, 100),
            (40, 40, 0),
            (60, 5, 0),
            (60, 20, 150),
            (130, 10, 0),
            (130, 20, 0),
        )
    )
    if not (name == "covidfaq_quebec" and (shots > 10 or topics > 40))
    and not (name == "hwu64" and topics > 60)
    and not (name == "banking77" and topics > 60)
)
PLANS = (
    *_SMALL,
    Plan("clinc150", 112, 60, 0, 101),
    Plan("hwu64", 48, 60, 0, 102),
    Plan("banking77", 57, 80, 0, 103),
    Plan("clinc150", 112, 60, 0, 104),
)


@dataclass(frozen=True)
class Gathered:
    """Rows of evidence under one plan in one mode, whether the best topic was right, and whether
    any could have been."""

    plan: Plan
    mode: str
    rows: Floats
    right: NDArray[np.bool_]
    inside: NDArray[np.bool_]


def gather(have: Encoders, plans: Sequence[Plan] = PLANS) -> Iterator[Gathered]:
    """Every plan in every mode that this machine can do; deterministic."""
    for plan in plans:
        drawn = _draw(plan)
        for mode in MODES:
            chosen = within(mode, have)
            if chosen is None:
                continue
            model = learn(drawn.corpus, chosen, own=False)
            yield _tried(plan, mode, model, drawn, chosen)
            if mode == "both":  # what decides whether the deep encoder is asked at all
                yield _tried(plan, "both, at first", model, drawn, Encoders(chosen.fast, None))


@dataclass(frozen=True)
class _Drawn:
    taught: Picked
    asked: tuple[tuple[str, str], ...]
    """Question and topic, "" where no topic of the sample is right."""

    @property
    def corpus(self):  # type: ignore[no-untyped-def]
        return corpus_of(examples(self.taught))


def _draw(plan: Plan) -> _Drawn:
    random = np.random.default_rng(plan.seed)
    pool = by_intent(_learnable(plan.name))
    names = list(pool)
    inside = {
        names[at] for at in random.permutation(len(names))[: min(plan.topics, len(names) * 3 // 4)]
    }
    beyond = [name for name in names if name not in inside]
    known, strange = beyond[::2], beyond[1::2]
    taught: Picked = {}
    asked_inside: list[Row] = []
    for name in sorted(inside):
        mixed = some(pool[name], len(pool[name]), random)
        count = max(1, min(plan.shots, len(mixed) * 2 // 3))
        taught[name] = mixed[:count]
        asked_inside += mixed[count:]
    if plan.outside:
        taught[OUT_OF_SCOPE] = some([r for n in known for r in pool[n]], plan.outside, random)
    left_out = [row for name in (strange if plan.outside else beyond) for row in pool[name]]
    others = [row for name in SETS if name != plan.name for row in _learnable(name)]
    questions = [(row.text, row.intent) for row in some(asked_inside, INSIDE, random)]
    share = len(questions) / INSIDE
    for rows, most in ((left_out, LEFT_OUT), (others, ELSEWHERE)):
        questions += [(row.text, "") for row in some(rows, round(most * share), random)]
    return _Drawn(taught, tuple(questions))


def _learnable(name: str) -> tuple[Row, ...]:
    return tuple(row for row in sets.rows(name) if row.split == "train" and row.intent)


def _tried(plan: Plan, mode: Mode | str, model: Model, drawn: _Drawn, have: Encoders) -> Gathered:
    found = asked(model, [text for text, _ in drawn.asked], have)
    best = [model.topics[at] for at in found.best]
    right = [topic == intent for topic, (_, intent) in zip(best, drawn.asked, strict=True)]
    inside = [bool(intent) for _, intent in drawn.asked]
    return Gathered(
        plan, mode, found.rows, np.array(right, dtype=np.bool_), np.array(inside, dtype=np.bool_)
    )
