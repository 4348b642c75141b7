"""What holds for any message, on the shipped examples and on few."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents import model as models
from intents.corpus import LANGUAGES, OUT_OF_SCOPE, Corpus
from intents.fit import fit, quick_fit
from intents.matcher import EXACT, Matcher
from intents.result import Language, Match
from tests.intents.conftest import LetterEncoder
from tests.intents.odd_messages import EVERY
from tests.intents.strategies import texts
from tests.intents.test_corpus import TOPICS

THREADS, MESSAGES = 8, 200
CLEAR: tuple[tuple[str, Language, str], ...] = (
    ("which plan do I need for journeys?", "en", "plan-availability"),
    ("quel forfait faut-il pour les parcours ?", "fr", "plan-availability"),
    ("do I have to convert my rss campaigns?", "en", "rss-campaigns"),
    ("dois-je convertir mes campagnes rss ?", "fr", "rss-campaigns"),
    ("can I convert several automations at once?", "en", "bulk-conversion"),
    ("peut-on convertir plusieurs automatisations d'un coup ?", "fr", "bulk-conversion"),
    ("I want to talk to a person", "en", "human"),
    ("je veux parler à une personne", "fr", "human"),
    ("hello", "en", "greeting"),
    ("merci beaucoup", "fr", "thanks"),
)


@pytest.fixture(scope="module")
def trained(small: Corpus) -> Matcher:
    """On few examples, with stand-ins for both encoders."""
    encoder = LetterEncoder()
    rows = encoder.encode([phrase.text for phrase in small.phrases])
    return Matcher(fit(small, rows, rows), small, encoder, encoder)


def messages() -> list[str]:
    """Clear, odd and mutilated ones in turn."""
    rows = [row.text[:400] for row in EVERY]
    clear = [text for text, _, _ in CLEAR]
    kinds = [*clear, *rows]
    return [f"{kinds[at % len(kinds)]} {'x' * (at // len(kinds))}" for at in range(MESSAGES)]


@pytest.mark.parametrize(("text", "language", "topic"), CLEAR)
def test_clear_questions_are_answered_without_encoders(
    plain: Matcher, text: str, language: Language, topic: str
) -> None:
    found = plain.match(text, fallback="fr" if language == "en" else "en")
    assert (found.topic, found.decision) == (topic, "answer"), found
    assert found.language == language


def test_without_encoders_it_says_so(plain: Matcher) -> None:
    assert plain.views == ("lexical",)
    assert plain.best_encoder() is None


def test_an_encoder_that_the_model_does_not_know_is_not_asked(
    small: Corpus, plain: Matcher
) -> None:
    encoder = LetterEncoder()
    assert Matcher(quick_fit(small), small, encoder, encoder).views == ("lexical",)


def test_a_model_whose_encoder_has_gone_still_answers(small: Corpus, trained: Matcher) -> None:
    alone = Matcher(trained.model, small)
    assert alone.views == ("lexical",)
    assert alone.match("which plan do I need for it?").topic == "plan"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_an_example_itself_is_answered(
    matcher: Matcher, shipped: Corpus, topic: str, language: Language
) -> None:
    for text in shipped.by_topic()[topic][language][:3]:
        for typed in (text, text.upper(), f"  {text} :wave:"):
            found = matcher.match(typed)
            assert (found.topic, found.decision) == (topic, "answer"), typed
            assert found.confidence >= EXACT


def test_a_question_known_to_be_beside_gets_a_person(matcher: Matcher, shipped: Corpus) -> None:
    for language in LANGUAGES:
        for text in shipped.by_topic()[OUT_OF_SCOPE][language][:20]:
            assert matcher.match(text).decision in {"person", "rephrase"}, text


def test_runners_up_are_there_for_after_a_no(matcher: Matcher) -> None:
    found = matcher.match("can I get my archived automation back, or see its reports?")
    assert found.candidates
    assert found.runners_up
    ranked = [candidate.confidence for candidate in found.runners_up]
    assert ranked == sorted(ranked, reverse=True)


def test_threads_see_what_one_thread_sees(matcher: Matcher) -> None:
    asked = messages()
    fresh = Matcher(
        models.load(matcher.model.dump()), Corpus(()), matcher._fast, matcher._deep
    )  # no words remembered yet: the threads fill what is kept at hand together

    def all_of_them(turn: int) -> list[Match]:
        turned = asked[turn * 25 :] + asked[: turn * 25]
        found = [fresh.match(text) for text in turned]
        return found[MESSAGES - turn * 25 :] + found[: MESSAGES - turn * 25]

    alone = Matcher(models.load(matcher.model.dump()), Corpus(()), matcher._fast, matcher._deep)
    expected = [alone.match(text) for text in asked]
    with ThreadPoolExecutor(THREADS) as pool:
        for found in pool.map(all_of_them, range(THREADS)):
            assert found == expected


def test_200_messages_in_a_row_get_a_decision_each_and_the_same_again(matcher: Matcher) -> None:
    asked = messages()
    first = [matcher.match(text) for text in asked]
    assert [matcher.match(text) for text in reversed(asked)] == first[::-1]


def test_asking_many_at_once_ranks_as_asking_one_by_one(matcher: Matcher) -> None:
    asked = [text for text, _, _ in CLEAR]
    together = matcher.rank(asked)
    for text, ranking in zip(asked, together, strict=True):
        (alone,) = matcher.rank([text])
        assert [c.topic for c in alone.candidates[:3]] == [c.topic for c in ranking.candidates[:3]]
        assert alone.candidates[0].confidence == pytest.approx(
            ranking.candidates[0].confidence, abs=0.02
        )


@settings(max_examples=300)
@given(texts, st.sampled_from(["en", "fr"]), st.booleans())
def test_any_text_gets_a_decision_that_keeps_its_promises(
    trained: Matcher, text: str, fallback: Language, asked_again: bool
) -> None:
    found = trained.match(text, fallback=fallback, asked_again=asked_again)
    assert found == trained.match(text, fallback=fallback, asked_again=asked_again)
    assert not (asked_again and found.decision == "rephrase")
    every = [*found.candidates, *found.runners_up]
    names = [candidate.topic for candidate in every]
    assert len(set(names)) == len(names)
    assert set(names) <= {"undo", "plan", "rss"}
    assert found.topic in {None, "undo", "plan", "rss"}
    assert 0 <= found.confidence <= 1
    for ranked in (found.candidates, found.runners_up):
        confidences = [candidate.confidence for candidate in ranked]
        assert confidences == sorted(confidences, reverse=True)
    if found.candidates:
        assert (found.candidates[0].topic, found.candidates[0].confidence) == (
            found.topic,
            found.confidence,
        )


@settings(max_examples=100)
@given(st.text(max_size=3, alphabet=" \n\t!?.:"), st.text(max_size=3, alphabet=" \n\t!?."))
def test_what_stands_around_an_example_makes_no_difference(
    trained: Matcher, before: str, after: str
) -> None:
    found = trained.match(f"{before}can I undo it{after}")
    assert (found.topic, found.decision) == ("undo", "answer")
