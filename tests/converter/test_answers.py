"""Every question: asked, answered, answered badly; and answers nobody asked for."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import AutomationReport, Options, convert_automation
from converter.classic import ALL_DAYS
from converter.questions import ACTION_KINDS, usable
from tests.converter.build import (
    SENT,
    codes,
    convert,
    email,
    entry,
    found,
    kinds,
    letter,
    point,
    runtime,
    segment,
)
from tests.converter.examples import examples


def made(**answers: Any) -> dict[str, Any]:
    """An automation that asks every question there is."""
    given = {key.replace("__", ":"): value for key, value in answers.items()}
    return entry(
        email(1, "birthday", runtime=runtime(["monday"])),
        email(2, SENT, 1, segment=segment()),
        email(3, "previous_campaign_specific_clicked", 1),
        answers=given,
    )


def asked(report: AutomationReport) -> list[str]:
    return [q.id for q in report.questions]


def test_what_the_api_hides_is_asked_once() -> None:
    report = convert(made())
    assert sorted(asked(report)) == [
        "post_send:e1",
        "post_send:e2",
        "post_send:e3",
        "re_entry",
        "segment_no_match:e2",
        "send_window:e1",
        "starting_point",
        "target:e3",
    ]
    assert {"CJ201", "CJ307", "CJ403"} <= codes(report)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_question_has_a_text_a_kind_and_a_place(language: Any) -> None:
    report = convert(made(), language=language)
    for question in report.questions:
        assert question.text.endswith(("?", ".", ")"))
        assert question.pointer.startswith("/automations/0/")
        assert (question.choices is not None) == (question.kind == "choice")
    (choice,) = [q for q in report.questions if q.kind == "choice"]
    assert choice.choices is not None
    assert list(choice.choices) == ["skip", "stop"]


@pytest.mark.parametrize(
    ("answer", "parameters"),
    [
        ("BIRTHDAY", {"birthday_field": "BIRTHDAY"}),
        ({"field": "BIRTHDAY"}, {"field": "BIRTHDAY"}),
        (7, {"birthday_field": 7}),
    ],
)
def test_the_starting_point_takes_its_answer(answer: object, parameters: dict[str, Any]) -> None:
    report = convert(made(starting_point=answer))
    assert report.journey is not None
    assert report.journey.starting_points[0].parameters == parameters
    assert "starting_point" not in asked(report)
    assert not any(d.point == "s1" and d.code == "CJ307" for d in report.diagnostics)


@pytest.mark.parametrize("answer", ["https://example.com/a", {"url": "https://example.com/a"}])
def test_a_wait_takes_its_answer(answer: object) -> None:
    report = convert(made(target__e3=answer))
    assert "https://example.com/a" in point(report, "wait_for_trigger").parameters.values()
    assert "target:e3" not in asked(report)


@pytest.mark.parametrize(
    ("answer", "allowed", "gap"),
    [
        ("off", False, None),
        (30, True, 30),
        ("30", True, 30),
        (0, True, 0),
        ({"minimum_gap_days": 7}, True, 7),
    ],
)
def test_re_entry_takes_its_answer(answer: object, allowed: bool, gap: int | None) -> None:
    report = convert(made(re_entry=answer))
    assert report.journey is not None
    rule = report.journey.re_entry
    assert (rule.allowed, rule.minimum_gap_days, rule.chosen_by) == (allowed, gap, "answer")
    assert "CJ403" not in codes(report)
    assert "re_entry" not in asked(report)
    assert report.journey.re_entry_text


@pytest.mark.parametrize(
    ("first", "allowed", "chosen"),
    [
        ("signup", False, "classic"),
        ("tag_add", False, "classic"),
        ("birthday", True, "converter"),
        ("ecomm_abandoned_cart", True, "converter"),
    ],
)
def test_without_an_answer_the_classic_rule_decides_on_re_entry(
    first: str, allowed: bool, chosen: str
) -> None:
    report = convert(entry(email(1, first)))
    assert report.journey is not None
    rule = report.journey.re_entry
    assert (rule.allowed, rule.chosen_by) == (allowed, chosen)
    assert ("re_entry" in asked(report)) == (chosen == "converter")


@pytest.mark.parametrize(
    ("answer", "times"), [("9 to 11", "9 to 11"), ({"from": "9:00", "to": "11:00"}, "9:00 – 11:00")]
)
def test_a_send_window_takes_its_answer(answer: object, times: str) -> None:
    report = convert(made(send_window__e1=answer))
    assert letter(report, 1).window.times == times
    assert "send_window:e1" not in asked(report)
    assert "CJ401" in codes(report)


def test_actions_after_an_email_become_points() -> None:
    actions = [
        {"kind": "tag", "value": "vip"},
        {"kind": "untag", "value": "new"},
        {"kind": "group", "value": "readers"},
        {"kind": "ungroup", "value": "guests"},
        {"kind": "update_contact", "value": "STEP=2"},
        {"kind": "unsubscribe"},
    ]
    report = convert(made(post_send__e3=actions))
    assert kinds(report)[-7:] == ["send_email"] + [a["kind"] for a in actions]
    values = [getattr(point(report, a["kind"]), "value", None) for a in actions]
    assert values == ["vip", "new", "readers", "guests", "STEP=2", None]
    assert "post_send:e3" not in asked(report)


def test_hidden_actions_are_no_news_once_they_are_told() -> None:
    told: dict[str, Any] = {f"post_send__e{n}": [] for n in (1, 2, 3)}
    report = convert(made(**told))
    assert "CJ201" not in codes(report)
    assert kinds(report).count("send_email") == 3


@pytest.mark.parametrize(
    ("question", "bad"),
    [
        ("starting_point", []),
        ("starting_point", ""),
        ("target__e3", {}),
        ("re_entry", "sometimes"),
        ("re_entry", -1),
        ("re_entry", "²"),
        ("re_entry", {"minimum_gap_days": "soon"}),
        ("re_entry", True),
        ("send_window__e1", 9),
        ("segment_no_match__e2", "wait"),
        ("segment_no_match__e2", ["skip"]),
        ("post_send__e1", "tag"),
        ("post_send__e1", [{"kind": "dance", "value": "x"}]),
        ("post_send__e1", [{"kind": "tag"}]),
        ("post_send__e1", [{"kind": "tag", "value": " "}]),
        ("post_send__e1", [7]),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_unusable_answer_is_said_and_the_question_stays(
    question: str, bad: object, language: Any
) -> None:
    name = question.replace("__", ":")
    report = convert(made(**{question: bad}), language=language)
    assert any(name in message for message in found(report, "CJ605"))
    assert [d.pointer for d in report.diagnostics if name in d.message] == [
        f"/automations/0/answers/{name}"
    ]
    assert name in asked(report)
    assert report.level == "converted_with_changes"


@pytest.mark.parametrize("name", ["starting_pint", "post_send:e9", "post_send", "target:", "x/y~z"])
def test_an_answer_to_no_question_is_said(name: str) -> None:
    report = convert(entry(email(1, "signup"), answers={name: "skip"}))
    assert any(name in message for message in found(report, "CJ605"))


def test_a_null_answer_is_no_answer() -> None:
    report = convert(made(re_entry=None))
    assert "re_entry" in asked(report)
    assert "CJ605" not in codes(report)


def test_answers_from_outside_win_over_the_bundles_own() -> None:
    both = Options(answers={"w1": {"re_entry": 9}, "w2": {"re_entry": 1}})
    report = convert_automation(made(re_entry="off", starting_point="BIRTHDAY"), both)
    assert report.journey is not None
    assert report.journey.re_entry.minimum_gap_days == 9
    assert "starting_point" not in asked(report)


def test_answers_leave_no_row_in_the_ledger() -> None:
    report = convert(made(re_entry="off", nonsense=[1, 2]), full_ledger=True)
    assert not [r for r in report.ledger.rows if "/answers" in r.pointer]


def test_a_window_may_name_its_days_too() -> None:
    answer = {"days": ["sunday", "monday"], "from": "09:00", "to": "17:00"}
    report = convert(made(send_window__e1=answer))
    window = point(report, "send_email").window
    assert (window.days, window.times) == (("monday", "sunday"), "09:00 – 17:00")
    assert "Monday, Sunday" in point(report, "send_email").text


def test_a_window_of_days_alone_keeps_the_times_open() -> None:
    window = point(convert(made(send_window__e1={"days": ["friday"]})), "send_email").window
    assert (window.days, window.times) == (("friday",), None)


def test_a_question_about_a_target_says_which() -> None:
    targets = {q.id: q.target for q in convert(made()).questions}
    assert targets["starting_point"] == "birthday_field"
    assert targets["target:e3"] == "link"
    assert targets["re_entry"] is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3)
    ),
    max_leaves=6,
)
ACTIONS = st.lists(
    st.fixed_dictionaries({"kind": st.sampled_from(ACTION_KINDS), "value": st.text(max_size=9)}),
    max_size=3,
)
LIKELY = st.one_of(
    st.sampled_from(["off", "skip", "stop", 30, "30", {"minimum_gap_days": 7}]),
    st.fixed_dictionaries({"days": st.lists(st.sampled_from(ALL_DAYS)), "from": st.text()}),
    ACTIONS,
)


@examples(150)
@given(st.data())
def test_no_answer_breaks_a_conversion_and_a_usable_one_ends_its_question(
    data: st.DataObject,
) -> None:
    open_now = {q.id: q.kind for q in convert(made()).questions} | {"post_send:*": "actions"}
    question = data.draw(st.sampled_from(sorted(open_now)))
    answer = data.draw(JSON | LIKELY)
    report = convert(made(**{question.replace(":", "__"): answer}))
    assert report.level not in ("failed", "blocked")
    if question == "post_send:*":
        asks = [q for q in asked(report) if q.startswith("post_send")]
        assert (asks == []) == usable("actions", answer)
    else:
        assert (question in asked(report)) == (not usable(open_now[question], answer))
