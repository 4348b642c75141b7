"""Learning a large model. Only this and what it calls ``learn`` need scikit-learn and scipy."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.fit import _french, _owners
from intents.large import judging, lists, space, weighing, wording
from intents.large.model import LargeModel, key_of
from intents.model import Floats, Ints
from intents.normalise import words
from intents.spelling import Speller

SAMPLE = 2_500
"""Phrases that are held out to learn how much each number tells."""
STRANGE = 0.08
"""Share of topics that are left out wholly, to learn what a question of no topic looks like."""
_STRANGE_PHRASES = 300
_ROOM = 12
"""Fewest topics from which some can be left out."""


def learn(corpus: Corpus, fast: Floats | None) -> LargeModel:
    """``fast``: the fast encoder's vectors of the corpus's phrases, row by row; None without the
    encoder, which leaves words. Deterministic on one machine: same inputs, same bytes."""
    split = [words(phrase.text) for phrase in corpus.phrases]
    names, owners = _owners(corpus)
    outside = names.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in names else None
    judge = _judge(_tried(split, owners, fast, len(names), outside))
    whole = _indexed(split, owners, fast, len(names), outside)
    keys, topics = _exact(split, owners)
    return LargeModel(
        topics=names,
        sizes=np.bincount(owners, minlength=len(names)).astype(np.int64),
        index=whole.index,
        space=whole.space,
        judge=judge,
        word_counts=whole.counts,
        french=_french(corpus, split),
        exact=keys,
        exact_topics=topics,
    )


@dataclass(frozen=True)
class _Indexed:
    index: weighing.Index
    space: space.Space | None
    counts: Counter[str]


@dataclass(frozen=True)
class _Case:
    """A held-out phrase: its candidates, its topic, whether the index knows that topic."""

    weighed: weighing.Weighed
    owner: int
    strange: bool
    coverage: float
    length: int
    sizes: Ints


def _indexed(
    split: Sequence[list[str]],
    owners: Ints,
    fast: Floats | None,
    topics: int,
    outside: int | None,
) -> _Indexed:
    """Phrases are numbered as the lists order them."""
    counts = Counter(word for text in split for word in text)
    if fast is None:
        said = wording.learn(split, owners, topics)
        return _Indexed(weighing.Index(owners, said, None, None, outside), None, counts)
    where = space.learn(fast, owners, topics)
    placed = where.place(fast)
    found, order = lists.learn(placed)
    owners = owners[order]
    said = wording.learn([split[at] for at in order.tolist()], owners, topics)
    middles = space.unit(space.middles(found.rows, owners, topics))
    return _Indexed(weighing.Index(owners, said, found, middles, outside), where, counts)


def _tried(
    split: Sequence[list[str]],
    owners: Ints,
    fast: Floats | None,
    topics: int,
    outside: int | None,
) -> list[_Case]:
    """An index of most phrases, asked for the others."""
    random = np.random.default_rng(7)
    present = [at for at in range(topics) if at != outside]
    strange = np.zeros(topics, dtype=np.bool_)
    if len(present) >= _ROOM:
        count = max(1, round(STRANGE * len(present)))
        strange[random.permutation(present)[:count]] = True
    shuffled = random.permutation(len(owners))
    foreign = shuffled[strange[owners[shuffled]]]
    native = shuffled[~strange[owners[shuffled]]]
    _, firsts = np.unique(owners[native], return_index=True)
    spare = np.delete(native, firsts)  # every topic keeps a phrase
    asked = spare[: min(SAMPLE, max(len(spare) // 5, 1))]
    rest = np.sort(np.setdiff1d(native, asked))
    part = _indexed(
        [split[at] for at in rest.tolist()],
        owners[rest],
        None if fast is None else fast[rest],
        topics,
        outside,
    )
    sizes = np.bincount(owners[rest], minlength=topics).astype(np.int64)
    speller = Speller(part.counts)
    found: list[_Case] = []
    for at in [*asked.tolist(), *foreign[:_STRANGE_PHRASES].tolist()]:
        text = split[at]
        vector = None
        if fast is not None and part.space is not None:
            vector = part.space.place(fast[at : at + 1])[0]
        found.append(
            _Case(
                weighed=weighing.weigh(part.index, speller.mend(text), vector),
                owner=int(owners[at]),
                strange=bool(strange[owners[at]]),
                coverage=speller.coverage(text),
                length=len(text),
                sizes=sizes,
            )
        )
    return found


def _judge(cases: Sequence[_Case]) -> judging.Judge:
    met: list[tuple[weighing.Weighed, int]] = []
    for case in cases:
        at = np.flatnonzero(case.weighed.topics == case.owner)
        if len(at) and not case.strange:
            met.append((case.weighed, int(at[0])))
    choosing = judging.learn_choosing(met)
    rows, right, none_fits = [], [], []
    for case in cases:
        judged = judging.judge(case.weighed, choosing, case.coverage, case.length, case.sizes)
        best = int(case.weighed.topics[judged.order[0]]) if judged.order else -1
        rows.append(judged.evidence)
        right.append(best == case.owner)
        none_fits.append(case.strange or _is_outside(case))
    table = np.array(rows, dtype=np.float32)
    return judging.Judge(
        choosing,
        judging.learn_chances(table, np.array(right)),
        judging.learn_chances(table, np.array(none_fits)),
    )


def _is_outside(case: _Case) -> bool:
    hidden = case.weighed.rows[:, weighing.NAMES.index("outside")] > 0
    return bool((case.weighed.topics[hidden] == case.owner).any())


def _exact(split: Sequence[list[str]], owners: Ints) -> tuple[NDArray[np.uint64], Ints]:
    """Phrases by the hash of their words; one that stands under two topics decides nothing."""
    found: dict[int, int] = {}
    for text, owner in zip(split, owners.tolist(), strict=True):
        if text:
            key = int(key_of(" ".join(text)))
            found[key] = owner if found.get(key, owner) == owner else -1
    kept = sorted(key for key, owner in found.items() if owner >= 0)
    topics = np.array([found[key] for key in kept], dtype=np.int64)
    return np.array(kept, dtype=np.uint64), topics
