"""Making a matcher ready: encoders converted, examples turned into vectors, a model learned.

All of it lies in one folder and can be thrown away: files are named by a hash of what they were
made from, written beside and moved into place, so that two processes may build at once.
"""

import io
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from intents import corpus as corpora
from intents import large
from intents.calibrator import FILE as CALIBRATION
from intents.corpus import Corpus
from intents.encoder import Encoder, EncoderProblem, convert, deep_encoder, fast_encoder
from intents.matcher import Matcher
from intents.model import FORMAT, Floats, ModelProblem, load, read
from intents.result import Language

SHIPPED = Path(__file__).with_name("vectors")
"""Vectors of our own examples by the deep encoder, rounded: a first start takes seconds."""

MODELS_KEPT = 4

Progress = Callable[[str, int, int], None]
"""Called with a step ("convert", "encode", "learn"), how much is done and of how much."""


@dataclass(frozen=True)
class Encoders:
    """What turns texts into vectors here; None for one that this machine does not have."""

    fast: Encoder | None
    deep: Encoder | None

    @property
    def name(self) -> str:
        return "+".join(one.name for one in (self.fast, self.deep) if one is not None) or "none"


def encoders(folder: Path) -> Encoders:
    """The encoders as they can be used now; one whose weights are not the pinned ones is left
    out, as ``encoder.status`` tells."""
    return Encoders(_careful(fast_encoder, folder), _careful(deep_encoder, folder))


def ready(corpus: Corpus, folder: Path, have: Encoders | None = None) -> Matcher | None:
    """The matcher for ``corpus`` if its model was built before, else None."""
    have = have or encoders(folder)
    file = model_file(corpus, folder, have)
    try:
        if large.is_large(corpus):
            return large.LargeMatcher(large.read(file), have.fast)
        return Matcher(read(file), corpus, have.fast, have.deep)
    except (OSError, ModelProblem):
        return None


def quick(corpus: Corpus) -> Matcher:
    """A matcher within a second or two, from words and letters alone."""
    from intents.fit import quick_fit

    return Matcher(quick_fit(corpus), corpus)


