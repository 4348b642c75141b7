"""The folder of converted files: one sub-folder per encoder, whole or not there at all.

A sub-folder's name holds the encoder's key, so that what was made from other weights, or by
another version of this code, is never taken for it.
"""

import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from intents.encoder.api import Files
from intents.encoder.pins import Weights, digest

GRAPH = "graph.onnx"
TABLE = "table.npy"
PIECES = "pieces.model"
STEPS = "steps.npy"
POSITIONS = "positions.npy"

_LIST = "made.json"
_TEMPORARY = ".making-"
_ABANDONED_SECONDS = 3600
_HASHED_ALWAYS = 32_000_000
"""Files up to this size are hashed each time they are loaded; larger ones, which are mapped and
mostly never read, only when somebody asks."""


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    sha256: str


class _Made(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    files: dict[str, _File]


def place(folder: Path, weights: Weights) -> Path:
    return folder / f"{weights.name}-{weights.key}"


def look(folder: Path, weights: Weights, *, thorough: bool) -> Files:
    """Whether the files are there as they were written. ``thorough`` reads every byte."""
    here = place(folder, weights)
    if not here.is_dir():
        return "missing"
    try:
        made = _Made.model_validate_json((here / _LIST).read_bytes())
        whole = made.key == weights.key and all(
            _as_written(here / name, file, thorough) for name, file in made.files.items()
        )
    except (OSError, ValidationError):
        return "damaged"
    return "ready" if whole else "damaged"


def size(folder: Path, weights: Weights) -> int:
    """Bytes on disk."""
    here = place(folder, weights)
    return sum(path.stat().st_size for path in here.iterdir()) if here.is_dir() else 0


def make(folder: Path, weights: Weights, write: Callable[[Path], None]) -> None:
    """Let ``write`` fill an empty folder, then put that folder in place in one step.

    Of two processes that do this at once, the second finds the first one's files and leaves them
    if they are whole. A process that has the old files open keeps them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _tidy(folder)
    fresh = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder))
    try:
        write(fresh)
        files = {
            path.name: _File(size=path.stat().st_size, sha256=digest(path))
            for path in sorted(fresh.iterdir())
        }
        (fresh / _LIST).write_text(_Made(key=weights.key, files=files).model_dump_json(indent=1))
        for path in fresh.iterdir():
            _flush(path)
        fresh.chmod(0o755)
        _put(fresh, folder, weights)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _put(fresh: Path, folder: Path, weights: Weights) -> None:
    here = place(folder, weights)
    for _ in range(5):
        try:
            fresh.rename(here)
        except OSError:
            if look(folder, weights, thorough=True) == "ready":
                return
            aside = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=folder))
            try:
                here.rename(aside / "old")
            except FileNotFoundError:
                pass
            finally:
                shutil.rmtree(aside, ignore_errors=True)
        else:
            return
    raise OSError(f"{here} cannot be replaced")


def _as_written(path: Path, file: _File, thorough: bool) -> bool:
    if path.stat().st_size != file.size:
        return False
    return not (thorough or file.size <= _HASHED_ALWAYS) or digest(path) == file.sha256


def _flush(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _tidy(folder: Path) -> None:
    """Remove what a process left behind that was stopped while it wrote."""
    for path in folder.glob(f"{_TEMPORARY}*"):
        try:
            old = time.time() - path.stat().st_mtime > _ABANDONED_SECONDS
        except FileNotFoundError:
            continue
        if old:
            shutil.rmtree(path, ignore_errors=True)
