"""When the bot may speak."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk import hearing
from bot.talk.hearing import PER_PERSON, PER_THREAD, Hearing, Said, allowance, hear

IN_HIS_THREAD = Said(text="and then?", in_thread=True, known=True, asker=True, answered=True)
flags = st.booleans()
said = st.builds(
    Said,
    text=st.sampled_from(("stop", "Which plan?", "", "🙂", "silence !")),
    **dict.fromkeys(
        ("direct", "mentioned", "mentions_others", "agreed", "in_thread", "known", "asker"), flags
    ),
    answered=flags,
    quiet=flags,
)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "answer"),
        ({"quiet": True}, "ignore"),
        ({"quiet": True, "mentioned": True}, "answer"),
        ({"asker": False}, "other_person"),
        ({"asker": False, "mentioned": True}, "answer"),
        ({"mentions_others": True}, "ignore"),
        ({"answered": False}, "ignore"),
        ({"known": False}, "ignore"),
        ({"text": "Stop!"}, "mute"),
        ({"text": "Tais-toi"}, "mute"),
        ({"text": "stop the old automation"}, "answer"),
        ({"text": "silence", "asker": False}, "mute"),
        ({"text": "silence", "quiet": True}, "ignore"),
        ({"text": "silence", "known": False}, "ignore"),
    ],
)
def test_in_a_thread(change: dict[str, object], expected: Hearing) -> None:
    assert hear(IN_HIS_THREAD.model_copy(update=change)) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, "ignore"),
        ({"agreed": True}, "unasked"),
        ({"agreed": True, "mentions_others": True}, "ignore"),
        ({"agreed": True, "mentioned": True}, "answer"),
        ({"direct": True}, "answer"),
        ({"direct": True, "text": "mute"}, "mute"),
        ({"text": "mute"}, "ignore"),
    ],
)
def test_at_the_top_level(change: dict[str, object], expected: Hearing) -> None:
    assert hear(Said(text="Which plan?").model_copy(update=change)) == expected


@given(said)
def test_nobody_is_answered_who_did_not_ask(one: Said) -> None:
    heard = hear(one)
    if heard == "answer":
        assert one.direct or one.mentioned or (one.asker and one.answered and not one.quiet)
    if heard == "unasked":
        assert one.agreed
        assert not one.in_thread
    if one.quiet and not (one.direct or one.mentioned):
        assert heard != "answer" or not one.in_thread


@given(st.integers(0, 100), st.integers(0, 100))
def test_the_budget_is_said_once_and_then_kept(thread: int, person: int) -> None:
    allowed = allowance(thread, person)
    assert (allowed == "speak") == (thread < PER_THREAD and person < PER_PERSON)
    if allowed == "last":
        assert allowance(thread + 1, person + 1) == "silent"


def test_other_words_are_awaited_for_a_while_only() -> None:
    soon, late = timedelta(minutes=1), timedelta(hours=1)
    assert hearing.asked_for_other_words("rephrase", "pending", soon)
    assert not hearing.asked_for_other_words("rephrase", "pending", late)
    assert not hearing.asked_for_other_words("rephrase", "superseded", soon)
    assert not hearing.asked_for_other_words("answer", "pending", soon)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("No.", "no"),
        ("Non !", "no"),
        ("ce n’est pas ça", "no"),
        ("Yes", "yes"),
        ("oui, c'est ça", "yes"),
        ("no plan fits us", None),
        ("non merci", None),
        ("", None),
    ],
)
def test_a_bare_yes_or_no_is_recognised(text: str, word: str | None) -> None:
    assert hearing.yes_or_no(text) == word


def test_unasked_only_sure_answers_about_a_topic_are_given() -> None:
    assert hearing.may_speak_unasked("confirm", "topic")
    assert not hearing.may_speak_unasked("choose", "topic")
    assert not hearing.may_speak_unasked("answer", "dialogue")
    assert not hearing.may_speak_unasked("answer", None)
