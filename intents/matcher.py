"""The matcher: a message in, a topic with a confidence and a decision out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from intents import calibrator, language
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.evidence import Evidence, weigh
from intents.ladder import Thresholds, decide, thresholds
from intents.model import Floats, Ints, Model, View
from intents.normalise import clean, has_words, words
from intents.result import Candidate, Language, Match
from intents.segments import parts
from intents.spelling import Speller

EXACT = 0.995
"""Confidence of a message that is one of the examples, word by word."""
RUNNERS_UP = 5


class Encoder(Protocol):
    """Sentences to vectors of length 1, one row a sentence."""

    def encode(self, texts: Sequence[str]) -> Floats: ...


@dataclass(frozen=True)
class _Read:
    """A message, taken apart: ``known`` is the share of words that needed no mending."""

    text: str
    words: list[str]
    mended: list[str]
    known: float


@dataclass(frozen=True)
class Ranking:
    """Topics that can be shown, best first, with calibrated confidence; ``outside``: the chance
    that none of them fits."""

    candidates: tuple[Candidate, ...]
    outside: float


class Matcher:
    """Matches messages against one model. Immutable, so any number of threads may ask it."""

    def __init__(
        self,
        model: Model,
        corpus: Corpus,
        fast: Encoder | None = None,
        deep: Encoder | None = None,
        limits: Thresholds | None = None,
    ) -> None:
        self.model = model
        self._fast = fast if model.fast is not None else None
        self._deep = deep if model.deep is not None else None
        self._limits = limits or thresholds()
        self._speller = Speller(model.word_counts)
        self._exact = _exact(corpus)

    @property
    def views(self) -> tuple[str, ...]:
        """What the matcher looks with: "lexical", "fast", "deep"."""
        found = (("fast", self._fast), ("deep", self._deep))
        return ("lexical", *(name for name, encoder in found if encoder is not None))

    def best_view(self) -> tuple[str, Encoder, View] | None:
        """The view whose nearness says most, with its encoder; None without any."""
        if self._deep is not None and self.model.deep is not None:
            return "deep", self._deep, self.model.deep
        if self._fast is not None and self.model.fast is not None:
            return "fast", self._fast, self.model.fast
        return None

    def match(self, text: str, *, fallback: Language = "en", asked_again: bool = False) -> Match:
        """``fallback``: the language to answer in where the text does not show its own.
        ``asked_again``: the person was asked to rephrase already."""
        cleaned = clean(text)
        read = self._read(cleaned)
        spoken = language.guess(cleaned, read.words, self.model.french, fallback)
        if not has_words(cleaned):
            step = decide((), 0.0, asked_again=asked_again, limits=self._limits)
            return Match(
                topic=None,
                confidence=0.0,
                decision=step.decision,
                language=spoken.language,
                language_sure=False,
            )
        exact = self._exact_topic(read)
        ranking, several = (
            self._rank_message(read) if exact is None else (self._rank([read])[0], False)
        )
        best = ranking.candidates[0]
        # A single word names a subject, not a question about it; unless it is a courtesy.
        bare = len(read.words) == 1 and best.topic not in _COURTESY
        unclear = several or spoken.foreign or bare
        step = decide(
            ranking.candidates,
            ranking.outside,
            asked_again=asked_again,
            hesitant=unclear and exact is None,
            limits=self._limits,
        )
        shown = {candidate.topic for candidate in step.shown}
        rest = (c for c in ranking.candidates if c.topic not in shown)
        return Match(
            topic=best.topic,
            confidence=best.confidence,
            decision=step.decision,
            candidates=step.shown,
            runners_up=tuple(c for c in rest if c.confidence >= self._limits.candidate / 3)[
                :RUNNERS_UP
            ],
            language=spoken.language,
            language_sure=spoken.sure,
        )

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        """Topics for many texts, each taken whole; for measuring."""
        return self._rank([self._read(clean(text)) for text in texts])

    def _read(self, cleaned: str) -> _Read:
        split = words(cleaned)
        return _Read(cleaned, split, self._speller.mend(split), self._speller.coverage(split))

    def _exact_topic(self, read: _Read) -> str | None:
        """The topic of an example that is this message, word by word."""
        return self._exact.get(" ".join(read.mended))

    def _rank_message(self, read: _Read) -> tuple[Ranking, bool]:
        """The ranking of a message, and whether it asks several things at once."""
        pieces = parts(read.text)
        if len(pieces) == 1:
            return self._rank([read])[0], False
        whole, *rest = self._rank([read, *(self._read(piece) for piece in pieces)])
        return _together(whole, list(zip(pieces, rest, strict=True)), self._limits)

    def _rank(self, read: Sequence[_Read]) -> list[Ranking]:
        fast = self._vectors(self._fast, read)
        found = self._weigh(read, fast, None)
        sure = calibrator.confidence(self.model.calibration, found.rows)
        if self._deep is not None:
            unsure = np.flatnonzero(sure < self._limits.skip_deep)
            if len(unsure):
                some = [read[at] for at in unsure.tolist()]
                deep = self._vectors(self._deep, some)
                again = self._weigh(some, None if fast is None else fast[unsure], deep)
                found = _merged(found, again, unsure)
                sure[unsure] = calibrator.confidence(self.model.calibration, again.rows)
        return [self._ranking(found, row, float(sure[row]), one) for row, one in enumerate(read)]

    def _weigh(self, read: Sequence[_Read], fast: Floats | None, deep: Floats | None) -> Evidence:
        mended, known = [one.mended for one in read], [one.known for one in read]
        return weigh(self.model, mended, known, fast, deep)

    def _vectors(self, encoder: Encoder | None, read: Sequence[_Read]) -> Floats | None:
        return None if encoder is None else encoder.encode([one.text for one in read])

    def _ranking(self, found: Evidence, row: int, sure: float, read: _Read) -> Ranking:
        exact = self._exact_topic(read)
        chances = found.chances[row]
        topics = self.model.topics
        outside = sum(
            float(chance)
            for topic, chance in zip(topics, chances, strict=True)
            if topic == OUT_OF_SCOPE
        )
        if exact == OUT_OF_SCOPE:
            outside, sure = max(outside, EXACT), min(sure, 1 - EXACT)
        best = topics[int(found.best[row])]
        others = sorted(
            (
                (float(chance), topic)
                for topic, chance in zip(topics, chances, strict=True)
                if topic not in (OUT_OF_SCOPE, best)
            ),
            key=lambda pair: (-pair[0], pair[1]),
        )
        # What is left of certainty after the best topic is shared out as the views see it.
        left = max(1 - sure, 0.0)
        total = sum(chance for chance, _ in others) + outside + 1e-9
        ranked = [Candidate(topic=best, confidence=sure)]
        ranked += [Candidate(topic=t, confidence=min(left * c / total, sure)) for c, t in others]
        if exact is not None and exact != OUT_OF_SCOPE:
            ranked = [
                Candidate(topic=exact, confidence=max(EXACT, sure if best == exact else 0)),
                *(c for c in ranked if c.topic != exact),
            ]
        return Ranking(tuple(ranked), outside)


def _exact(corpus: Corpus) -> dict[str, str]:
    """Examples by their folded words; one that stands under two topics decides nothing."""
    found: dict[str, set[str]] = {}
    for phrase in corpus.phrases:
        found.setdefault(" ".join(words(phrase.text)), set()).add(phrase.topic)
    return {key: next(iter(topics)) for key, topics in found.items() if key and len(topics) == 1}


def _merged(first: Evidence, again: Evidence, rows: Ints) -> Evidence:
    chances, best, numbers = first.chances.copy(), first.best.copy(), first.rows.copy()
    chances[rows], best[rows], numbers[rows] = again.chances, again.best, again.rows
    return Evidence(chances, best, numbers)


def _together(
    whole: Ranking, pieces: Sequence[tuple[str, Ranking]], limits: Thresholds
) -> tuple[Ranking, bool]:
    """A message of several sentences is what it is as a whole, for the others are the story
    around the question; unless it asks two clear questions, or is unclear as a whole and a
    single sentence is not."""
    asked: dict[str, float] = {}
    for text, piece in pieces:
        best = piece.candidates[0]
        if text.endswith("?") and best.confidence >= limits.answer and best.topic not in _COURTESY:
            asked[best.topic] = max(asked.get(best.topic, 0.0), best.confidence)
    if len(asked) > 1:
        ordered = sorted(asked, key=lambda topic: (-asked[topic], topic))
        share = limits.confirm / len(ordered)
        rest = [c for c in whole.candidates if c.topic not in asked]
        first = [Candidate(topic=topic, confidence=share) for topic in ordered]
        return Ranking((*first, *rest), 0.0), True
    clearest = max((piece for _, piece in pieces), key=lambda p: p.candidates[0].confidence)
    sure = clearest.candidates[0].confidence
    if whole.candidates[0].confidence < limits.confirm and sure >= limits.answer:
        return clearest, False
    return whole, False


_COURTESY = frozenset({"greeting", "thanks"})
