"""Examples that were added just now, until the model has learned them: found by their nearest.

A message close enough to a new example is offered as a question ("was this it?"), never as a
plain answer: one example says too little to be sure.
"""

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from intents.corpus import OUT_OF_SCOPE, Phrase
from intents.ladder import thresholds
from intents.matcher import Matcher, Ranking
from intents.model import place
from intents.normalise import clean, has_words, words
from intents.result import Candidate, Language, Match

NEAR = {"deep": 0.62, "fast": 0.70, "lexical": 0.75}
"""How near a message must be to a new example: cosine, or share of common words."""


class WithFresh:
    """A matcher, and phrases that its model does not know yet."""

    def __init__(self, matcher: Matcher, phrases: Sequence[Phrase]) -> None:
        self.matcher = matcher
        self._phrases = tuple(phrase for phrase in phrases if phrase.topic != OUT_OF_SCOPE)
        keys = ((" ".join(words(phrase.text)), phrase.topic) for phrase in self._phrases)
        self._exact = {key: topic for key, topic in keys if key}
        self._best = matcher.best_encoder()
        if self._best is not None and self._phrases:
            _, encoder, center = self._best
            texts = [phrase.text for phrase in self._phrases]
            self._rows = place(encoder.encode(texts), center)

    @property
    def views(self) -> tuple[str, ...]:
        return self.matcher.views

    def match(self, text: str, *, fallback: Language = "en", asked_again: bool = False) -> Match:
        """As ``Matcher.match``; a new topic that is near stands first."""
        known = self.matcher.match(text, fallback=fallback, asked_again=asked_again)
        cleaned = clean(text)
        if not has_words(cleaned):
            return known
        exact = self._exact.get(" ".join(words(cleaned)))
        if exact is not None:
            return _with(known, Candidate(topic=exact, confidence=0.99), "answer")
        if known.decision == "answer":
            return known
        near, topic = self._nearest(cleaned)
        name = self._best[0] if self._best else "lexical"
        if topic is None or near < NEAR[name]:
            return known
        limits = thresholds()
        middle = (limits.confirm + limits.answer) / 2
        return _with(known, Candidate(topic=topic, confidence=middle), "confirm")

    def rank(self, texts: Sequence[str]) -> list[Ranking]:
        return self.matcher.rank(texts)

    def _nearest(self, cleaned: str) -> tuple[float, str | None]:
        if not self._phrases:
            return 0.0, None
        if self._best is None:
            split = " ".join(words(cleaned))
            scores = [fuzz.token_set_ratio(split, " ".join(words(p.text))) for p in self._phrases]
            at = int(np.argmax(scores))
            return scores[at] / 100, self._phrases[at].topic
        _, encoder, center = self._best
        cosines = (place(encoder.encode([cleaned]), center) @ self._rows.T)[0]
        at = int(cosines.argmax())
        return float(cosines[at]), self._phrases[at].topic


def _with(known: Match, first: Candidate, decision: str) -> Match:
    others = [c for c in known.candidates if c.topic != first.topic]
    shown = (first,) if decision == "answer" else (first, *others[:2])
    seen = {c.topic for c in shown}
    return known.model_copy(
        update={
            "topic": first.topic,
            "confidence": first.confidence,
            "decision": decision,
            "candidates": shown,
            "runners_up": tuple(c for c in known.runners_up if c.topic not in seen),
        }
    )
