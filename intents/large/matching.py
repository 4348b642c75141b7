"""The matcher of a large corpus: asked like the other one."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from intents import calibrator
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.ladder import Thresholds
from intents.large import judging, weighing
from intents.large.model import LargeModel
from intents.lexical import Vectoriser
from intents.matcher import EXACT, Encoder, Matcher, Ranking, _Read
from intents.model import Floats, Model
from intents.result import Candidate
from intents.vocabulary import Vocabulary

KEPT = 10
"""Topics that a ranking tells of; the others have no chance worth a word."""


class LargeMatcher(Matcher):
    """Immutable, so any number of threads may ask it."""

    def __init__(
        self,
        learned: LargeModel,
        fast: Encoder | None = None,
        limits: Thresholds | None = None,
    ) -> None:
        super().__init__(_shell(learned), Corpus(()), limits=limits)
        self.learned = learned
        self._near = fast if learned.space is not None else None

    def warm(self) -> None:
        if self._near is not None:
            self._near.encode(["?"])

    @property
    def views(self) -> tuple[str, ...]:
        return ("lexical",) if self._near is None else ("lexical", "fast")

    def best_encoder(self) -> tuple[str, Encoder, Floats] | None:
        if self._near is None or self.learned.space is None:
            return None
        return "fast", self._near, np.zeros(len(self.learned.space.center), dtype=np.float32)

    def _rank(self, read: Sequence[_Read]) -> list[Ranking]:
        vectors = None if self._near is None else self._near.encode([one.text for one in read])
        space = self.learned.space
        if vectors is None or space is None:
            return [self._ranked(one, None) for one in read]
        # Row by row: placed together, rows would differ in their last digits from rows alone.
        return [
            self._ranked(one, space.place(vectors[row : row + 1])[0])
            for row, one in enumerate(read)
        ]

    def _ranked(self, read: _Read, placed: Floats | None) -> Ranking:
        learned = self.learned
        weighed = weighing.weigh(learned.index, read.mended, placed)
        judged = judging.judge(
            weighed, learned.judge.choosing, read.known, len(read.words), learned.sizes
        )
        sure = judging.confident(learned.judge.right, judged.evidence)
        outside = judging.confident(learned.judge.none_fits, judged.evidence)
        exact = learned.exact_topic(" ".join(read.mended))
        if exact == OUT_OF_SCOPE:
            outside, sure = max(outside, EXACT), min(sure, 1 - EXACT)
        topics = [learned.topics[int(weighed.topics[at])] for at in judged.order[: KEPT + 1]]
        if not topics:
            return Ranking((Candidate(topic=_any(learned), confidence=0.0),), outside)
        chances = [float(judged.chances[at]) for at in judged.order[: KEPT + 1]]
        # What is left of certainty after the best topic is shared out as the scorer sees it.
        left = max(1 - sure, 0.0)
        total = max(1 - chances[0], 1e-9)
        ranked = [Candidate(topic=topics[0], confidence=sure)]
        ranked += [
            Candidate(topic=topic, confidence=min(left * chance / total, sure))
            for topic, chance in zip(topics[1:], chances[1:], strict=True)
        ]
        if exact is not None and exact != OUT_OF_SCOPE:
            first = Candidate(topic=exact, confidence=max(EXACT, sure if topics[0] == exact else 0))
            ranked = [first, *(c for c in ranked if c.topic != exact)]
        return Ranking(tuple(ranked), outside)


def _any(learned: LargeModel) -> str:
    """A topic to name where nothing at all was met."""
    return next(topic for topic in learned.topics if topic != OUT_OF_SCOPE)


def _shell(learned: LargeModel) -> Model:
    """What the rest of the program asks of a model, without weights."""
    none = np.zeros(0, dtype=np.float32)
    return Model(
        topics=learned.topics,
        vectoriser=Vectoriser(Vocabulary.of(()), none),
        lexical_weights=np.zeros((0, 0), dtype=np.int16),
        lexical_scales=none,
        lexical_bias=none,
        fast=None,
        deep=None,
        owners=learned.index.owners,
        word_counts=Counter(learned.word_counts),
        french=learned.french,
        spread={},
        taken_for=np.full(len(learned.index.owners), -1, dtype=np.int64),
        calibration=calibrator.shipped(),
    )
