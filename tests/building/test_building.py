"""Making a matcher: once, whole, and only what is missing."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from intents import building, corpus
from intents.building import Encoders
from intents.corpus import Corpus
from intents.matcher import Matcher
from intents.model import read
from tests.building.tiny import EXAMPLES, WordEncoder, have, tiny

ROOT = Path(__file__).parents[2]
QUESTIONS = ("can I undo it now", "quel forfait", "my blog feed", "a joke please", "")


def answers(matcher: Matcher) -> list[object]:
    return [matcher.match(question) for question in QUESTIONS]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.fixture
def fast(monkeypatch: pytest.MonkeyPatch) -> WordEncoder:
    """A machine whose only encoder is a fake."""
    encoder = WordEncoder()
    have(monkeypatch, fast=encoder)
    return encoder


def no_learning(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("learned again")

    monkeypatch.setattr("intents.fit.fit", never)


def test_a_second_build_changes_nothing_and_answers_alike(
    tmp_path: Path, fast: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = building.build(tiny(), tmp_path / "new" / "deeper")
    left = files(tmp_path / "new" / "deeper")
    fast.asked.clear()
    no_learning(monkeypatch)
    second = building.build(tiny(), tmp_path / "new" / "deeper")
    assert fast.asked == []
    assert files(tmp_path / "new" / "deeper") == left
    assert answers(first) == answers(second)
    assert first.views == second.views == ("lexical", "fast")


def test_a_build_says_how_far_it_is(tmp_path: Path, fast: WordEncoder) -> None:
    said: list[tuple[str, int, int]] = []
    building.build(tiny(), tmp_path, lambda *step: said.append(step))
    assert [name for name, _, _ in said] == ["convert", "encode", "learn", "learn"]
    assert all(0 <= done <= total for _, done, total in said)
    said.clear()
    building.build(tiny(), tmp_path, lambda *step: said.append(step))
    assert [name for name, _, _ in said] == ["convert"]


def test_nothing_is_ready_before_it_was_built(tmp_path: Path, fast: WordEncoder) -> None:
    assert building.ready(tiny(), tmp_path) is None
    assert building.ready(tiny(), tmp_path / "no such folder") is None
    built = building.build(tiny(), tmp_path)
    ready = building.ready(tiny(), tmp_path)
    assert ready is not None
    assert answers(ready) == answers(built)


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data), len(data) // 7):
        data[at] ^= 0xFF
    path.write_bytes(bytes(data))


def text(path: Path) -> None:
    path.write_text("not what you think")


@pytest.mark.parametrize("damage", [cut, empty, flip, text])
@pytest.mark.parametrize("kind", ["model", "vectors"])
def test_a_damaged_file_is_made_anew(
    tmp_path: Path, fast: WordEncoder, kind: str, damage: Callable[[Path], None]
) -> None:
    before = answers(building.build(tiny(), tmp_path))
    left = files(tmp_path)
    (model,) = tmp_path.glob("model-*.npz")
    (file,) = tmp_path.glob(f"{kind}-*.npz")
    if kind == "vectors":
        model.unlink()
    damage(file)
    assert file.read_bytes() != left[file.name]
    fast.asked.clear()
    assert answers(building.build(tiny(), tmp_path)) == before
    assert files(tmp_path) == left
    # With its vectors at hand a model needs no encoder; without them every phrase, once.
    wanted = sorted(phrase.text for phrase in tiny().phrases) if kind == "vectors" else []
    assert [asked for asked in fast.asked if asked not in QUESTIONS] == wanted


def test_a_model_of_another_format_is_made_anew(
    tmp_path: Path, fast: WordEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    building.build(tiny(), tmp_path)
    (model,) = tmp_path.glob("model-*.npz")
    left = model.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr("intents.model.FORMAT", 99)
        other = building.build(tiny(), tmp_path / "other").model.dump()
    model.write_bytes(other)
    building.build(tiny(), tmp_path)
    assert model.read_bytes() == left


def test_more_examples_cost_only_what_they_add(tmp_path: Path, fast: WordEncoder) -> None:
    building.build(tiny(), tmp_path)
    fast.asked.clear()
    more = tiny().with_topics({"undo": {"en": ["revert everything"]}, "new": {"fr": ["tout neuf"]}})
    building.build(more, tmp_path)
    assert fast.asked == ["revert everything", "tout neuf"]
    fast.asked.clear()
    building.build(tiny(), tmp_path)
    assert fast.asked == []
    assert len(list(tmp_path.glob("model-*.npz"))) == 2


def test_other_examples_and_other_encoders_have_models_of_their_own(tmp_path: Path) -> None:
    one, other = WordEncoder("one"), WordEncoder("other")
    machines = [
        Encoders(fast, deep) for fast in (None, one, other) for deep in (None, WordEncoder("deep"))
    ]
    corpora = [
        tiny(),
        tiny().with_topics({"undo": {"en": ["revert"]}}),
        tiny().with_topics({"plan": {"en": ["revert"]}}),
        tiny().with_topics({"undo": {"fr": ["revert"]}}),
    ]
    names = [building.model_file(c, tmp_path, have) for c in corpora for have in machines]
    assert len(set(names)) == len(names) == 24
    again = [building.model_file(c, tmp_path, have) for c in corpora for have in machines]
    assert names == again


def test_an_encoder_that_appears_later_makes_another_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch)
    assert building.build(tiny(), tmp_path).views == ("lexical",)
    assert not list(tmp_path.glob("vectors-*"))
    have(monkeypatch, fast=WordEncoder("one"), deep=WordEncoder("two", dims=12))
    assert building.build(tiny(), tmp_path).views == ("lexical", "fast", "deep")
    have(monkeypatch)
    assert building.build(tiny(), tmp_path).views == ("lexical",)
    assert len(list(tmp_path.glob("model-*.npz"))) == 2
    assert sorted(p.name for p in tmp_path.glob("vectors-*")) == [
        "vectors-one.npz",
        "vectors-two.npz",
    ]


def test_vectors_of_another_width_are_not_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    have(monkeypatch, fast=WordEncoder(dims=12))
    building.build(tiny(), tmp_path)
    wider = WordEncoder(dims=24)
    have(monkeypatch, fast=wider)
    for model in tmp_path.glob("model-*.npz"):
        model.unlink()
    built = building.build(tiny(), tmp_path)
    assert len(wider.asked) == len(tiny().phrases)
    assert built.model.fast is not None
    assert built.model.fast.phrases.shape == (len(tiny().phrases), 24)


def test_of_two_processes_at_once_one_learns_for_both(tmp_path: Path, fast: WordEncoder) -> None:
    folder = tmp_path / "cache"
    marks = [str(tmp_path / "one"), str(tmp_path / "other")]
    command = [sys.executable, "-m", "tests.building.worker", str(folder)]
    both = [
        subprocess.Popen([*command, *order], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for order in (marks, marks[::-1])
    ]
    try:
        said = [json.loads(process.communicate(timeout=120)[0]) for process in both]
    finally:
        for process in both:
            process.kill()
    assert sorted(one["learned"] for one in said) == [False, True]
    assert said[0]["answers"] == said[1]["answers"]
    assert not list(folder.glob("*.part"))
    assert len(list(folder.glob("vectors-*.npz"))) == 1
    (model,) = folder.glob("model-*.npz")
    assert read(model).topics == ("out-of-scope", "plan", "rss", "undo")
    assert building.ready(tiny(), folder) is not None


@pytest.mark.parametrize("error", [OSError("disk full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, fast: WordEncoder, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    building.build(tiny(), tmp_path)
    left = files(tmp_path)

    def fails(path: Path, target: Path) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", fails)
        with pytest.raises(type(error)):
            building.build(tiny().with_topics({"new": {"en": ["something new"]}}), tmp_path)
    assert files(tmp_path) == left


def test_what_is_no_longer_used_is_cleared_away(tmp_path: Path, fast: WordEncoder) -> None:
    old = [tmp_path / f"model-{age}.npz" for age in range(9)]
    left, young = tmp_path / "model-x1.part", tmp_path / "vectors-x2.part"
    for age, file in enumerate((*old, left)):
        file.touch()
        os.utime(file, (1e9 - age, 1e9 - age))
    young.touch()
    building.build(tiny(), tmp_path)
    assert not left.exists()
    assert young.exists()
    kept = building.MODELS_KEPT
    assert [file for file in old if file.exists()] == old[: kept - 1]
    assert len(list(tmp_path.glob("model-*.npz"))) == kept


def test_a_folder_that_cannot_be_made_is_an_error_of_the_system(
    tmp_path: Path, fast: WordEncoder
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        building.build(tiny(), tmp_path / "file" / "folder")


def test_a_process_of_its_own_builds_the_same_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process is given the examples in a file and must find the very same ones."""
    given: list[Corpus] = []
    with monkeypatch.context() as patch:
        patch.setattr(building, "build", lambda found, folder: given.append(found))

        def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
            assert command[:3] == [sys.executable, "-m", "intents.building"]
            return subprocess.CompletedProcess(command, building.main(command[3:]))

        patch.setattr(subprocess, "run", run)
        odd = tiny().with_topics({"new": {"fr": ["l'été « à 5 € » ?\U0001f600", "\\n"]}})
        assert building.build_elsewhere(odd, tmp_path)
    assert given == [odd]
    assert given[0].fingerprint == odd.fingerprint


def test_a_process_that_fails_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not building.build_elsewhere(corpus.of(EXAMPLES), tmp_path / "file")


def test_quick_needs_no_folder_and_no_encoder() -> None:
    found = building.quick(tiny())
    assert found.views == ("lexical",)
    assert found.match("can I undo it").topic == "undo"
