"""The conversation as it is stored: turns, races, workspaces, quiet, gaps, feedback."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.services.spoken import Question, Spoken
from bot.services.talk import LONGEST, Talk
from bot.store.engine import reading, writing
from bot.store.feedback import FeedbackRepository
from bot.store.models import EVERY_WORKSPACE, FeedbackRow, WorkspaceRow
from bot.store.talk import UnansweredRepository
from bot.talk.turn import Asked
from tests.talk_answers import HandMade, matched

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
WHICH = "Which plan do I need?"
PERHAPS = "Perhaps: which plan do I need?"


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def talk(engine: Engine, clock: Clock) -> Talk:
    return Talk(engine, HandMade(), clock)


def question(text: str = WHICH, ts: str | None = "1.0", **more: object) -> Question:
    given: dict[str, object] = {
        "workspace_id": "T1",
        "channel": "C1",
        "thread": "1.0",
        "question_ts": ts,
        "asker": "U1",
        "text": text,
        "fallback": "en",
        "private": False,
    }
    return Question.model_validate(given | more)


def asked(talk: Talk, text: str = WHICH, ts: str | None = "1.0", **more: object) -> Asked:
    result = talk.ask(question(text, ts, **more))
    assert result is not None
    return result[0]


def gaps(engine: Engine, workspace: str = "T1") -> list[str]:
    with reading(engine) as session:
        return [text for text, _ in UnansweredRepository(session, workspace).all()]


def test_a_turn_comes_back_as_it_was_stored(talk: Talk) -> None:
    first = asked(talk, PERHAPS)
    assert talk.get("T1", first.id) == first
    assert first.turn.view.topics == ("plan-availability",)
    assert first.turn.candidates[0].topic == "plan-availability"
    assert talk.known("T1", "C1", "1.0") == first


def test_another_workspace_sees_no_turn_and_moves_none(talk: Talk, engine: Engine) -> None:
    first = asked(talk, PERHAPS)
    assert talk.get("T2", first.id) is None
    assert talk.known("T2", "C1", "1.0") is None
    assert talk.yes("T2", first.id, 0, "U1") == ("gone", None)
    assert not talk.feedback("T2", first.id, "U1", "up")
    talk.ask(question("no such words", workspace_id="T2"))
    assert gaps(engine) == []
    assert gaps(engine, "T2") == ["no such words"]


def test_the_same_message_makes_one_turn(talk: Talk) -> None:
    first = asked(talk)
    again = talk.ask(question())
    assert again == (first, "speak")
    talk.answered("T1", first, "2.0")
    known = talk.ask(question())
    assert known is not None
    assert known[0].id == first.id
    assert known[1] == "silent"


def test_of_two_clicks_one_counts(talk: Talk) -> None:
    first = asked(talk, PERHAPS)
    assert talk.yes("T1", first.id, 0, "U2")[0] == "not_yours"
    assert talk.no("T1", first.id, 0, "U1")[0] == "done"
    assert talk.no("T1", first.id, 0, "U1")[0] == "already"
    assert talk.yes("T1", first.id, 0, "U1")[0] == "already"
    assert talk.choose("T1", first.id, 1, "U1", "undo-archive")[0] == "already"
    step, after = talk.choose("T1", first.id, 1, "U1", "plan-limits")
    assert (step, after and after.turn.outcome) == ("done", "chosen")


def test_an_edit_that_overtakes_the_answer_is_noticed(talk: Talk) -> None:
    first = asked(talk)
    changed, speaks = talk.edit(question("What about my contacts?"), first, NOW)
    assert speaks
    assert changed is not None
    current = talk.answered("T1", first, "2.0")
    assert current is not None
    assert current.turn.topic == "contacts-after-conversion"
    assert current.answer_ts == "2.0"
    assert talk.answered("T1", current, "2.0") is None


def test_an_older_edit_changes_nothing(talk: Talk) -> None:
    first = asked(talk)
    newer, _ = talk.edit(question("What about my contacts?"), first, NOW + timedelta(seconds=2))
    assert newer is not None
    assert talk.edit(question("Can I go back?"), newer, NOW) == (None, False)
    same = talk.edit(question("What about my contacts?"), newer, NOW + timedelta(seconds=2))
    assert same == (newer, True)


def test_a_deleted_question_is_over(talk: Talk, engine: Engine) -> None:
    first = asked(talk, "no such words")
    assert gaps(engine) == ["no such words"]
    assert talk.close("T1", first, "deleted")
    gone = talk.get("T1", first.id)
    assert gone is not None
    assert not talk.close("T1", gone, "deleted")
    assert gaps(engine) == []
    assert talk.yes("T1", first.id, 1, "U1") == ("gone", None)
    assert not talk.feedback("T1", first.id, "U1", "up")
    repeated = talk.ask(question("no such words"))
    assert repeated is not None
    assert repeated[1] == "silent"


def test_other_words_are_asked_for_once(talk: Talk, clock: Clock) -> None:
    first = asked(talk, "no such words", "1.0")
    talk.answered("T1", first, None)
    clock.now += timedelta(minutes=2)
    second = asked(talk, "none of these either", "2.0")
    assert second.turn.view.shape == "person"
    superseded = talk.get("T1", first.id)
    assert superseded is not None
    assert superseded.turn.outcome == "superseded"
    third = asked(talk, "nor of these words", "3.0")
    assert third.turn.view.shape == "rephrase"


def test_a_matcher_that_always_wants_other_words_is_not_believed_twice(
    engine: Engine, clock: Clock
) -> None:
    stubborn = HandMade(said={text: matched("rephrase", ()) for text in ("one", "two")})
    talk = Talk(engine, stubborn, clock)
    talk.answered("T1", asked(talk, "one", "1.0"), None)
    assert asked(talk, "two", "2.0").turn.view.shape == "person"


def test_unanswered_questions_are_kept_with_their_nearest_topics(
    talk: Talk, engine: Engine
) -> None:
    first = asked(talk, PERHAPS)
    talk.no("T1", first.id, 0, "U1")
    assert gaps(engine) == []
    talk.no("T1", first.id, 1, "U1")
    with reading(engine) as session:
        ((text, nearest),) = UnansweredRepository(session, "T1").all()
    assert text == PERHAPS
    assert nearest[0].topic == "plan-availability"
    assert 0 < nearest[0].confidence <= 1


def test_feedback_is_one_word_a_person(talk: Talk, engine: Engine) -> None:
    first = asked(talk)
    assert talk.feedback("T1", first.id, "U1", "down")
    talk.explain("T1", first.id, "U1", "wrong", "a\0b")
    talk.feedback("T1", first.id, "U2", "up")
    talk.explain("T1", first.id, "U2", "wrong", "not kept: the verdict is up")
    with reading(engine) as session:
        rows = FeedbackRepository(session, "T1").all()
        kept = [(r.user_id, r.verdict, r.reason, r.comment) for r in rows]
    assert kept == [("U1", "down", "wrong", "ab"), ("U2", "up", None, None)]
    talk.feedback("T1", first.id, "U1", "up")
    with reading(engine) as session:
        row = FeedbackRepository(session, "T1").all()[0]
        assert (row.verdict, row.reason, row.comment) == ("up", None, None)


def test_all_of_it_goes_with_the_workspace(talk: Talk, engine: Engine) -> None:
    first = asked(talk, "no such words")
    talk.feedback("T1", first.id, "U1", "down")
    with writing(engine) as session:
        session.delete(session.get_one(WorkspaceRow, "T1"))
    assert talk.get("T1", first.id) is None
    assert gaps(engine) == []
    with reading(engine) as session:
        left = select(FeedbackRow.id).execution_options(**EVERY_WORKSPACE)
        assert session.scalar(left) is None


def test_a_very_long_question_and_odd_characters_are_kept(talk: Talk) -> None:
    first = asked(talk, "a\0" + "é🙂" * 5000)
    assert "\0" not in first.text
    assert len(first.text) == LONGEST


def spoken(text: str = WHICH, user: str = "U1", ts: str = "1.0", **more: object) -> Spoken:
    given: dict[str, object] = {
        "workspace_id": "T1",
        "channel": "C1",
        "thread_ts": None if ts == "1.0" else "1.0",
        "ts": ts,
        "user": user,
        "text": text,
    }
    return Spoken.model_validate(given | more)


def test_a_thread_is_followed_until_somebody_else_speaks(talk: Talk) -> None:
    assert talk.hear(spoken(mentioned=True)) == "answer"
    assert talk.hear(spoken(ts="2.0")) == "ignore"
    talk.answered("T1", asked(talk), None)
    assert talk.hear(spoken(ts="2.0")) == "answer"
    assert talk.hear(spoken(user="U2", ts="3.0")) == "other_person"
    assert talk.hear(spoken(ts="4.0")) == "ignore"
    assert talk.hear(spoken(ts="5.0", mentioned=True)) == "answer"
    assert talk.hear(spoken(ts="6.0")) == "answer"


def test_the_first_contact_is_greeted_once(talk: Talk) -> None:
    assert talk.first_contact("T1", "D1")
    assert not talk.first_contact("T1", "D1")
    assert talk.first_contact("T1", "D2")
    assert talk.first_contact("T2", "D1")
    assert talk.hear(spoken(channel="D3", direct=True)) == "answer"
    assert not talk.first_contact("T1", "D3")


def test_a_person_cannot_make_it_talk_without_end(talk: Talk, clock: Clock) -> None:
    allowed = []
    for n in range(24):
        result = talk.ask(question(ts=f"{n + 10}.0"))
        assert result is not None
        allowed.append(result[1])
        if result[1] != "silent":
            talk.answered("T1", result[0], "9.0")
    assert allowed == ["speak"] * 20 + ["last"] + ["silent"] * 3
    clock.now += timedelta(minutes=11)
    assert talk.ask(question(ts="99.0"))[1] == "speak"  # type: ignore[index]


def test_what_is_not_found_can_leave_no_trace(talk: Talk, engine: Engine) -> None:
    assert talk.ask(question("no such words", only_if_found=True)) is None
    assert talk.known("T1", "C1", "1.0") is None
    assert gaps(engine) == []
    assert talk.ask(question(only_if_found=True)) is not None


def test_an_unasked_answer_about_an_account_is_private(talk: Talk) -> None:
    first = asked(talk, "please check my automation", unasked=True)
    assert first.private
    assert not asked(talk, "please check my automation", "2.0", direct=True).private
