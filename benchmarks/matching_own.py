"""Questions in our own field against our own examples: the table of what a person notices.

Two sets of questions in French and English, written by people who had not seen the examples; each
is measured by itself. The baselines learn from the same examples and answer whatever does not
look most like the out-of-scope ones.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks import Row
from benchmarks.matching import sets, vectors
from benchmarks.matching.baselines import BASELINES, Baseline
from benchmarks.matching.learning import MODES, Mode, kept, within
from benchmarks.matching.scores import calibration_error, drawn, share
from benchmarks.matching.sets import Question
from benchmarks.matching.telling import COLUMN
from intents import corpus as corpora
from intents.corpus import OUT_OF_SCOPE, Corpus

NAME = "matching"


@dataclass(frozen=True)
class Outcome:
    """What became of one question. ``shown`` holds what was answered or offered."""

    question: Question
    first: str
    confidence: float
    decision: str
    shown: tuple[str, ...]
    language: str

    @property
    def inside(self) -> bool:
        return bool(self.question.accept)

    @property
    def right(self) -> bool:
        return self.first in self.question.accept

    @property
    def right_shown(self) -> bool:
        return any(topic in self.question.accept for topic in self.shown)


@dataclass(frozen=True)
class Figure:
    """One line of the table: ``of`` picks the questions, ``holds`` counts."""

    what: str
    goal: str
    floor: str
    of: Callable[[Outcome], bool]
    holds: Callable[[Outcome], bool]


def _inside(one: Outcome) -> bool:
    return one.inside


def _outside(one: Outcome) -> bool:
    return not one.inside


FIGURES = (
    Figure(
        "first topic right, English",
        "≥ 95",
        "92",
        lambda one: one.inside and one.question.language == "en",
        lambda one: one.right,
    ),
    Figure(
        "first topic right, French",
        "≥ 95",
        "92",
        lambda one: one.inside and one.question.language == "fr",
        lambda one: one.right,
    ),
    Figure("right topic answered or shown", "≥ 99", "97", _inside, lambda one: one.right_shown),
    Figure(
        "answered at once and rightly",
        "≥ 85",
        "75",
        _inside,
        lambda one: one.decision == "answer" and one.right,
    ),
    Figure(
        "answered at once and wrongly",
        "≤ 2",
        "4",
        _inside,
        lambda one: one.decision == "answer" and not one.right,
    ),
    Figure("out of scope, answered", "≤ 3", "5", _outside, lambda one: one.decision == "answer"),
    Figure(
        "out of scope, answered or asked to confirm",
        "",
        "",
        _outside,
        lambda one: one.decision in {"answer", "confirm"},
    ),
    Figure(
        "language recognised",
        "",
        "",
        lambda _: True,
        lambda one: not one.language or one.language == one.question.language,
    ),
)


def run() -> list[Row]:
    corpus = corpora.load()
    told = {COLUMN[mode]: _asked(corpus, mode) for mode in MODES}
    told |= {name: _baseline(corpus, baseline) for name, baseline in BASELINES.items()}
    rows = []
    for name in sets.OWN:
        for figure in FIGURES:
            row = {"questions": name, "%": figure.what, "goal": figure.goal, "floor": figure.floor}
            row |= {
                column: _share(figure, found[name] if found else None)
                for column, found in told.items()
            }
            rows.append(row)
        rows.append(_calibration(name, told))
    if vectors.missing():
        rows[0]["questions"] += f" ({vectors.missing()})"
    return rows


def _share(figure: Figure, outcomes: Sequence[Outcome] | None) -> str:
    if not outcomes:
        return "no encoder"
    counted = [one for one in outcomes if figure.of(one)]
    if figure.what.startswith("language") and not counted[0].language:
        return ""
    return share([figure.holds(one) for one in counted])


def _calibration(name: str, told: dict[str, dict[str, list[Outcome]] | None]) -> Row:
    row = {"questions": name, "%": "calibration error", "goal": "≤ .05", "floor": ".08"}
    for column, found in told.items():
        row[column] = ""
        if found and column in COLUMN.values():
            sure = np.array([one.confidence for one in found[name]])
            right = np.array([one.right for one in found[name]])
            row[column] = drawn(
                lambda at, s=sure, r=right: calibration_error(s[at], r[at]),  # type: ignore[misc]
                len(sure),
            )
    return row


def _asked(corpus: Corpus, mode: Mode) -> dict[str, list[Outcome]] | None:
    chosen = within(mode, vectors.remembering())
    if chosen is None:
        return None
    matcher = kept(corpus, chosen)
    found: dict[str, list[Outcome]] = {}
    for name in sets.OWN:
        for question in sets.questions(name):
            # The other language to fall back on: whatever is recognised was recognised.
            other = matcher.match(
                question.text, fallback="fr" if question.language == "en" else "en"
            )
            found.setdefault(name, []).append(
                Outcome(
                    question,
                    other.topic or "",
                    other.confidence,
                    other.decision,
                    tuple(one.topic for one in other.candidates),
                    other.language,
                )
            )
    return found


def _baseline(corpus: Corpus, baseline: Baseline) -> dict[str, list[Outcome]]:
    texts = [phrase.text for phrase in corpus.phrases]
    topics = [phrase.topic for phrase in corpus.phrases]
    every = [(name, question) for name in sets.OWN for question in sets.questions(name)]
    ranked = baseline(texts, topics, [question.text for _, question in every])
    found: dict[str, list[Outcome]] = {}
    for (name, question), best in zip(every, ranked.topics, strict=True):
        shown = tuple(topic for topic in best if topic != OUT_OF_SCOPE)
        decision = "person" if best[0] == OUT_OF_SCOPE else "answer"
        first = shown[0] if shown else ""
        found.setdefault(name, []).append(Outcome(question, first, 0.0, decision, shown, ""))
    return found
