"""The matcher: a message in, a topic with a confidence and a decision out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from intents import calibrator, language
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.evidence import Evidence, look, look_again, weigh
from intents.ladder import Thresholds, decide, thresholds
from intents.model import Floats, Ints, Model
from intents.normalise import clean, has_words, words
from intents.result import Candidate, Language, Match
from intents.segments import parts
from intents.spelling import Speller

EXACT = 0.995
"""Confidence of a message that is one of the examples, word by word."""
RUNNERS_UP = 5
LAST_SENTENCES = 2
"""Of a message without a question mark, those that are looked at by themselves."""
RANKED = 10
"""Topics beside the best one that a ranking holds: more than anybody is shown."""


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

    def best_encoder(self) -> tuple[str, Encoder, Floats] | None:
        """The encoder whose nearness says most, its view's name and center; None without any."""
        if self._deep is not None and self.model.deep is not None:
            return "deep", self._deep, self.model.deep.center
        if self._fast is not None and self.model.fast is not None:
            return "fast", self._fast, self.model.fast.center
        return None

    def warm(self) -> None:
        """What the first questions would otherwise wait for is read now."""
        for encoder in (self._fast, self._deep):
            if encoder is not None:
                encoder.encode(["?"])

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
        """The ranking of a message, and whether it asks several things at once.

        A message of several sentences is what it is as a whole, for the others are the story
        around the question; unless it asks two clear questions, or is unclear as a whole and a
        single sentence is not.
        """
        whole = self._rank([read])[0]
        pieces = parts(read.text)
        if len(pieces) == 1:
            return whole, False
        unclear = whole.candidates[0].confidence < self._limits.confirm
        questions = [piece for piece in pieces if piece.endswith("?")]
        if not unclear and len(questions) < 2:
            return whole, False
        # Who tells a story asks with a question mark, or at the end.
        looked_at = questions or pieces[-LAST_SENTENCES:]
        ranked = self._rank([self._read(piece) for piece in looked_at])
        several = _several(zip(looked_at, ranked, strict=True), whole, self._limits)
        if several is not None:
            return several, True
        if unclear:
            clearest = max(ranked, key=lambda piece: piece.candidates[0].confidence)
            if clearest.candidates[0].confidence >= self._limits.answer:
                return clearest, False
        return whole, False

    def _rank(self, read: Sequence[_Read]) -> list[Ranking]:
        mended, known = [one.mended for one in read], [one.known for one in read]
        views = look(self.model, mended, self._vectors(self._fast, read), None)
        found = weigh(self.model, mended, known, views)
        sure = calibrator.confidence(self.model.calibration[found.depth], found.rows)
        if self._deep is not None:
            unsure = np.flatnonzero(sure < self._limits.skip_deep)
            if len(unsure):
                at = unsure.tolist()
                deep = self._deep.encode([read[one].text for one in at])
                more = look_again(self.model, views.of(unsure), "deep", deep)
                again = weigh(
                    self.model, [mended[one] for one in at], [known[one] for one in at], more
                )
                found = _merged(found, again, unsure)
                coefficients = self.model.calibration[again.depth]
                sure[unsure] = calibrator.confidence(coefficients, again.rows)
        return [self._ranking(found, row, float(sure[row]), one) for row, one in enumerate(read)]

    def _vectors(self, encoder: Encoder | None, read: Sequence[_Read]) -> Floats | None:
        return None if encoder is None else encoder.encode([one.text for one in read])

    def _ranking(self, found: Evidence, row: int, sure: float, read: _Read) -> Ranking:
        exact = self._exact_topic(read)
        order = np.argsort(-found.chances[row], kind="stable")
        chances = found.chances[row].tolist()
        best = int(found.best[row])
        beyond = self.model.outside.tolist()
        outside = sum(chances[at] for at in beyond)
        if exact == OUT_OF_SCOPE:
            outside, sure = max(outside, EXACT), min(sure, 1 - EXACT)
        # What is left of certainty after the best topic is shared out as the views see it.
        left = max(1 - sure, 0.0)
        total = sum(chances) - chances[best] + 1e-9
        ranked = [Candidate(topic=self.model.topics[best], confidence=sure)]
        for at in order[: RANKED + 1 + len(beyond)].tolist():
            if at != best and at not in beyond:
                share = min(left * chances[at] / total, sure)
                ranked.append(Candidate(topic=self.model.topics[at], confidence=share))
        if exact is not None and exact != OUT_OF_SCOPE:
            certain = max(EXACT, sure if ranked[0].topic == exact else 0)
            others = [one for one in ranked if one.topic != exact]
            ranked = [Candidate(topic=exact, confidence=certain), *others]
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
    return Evidence(chances, best, numbers, first.raw, again.depth)


def _several(
    pieces: Iterable[tuple[str, Ranking]], whole: Ranking, limits: Thresholds
) -> Ranking | None:
    """The topics of a message that clearly asks for more than one, side by side; else None."""
    asked: dict[str, float] = {}
    for text, piece in pieces:
        best = piece.candidates[0]
        if text.endswith("?") and best.confidence >= limits.answer and best.topic not in _COURTESY:
            asked[best.topic] = max(asked.get(best.topic, 0.0), best.confidence)
    if len(asked) < 2:
        return None
    ordered = sorted(asked, key=lambda topic: (-asked[topic], topic))
    share = limits.confirm / len(ordered)
    rest = [c for c in whole.candidates if c.topic not in asked]
    first = [Candidate(topic=topic, confidence=share) for topic in ordered]
    return Ranking((*first, *rest), 0.0)


_COURTESY = frozenset({"greeting", "thanks"})
