"""The vectors that come with the examples, so that a first start takes seconds."""

from pathlib import Path

import numpy as np
import pytest

from intents import building, corpus, rehearsal
from intents.building import Encoders
from intents.encoder import pins
from tests.building.tiny import WordEncoder, have, tiny

RENEW = "python -m intents.building --ship"


def deep_machine(
    monkeypatch: pytest.MonkeyPatch, shipped: Path, name: str = "fake"
) -> tuple[WordEncoder, WordEncoder]:
    fast, deep = WordEncoder("quick", dims=12), WordEncoder(name)
    have(monkeypatch, fast, deep)
    monkeypatch.setattr(building, "SHIPPED", shipped)
    return fast, deep


def test_shipped_vectors_are_nearly_those_of_the_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, deep = deep_machine(monkeypatch, tmp_path / "shipped")
    file = building.ship(tiny(), tmp_path, tmp_path / "shipped")
    assert file == tmp_path / "shipped" / "vectors-fake.npz"
    texts = sorted(phrase.text for phrase in tiny().phrases)
    assert deep.asked == texts
    with np.load(file, allow_pickle=False) as data:
        rows = data["rows"].astype(np.float32) * data["scale"]
        assert data["rows"].dtype == np.int8
    assert np.abs(rows - deep.encode(texts)).max() < 1 / 127
    again = building.ship(tiny(), tmp_path, tmp_path / "again")
    assert again.read_bytes() == file.read_bytes()
    assert [path.name for path in (tmp_path / "shipped").iterdir()] == ["vectors-fake.npz"]


def test_only_texts_that_were_not_shipped_are_encoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast, deep = deep_machine(monkeypatch, tmp_path / "shipped")
    building.ship(tiny(), tmp_path, tmp_path / "shipped")
    deep.asked.clear()
    building.build(tiny(), tmp_path / "cache")
    assert deep.asked == []
    assert len(fast.asked) == len(tiny().phrases)
    assert [p.name for p in (tmp_path / "cache").glob("vectors-*")] == ["vectors-quick.npz"]
    fast.asked.clear()
    building.build(
        tiny().with_topics({"new": {"en": ["a parking lot", "can I undo it"]}}), tmp_path / "cache"
    )
    assert fast.asked == deep.asked == ["a parking lot"]
    assert len(list((tmp_path / "cache").glob("vectors-*"))) == 2


def test_vectors_of_another_encoder_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep_machine(monkeypatch, tmp_path / "shipped")
    file = building.ship(tiny(), tmp_path, tmp_path / "shipped")
    _, other = deep_machine(monkeypatch, tmp_path / "shipped", "other")
    building.build(tiny(), tmp_path / "cache")
    assert len(other.asked) == len(tiny().phrases)
    # Not even where the file lies about its name but is of another width.
    _, wider = deep_machine(monkeypatch, tmp_path / "shipped", "wider")
    wider.dims = 40
    file.rename(file.with_name("vectors-wider.npz"))
    building.build(tiny(), tmp_path / "another cache")
    assert len(wider.asked) == len(tiny().phrases)


def test_a_damaged_shipped_file_is_as_if_it_were_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, deep = deep_machine(monkeypatch, tmp_path / "shipped")
    file = building.ship(tiny(), tmp_path, tmp_path / "shipped")
    file.write_bytes(file.read_bytes()[:-200])
    deep.asked.clear()
    building.build(tiny(), tmp_path / "cache")
    assert len(deep.asked) == len(tiny().phrases)


def test_nothing_is_shipped_without_the_deep_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, fast=WordEncoder())
    with pytest.raises(RuntimeError, match="deep encoder"):
        building.ship(tiny(), tmp_path, tmp_path / "shipped")
    assert not (tmp_path / "shipped").exists()


def test_the_command_renews_what_is_shipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    converted: list[Path] = []
    deep = WordEncoder()
    have(monkeypatch, deep=deep)
    monkeypatch.setattr(building, "convert", converted.append)
    monkeypatch.setattr(corpus, "load", tiny)
    monkeypatch.setattr(building.ship, "__defaults__", (tmp_path,))
    monkeypatch.setattr(building, "SHIPPED", tmp_path)
    monkeypatch.setattr(rehearsal, "FILE", tmp_path / "rehearsal.npz")
    assert building.main(["--ship"]) == 0
    files = [tmp_path / "vectors-fake.npz", tmp_path / "rehearsal.npz"]
    assert capsys.readouterr().out.splitlines() == [str(file) for file in files]
    assert sorted(tmp_path.iterdir()) == sorted(files)
    assert len(deep.asked) == len(tiny().phrases)
    key = building.model_file(tiny(), tmp_path, Encoders(None, deep)).stem
    made = rehearsal.read(key, files[1])
    assert made is not None
    assert len(made.taken_for) == len(tiny().phrases)
    (scratch,) = converted
    assert not scratch.exists()


def test_nearly_all_examples_have_their_vectors_shipped() -> None:
    file = building.SHIPPED / f"vectors-{pins.E5.name}.npz"
    with np.load(file, allow_pickle=False) as data:
        held = set(data["keys"].tolist())
        assert data["rows"].shape == (len(held), pins.E5.dims)
    texts = {phrase.text for phrase in corpus.load().phrases}
    missing = sorted(text for text in texts if building._key(text) not in held)
    assert len(missing) <= 0.05 * len(texts), (
        f"{len(missing)} of {len(texts)} examples have no vector, such as “{missing[0]}”: "
        f"a first start would take long. Renew the file with: {RENEW}"
    )


def test_the_shipped_rehearsal_is_of_exactly_these_examples_and_rules(tmp_path: Path) -> None:
    both = Encoders(WordEncoder(pins.USE.name), WordEncoder(pins.E5.name))
    held = corpus.load()
    found = rehearsal.read(building.model_file(held, tmp_path, both).stem)
    assert found is not None, f"a first start holds all examples out anew. Renew with: {RENEW}"
    assert len(found.taken_for) == len(held.phrases)


def test_no_other_file_is_shipped() -> None:
    """Vectors of an encoder that is no longer used would only be weight."""
    found = sorted(path.name for path in building.SHIPPED.iterdir() if path.suffix != ".part")
    assert found == ["rehearsal.npz", f"vectors-{pins.E5.name}.npz"]
