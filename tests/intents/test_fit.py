"""Learning from a corpus: the same twice, and from little."""

import pytest

from intents import calibrator, corpus
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.fit import fit, quick_fit
from intents.matcher import Matcher
from intents.result import Language
from tests.intents.conftest import LetterEncoder

Examples = dict[str, dict[Language, list[str]]]
UNDO: dict[Language, list[str]] = {
    "en": ["can I undo it", "how do I go back", "undo please", "is it reversible"],
    "fr": ["puis-je annuler", "comment revenir en arrière", "annuler svp"],
}
PLAN: dict[Language, list[str]] = {
    "en": ["which plan do I need", "is the free plan enough", "what does it cost"],
    "fr": ["quel forfait me faut-il", "le forfait gratuit suffit-il"],
}
BESIDE: dict[Language, list[str]] = {
    "en": ["tell me a joke", "what is the weather like", "book a table"],
    "fr": ["raconte une blague", "quel temps fait-il"],
}
LITTLE: dict[str, Examples] = {
    "one topic": {"undo": UNDO},
    "one topic, one phrase": {"undo": {"en": ["can I undo it"]}},
    "one topic and questions beside it": {"undo": UNDO, OUT_OF_SCOPE: BESIDE},
    "two topics": {"undo": UNDO, "plan": PLAN},
    "two topics of one phrase": {"undo": {"en": ["undo"]}, "plan": {"en": ["which plan"]}},
    "a topic of one phrase": {"undo": UNDO, "plan": {"en": ["which plan"]}, OUT_OF_SCOPE: BESIDE},
    "no questions beside": {"undo": UNDO, "plan": PLAN, "rss": {"en": ["rss"], "fr": ["flux"]}},
    "English only": {"undo": {"en": UNDO["en"]}, "plan": {"en": PLAN["en"]}},
    "French only": {"undo": {"fr": UNDO["fr"]}, "plan": {"fr": PLAN["fr"]}},
    "no word in it": {"undo": UNDO, "odd": {"en": ["?!", "..."]}},
}
ENCODERS = {"none": (False, False), "fast": (True, False), "both": (True, True)}


def learned(held: Corpus, fast: bool, deep: bool) -> Matcher:
    encoder = LetterEncoder()
    rows = encoder.encode([phrase.text for phrase in held.phrases])
    model = fit(held, rows if fast else None, rows if deep else None)
    return Matcher(model, held, encoder if fast else None, encoder if deep else None)


@pytest.mark.parametrize("which", ENCODERS)
def test_the_same_examples_give_the_same_bytes(small: Corpus, which: str) -> None:
    one, other = (learned(small, *ENCODERS[which]).model.dump() for _ in range(2))
    assert one == other


def test_quick_learning_gives_the_same_bytes(small: Corpus) -> None:
    assert quick_fit(small).dump() == quick_fit(small).dump()


@pytest.mark.parametrize("which", ENCODERS)
@pytest.mark.parametrize("name", LITTLE)
def test_little_is_enough_to_answer(name: str, which: str) -> None:
    held = corpus.of(LITTLE[name])
    matcher = learned(held, *ENCODERS[which])
    for phrase in held.phrases:
        found = matcher.match(phrase.text)
        assert 0 <= found.confidence <= 1
        assert OUT_OF_SCOPE not in [found.topic, *(c.topic for c in found.candidates)]
        if phrase.topic not in (OUT_OF_SCOPE, "odd"):
            assert (found.topic, found.decision) == (phrase.topic, "answer")


@pytest.mark.parametrize("name", LITTLE)
def test_little_is_enough_without_encoders(name: str) -> None:
    held = corpus.of(LITTLE[name])
    matcher = Matcher(quick_fit(held), held)
    for text in ("can I undo it all", "what plan", "?", "tell me"):
        assert matcher.match(text).topic in {None, *held.topics}


def test_a_topic_of_one_phrase_does_not_shake_the_others(small: Corpus) -> None:
    """A workspace adds its first example: what was sure before is as sure after."""
    more = small.with_topics({"tea": {"en": ["do you have green tea"]}})
    before, after = (learned(held, fast=False, deep=False) for held in (small, more))
    for text in ("undo it please", "which plan do we need", "mes campagnes rss"):
        one, other = before.match(text), after.match(text)
        assert one.topic == other.topic
        assert other.confidence == pytest.approx(one.confidence, abs=0.1)


def test_learning_adapts_the_calibrator_only_if_asked(small: Corpus) -> None:
    kept = fit(small, None, None, own=False)
    moved = fit(small, None, None)
    assert kept.calibration.tolist() == calibrator.shipped().tolist()
    assert moved.calibration.tolist() != kept.calibration.tolist()
