"""A corpus above the limit is learned the large way by the same call, and found again."""

from pathlib import Path

import pytest

from intents import building, large
from intents.building import Encoders
from intents.confusion import mixed_up
from intents.corpus import Corpus
from intents.fresh import WithFresh
from intents.large import LargeMatcher
from intents.matcher import Matcher
from tests.large.conftest import WordEncoder


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> WordEncoder:
    """The only encoder there is; and whatever is above ten topics is large."""
    encoder = WordEncoder()
    monkeypatch.setattr(building, "convert", lambda _: [])
    monkeypatch.setattr(building, "encoders", lambda _: Encoders(encoder, None))  # type: ignore[arg-type]
    monkeypatch.setattr(large, "TOPICS", 10)
    return encoder


def test_a_large_corpus_is_built_once(shop: Corpus, tmp_path: Path, counting: WordEncoder) -> None:
    assert building.ready(shop, tmp_path) is None
    built = building.build(shop, tmp_path)
    assert isinstance(built, LargeMatcher)
    asked = counting.texts
    again = building.build(shop, tmp_path)
    assert isinstance(again, LargeMatcher)
    assert counting.texts == asked
    question = "could you tell me where the lantern is"
    assert again.match(question) == built.match(question)
    assert again.match(question).topic == "lantern"


def test_a_damaged_file_is_made_anew(shop: Corpus, tmp_path: Path, counting: WordEncoder) -> None:
    building.build(shop, tmp_path)
    (file,) = tmp_path.glob("model-large-*.npz")
    data = file.read_bytes()
    file.write_bytes(data[:-5])
    assert building.ready(shop, tmp_path) is None
    building.build(shop, tmp_path)
    assert file.read_bytes() == data


def test_a_small_corpus_is_learned_as_ever(
    shop: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have = Encoders(None, None)
    small = building.model_file(shop, tmp_path, have)
    monkeypatch.setattr(large, "TOPICS", 10)
    assert building.model_file(shop, tmp_path, have) != small
    assert type(building.quick(shop)) is Matcher


def test_what_editors_ask_of_a_model_works(
    shop: Corpus, tmp_path: Path, counting: WordEncoder
) -> None:
    built = building.build(shop, tmp_path)
    assert mixed_up(shop, built.model) == []
    fresh = WithFresh(built, shop.phrases[:1])
    assert fresh.match(shop.phrases[0].text).topic == shop.phrases[0].topic
