"""Learning from a corpus: the same twice, and from little."""

import numpy as np
import pytest

from intents import calibrator, corpus
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.evidence import DEPTHS
from intents.fit import SHRINK, fit, quick_fit
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
    pairs = zip(kept.calibration, moved.calibration, strict=True)
    moves = [not np.array_equal(*pair) for pair in pairs]
    assert dict(zip(DEPTHS, moves, strict=True)) == {"lexical": True, "fast": False, "deep": False}


def test_each_depth_at_which_the_matcher_may_stop_is_adapted(small: Corpus) -> None:
    vectors = LetterEncoder().encode([phrase.text for phrase in small.phrases])
    moved = fit(small, vectors, vectors)
    pairs = zip(calibrator.shipped(), moved.calibration, strict=True)
    moves = [not np.array_equal(*pair) for pair in pairs]
    assert dict(zip(DEPTHS, moves, strict=True)) == {"lexical": False, "fast": True, "deep": True}


def test_how_typical_a_text_is_is_the_relative_mahalanobis_distance(small: Corpus) -> None:
    encoder = LetterEncoder()
    view = fit(small, encoder.encode([phrase.text for phrase in small.phrases]), None).fast
    assert view is not None
    topics = sorted({phrase.topic for phrase in small.phrases})
    owners = np.array([topics.index(phrase.topic) for phrase in small.phrases])
    rows = view.phrases.astype(np.float64)
    means = np.stack([rows[owners == at].mean(axis=0) for at in range(len(topics))])

    def distances(around: np.ndarray, of: np.ndarray) -> np.ndarray:
        """Squared, by the covariance of ``of``, drawn towards a sphere."""
        covariance = of.T @ of / len(of)
        sphere = np.eye(len(covariance)) * np.trace(covariance) / len(covariance)
        inverse = np.linalg.inv((1 - SHRINK) * covariance + SHRINK * sphere)
        return np.asarray(np.einsum("ij,jk,ik->i", around, inverse, around))

    asked = view.place(encoder.encode(["undo it please", "something else", "which plan"]))
    own = np.array([0, 1, 2])
    wanted = distances(asked, rows) - distances(asked - means[own], rows - means[owners])
    assert view.typical(asked, own) == pytest.approx(wanted, rel=1e-3)


def test_a_topic_whose_phrases_are_alike_is_dense(small: Corpus) -> None:
    alike = small.with_topics({"tea": {"en": ["green tea", "green tea ?", "a green tea"]}})
    rows = LetterEncoder().encode([phrase.text for phrase in alike.phrases])
    view = fit(alike, rows, None).fast
    assert view is not None
    assert view.density.argmax() == sorted((*alike.topics, OUT_OF_SCOPE)).index("tea")
