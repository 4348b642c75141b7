"""From evidence to the chance of being right."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from intents import calibrator
from intents.evidence import DEPTHS, NAMES
from intents.model import Floats

Doubles = NDArray[np.float64]


def sample(seed: int, many: int, true: Doubles) -> tuple[Floats, NDArray[np.bool_]]:
    """Rows, and whether each was right, as the coefficients ``true`` would have it."""
    random = np.random.default_rng(seed)
    rows = random.normal(size=(many, len(true) - 1)).astype(np.float32)
    chance = 1 / (1 + np.exp(-(rows @ true[:-1] + true[-1])))
    return rows, random.random(many) < chance


def cost(rows: Floats, right: NDArray[np.bool_], at: Doubles) -> float:
    signed = np.where(right, 1, -1) * (rows @ at[:-1] + at[-1])
    return float(np.logaddexp(0, -signed).sum())


def test_the_shipped_coefficients_are_one_a_name_and_the_intercept() -> None:
    found = calibrator.shipped()
    assert found.shape == (len(DEPTHS), len(NAMES) + 1)
    assert np.isfinite(found).all()


def test_what_the_words_alone_say_counts_nothing_of_the_encoders() -> None:
    alone = calibrator.shipped()[DEPTHS.index("lexical")]
    assert [alone[at] for at, name in enumerate(NAMES) if name.startswith(("fast", "deep"))] == (
        pytest.approx([0] * 10)
    )


def test_coefficients_are_found_again() -> None:
    true = np.array([1.5, -2.0, 0.5, 0.3])
    rows, right = sample(1, 20_000, true)
    found = calibrator.learned(rows, right, np.zeros(4), pull=0.01)
    assert found == pytest.approx(true, abs=0.1)


def test_without_data_the_start_stays() -> None:
    start = np.array([0.4, -1.0, 2.0])
    nothing = np.zeros((0, 2), dtype=np.float32)
    found = calibrator.learned(nothing, np.zeros(0, dtype=np.bool_), start, pull=1.0)
    assert found == pytest.approx(start)


def test_no_data_of_its_own_leaves_the_shipped_coefficients() -> None:
    rows = np.zeros((0, len(NAMES)), dtype=np.float32)
    for depth in range(len(DEPTHS)):
        found = calibrator.adapted(depth, rows, np.zeros(0, dtype=np.bool_))
        assert found == pytest.approx(calibrator.shipped()[depth])


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(1, 200), st.floats(0.01, 100))
def test_learning_never_costs_more(seed: int, many: int, pull: float) -> None:
    rows, right = sample(seed, many, np.array([1.0, -1.0, 0.5]))
    start = np.random.default_rng(seed).normal(size=3) * 3
    found = calibrator.learned(rows, right, start, pull)
    pulled = cost(rows, right, found) + pull / 2 * float(((found - start) ** 2).sum())
    assert pulled <= cost(rows, right, start) + 1e-9


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.floats(0.1, 10), st.floats(1.1, 50))
def test_a_stronger_pull_stays_nearer_to_the_start(seed: int, pull: float, times: float) -> None:
    rows, right = sample(seed, 80, np.array([2.0, -1.0, 0.5]))
    start = np.zeros(3)
    weak = calibrator.learned(rows, right, start, pull)
    strong = calibrator.learned(rows, right, start, pull * times)
    assert np.linalg.norm(strong) <= np.linalg.norm(weak) + 1e-4


def test_separable_data_does_not_run_away() -> None:
    rows = np.array([[-1.0], [1.0]] * 50, dtype=np.float32)
    right = np.array([False, True] * 50)
    found = calibrator.learned(rows, right, np.zeros(2), pull=1.0)
    assert np.isfinite(found).all()
    assert 1 < found[0] < 10


rows_of = st.lists(
    st.lists(st.floats(-1e6, 1e6, width=32), min_size=len(NAMES), max_size=len(NAMES)),
    min_size=1,
    max_size=5,
)


@given(rows_of)
def test_confidence_is_a_chance(values: list[list[float]]) -> None:
    rows = np.array(values, dtype=np.float32)
    for coefficients in calibrator.shipped():
        found = calibrator.confidence(coefficients, rows)
        assert found.shape == (len(rows),)
        assert ((found >= 0) & (found <= 1)).all()


def test_a_number_that_is_new_counts_for_nothing_until_it_is_learned() -> None:
    found = list(calibrator.coefficients({"intercept": 0.5, "coefficients": {NAMES[1]: 2.0}}))
    assert found == [0.0, 2.0, *([0.0] * (len(NAMES) - 2)), 0.5]


@given(st.floats(-5, 5), st.floats(0.1, 5))
def test_more_evidence_is_more_confidence(value: float, more: float) -> None:
    coefficients = np.array([0.7, -0.2], dtype=np.float32)
    rows = np.array([[value], [value + more]], dtype=np.float32)
    low, high = calibrator.confidence(coefficients, rows)
    assert low < high
