"""The vectors are those of the packages, whichever engine and processor computes them."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from intents.encoder import Encoder
from intents.encoder.limits import CHARACTERS
from intents.encoder.pins import Weights
from tests.intents.encoder import golden
from tests.intents.encoder.conftest import BOTH, ENGINES

# Measured on 484 questions in two languages: 0.997 at worst. Rounding the kept vectors to one byte
# a number and another processor's order of additions take their share.
CLOSE = 0.993
ODD = [
    "",
    " ",
    "\n\t",
    "?",
    "🙏🏽",
    "\ud83d",
    "a\0b",
    "日本語でお願いします",
    "<@U0123456789> :tada:",
    "x" * 5000,
]


@pytest.mark.parametrize("weights", BOTH)
def test_converted_files_give_the_packages_vectors(
    weights: Weights, encoders: dict[str, Encoder]
) -> None:
    vectors = encoders[weights.name].encode(golden.SENTENCES)
    assert (vectors * golden.read()[weights.name]).sum(axis=1).min() > CLOSE


@pytest.mark.parametrize("weights", BOTH)
def test_the_packages_own_engine_stands_in(weights: Weights) -> None:
    encoder = ENGINES[weights.name]()
    vectors = encoder.encode([*golden.SENTENCES, *ODD])
    assert encoder.engine == "package"
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    kept = vectors[: len(golden.SENTENCES)]
    assert (kept * golden.read()[weights.name]).sum(axis=1).min() > CLOSE


@pytest.mark.parametrize("weights", BOTH)
def test_a_translation_is_nearer_than_any_other_question(
    weights: Weights, encoders: dict[str, Encoder]
) -> None:
    pairs = encoders[weights.name].encode(golden.SENTENCES[:10])
    nearness = pairs @ pairs.T
    np.fill_diagonal(nearness, -1)
    assert nearness.argmax(axis=1).tolist() == [1, 0, 3, 2, 5, 4, 7, 6, 9, 8]


@pytest.mark.parametrize("weights", BOTH)
def test_every_text_has_a_vector_of_length_one(
    weights: Weights, encoders: dict[str, Encoder]
) -> None:
    vectors = encoders[weights.name].encode(ODD)
    assert vectors.shape == (len(ODD), weights.dims)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


@pytest.mark.parametrize("weights", BOTH)
def test_no_texts_no_vectors(weights: Weights, encoders: dict[str, Encoder]) -> None:
    assert encoders[weights.name].encode([]).shape == (0, weights.dims)


@pytest.mark.parametrize("weights", BOTH)
def test_neighbours_do_not_change_a_vector(weights: Weights, encoders: dict[str, Encoder]) -> None:
    encoder = encoders[weights.name]
    together = encoder.encode(golden.SENTENCES)
    alone = np.concatenate([encoder.encode([text]) for text in golden.SENTENCES])
    assert np.array_equal(together, alone)


@pytest.mark.parametrize("weights", BOTH)
def test_many_threads_get_the_same_vectors(weights: Weights, encoders: dict[str, Encoder]) -> None:
    encoder = encoders[weights.name]
    expected = encoder.encode(golden.SENTENCES)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(encoder.encode, [golden.SENTENCES] * 24))
    assert all(np.array_equal(expected, vectors) for vectors in found)


@pytest.mark.parametrize("weights", BOTH)
def test_of_a_long_text_the_beginning_counts(
    weights: Weights, encoders: dict[str, Encoder]
) -> None:
    beginning = "Que deviennent mes contacts ? " * 40
    assert len(beginning) < CHARACTERS
    one, other = encoders[weights.name].encode([beginning + "Merci.", beginning + "Quel prix ?"])
    assert np.array_equal(one, other)


@pytest.mark.parametrize("weights", BOTH)
def test_up_to_128_tokens_everything_counts(weights: Weights, encoders: dict[str, Encoder]) -> None:
    beginning = "Que deviennent mes contacts ? " * 12
    one, other = encoders[weights.name].encode([beginning + "Merci.", beginning + "Quel prix ?"])
    assert not np.array_equal(one, other)
