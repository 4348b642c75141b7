"""Features by number: each finds its own column, and what nobody learned finds none."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from intents.packing import shortened
from intents.vocabulary import Vocabulary

features = st.lists(st.text(max_size=12), unique=True, max_size=40)


@given(features, features)
def test_the_known_ones_find_their_columns_in_the_order_asked(
    known: list[str], others: list[str]
) -> None:
    vocabulary = Vocabulary.of(known)
    asked = [*others, *known[::-1], *others]
    assert vocabulary.find(asked).tolist() == [known.index(one) for one in asked if one in known]
    assert len(vocabulary) == len(known)


@given(features, st.data())
def test_without_some_the_columns_of_the_rest_stay(known: list[str], data: st.DataObject) -> None:
    used = np.array([data.draw(st.booleans()) for _ in known], dtype=np.bool_)
    left = Vocabulary.of(known).only(used)
    assert left.find(known).tolist() == np.flatnonzero(used).tolist()


def test_short_and_long_features_with_the_same_letters_are_told_apart() -> None:
    known = ["a", "a\0", "\0a", "a" * 7, "a" * 8, "a" * 9, "é" * 3, "é" * 4]
    assert Vocabulary.of(known).find(known).tolist() == list(range(len(known)))


rows = st.lists(
    st.lists(st.floats(-1e3, 1e3, width=32), min_size=3, max_size=3), min_size=1, max_size=5
)


@given(rows)
def test_shortened_weights_are_what_they_were_to_a_share_of_their_rows_largest(
    given_rows: list[list[float]],
) -> None:
    weights = np.array(given_rows, dtype=np.float32)
    whole, scales = shortened(weights)
    off = np.abs(whole * scales[:, None] - weights).max(axis=1)
    assert (off <= np.abs(weights).max(axis=1) / 60_000 + 1e-30).all()
    assert whole.dtype == np.int16
