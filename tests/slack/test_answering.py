"""The form of answers: within Slack's limits whatever is asked, and read as it was filled in."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.limits import check_view
from bot.slack.answer_reference import CALLBACK, AnswersRef
from bot.slack.blocks.answering.fields import block_id, digest, fields_of
from bot.slack.blocks.answering.form import (
    PER_PAGE,
    all_questions,
    answered_at_once,
    answers_in_form,
    answers_view,
    mistakes,
    page,
)
from bot.slack.blocks.answering.values import Mistake, answer_from, fields_from
from bot.slack.blocks.elements import Block
from bot.slack.intake import key_of
from bot.slack.ports import Given
from bot.slack.reference import Ref
from converter.catalog import TARGETS
from converter.classic import ALL_DAYS
from converter.questions import ACTION_KINDS, usable
from converter.report.model import AutomationReport, Question
from tests.slack.reports import reports, texts

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
KINDS = ("choice", "parameters", "re_entry", "window", "actions")
few = settings(max_examples=30)

words = st.text(
    st.characters(exclude_categories=["C", "Z"], exclude_characters="\"'“”«»"),
    min_size=1,
    max_size=9,
)
times = st.times().map(lambda time: f"{time:%H:%M}")
actions = st.lists(
    st.sampled_from(ACTION_KINDS[:-1]).flatmap(
        lambda kind: st.builds(lambda value: {"kind": kind, "value": value}, words)
    )
    | st.just({"kind": "unsubscribe"}),
    max_size=4,
)
good_answers: dict[str, st.SearchStrategy[Any]] = {
    "choice": st.sampled_from(["skip", "stop"]),
    "re_entry": st.just("off") | st.integers(0, 9999),
    "actions": actions,
    "window": st.fixed_dictionaries(
        {}, optional={"days": st.lists(st.sampled_from(ALL_DAYS), unique=True, min_size=1)}
    ).flatmap(lambda days: st.just(days) if days else times.map(lambda begins: {"from": begins})),
}
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=4,
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[Question, ...]:
    count = draw(st.integers(0, 25))
    made = []
    for number in range(count):
        kind = draw(st.sampled_from(KINDS))
        choices = {"skip": draw(texts), "stop": draw(texts)} if kind == "choice" else None
        target = draw(st.sampled_from(sorted(TARGETS))) if kind == "parameters" else None
        made.append(
            Question(
                id=f"{number}:{draw(texts)}",
                pointer="/",
                text=draw(texts),
                kind=kind,
                choices=choices,
                target=target,
            )
        )
    return tuple(made)


refs = st.builds(
    AnswersRef,
    reply=st.builds(
        Ref,
        key=st.integers(1, 10**18 - 1),
        language=st.sampled_from(("en", "fr")),
        plan=st.sampled_from((None, "essentials")),
        share=st.booleans(),
    ),
    which=st.sampled_from(("open", "given")),
    start=st.integers(0, 30),
    channel=st.sampled_from((None, "C0MARKETING", "D1")),
    ts=st.sampled_from((None, "1767225600.000100")),
    thread=st.sampled_from((None, "1767225600.000200")),
)


@few
@given(reports(), asked(), st.data(), refs)
def test_no_question_and_no_answer_makes_an_invalid_form(
    report: AutomationReport, questions: tuple[Question, ...], data: st.DataObject, ref: AnswersRef
) -> None:
    everything = all_questions(questions, ref.language)
    places = data.draw(st.sets(st.integers(0, max(len(everything) - 1, 0))))
    chosen = [one for place, one in enumerate(everything) if place in places]
    answers = {
        one.id: Given(
            automation_id="a", question=one.id, value=data.draw(anything), by="UANA", at=AT
        )
        for one in chosen
    }
    still_open = [one for one in questions if one.id not in answers]
    carried, shown = page(everything, still_open, answers, ref)
    view = answers_view(report, shown, answers, carried)
    assert check_view(view) == []
    assert len(shown) <= PER_PAGE
    assert AnswersRef.decode(view["private_metadata"]) == carried
    assert len(view["private_metadata"]) <= 250
    json.dumps(view).encode()
    for text in re.findall(r'"type": "mrkdwn", "text": "([^"]*)"', json.dumps(view)):
        assert not re.search(r"<(?!@UANA>|!date)", text)


@few
@given(asked(), refs)
def test_page_by_page_every_open_question_comes_once(
    questions: tuple[Question, ...], ref: AnswersRef
) -> None:
    everything = all_questions(questions, ref.language)
    seen: list[str] = []
    turning = ref.model_copy(update={"which": "open", "start": 0})
    while True:
        carried, shown = page(everything, questions, {}, turning)
        seen += [one.id for one in shown]
        if carried.next is None:
            break
        assert len(shown) == PER_PAGE
        turning = carried.model_copy(update={"start": carried.next})
    assert seen == [one.id for one in everything]


@pytest.mark.parametrize("kind", sorted(good_answers))
@few
@given(st.data())
def test_an_answer_shown_in_the_form_is_read_as_it_was(kind: str, data: st.DataObject) -> None:
    answer = data.draw(good_answers[kind])
    read = answer_from(kind, fields_from(kind, None, answer))
    if kind == "window" and "days" in answer:
        answer = {**answer, "days": sorted(answer["days"], key=ALL_DAYS.index)}
    assert read == answer


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_every_target_has_fields_and_an_answer_comes_of_them(target: str) -> None:
    question = Question(id="q", pointer="/", text="Which?", kind="parameters", target=target)
    blocks = fields_of(question, {}, "en", again=False, explained=False)
    assert check_view({**_bare(), "blocks": blocks}) == []
    names = [block["element"]["action_id"] for block in blocks]
    given = {name: "yes" if name == "yes" else f"my {name}" for name in names}
    answer = answer_from("parameters", given)
    assert usable("parameters", answer)
    assert fields_from("parameters", target, answer) == given
    assert answer_from("parameters", dict.fromkeys(names, "")) is None


@few
@given(st.sampled_from(KINDS), st.sampled_from([None, *sorted(TARGETS)]), anything)
def test_any_answer_that_stands_can_be_shown_or_left_alone(
    kind: str, target: str | None, answer: Any
) -> None:
    fields = fields_from(kind, target, answer)
    assert fields == {} or usable(kind, answer)


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("tag vip", [{"kind": "tag", "value": "vip"}]),
        ("Balise : vip", [{"kind": "tag", "value": "vip"}]),
        ("• tag “vip client”", [{"kind": "tag", "value": "vip client"}]),
        ("tag: :)", [{"kind": "tag", "value": ":)"}]),
        ("- remove tag lead-", [{"kind": "untag", "value": "lead-"}]),
        (
            "retirer balise x\n\nDÉSABONNER",
            [{"kind": "untag", "value": "x"}, {"kind": "unsubscribe"}],
        ),
        ("groupe Acheteurs", [{"kind": "group", "value": "Acheteurs"}]),
        ("quitter groupe Acheteurs", [{"kind": "ungroup", "value": "Acheteurs"}]),
        ("update STEP=2", [{"kind": "update_contact", "value": "STEP=2"}]),
        ("none", []),
        ("Rien", []),
        ("-", []),
        ("  \n ", None),
        ("tagged vip", Mistake(field="lines", key="answer_line", value="tagged vip")),
        ("tag", Mistake(field="lines", key="answer_line", value="tag")),
        ("tag vip\nnone", Mistake(field="lines", key="answer_line", value="none")),
    ],
)
def test_actions_are_written_a_line_each_in_either_language(typed: str, answer: Any) -> None:
    assert answer_from("actions", {"lines": typed}) == answer


@pytest.mark.parametrize(
    ("kind", "fields", "wrong"),
    [
        ("re_entry", {"again": "yes"}, "answer_needs_days"),
        ("re_entry", {"again": "yes", "days": "soon"}, "answer_days"),
        ("re_entry", {"again": "yes", "days": "²"}, "answer_days"),
        ("re_entry", {"again": "yes", "days": "99999999999999"}, "answer_days"),
        ("re_entry", {"again": "no", "days": "3"}, "answer_days_and_off"),
        ("window", {"to": "17:00"}, "answer_needs_from"),
        ("window", {"from": "17:00", "to": "09:00"}, "answer_ends_early"),
        ("parameters", {"field": "", "value": "x"}, "answer_needs_field"),
        ("actions", {"lines": "dance"}, "answer_line"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_mistake_is_told_beside_the_field_in_the_language_of_the_form(
    kind: str, fields: dict[str, str], wrong: str, language: Any
) -> None:
    found = answer_from(kind, fields)
    assert isinstance(found, Mistake)
    assert found.key == wrong
    view = _sent(kind, fields, language)
    (told,) = mistakes(view).items()
    assert told[0] == block_id(digest("q"), kind, found.field)
    assert ("J'attends" in told[1] or "Nommez" in told[1] or "videz" in told[1]) == (
        language == "fr"
    )


def test_a_form_goes_back_at_once_only_with_mistakes_or_a_page_to_follow() -> None:
    good, bad = _sent("actions", {"lines": "none"}), _sent("actions", {"lines": "dance"})
    more = _sent("actions", {"lines": "none"}, following=10)
    assert [answered_at_once(view) for view in (good, bad, more)] == [False, True, True]
    payload = {"type": "view_submission", "trigger_id": "1.2"}
    kept = [key_of({**payload, "view": view}, ()) for view in (good, bad, more)]
    assert kept == ["view_submission:1.2", None, None]
    assert not answered_at_once({"callback_id": "desk_form", "private_metadata": "en/C1"})


def test_what_the_form_cannot_show_is_left_as_it_stands() -> None:
    question = Question(id="q", pointer="/", text="?", kind="window")
    odd = Given(automation_id="a", question="q", value="9 to 5", by="U1", at=AT)
    untouched = _sent("window", {"from": "", "to": ""})
    assert answers_in_form(untouched, [question], {"q": odd}) == {}
    assert answers_in_form(_sent("window", {"from": "09:00"}), [question], {"q": odd}) == {
        "q": {"from": "09:00"}
    }


def test_a_question_that_is_not_asked_any_more_takes_no_answer() -> None:
    other = Question(id="other", pointer="/", text="?", kind="actions")
    assert answers_in_form(_sent("actions", {"lines": "tag vip"}), [other], {}) == {}


@pytest.mark.parametrize("value", ["", "answers/1", "answers/x/en/-/s/open/0/-/-/-/-", 7, None])
def test_what_the_form_did_not_write_is_not_read(value: object) -> None:
    assert AnswersRef.decode(value) is None


def _sent(
    kind: str, fields: dict[str, str], language: Any = "en", following: int | None = None
) -> Block:
    reply = Ref(key=1, language=language)
    values = {
        block_id(digest("q"), kind, name): {name: {"type": "plain_text_input", "value": value}}
        for name, value in fields.items()
    }
    return {
        "callback_id": CALLBACK,
        "private_metadata": AnswersRef(reply=reply, next=following).encode(),
        "state": {"values": values},
    }


def _bare() -> Block:
    text = {"type": "plain_text", "text": "x"}
    return {"type": "modal", "title": text, "submit": text, "close": text}
