"""A large model as bytes: the same from the same, and refused when damaged."""

import io
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from intents import large
from intents.corpus import Corpus
from intents.large import LargeMatcher, LargeModel
from intents.large import model as models
from intents.model import ModelProblem
from tests.large.conftest import THINGS, WordEncoder, vectors


def test_the_same_corpus_gives_the_same_bytes(shop: Corpus, model: LargeModel) -> None:
    assert large.learn(shop, vectors(shop)).dump() == model.dump()


def test_a_saved_model_says_what_it_said(model: LargeModel) -> None:
    once = large.load(model.dump())
    again = large.load(once.dump())
    texts = [f"is the {thing} any good" for thing in THINGS]
    first = LargeMatcher(once, WordEncoder()).rank(texts)
    assert LargeMatcher(again, WordEncoder()).rank(texts) == first
    # Stored vectors are rounded to bytes: confidence moves by hardly anything.
    for saved, fresh in zip(first, LargeMatcher(model, WordEncoder()).rank(texts), strict=True):
        assert saved.candidates[0].topic == fresh.candidates[0].topic
        assert saved.candidates[0].confidence == pytest.approx(
            fresh.candidates[0].confidence, abs=0.02
        )


def test_a_saved_model_knows_what_it_was_learned_from(shop: Corpus, model: LargeModel) -> None:
    held = large.load(model.dump())
    assert held.topics == tuple(sorted({phrase.topic for phrase in shop.phrases}))
    sizes = Counter(phrase.topic for phrase in shop.phrases)
    assert dict(zip(held.topics, held.sizes.tolist(), strict=True)) == sizes
    assert sorted(held.index.owners.tolist()) == sorted(
        held.topics.index(phrase.topic) for phrase in shop.phrases
    )
    assert held.word_counts["kettle"] == 10


@pytest.mark.parametrize("place", [0, 31, 32, 200, 5_000, -1])
def test_one_changed_byte_is_noticed(model: LargeModel, place: int) -> None:
    data = bytearray(model.dump())
    data[place] ^= 1
    with pytest.raises(ModelProblem):
        large.load(bytes(data))


@pytest.mark.parametrize("length", [0, 1, 32, 33, 1_000, -1])
def test_a_cut_off_file_is_noticed(model: LargeModel, length: int) -> None:
    with pytest.raises(ModelProblem):
        large.load(model.dump()[:length])


def test_another_version_and_missing_parts_are_noticed(model: LargeModel) -> None:
    with np.load(io.BytesIO(model.dump()[32:])) as held:
        arrays = {name: held[name] for name in held.files}
    for changed in (
        arrays | {"format": np.array([models.FORMAT + 1])},
        {name: array for name, array in arrays.items() if name != "ends"},
        {},
    ):
        into = io.BytesIO()
        np.savez(into, **changed)
        data = into.getvalue()
        with pytest.raises(ModelProblem):
            large.load(sha256(data).digest() + data)


def test_a_file_is_read(model: LargeModel, tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    file.write_bytes(model.dump())
    assert models.read(file).topics == model.topics
    with pytest.raises(OSError, match="none"):
        models.read(tmp_path / "none.npz")


def test_without_an_encoder_a_model_with_vectors_goes_by_words(model: LargeModel) -> None:
    asked = LargeMatcher(model)
    assert asked.views == ("lexical",)
    assert asked.match("where is my kettle").topic == "kettle"


def test_an_encoder_is_not_asked_by_a_model_without_vectors(shop: Corpus) -> None:
    encoder = WordEncoder()
    LargeMatcher(large.learn(shop, None), encoder).match("where did my kettle go")
    assert encoder.texts == 0


def test_what_is_large_is_told_by_topics_and_by_phrases(
    shop: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not large.is_large(shop)
    monkeypatch.setattr(large, "PHRASES", len(shop.phrases) - 1)
    assert large.is_large(shop)
    monkeypatch.setattr(large, "PHRASES", len(shop.phrases))
    monkeypatch.setattr(large, "TOPICS", len(shop.topics))
    assert not large.is_large(shop)
    monkeypatch.setattr(large, "TOPICS", len(shop.topics) - 1)
    assert large.is_large(shop)


def test_a_model_is_frozen(model: LargeModel) -> None:
    assert replace(model, topics=()).topics == ()
    with pytest.raises(AttributeError):
        model.topics = ()  # type: ignore[misc]
