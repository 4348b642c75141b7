"""Which column of a model a feature has, found by a number made of its letters.

A dict of a hundred thousand short strings takes twelve megabytes, their numbers take one.
"""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Indices = NDArray[np.int64]

_OWN_BYTES = 7
"""A feature of no more bytes is its own number; longer ones share 56 bits of a hash."""
_HASHED = 0xFF << 56


class Vocabulary:
    """``keys`` (features,) in ascending order; ``columns`` (features,) what each stands for."""

    def __init__(self, keys: Keys, columns: NDArray[np.int32]) -> None:
        self.keys = keys
        self.columns = columns

    @classmethod
    def of(cls, features: Sequence[str]) -> "Vocabulary":
        """Each feature's column is its place in ``features``."""
        keys = _keys(features)
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], order.astype(np.int32))

    def __len__(self) -> int:
        return len(self.keys)

    def find(self, features: Sequence[str]) -> Indices:
        """The columns of those that are known, in their order."""
        if not len(self.keys):
            return np.zeros(0, dtype=np.int64)
        keys = _keys(features)
        places = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        found: Indices = self.columns[places[self.keys[places] == keys]].astype(np.int64)
        return found

    def only(self, used: NDArray[np.bool_]) -> "Vocabulary":
        """Without the features whose column is not ``used``; the columns stay as they are."""
        kept = used[self.columns]
        return Vocabulary(self.keys[kept], self.columns[kept])


def _keys(features: Sequence[str]) -> Keys:
    return np.fromiter(map(_key, features), dtype=np.uint64, count=len(features))


def _key(feature: str) -> int:
    letters = feature.encode("utf-8", "surrogatepass")
    if len(letters) <= _OWN_BYTES:
        return len(letters) << 56 | int.from_bytes(letters, "little")
    return _HASHED | int.from_bytes(blake2b(letters, digest_size=7).digest(), "little")
