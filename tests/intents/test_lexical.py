"""Words and letter groups as numbers."""

from math import isclose, log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.lexical import Vectoriser, learn, letter_features, word_features

TEXTS = (
    ("how", "do", "i", "convert", "it"),
    ("convert", "it", "now"),
    ("comment", "convertir", "un", "parcours"),
    ("undo", "it"),
)
word = st.sampled_from(["convert", "converted", "parcours", "it", "undo", "zzz", "ß", "qqqq"])


@pytest.fixture(scope="module")
def vectoriser() -> Vectoriser:
    return learn(TEXTS)


def dense(vectoriser: Vectoriser, words: list[str]) -> np.ndarray:
    row = np.zeros(len(vectoriser.weights))
    columns, values = vectoriser.transform(words)
    row[columns] += values
    return row


def names() -> list[str]:
    """Every feature of the texts, in alphabetical order."""
    letters = {group for text in TEXTS for one in text for group in letter_features(one)}
    return sorted(letters | {feature for text in TEXTS for feature in word_features(text)})


def test_the_letter_groups_of_one_word() -> None:
    assert set(letter_features("plan")) == {
        " p", "pl", "la", "an", "n ",
        " pl", "pla", "lan", "an ",
        " pla", "plan", "lan ",
        " plan", "plan ",
    }  # fmt: skip


def test_a_short_word_is_its_own_longest_group() -> None:
    assert set(letter_features("i")) == {" i", "i ", " i "}


def test_words_and_pairs_are_told_from_letter_groups() -> None:
    assert word_features(["it", "is"]) == ["\tit", "\tis", "\tit is"]


def test_columns_are_in_alphabetical_order(vectoriser: Vectoriser) -> None:
    assert vectoriser.vocabulary.find(names()).tolist() == list(range(len(names())))


def test_the_order_of_the_texts_makes_no_difference(vectoriser: Vectoriser) -> None:
    other = learn(reversed(TEXTS))
    assert np.array_equal(other.vocabulary.keys, vectoriser.vocabulary.keys)
    assert np.array_equal(other.vocabulary.columns, vectoriser.vocabulary.columns)
    assert np.array_equal(other.weights, vectoriser.weights)


def test_rare_features_weigh_more(vectoriser: Vectoriser) -> None:
    weight = dict(zip(names(), vectoriser.weights, strict=True))
    assert isclose(weight["\tit"], log(5 / 4) + 1, rel_tol=1e-6)  # in three texts of four
    assert isclose(weight["\tundo"], log(5 / 2) + 1, rel_tol=1e-6)  # in one


def test_what_nobody_has_seen_is_empty(vectoriser: Vectoriser) -> None:
    for words in ([], ["zzz"], ["ß", "qqqq"]):
        columns, values = vectoriser.transform(words)
        assert len(columns) == len(values) == 0


def test_a_word_with_only_letters_known_has_one_half(vectoriser: Vectoriser) -> None:
    _, values = vectoriser.transform(["converted"])
    assert np.linalg.norm(values) == pytest.approx(1)
    _, values = vectoriser.transform(["convert"])
    assert np.linalg.norm(values) == pytest.approx(2**0.5)


@given(st.lists(word, max_size=8))
def test_the_length_is_the_root_of_the_number_of_halves(words: list[str]) -> None:
    vectoriser = learn(TEXTS)
    columns, values = vectoriser.transform(words)
    halves = any(one in {w for text in TEXTS for w in text} for one in words)
    letters = any(not set(one) <= set("zqß") for one in words)
    assert np.linalg.norm(values) == pytest.approx((halves + letters) ** 0.5, abs=1e-5)
    assert len(set(columns.tolist())) == len(columns)
    assert (values > 0).all()


@given(st.lists(word, max_size=8))
def test_equal_words_give_equal_numbers_whatever_was_asked_before(words: list[str]) -> None:
    fresh, used = learn(TEXTS), learn(TEXTS)
    for one in ("convert", "parcours", "it"):
        used.transform([one, *words])
    (columns, values), (columns_after, values_after) = fresh.transform(words), used.transform(words)
    assert np.array_equal(columns, columns_after)
    assert np.array_equal(values, values_after)


@given(st.permutations(["how", "do", "convert", "undo"]))
def test_letters_do_not_depend_on_the_order_of_words(words: list[str]) -> None:
    vectoriser = learn(TEXTS)
    letters = np.array([not name.startswith("\t") for name in names()])
    found = dense(vectoriser, words)[letters]
    assert found == pytest.approx(dense(vectoriser, ["how", "do", "convert", "undo"])[letters])
