"""What speaks for each topic that a question may mean: the candidates, and numbers on each."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from intents.large.lists import Lists
from intents.large.wording import Wording
from intents.model import Floats, Ints

NAMES = (
    "nearest",
    "three_nearest",
    "eight_nearest",
    "middle",
    "words_nearest",
    "three_words_nearest",
    "topic_words",
    "outside",
)
NEAR_PHRASES, WORD_PHRASES, WORD_TOPICS = 300, 80, 24
"""How many candidates each way of looking brings."""

_MOST = 8


@dataclass(frozen=True)
class Index:
    """What is looked into. Phrases are numbered as they lie in ``lists``; without an encoder
    that and ``middles`` (topics, dims) are None. ``outside``: the topic that is never shown."""

    owners: Ints
    wording: Wording
    lists: Lists | None
    middles: Floats | None
    outside: int | None


@dataclass(frozen=True)
class Weighed:
    """``topics`` by number, rising; ``rows`` (topics, len(NAMES))."""

    topics: Ints
    rows: Floats


def weigh(index: Index, words: Sequence[str], placed: Floats | None) -> Weighed:
    """``words`` after mending; ``placed`` the vector in the index's space, (dims,)."""
    asked = index.wording.ask(words)
    said = index.wording.for_topics(asked)
    lists = index.lists if placed is not None else None
    near, cosines = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
    if lists is not None and placed is not None:
        near, cosines = lists.near(placed)
        if len(near) > NEAR_PHRASES:
            best = np.argpartition(-cosines, NEAR_PHRASES)[:NEAR_PHRASES]
            near, cosines = near[best], cosines[best]
    worded, alike, besides = index.wording.alike(asked, near, WORD_PHRASES)
    numbers, at = np.unique(np.concatenate([near, worded]), return_index=True)
    alike = np.concatenate([besides, alike])[at]
    told = _first(said, WORD_TOPICS)
    topics, place = np.unique(np.concatenate([index.owners[numbers], told]), return_inverse=True)
    place = place[: len(numbers)]
    rows = np.zeros((len(topics), len(NAMES)), dtype=np.float32)
    likes = _table(alike, place, len(topics), 3, 0.0)
    rows[:, 4], rows[:, 5] = likes[:, 0], likes.mean(axis=1)
    rows[:, 6] = said[topics]
    if index.outside is not None:
        rows[:, 7] = topics == index.outside
    if lists is not None and placed is not None and index.middles is not None:
        cosines = np.concatenate([cosines, lists.rows[worded] @ placed])[at]
        floor = float(cosines.min()) if len(cosines) else 0.0
        close = _table(cosines, place, len(topics), _MOST, floor)
        rows[:, 0], rows[:, 1] = close[:, 0], close[:, :3].mean(axis=1)
        rows[:, 2] = close.mean(axis=1)
        rows[:, 3] = index.middles[topics] @ placed
    return Weighed(topics, rows)


def _first(values: Floats, count: int) -> Ints:
    """The places of the ``count`` highest values."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(-values, count)[:count]


def _table(values: Floats, place: Ints, topics: int, most: int, floor: float) -> Floats:
    """(topics, most): each topic's highest values, falling, ``floor`` where it has fewer.
    ``values`` are cosines: four lie farther apart than any two of them."""
    order = np.argsort(place * 4.0 - values, kind="stable")
    sorted_place = place[order]
    starts = np.searchsorted(sorted_place, np.arange(topics))
    rank = np.arange(len(order)) - starts[sorted_place]
    kept = rank < most
    found = np.full((topics, most), floor, dtype=np.float32)
    found[sorted_place[kept], rank[kept]] = values[order][kept]
    return found
