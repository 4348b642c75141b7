"""Examples of just now: found before anything was learned, offered rather than claimed."""

import pytest

from intents import building
from intents.corpus import Phrase
from intents.fit import fit
from intents.fresh import WithFresh
from intents.ladder import thresholds
from intents.matcher import Matcher
from tests.building.tiny import WordEncoder, tiny

FRESH = [
    Phrase("parking", "en", "where may visitors park their car"),
    Phrase("parking", "fr", "où garer sa voiture près du bureau"),
    Phrase("lunch", "en", "when does the canteen serve lunch"),
]
NEAR = [
    ("where may our visitors park their car", "parking"),
    ("Où garer sa voiture près du bureau demain ?", "parking"),
]
FAR = [
    "can I undo it",
    "quel forfait me faut-il",
    "tell me a joke",
    "zebra quantum violin",
    "what is the weather like",
]


def learned(kind: str) -> Matcher:
    held = tiny()
    texts = [phrase.text for phrase in held.phrases]
    fast = WordEncoder() if kind in ("fast", "both") else None
    deep = WordEncoder("deep", dims=64) if kind == "both" else None
    model = fit(
        held,
        None if fast is None else fast.encode(texts),
        None if deep is None else deep.encode(texts),
    )
    return Matcher(model, held, fast, deep)


@pytest.fixture(scope="module")
def matchers() -> dict[str, Matcher]:
    return {kind: learned(kind) for kind in ("fast", "both")} | {"none": building.quick(tiny())}


@pytest.fixture(params=["none", "fast", "both"])
def known(request: pytest.FixtureRequest, matchers: dict[str, Matcher]) -> Matcher:
    return matchers[request.param]


def test_a_new_example_itself_is_answered(known: Matcher) -> None:
    found = WithFresh(known, FRESH)
    for phrase in FRESH:
        for said in (phrase.text, phrase.text.upper() + " ?!", f"<@U1> {phrase.text}"):
            match = found.match(said)
            assert (match.topic, match.decision) == (phrase.topic, "answer")
            assert [one.topic for one in match.candidates] == [phrase.topic]
            assert match.confidence == match.candidates[0].confidence >= thresholds().answer


@pytest.mark.parametrize(("said", "topic"), NEAR)
def test_what_is_near_a_new_example_is_asked_about(known: Matcher, said: str, topic: str) -> None:
    match = WithFresh(known, FRESH).match(said)
    assert (match.topic, match.decision) == (topic, "confirm")
    assert match.candidates[0].topic == topic
    assert match.candidates[0].confidence == match.confidence
    assert thresholds().confirm <= match.confidence < thresholds().answer
    shown = [one.topic for one in match.candidates]
    assert len(shown) == len(set(shown)) <= 3
    assert topic not in {one.topic for one in match.runners_up}


@pytest.mark.parametrize("said", [*FAR, "", "😀", "```code```", "12345"])
def test_what_is_far_from_it_is_as_it_was(known: Matcher, said: str) -> None:
    assert WithFresh(known, FRESH).match(said) == known.match(said)
    again = WithFresh(known, FRESH).match(said, fallback="fr", asked_again=True)
    assert again == known.match(said, fallback="fr", asked_again=True)


def test_a_sure_answer_of_before_is_not_taken_back(known: Matcher) -> None:
    close = [Phrase("new", "en", "can I undo it now")]
    sure = known.match("can I undo it")
    assert sure.decision == "answer"
    assert WithFresh(known, close).match("can I undo it") == sure


def test_a_new_example_of_an_old_topic_leads_to_it(known: Matcher) -> None:
    more = [Phrase("undo", "en", "zebra quantum violin")]
    match = WithFresh(known, more).match("zebra quantum violin tuesday")
    assert (match.topic, match.decision) == ("undo", "confirm")
    seen = [one.topic for one in (*match.candidates, *match.runners_up)]
    assert len(seen) == len(set(seen))


def test_examples_that_were_taken_away_leave_nothing_new(known: Matcher) -> None:
    found = WithFresh(known, [])
    for said in (*FAR, "", "where may visitors park"):
        assert found.match(said) == known.match(said)


def test_an_example_without_a_word_catches_nothing(known: Matcher) -> None:
    odd = [Phrase("odd", "en", "?!"), Phrase("odd", "fr", "...")]
    found = WithFresh(known, odd)
    for said in ("", "!!!", "🎉", "?", "https://example.org"):
        assert found.match(said).decision != "answer"


def test_views_and_ranking_are_the_matchers(known: Matcher) -> None:
    found = WithFresh(known, FRESH)
    assert found.views == known.views
    assert found.rank(FAR) == known.rank(FAR)


def test_new_examples_are_encoded_once_and_a_message_once_more() -> None:
    encoder = WordEncoder()
    held = tiny()
    texts = [phrase.text for phrase in held.phrases]
    found = WithFresh(Matcher(fit(held, encoder.encode(texts), None), held, encoder), FRESH)
    assert encoder.asked[len(texts) :] == [phrase.text for phrase in FRESH]
    encoder.asked.clear()
    found.match("where may our visitors park their car")
    assert encoder.asked == ["where may our visitors park their car"] * 2


def test_the_language_stays_what_the_matcher_says(known: Matcher) -> None:
    found = WithFresh(known, FRESH)
    for said, _ in NEAR:
        for fallback in ("en", "fr"):
            ours = found.match(said, fallback=fallback)
            theirs = known.match(said, fallback=fallback)
            assert ours.language == theirs.language
            assert ours.language_sure == theirs.language_sure
