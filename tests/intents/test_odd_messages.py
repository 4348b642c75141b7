"""The whole matcher on hostile and odd messages: an expected decision each."""

import pytest

from intents.matcher import Matcher
from intents.result import Match
from tests.intents.odd_messages import (
    EVERY,
    NOTHING_TO_READ,
    OTHER_LANGUAGES,
    SEVERAL_QUESTIONS,
    Odd,
)


def ask(matcher: Matcher, row: Odd) -> Match:
    return matcher.match(row.text, fallback=row.fallback)


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.name)
def test_what_a_person_gets(row: Odd, matcher: Matcher) -> None:
    found = ask(matcher, row)
    shown = [candidate.topic for candidate in found.candidates]
    told = f"{found.decision} {found.topic} {found.confidence:.2f}, shown {shown}"
    if row.shown and shown and found.decision not in row.decisions:
        # Being offered a person by name is as good as being offered one by the ladder.
        assert shown[0] in row.shown & {"human"}, told
    else:
        assert found.decision in row.decisions, told
    assert found.language == row.language, told
    if row.every:
        assert row.shown == set(shown), told
    elif row.shown and found.decision in {"answer", "confirm"}:
        assert shown[0] in row.shown, told
    elif row.shown and found.decision == "choose":
        assert row.shown & set(shown), told


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.name)
def test_a_second_try_never_asks_for_other_words_again(row: Odd, matcher: Matcher) -> None:
    first = ask(matcher, row)
    again = matcher.match(row.text, fallback=row.fallback, asked_again=True)
    assert again.decision == ("person" if first.decision == "rephrase" else first.decision)
    assert (again.topic, again.candidates) == (first.topic, first.candidates)


@pytest.mark.parametrize("row", EVERY, ids=lambda row: row.name)
def test_a_match_keeps_its_promises(row: Odd, matcher: Matcher) -> None:
    found = ask(matcher, row)
    allowed = {"answer": (1,), "confirm": (1, 2, 3), "choose": (2, 3), "rephrase": (0,)}
    assert len(found.candidates) in allowed.get(found.decision, (0,))
    every = [*found.candidates, *found.runners_up]
    assert len({candidate.topic for candidate in every}) == len(every)
    assert {candidate.topic for candidate in every} <= set(matcher.model.topics)
    assert all(0 <= candidate.confidence <= 1 for candidate in every)
    if found.candidates:
        assert found.candidates[0].topic == found.topic
        assert found.candidates[0].confidence == found.confidence


@pytest.mark.parametrize("row", NOTHING_TO_READ, ids=lambda row: row.name)
def test_without_a_letter_there_is_no_topic(row: Odd, matcher: Matcher) -> None:
    found = ask(matcher, row)
    assert (found.topic, found.confidence, found.language_sure) == (None, 0.0, False)


@pytest.mark.parametrize("row", OTHER_LANGUAGES, ids=lambda row: row.name)
def test_another_language_is_answered_in_that_of_the_thread(row: Odd, matcher: Matcher) -> None:
    assert not ask(matcher, row).language_sure


@pytest.mark.parametrize("row", SEVERAL_QUESTIONS, ids=lambda row: row.name)
def test_the_order_of_questions_makes_no_difference(row: Odd, matcher: Matcher) -> None:
    pieces = [piece.strip() + "?" for piece in row.text.split("?") if piece.strip()]
    turned = matcher.match(" ".join(reversed(pieces)), fallback=row.fallback)
    straight = ask(matcher, row)
    assert turned.decision == straight.decision
    assert {c.topic for c in turned.candidates} == {c.topic for c in straight.candidates}
