"""Encoders that remember what they encoded, in ``var/bench``: a second run of the benchmarks is
minutes faster. Nothing but time depends on it."""

import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.building import Encoders, encoders
from intents.encoder import Encoder, convert, status
from intents.encoder.api import Engine, Floats
from intents.encoder.pins import ALL

FOLDER = Path(__file__).parents[2] / "var" / "bench"
CONVERTED = FOLDER / "encoder"
_KEY = 16
_BATCH = 500


class Remembering:
    """An encoder whose vectors are kept in two files that only grow: keys, and rows of float16.

    The files are named by the encoder, its weights and its engine, the rows by a text's hash.
    """

    def __init__(self, encoder: Encoder, folder: Path = FOLDER) -> None:
        self.name = encoder.name
        self.dims = encoder.dims
        self.engine: Engine = encoder.engine
        self.encoder = encoder
        folder.mkdir(parents=True, exist_ok=True)
        weights = {one.name: one.key for one in ALL}
        stem = f"{encoder.name}-{weights.get(encoder.name, '')}-{encoder.engine}"
        self._keys, self._rows = folder / f"{stem}.keys", folder / f"{stem}.rows"
        self._held: dict[bytes, NDArray[np.float16]] = self._read()

    def encode(self, texts: Sequence[str]) -> Floats:
        keys = [_key(text) for text in texts]
        missing = {
            key: text for key, text in zip(keys, texts, strict=True) if key not in self._held
        }
        waiting = sorted(missing.items(), key=lambda pair: len(pair[1]))
        for at in range(0, len(waiting), _BATCH):
            some = waiting[at : at + _BATCH]
            found = self.encoder.encode([text for _, text in some])
            self.keep([key for key, _ in some], found)
            if len(waiting) > _BATCH:
                print(f"{self.name}: {at + len(some)} of {len(waiting)}", file=sys.stderr)
        if not keys:
            return np.zeros((0, self.dims), dtype=np.float32)
        return np.stack([self._held[key] for key in keys]).astype(np.float32)

    def keep(self, keys: Sequence[bytes], rows: Floats) -> None:
        small = rows.astype(np.float16)
        with self._rows.open("ab") as into:
            into.write(small.tobytes())
        with self._keys.open("ab") as into:
            into.write(b"".join(keys))
        self._held.update(zip(keys, small, strict=True))

    def _read(self) -> dict[bytes, NDArray[np.float16]]:
        if not (self._keys.exists() and self._rows.exists()):
            return {}
        keys, rows = self._keys.read_bytes(), self._rows.read_bytes()
        count = min(len(keys) // _KEY, len(rows) // (2 * self.dims))
        if len(keys) != count * _KEY or len(rows) != count * 2 * self.dims:
            # A run was stopped while it wrote: both files go back to what is whole.
            self._keys.write_bytes(keys[: count * _KEY])
            self._rows.write_bytes(rows[: count * 2 * self.dims])
        held = np.frombuffer(rows, dtype=np.float16, count=count * self.dims)
        parts = (keys[at * _KEY : (at + 1) * _KEY] for at in range(count))
        return dict(zip(parts, held.reshape(count, self.dims), strict=True))


_opened: list[Encoders] = []


def remembering() -> Encoders:
    """Both encoders, remembering; None for one that this machine does not have."""
    if not _opened:
        CONVERTED.mkdir(parents=True, exist_ok=True)
        convert(CONVERTED)
        have = encoders(CONVERTED)
        _opened.append(
            Encoders(*(None if one is None else Remembering(one) for one in (have.fast, have.deep)))
        )
    return _opened[0]


def missing() -> str:
    """What is not there, in a sentence; empty where both encoders run."""
    wrong = [one.sentence("en") for one in status(CONVERTED) if one.engine is None]
    return " ".join(wrong)


def _key(text: str) -> bytes:
    return sha256(text.encode("utf-8", "surrogatepass")).digest()[:_KEY]