def build(corpus: Corpus, folder: Path, progress: Progress = lambda *_: None) -> Matcher:
    """Whatever is missing is made: for our own examples within half a minute, for a workspace's
    in one or two. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    progress("convert", 0, 1)
    convert(folder)
    have = encoders(folder)
    found = ready(corpus, folder, have)
    if found is not None:
        return found
    # One process learns, the others wait for it: all of them at once would only be slower.
    with FileLock(folder / "learning.lock"):
        return ready(corpus, folder, have) or _learn(corpus, folder, have, progress)


def _learn(corpus: Corpus, folder: Path, have: Encoders, progress: Progress) -> Matcher:
    from intents import rehearsal
    from intents.fit import fit

    texts = [phrase.text for phrase in corpus.phrases]
    fast = None if have.fast is None else _vectors(have.fast, texts, folder, progress)
    if large.is_large(corpus):
        progress("learn", 0, 1)
        data = large.learn(corpus, fast).dump()
        _write(model_file(corpus, folder, have), data)
        _tidy(folder)
        progress("learn", 1, 1)
        return large.LargeMatcher(large.load(data), have.fast)
    deep = None if have.deep is None else _vectors(have.deep, texts, folder, progress)
    progress("learn", 0, 1)
    file = model_file(corpus, folder, have)
    data = fit(corpus, fast, deep, rehearsed=rehearsal.read(file.stem)).dump()
    _write(file, data)
    _tidy(folder)
    progress("learn", 1, 1)
    # Read back, so that the first process answers as every later one: stored weights are rounded.
    return Matcher(load(data), corpus, have.fast, have.deep)


def build_elsewhere(corpus: Corpus, folder: Path) -> bool:
    """``build`` in a process of its own, so that this one stays quick and small; True if it went
    well. Waits for it."""
    held = {
        topic: {language: list(texts) for language, texts in languages.items()}
        for topic, languages in corpus.by_topic().items()
    }
    with tempfile.TemporaryDirectory() as scratch:
        given = Path(scratch) / "corpus.json"
        given.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            [sys.executable, "-m", "intents.building", str(given), str(folder)],
            check=False,
            capture_output=True,
        )
    return done.returncode == 0


def model_file(corpus: Corpus, folder: Path, have: Encoders) -> Path:
    """Where the model for exactly these examples, encoders and rules lies."""
    made_from = sha256(f"{FORMAT} {corpus.fingerprint} {have.name}".encode())
    if large.is_large(corpus):
        made_from.update(large.sources.digest())
        return folder / f"model-large-{made_from.hexdigest()[:16]}.npz"
    made_from.update(CALIBRATION.read_bytes())
    for rules in ("fit.py", "evidence.py", "lexical.py", "vocabulary.py", "normalise.py"):
        made_from.update(Path(__file__).with_name(rules).read_bytes())
    return folder / f"model-{made_from.hexdigest()[:16]}.npz"


def _careful(make: Callable[[Path], Encoder | None], folder: Path) -> Encoder | None:
    try:
        return make(folder)
    except EncoderProblem:
        return None


def _vectors(encoder: Encoder, texts: Sequence[str], folder: Path, progress: Progress) -> Floats:
    """Rows for ``texts``; those that were encoded before come from a file."""
    file = folder / f"vectors-{encoder.name}.npz"
    held = _held(SHIPPED / file.name, encoder.dims) | _held(file, encoder.dims)
    missing = sorted({text for text in texts if _key(text) not in held})
    step = 100
    for at in range(0, len(missing), step):
        progress("encode", at, len(missing))
        some = missing[at : at + step]
        rows = encoder.encode(some)
        held.update((_key(text), row) for text, row in zip(some, rows, strict=True))
    if missing:
        kept = {key: held[key] for key in dict.fromkeys(map(_key, texts))}
        _write(file, _packed(kept))
    return np.stack([held[_key(text)] for text in texts]).astype(np.float32)


def ship(corpus: Corpus, folder: Path, into: Path = SHIPPED) -> Path:
    """Writes the file of vectors that comes with the examples; for whoever changes them."""
    deep = encoders(folder).deep
    if deep is None:
        raise RuntimeError("the deep encoder is not there")
    texts = sorted({phrase.text for phrase in corpus.phrases})
    rows = deep.encode(texts)
    scale = np.abs(rows).max() / 127
    into.mkdir(exist_ok=True)
    file = into / f"vectors-{deep.name}.npz"
    held = dict(zip(map(_key, texts), np.round(rows / scale).astype(np.int8), strict=True))
    _write(file, _packed(held, float(scale)))
    return file


def rehearse(corpus: Corpus, folder: Path, into: Path | None = None) -> Path:
    """Holds the examples out once, and writes the outcome that comes with the package."""
    from intents import rehearsal
    from intents.fit import fit

    have = encoders(folder)
    texts = [phrase.text for phrase in corpus.phrases]
    vectors = [
        None if one is None else _vectors(one, texts, folder, lambda *_: None)
        for one in (have.fast, have.deep)
    ]
    file = into or rehearsal.FILE
    model = fit(corpus, *vectors)
    _write(file, rehearsal.packed(model_file(corpus, folder, have).stem, model))
    return file


def _held(file: Path, dims: int) -> dict[bytes, Floats]:
    """What a file of vectors holds; nothing where it is missing or damaged."""
    try:
        with np.load(file, allow_pickle=False) as data:
            keys, rows, scale = data["keys"], data["rows"], float(data["scale"])
        if rows.ndim != 2 or rows.shape[1] != dims or len(rows) != len(keys):
            return {}
        return dict(zip(keys.tolist(), rows.astype(np.float32) * np.float32(scale), strict=True))
    except Exception:  # damaged bytes fail in as many ways as there are readers
        return {}


def _packed(held: dict[bytes, NDArray[Any]], scale: float = 1.0) -> bytes:
    into = io.BytesIO()
    rows = np.stack(list(held.values()))
    keys = np.array(list(held), dtype="S16")
    np.savez_compressed(into, allow_pickle=False, keys=keys, rows=rows, scale=np.array(scale))
    return into.getvalue()


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16].encode()


def _tidy(folder: Path) -> None:
    """Models of examples and rules that were changed since, and what a killed process left."""
    models = sorted(folder.glob("model-*.npz"), key=lambda file: file.stat().st_mtime)
    yesterday = time() - 86_400
    parts = [part for part in folder.glob("*.part") if part.stat().st_mtime < yesterday]
    for file in (*models[:-MODELS_KEPT], *parts):
        file.unlink(missing_ok=True)


def _write(file: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def main(arguments: Sequence[str]) -> int:
    """``--ship`` renews what comes with the examples (vectors, rehearsal); a file of examples and
    a folder are what ``build_elsewhere`` gives."""
    if list(arguments) == ["--ship"]:
        with tempfile.TemporaryDirectory() as scratch:
            convert(Path(scratch))
            print(ship(corpora.load(), Path(scratch)))
            print(rehearse(corpora.load(), Path(scratch)))
        return 0
    given, folder = arguments
    held: dict[str, dict[Language, list[str]]] = json.loads(Path(given).read_text("utf-8"))
    build(corpora.of(held), Path(folder))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
