"""Looking up phrases and topics by words: for each word and word pair, who uses it and how much."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from threading import local

import numpy as np

from intents.model import Floats, Ints

Words = Sequence[Sequence[str]]

COMMON_PHRASES, COMMON_TOPICS = 1_000, 2_000
"""What more phrases, or topics, than this use is not looked up: it takes long and tells little."""

DOUBT = 30.0
"""Occurrences that a topic is given beforehand, spread as in all topics together."""


@dataclass(frozen=True)
class Postings:
    """Of feature ``i``: ``numbers[starts[i]:starts[i + 1]]`` use it, by as much as ``values``."""

    starts: Ints
    numbers: Ints
    values: Floats

    def of(self, features: Sequence[int], times: Sequence[float]) -> tuple[Ints, Floats]:
        """Numbers and values of all ``features`` one after the other, values times ``times``."""
        if not features:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        spans = [(int(self.starts[at]), int(self.starts[at + 1])) for at in features]
        numbers = np.concatenate([self.numbers[start:end] for start, end in spans])
        values = [
            self.values[start:end] * np.float32(by)
            for (start, end), by in zip(spans, times, strict=True)
        ]
        return numbers, np.concatenate(values)


@dataclass(frozen=True)
class Asked:
    """A question's features by column, and their weights (length 1)."""

    columns: list[int]
    weights: list[float]


@dataclass(frozen=True)
class Wording:
    """``idf`` by column; ``phrases``: each phrase's weights (length 1); ``topics``: how much more
    than by chance a topic uses a feature, in nats; ``unused``: the same for a topic that never
    does."""

    columns: dict[str, int]
    idf: Floats
    phrases: Postings
    topics: Postings
    unused: Floats
    count: int
    _own: local = field(default_factory=local, init=False, repr=False, compare=False)

    def ask(self, words: Sequence[str]) -> Asked:
        known = self.columns.get
        counted = Counter(at for f in features(words) if (at := known(f)) is not None)
        weights = {at: count * float(self.idf[at]) for at, count in counted.items()}
        length = sum(weight * weight for weight in weights.values()) ** 0.5
        return Asked(list(weights), [weight / length for weight in weights.values()])

    def alike(self, asked: Asked, others: Ints, most: int) -> tuple[Ints, Floats, Floats]:
        """The ``most`` phrases nearest by the cosine of their rarer words, with that cosine, and
        the cosine of ``others``."""
        numbers, values = self.phrases.of(asked.columns, asked.weights)
        sums = self._sums()
        np.add.at(sums, numbers, values)
        found, besides = sums[numbers], sums[others]
        sums[numbers] = 0
        if len(numbers) > 8 * most:
            # A phrase stands here once for each shared word: look at more, then thin out.
            some = np.argpartition(-found, 8 * most)[: 8 * most]
            numbers, found = numbers[some], found[some]
        distinct, at = np.unique(numbers, return_index=True)
        found = found[at]
        if len(distinct) > most:
            some = np.argpartition(-found, most)[:most]
            distinct, found = distinct[some], found[some]
        return distinct.astype(np.int64), found, besides

    def _sums(self) -> Floats:
        """A place for a sum for each phrase, 0 at the beginning: each thread has its own, since
        making it takes longer than using it."""
        held: Floats | None = getattr(self._own, "sums", None)
        if held is None:
            held = self._own.sums = np.zeros(self.count, dtype=np.float32)
        return held

    def for_topics(self, asked: Asked) -> Floats:
        """(topics,): what the words say for each topic, in nats, weighed by their rareness."""
        numbers, values = self.topics.of(asked.columns, asked.weights)
        found = np.bincount(numbers, weights=values, minlength=len(self.unused))
        result: Floats = (found + sum(asked.weights) * self.unused).astype(np.float32)
        return result


def features(words: Sequence[str]) -> list[str]:
    return [*words, *(f"{one} {two}" for one, two in pairwise(words))]


def learn(split: Words, owners: Ints, topics: int) -> Wording:
    """``split``: each phrase's words, in the order in which phrases are numbered."""
    from scipy.sparse import coo_matrix  # noqa: PLC0415 - only learning needs it

    spread: Counter[str] = Counter()
    for text in split:
        spread.update(set(features(text)))
    # A pair that a single phrase uses will hardly be met again, and most pairs are such.
    kept = sorted(f for f, count in spread.items() if count > 1 or " " not in f)
    columns = {feature: at for at, feature in enumerate(kept)}
    used_by = np.array([spread[feature] for feature in kept])
    idf = (np.log((1 + len(split)) / (1 + used_by)) + 1).astype(np.float32)
    at, who = [], []
    for number, text in enumerate(split):
        found = [column for f in features(text) if (column := columns.get(f)) is not None]
        at.extend(found)
        who.extend([number] * len(found))
    shape = (len(kept), len(split))
    counts = coo_matrix((np.ones(len(at), dtype=np.float32), (at, who)), shape).tocsr()
    counts.sum_duplicates()
    weighed = counts.multiply(idf[:, None]).tocsc()
    lengths = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=0)).ravel())
    weighed = weighed.multiply(1 / np.maximum(lengths, 1e-9)[None, :]).tocsr()
    belongs = coo_matrix((np.ones(len(owners)), (np.arange(len(owners)), owners)))
    belongs = belongs.tocsr()
    belongs.resize(len(owners), topics)
    by_topic = (weighed @ belongs).tocsr()
    mass = np.asarray(by_topic.sum(axis=0)).ravel()
    share = np.asarray(by_topic.sum(axis=1)).ravel()
    share = share / max(share.sum(), 1e-9)
    unused = np.log(DOUBT / (mass + DOUBT)).astype(np.float32)
    row = np.repeat(np.arange(len(kept)), np.diff(by_topic.indptr))
    column = by_topic.indices
    more = (by_topic.data + DOUBT * share[row]) / ((mass[column] + DOUBT) * share[row])
    by_topic.data = np.log(more) - unused[column]
    return Wording(
        columns,
        idf,
        _postings(weighed, COMMON_PHRASES),
        _postings(by_topic, COMMON_TOPICS),
        unused,
        len(split),
    )


def _postings(matrix: object, most: int) -> Postings:
    """Of a sparse matrix (features, numbers), rows with more than ``most`` entries left out."""
    matrix.sort_indices()  # type: ignore[attr-defined]
    starts, numbers, values = matrix.indptr, matrix.indices, matrix.data  # type: ignore[attr-defined]
    sizes = np.diff(starts)
    rare = sizes <= most
    kept = np.repeat(rare, sizes)
    ends = np.concatenate([[0], np.cumsum(np.where(rare, sizes, 0))])
    return Postings(
        ends.astype(np.int64),
        numbers[kept].astype(np.int32),
        values[kept].astype(np.float32),
    )
