"""A learned model as bytes: what comes back, and what is refused."""

import io
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import model as models
from intents.corpus import Corpus
from intents.fit import fit, quick_fit
from intents.matcher import Matcher
from intents.model import FORMAT, Model, ModelProblem, View
from tests.intents.conftest import LetterEncoder

ASKED = (
    "can I undo it", "undo that please", "quel forfait pour nous ?", "rss", "et les flux rss ?",
    "is it going to rain", "which plan? and how do I go back?", "zzz", "",
)  # fmt: skip


@pytest.fixture(scope="module")
def seen(small: Corpus) -> Model:
    """Learned with encoders that know nothing, so that every part of a model is there."""
    texts = [phrase.text for phrase in small.phrases]
    return fit(small, LetterEncoder().encode(texts), LetterEncoder().encode(texts))


@pytest.fixture(scope="module")
def saved(seen: Model) -> bytes:
    return seen.dump()


def test_a_loaded_model_answers_as_the_saved_one(small: Corpus, saved: bytes) -> None:
    first, again = models.load(saved), models.load(models.load(saved).dump())
    one = Matcher(first, small, LetterEncoder(), LetterEncoder())
    other = Matcher(again, small, LetterEncoder(), LetterEncoder())
    assert [one.match(text) for text in ASKED] == [other.match(text) for text in ASKED]


def test_a_model_answers_before_saving_as_after(small: Corpus, seen: Model) -> None:
    before = Matcher(seen, small, LetterEncoder(), LetterEncoder())
    after = Matcher(models.load(seen.dump()), small, LetterEncoder(), LetterEncoder())
    for text in ASKED:
        one, other = before.match(text), after.match(text)
        assert (one.topic, one.decision) == (other.topic, other.decision)
        assert one.confidence == pytest.approx(other.confidence, abs=0.005)  # half precision


def test_a_loaded_model_is_saved_as_the_same_bytes(saved: bytes) -> None:
    assert models.load(saved).dump() == saved


def test_everything_comes_back(seen: Model, saved: bytes) -> None:
    back = models.load(saved)
    assert back.topics == seen.topics
    for name in ("keys", "columns"):
        held, meant = (getattr(one.vectoriser.vocabulary, name) for one in (back, seen))
        assert np.array_equal(held, meant), name
    assert np.array_equal(back.lexical_weights, seen.lexical_weights)
    assert back.word_counts == seen.word_counts
    assert back.spread == seen.spread
    assert back.french == pytest.approx(seen.french)
    assert np.array_equal(back.owners, seen.owners)
    assert np.array_equal(back.calibration, seen.calibration)
    for one, other in ((back.fast, seen.fast), (back.deep, seen.deep)):
        assert one is not None
        assert other is not None
        for part in fields(View):
            held, meant = getattr(one, part.name), getattr(other, part.name)
            assert held == pytest.approx(meant, abs=1e-3), part.name


def test_a_missing_view_stays_missing(small: Corpus) -> None:
    back = models.load(quick_fit(small).dump())
    assert (back.fast, back.deep) == (None, None)


def test_a_model_is_read_from_a_file(tmp_path: Path, saved: bytes) -> None:
    (tmp_path / "model.npz").write_bytes(saved)
    assert models.read(tmp_path / "model.npz").topics == models.load(saved).topics
    with pytest.raises(OSError, match="missing"):
        models.read(tmp_path / "missing.npz")


def zipped(**arrays: object) -> bytes:
    into = io.BytesIO()
    np.savez(into, allow_pickle=False, **{k: np.asarray(v) for k, v in arrays.items()})
    return into.getvalue()


def plain_array() -> bytes:
    into = io.BytesIO()
    np.save(into, np.zeros(3))
    return into.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04",
        b"not a model at all",
        b"\x80\x04\x95",  # the beginning of a pickle
        plain_array(),
        zipped(other=[1]),
        zipped(format=[FORMAT]),
        zipped(format=[]),
        zipped(format="two"),
        zipped(format=[FORMAT + 1]),
        zipped(format=[FORMAT], topics=[1.5], features=[2.5]),
    ],
    ids=range(11),
)
def test_foreign_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ModelProblem):
        models.load(data)


@settings(max_examples=150)
@given(st.floats(0, 1, exclude_max=True))
def test_a_cut_file_is_refused(saved: bytes, share: float) -> None:
    with pytest.raises(ModelProblem):
        models.load(saved[: int(len(saved) * share)])


@settings(max_examples=300)
@given(st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(1, 255)), min_size=1))
def test_a_damaged_file_is_refused_or_does_not_matter(
    small: Corpus, saved: bytes, damage: list[tuple[float, int]]
) -> None:
    data = bytearray(saved)
    for share, flip in damage:
        data[int(len(data) * share)] ^= flip
    try:
        loaded = models.load(bytes(data))
    except ModelProblem:
        return
    assert loaded.dump() == saved


@settings(max_examples=150)
@given(st.binary(max_size=400))
def test_any_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(ModelProblem):
        models.load(data)
