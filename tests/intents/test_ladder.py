"""From confidence to what is done, with thresholds of the test's own."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.ladder import SHOWN, Thresholds, decide, thresholds
from intents.result import Candidate, Decision

LIMITS = Thresholds(
    answer=0.8, confirm=0.5, choose=0.3, outside=0.9, candidate=0.05, skip_deep=0.95
)
RUNG: dict[Decision, int] = {"person": 0, "rephrase": 0, "choose": 1, "confirm": 2, "answer": 3}


def some(*confidences: float) -> list[Candidate]:
    return [Candidate(topic=f"t{at}", confidence=c) for at, c in enumerate(confidences)]


@pytest.mark.parametrize(
    ("confidences", "outside", "decision", "shown"),
    [
        ([0.9, 0.06], 0.0, "answer", 1),
        ([0.8], 0.0, "answer", 1),  # at the threshold is above it
        ([0.9], 0.99, "answer", 1),  # being sure of a topic outweighs
        ([0.79], 0.0, "confirm", 1),
        ([0.6, 0.3, 0.06, 0.05], 0.0, "confirm", 3),
        ([0.6, 0.04], 0.0, "confirm", 1),  # too unlikely for a button
        ([0.5], 0.95, "confirm", 1),
        ([0.49, 0.2], 0.9, "person", 0),
        ([0.49, 0.2], 0.89, "choose", 2),
        ([0.2, 0.2, 0.2, 0.2], 0.0, "choose", 3),
        ([0.15, 0.15], 0.0, "choose", 2),
        ([0.15, 0.14], 0.0, "rephrase", 0),
        ([0.45], 0.0, "rephrase", 0),  # one button is no choice
        ([0.45, 0.04], 0.0, "rephrase", 0),
        ([], 0.0, "rephrase", 0),
        ([], 1.0, "person", 0),
    ],
)
def test_each_rung(
    confidences: list[float], outside: float, decision: Decision, shown: int
) -> None:
    step = decide(some(*confidences), outside, limits=LIMITS)
    assert (step.decision, len(step.shown)) == (decision, shown)


@pytest.mark.parametrize(
    ("confidences", "asked_again", "hesitant", "decision"),
    [
        ([0.1], True, False, "person"),
        ([], True, False, "person"),
        ([0.2, 0.2], True, False, "choose"),
        ([0.9], True, False, "answer"),
        ([0.99], False, True, "confirm"),
        ([0.99], True, True, "confirm"),
        ([0.1], False, True, "rephrase"),
    ],
)
def test_what_was_asked_before_and_doubts_from_elsewhere_count(
    confidences: list[float], asked_again: bool, hesitant: bool, decision: Decision
) -> None:
    step = decide(
        some(*confidences), 0.0, asked_again=asked_again, hesitant=hesitant, limits=LIMITS
    )
    assert step.decision == decision


def test_the_shipped_thresholds_stand_in_order() -> None:
    limits = thresholds()
    assert limits.candidate < limits.choose < limits.confirm < limits.answer <= limits.skip_deep


chance = st.floats(0, 1)
ranked = st.lists(chance, max_size=8).map(lambda found: some(*sorted(found, reverse=True)))


@given(ranked, chance, st.booleans(), st.booleans())
def test_what_is_shown_fits_the_decision(
    candidates: list[Candidate], outside: float, asked_again: bool, hesitant: bool
) -> None:
    step = decide(candidates, outside, asked_again=asked_again, hesitant=hesitant, limits=LIMITS)
    allowed: dict[Decision, range] = {
        "answer": range(1, 2),
        "confirm": range(1, SHOWN + 1),
        "choose": range(2, SHOWN + 1),
        "rephrase": range(1),
        "person": range(1),
    }
    assert len(step.shown) in allowed[step.decision]
    assert list(step.shown) == candidates[: len(step.shown)]
    assert all(one.confidence >= LIMITS.candidate for one in step.shown)
    confidences = [one.confidence for one in step.shown]
    assert confidences == sorted(confidences, reverse=True)
    assert not (asked_again and step.decision == "rephrase")
    assert not (hesitant and step.decision == "answer")


@given(ranked.filter(bool), chance, st.booleans(), st.booleans(), chance)
def test_more_confidence_in_the_best_never_leads_down(
    candidates: list[Candidate], outside: float, asked_again: bool, hesitant: bool, raised: float
) -> None:
    def rung(best: float) -> int:
        first = candidates[0].model_copy(update={"confidence": best})
        found = decide(
            [first, *candidates[1:]],
            outside,
            asked_again=asked_again,
            hesitant=hesitant,
            limits=LIMITS,
        )
        return RUNG[found.decision]

    held = candidates[0].confidence
    assert rung(max(held, raised)) >= rung(held)


@given(ranked, chance, chance)
def test_more_chance_that_nothing_fits_never_leads_up(
    candidates: list[Candidate], outside: float, more: float
) -> None:
    before = decide(candidates, min(outside, more), limits=LIMITS)
    after = decide(candidates, max(outside, more), limits=LIMITS)
    assert RUNG[after.decision] <= RUNG[before.decision]
