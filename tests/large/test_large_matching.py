"""What a large corpus's matcher says."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from intents import corpus, large
from intents.corpus import OUT_OF_SCOPE, Corpus, Phrase
from intents.fresh import WithFresh
from intents.large import LargeMatcher
from tests.large.conftest import BESIDE, THINGS, WordEncoder, vectors

NEW = ("could you tell me where the {} went", "I want to return this {}", "a cheaper {} please")


@pytest.mark.parametrize("asked", NEW)
def test_a_new_question_finds_its_topic(matcher: LargeMatcher, asked: str) -> None:
    found = matcher.rank([asked.format(thing) for thing in THINGS])
    first = [one.candidates[0].topic == thing for one, thing in zip(found, THINGS, strict=True)]
    assert sum(first) >= 0.8 * len(THINGS)
    for one, thing in zip(found, THINGS, strict=True):
        assert thing in [candidate.topic for candidate in one.candidates[:3]]


def test_words_alone_find_the_topic(plain: LargeMatcher) -> None:
    found = plain.rank([NEW[0].format(thing) for thing in THINGS])
    assert [one.candidates[0].topic for one in found] == list(THINGS)
    assert plain.views == ("lexical",)
    assert plain.best_encoder() is None


def test_an_example_is_answered_at_once_however_it_is_written(matcher: LargeMatcher) -> None:
    found = matcher.match("  Where is my KETTLE?! ")
    assert (found.topic, found.decision) == ("kettle", "answer")
    assert found.confidence >= 0.99


def test_an_example_under_two_topics_is_not_exact() -> None:
    both = corpus.of(
        {
            "one": {"en": ["the same words", "first of all", "first again"]},
            "two": {"en": ["the same words", "second of all", "second again"]},
        }
    )
    model = large.learn(both, None)
    assert model.exact_topic("the same words") is None
    assert model.exact_topic("first of all") == "one"


def test_typing_errors_are_mended(matcher: LargeMatcher, plain: LargeMatcher) -> None:
    for asked in (matcher, plain):
        assert asked.match("how much does the trmupet cost").topic == "trumpet"


def test_out_of_scope_is_never_shown(matcher: LargeMatcher, plain: LargeMatcher) -> None:
    for asked in (matcher, plain):
        for text in (*BESIDE, "tell me another joke about dogs", "the weather of tomorrow"):
            found = asked.match(text)
            shown = {one.topic for one in (*found.candidates, *found.runners_up)}
            assert OUT_OF_SCOPE not in shown | {found.topic}
            assert found.decision != "answer"


def test_what_is_known_to_be_beside_is_told_so(matcher: LargeMatcher) -> None:
    inside, beside = matcher.rank(["where is my kettle please", BESIDE[0]])
    assert beside.outside >= 0.99
    assert beside.candidates[0].confidence <= 0.01
    assert inside.outside < 0.5


@pytest.mark.parametrize("text", ["", "   ", "🎉🎉", ":tada:", "12 34", "```x = 1```"])
def test_a_message_without_words_has_no_topic(matcher: LargeMatcher, text: str) -> None:
    found = matcher.match(text)
    assert (found.topic, found.decision, found.candidates) == (None, "rephrase", ())


@pytest.mark.parametrize("text", ["zzzz", "愛してる", "x" * 3000, "kettle " * 500])
def test_odd_messages_get_a_decision(matcher: LargeMatcher, plain: LargeMatcher, text: str) -> None:
    for asked in (matcher, plain):
        found = asked.match(text)
        assert found.topic in THINGS
        assert all(0 <= one.confidence <= 1 for one in found.candidates)


def test_candidates_fall_in_confidence_and_stand_once(matcher: LargeMatcher) -> None:
    for ranking in matcher.rank(["is it broken", "how much", "kettle or bicycle", "combien"]):
        sure = [one.confidence for one in ranking.candidates]
        assert sure == sorted(sure, reverse=True)
        assert len({one.topic for one in ranking.candidates}) == len(sure)


def test_the_language_of_the_question_is_told(matcher: LargeMatcher) -> None:
    assert matcher.match("combien coûte le kettle").language == "fr"
    assert matcher.match("how much is the kettle", fallback="fr").language == "en"
    assert matcher.match("kettle", fallback="fr").language == "fr"


def test_a_question_is_answered_the_same_beside_others(matcher: LargeMatcher) -> None:
    texts = [NEW[0].format(thing) for thing in THINGS]
    together = matcher.rank(texts)
    assert together == [matcher.rank([text])[0] for text in texts]
    with ThreadPoolExecutor(4) as pool:
        assert together == [one[0] for one in pool.map(lambda t: matcher.rank([t]), texts)]


def test_new_examples_are_found_beside_a_large_model(matcher: LargeMatcher) -> None:
    fresh = WithFresh(matcher, [Phrase("sundial", "en", "my sundial shows midnight")])
    assert fresh.match("My sundial shows midnight").topic == "sundial"
    near = fresh.match("my sundial shows midnight again")
    assert (near.topic, near.decision) == ("sundial", "confirm")
    assert fresh.match("where is my kettle").topic == "kettle"


def test_topics_of_one_phrase_each_are_found() -> None:
    single: Corpus = corpus.of({thing: {"en": [f"about the {thing}"]} for thing in THINGS})
    for asked in (
        LargeMatcher(large.learn(single, vectors(single)), WordEncoder()),
        LargeMatcher(large.learn(single, None)),
    ):
        found = [one.candidates[0].topic for one in asked.rank([f"{t} please" for t in THINGS])]
        assert found == list(THINGS)


@pytest.mark.parametrize("phrases", [1, 2, 3])
def test_even_one_topic_can_be_learned(phrases: int) -> None:
    one = corpus.of({"only": {"en": ["first words", "second thing", "third time"][:phrases]}})
    for asked in (
        LargeMatcher(large.learn(one, vectors(one)), WordEncoder()),
        LargeMatcher(large.learn(one, None)),
    ):
        assert asked.match("first words").topic == "only"
