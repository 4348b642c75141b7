"""Converting: whole or not at all, again and again, by several at once, from the pinned bytes."""

import multiprocessing
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from intents.encoder import EncoderProblem, choosing, convert, converting, fast_encoder, store
from intents.encoder.choosing import encoder
from intents.encoder.pins import USE, Weights, find
from tests.intents.encoder.conftest import BOTH, LOADERS, needs


def outcomes(folder: Path) -> list[str]:
    return [result.outcome for result in convert(folder)]


@pytest.fixture
def copy(folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(folder, tmp_path / "encoders"))


def test_what_is_whole_is_kept(copy: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in copy.rglob("*")}
    assert "made" not in outcomes(copy)
    assert {path: path.stat().st_mtime_ns for path in copy.rglob("*")} == before


@needs(USE)
@pytest.mark.parametrize("name", [store.GRAPH, store.TABLE, "made.json"])
def test_what_is_damaged_is_made_again(name: str, copy: Path) -> None:
    path = store.place(copy, USE) / name
    before = path.read_bytes()
    path.write_bytes(before[:5000] + b"\0\0\0\0" + before[5004:])
    assert store.look(copy, USE, thorough=True) == "damaged"
    assert outcomes(copy)[0] == "made"
    assert path.read_bytes() == before
    assert sorted(copy.iterdir()) == sorted(set(copy.glob("[!.]*")))


@needs(USE)
@pytest.mark.parametrize("name", [store.GRAPH, store.TABLE, store.PIECES])
def test_files_that_are_cut_short_or_gone_are_not_used(name: str, copy: Path) -> None:
    path = store.place(copy, USE) / name
    os.truncate(path, path.stat().st_size - 1)
    found = fast_encoder(copy)
    assert found is not None
    assert found.engine == "package"
    path.unlink()
    assert store.look(copy, USE, thorough=False) == "damaged"


@needs(USE)
def test_two_processes_at_once(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(2) as pool:
        results = pool.map(outcomes, [tmp_path, tmp_path], chunksize=1)
    assert all(result[0] in {"made", "kept"} for result in results)
    assert store.look(tmp_path, USE, thorough=True) == "ready"
    assert not list(tmp_path.glob(".making-*"))


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        store.make(tmp_path, USE, fail)
    assert not list(tmp_path.iterdir())


@pytest.fixture
def altered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Weights:
    """A package with files of the right names and the wrong bytes."""
    for name, _ in USE.files:
        path = tmp_path / "altered_weights" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"not these")
    (tmp_path / "altered_weights" / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    return replace(USE, module="altered_weights")


def test_other_bytes_are_refused(altered: Weights, tmp_path: Path) -> None:
    with pytest.raises(EncoderProblem, match="not the ones that were tested") as caught:
        encoder(altered, tmp_path / "empty")
    assert "ne sont pas ceux qui ont été testés" in caught.value.sentence("fr")


def test_other_bytes_are_not_converted(
    altered: Weights, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(converting, "ALL", (altered,))
    monkeypatch.setattr(converting, "has", lambda *_: None)
    (result,) = convert(tmp_path / "empty")
    assert (result.outcome, result.needs) == ("refused", USE.distribution)
    assert not (tmp_path / "empty").exists()


def test_a_missing_tool_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(converting, "has", lambda *_: "onnx")
    assert {(r.outcome, r.needs) for r in convert(tmp_path)} == {("tool_missing", "onnx")}


def test_without_package_and_files_there_is_no_encoder(tmp_path: Path) -> None:
    gone = replace(USE, module="no_such_weights")
    assert find(gone) is None
    assert encoder(gone, tmp_path) is None


@pytest.mark.parametrize("weights", BOTH)
def test_before_converting_the_package_answers(weights: Weights, tmp_path: Path) -> None:
    found = LOADERS[weights.name](tmp_path)
    assert found is not None
    assert (found.name, found.dims, found.engine) == (weights.name, weights.dims, "package")


@pytest.mark.parametrize("weights", BOTH)
def test_converted_files_need_no_package(
    weights: Weights, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "find", lambda _: pytest.fail("looked for the package"))
    found = LOADERS[weights.name](folder)
    assert found is not None
    assert found.engine == "onnx"


def test_the_environment_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    for load in LOADERS.values():
        load(tmp_path)
    assert "OMP_NUM_THREADS" not in os.environ
