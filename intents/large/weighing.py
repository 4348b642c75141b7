"""What speaks for each topic that a question may mean: the candidates, and numbers on each."""

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
    """``topics`` by number; ``rows`` (topics, len(NAMES)); ``phrases``: the best one of each, -1
    where only the topic's words were met."""

    topics: Ints
    rows: Floats
    phrases: Ints


def weigh(index: Index, words: list[str], placed: Floats | None) -> Weighed:
    """``words`` after mending; ``placed`` the vector in the index's space, (dims,)."""
    asked = index.wording.ask(words)
    alike, met = index.wording.alike(asked)
    said = index.wording.for_topics(asked)
    numbers = _best(met, alike[met], WORD_PHRASES)
    cosines = np.zeros(0, dtype=np.float32)
    lists = index.lists if placed is not None else None
    if lists is not None and placed is not None:
        near, close = lists.near(placed)
        best = _first(close, NEAR_PHRASES)
        numbers = np.union1d(numbers, near[best])
        cosines = lists.rows[numbers] @ placed
    else:
        numbers = np.unique(numbers)
    owners = index.owners[numbers]
    topics = np.union1d(owners, _first(said, WORD_TOPICS))
    place = np.searchsorted(topics, owners)
    rows = np.zeros((len(topics), len(NAMES)), dtype=np.float32)
    likes = _table(alike[numbers], place, len(topics), 3, 0.0)
    rows[:, 4], rows[:, 5] = likes[:, 0], likes.mean(axis=1)
    rows[:, 6] = said[topics]
    if index.outside is not None:
        rows[:, 7] = topics == index.outside
    best_first = alike[numbers]
    if lists is not None and placed is not None and index.middles is not None:
        floor = float(cosines.min()) if len(cosines) else 0.0
        close = _table(cosines, place, len(topics), _MOST, floor)
        rows[:, 0], rows[:, 1] = close[:, 0], close[:, :3].mean(axis=1)
        rows[:, 2] = close.mean(axis=1)
        rows[:, 3] = index.middles[topics] @ placed
        best_first = best_first + cosines
    phrases = np.full(len(topics), -1, dtype=np.int64)
    order = np.argsort(best_first, kind="stable")
    phrases[place[order]] = numbers[order]
    return Weighed(topics, rows, phrases)


def _first(values: Floats, count: int) -> Ints:
    """The places of the ``count`` highest values."""
    if len(values) <= count:
        return np.arange(len(values))
    return np.argpartition(-values, count)[:count]


def _best(numbers: Ints, values: Floats, count: int) -> Ints:
    """The ``count`` numbers of highest value. A number that stands there several times has the
    same value each time, so ties at the edge are all that repeating can cost."""
    if len(numbers) <= count:
        return np.unique(numbers).astype(np.int64)
    # A phrase may be met by each of a question's words and pairs: look at more, then thin out.
    some = _first(values, min(len(numbers), 8 * count))
    distinct, at = np.unique(numbers[some], return_index=True)
    return distinct[_first(values[some][at], count)].astype(np.int64)


def _table(values: Floats, place: Ints, topics: int, most: int, floor: float) -> Floats:
    """(topics, most): each topic's highest values, falling, ``floor`` where it has fewer."""
    order = np.lexsort((-values, place))
    sorted_place = place[order]
    starts = np.searchsorted(sorted_place, np.arange(topics))
    rank = np.arange(len(order)) - starts[sorted_place]
    kept = rank < most
    found = np.full((topics, most), floor, dtype=np.float32)
    found[sorted_place[kept], rank[kept]] = values[order][kept]
    return found
