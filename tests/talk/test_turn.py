"""A question's way down the ladder, whatever a matcher says and whatever is clicked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk import turn
from bot.talk.turn import OFFERED, Turn
from intents.result import Candidate, Match
from tests.talk.strategies import TOPICS, matches

CLICKS = st.lists(st.sampled_from(("yes", "no", *TOPICS)), max_size=12)


def click(current: Turn, what: str) -> Turn | None:
    if not current.open:
        return None
    if what == "yes":
        return turn.yes(current) if current.view.shape == "confirm" else None
    return turn.no(current) if what == "no" else turn.choose(current, what)


@given(matches(), CLICKS)
def test_a_question_is_answered_at_most_once(match: Match, clicks: list[str]) -> None:
    current, answers = turn.opening(match), 0
    for what in clicks:
        after = click(current, what)
        if after is None:
            continue
        answers += after.view.shape == "answer"
        assert after.step == current.step + 1
        current = after
    assert answers <= 1
    if answers:
        assert not current.open
        assert current.outcome in ("yes", "chosen")


@given(matches(), st.integers(0, 6))
def test_no_is_never_a_new_question_and_ends_with_a_person(match: Match, times: int) -> None:
    current = turn.opening(match)
    for _ in range(times):
        if not current.open:
            break
        before, current = current, turn.no(current)
        assert current.view.shape in ("choose", "person")
        assert not set(current.view.topics) & set(before.shown)
        assert len(current.view.topics) <= OFFERED
        assert set(current.view.topics) <= {c.topic for c in before.candidates}
    assert current.view.shape != "rephrase" or current.step == 0
    if times == 6 and turn.opening(match).open:
        assert current.view.shape == "person"


@given(matches(), matches(), st.booleans())
def test_after_an_edit_only_the_new_question_counts(first: Match, new: Match, said: bool) -> None:
    before = turn.opening(first)
    if said and before.open:
        before = turn.no(before)
    after = turn.edited(before, new)
    assert after.step > before.step
    fresh = turn.opening(new)
    assert after.model_copy(update={"step": 0}) == fresh


@given(matches())
def test_a_written_no_offers_something_else_or_a_person(match: Match) -> None:
    opening = turn.opening(match)
    after = turn.typed_no(opening)
    if opening.view.shape == "rephrase":
        assert after is None
    else:
        assert after is not None
        assert after.view.shape in ("choose", "person")
        assert opening.view.shape == "person" or not set(after.view.topics) & set(opening.shown)


@given(matches())
def test_a_written_yes_shows_nothing_new(match: Match) -> None:
    opening = turn.opening(match)
    after = turn.typed_yes(opening)
    if after is not None:
        assert set(after.view.topics) <= set(opening.view.topics)
        assert after.outcome in ("yes", "chosen")
    assert (after is not None) == (opening.view.shape in ("answer", "confirm"))


@given(matches())
def test_only_what_is_offered_can_be_chosen(match: Match) -> None:
    opening = turn.opening(match)
    offered = opening.view.topics[1:] if opening.view.shape == "confirm" else opening.view.topics
    for topic in TOPICS if opening.open else ():
        assert (turn.choose(opening, topic) is not None) == (topic in offered)


@given(matches())
def test_what_is_closed_cannot_move(match: Match) -> None:
    opening = turn.opening(match)
    closed = opening if not opening.open else opening.model_copy(update={"outcome": "yes"})
    with pytest.raises(ValueError, match="nothing is open"):
        turn.no(closed)


def test_after_a_no_nobody_is_offered_a_greeting() -> None:
    ranked = ("plan-limits", "greeting", "human", "undo-archive", "thanks")
    candidates = tuple(Candidate(topic=topic, confidence=0.5) for topic in ranked)
    asked = Match(
        topic="plan-limits",
        confidence=0.5,
        decision="confirm",
        candidates=candidates[:1],
        runners_up=candidates[1:],
        language="en",
        language_sure=True,
    )
    assert turn.no(turn.opening(asked)).view.topics == ("undo-archive",)
