"""Near rows without looking at all: rows lie in lists around centers, the nearest are looked at."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from intents.large.space import unit
from intents.model import Floats, Ints

PROBED = 8
"""Lists that a question looks into."""


@dataclass(frozen=True)
class Lists:
    """``rows`` (rows, dims) of length 1, list after list; list ``i`` ends before ``ends[i + 1]``
    (``ends[0]`` is 0); ``centers`` (lists, dims)."""

    rows: Floats
    ends: Ints
    centers: Floats

    def near(self, placed: Floats) -> tuple[Ints, Floats]:
        """Numbers of the rows in the nearest lists, and their cosines with ``placed`` (dims,)."""
        count = min(PROBED, len(self.centers))
        probed = np.argpartition(-(self.centers @ placed), count - 1)[:count].tolist()
        spans = [(int(self.ends[at]), int(self.ends[at + 1])) for at in probed]
        numbers = np.concatenate([np.arange(start, end) for start, end in spans])
        cosines = np.concatenate([self.rows[start:end] @ placed for start, end in spans])
        return numbers, cosines


def learn(rows: Floats) -> tuple[Lists, Ints]:
    """Lists of ``rows``, as many as the root of their number, and which row now stands where."""
    machine = _machine(max(1, round(len(rows) ** 0.5)))
    member = machine.fit(rows).labels_.astype(np.int64)
    order = np.argsort(member, kind="stable")
    sizes = np.bincount(member, minlength=len(machine.cluster_centers_))
    used = np.flatnonzero(sizes)
    ends = np.concatenate([[0], np.cumsum(sizes[used])]).astype(np.int64)
    centers = unit(machine.cluster_centers_[used].astype(np.float32))
    return Lists(np.ascontiguousarray(rows[order]), ends, centers), order


def _machine(lists: int) -> Any:
    from sklearn.cluster import MiniBatchKMeans  # noqa: PLC0415 - only learning needs it

    return MiniBatchKMeans(lists, random_state=7, batch_size=4096, n_init=1, max_iter=30)
