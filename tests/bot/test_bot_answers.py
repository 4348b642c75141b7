"""What people answer is kept by automation, counts before the file, and can be forgotten."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.services.answer_file import DEEPEST, LONGEST, answers_in, storable
from bot.services.automations import Automations
from bot.services.questions import Questions
from converter.report.model import AutomationReport
from tests.bot.test_bot_automations import automation, key_of, write
from tests.tenancy import only_of_one_workspace

TEAM, OTHER = "T1", "T2"
TAG = [{"kind": "tag", "value": "vip"}]


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def automations(engine: Engine) -> Automations:
    return Automations(engine, None, "en")


@pytest.fixture
def questions(engine: Engine, automations: Automations) -> Questions:
    return Questions(engine, automations, Clock())


def loaded(automations: Automations, folder: Path, team: str = TEAM, **answers: Any) -> int:
    entry = automation("a1", "Welcome") | ({"answers": answers} if answers else {})
    automations.load(team, [write(folder / f"{team}.json", entry)])
    return key_of(automations, "Welcome", team)


def report(automations: Automations, key: int, team: str = TEAM) -> AutomationReport:
    return automations.convert(team, key, "en")


def asked(automations: Automations, key: int, team: str = TEAM) -> set[str]:
    return {question.id for question in report(automations, key, team).questions}


def test_an_answer_counts_in_every_later_conversion_and_can_be_forgotten(
    automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    key = loaded(automations, tmp_path)
    assert asked(automations, key) == {"starting_point", "post_send:a1-e1", "post_send:a1-e2"}
    questions.save(TEAM, key, {"starting_point": True, "post_send:a1-e2": TAG}, "U1")
    assert asked(automations, key) == {"post_send:a1-e1"}
    questions.save(TEAM, key, {"starting_point": None}, "U2")
    assert asked(automations, key) == {"post_send:a1-e1", "starting_point"}
    assert questions.answers_of(TEAM) == {"a1": {"post_send:a1-e2": TAG}}


def test_who_answered_and_when_is_known_the_latest_last(
    automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    key = loaded(automations, tmp_path)
    questions.save(TEAM, key, {"starting_point": True}, "U1")
    questions.save(TEAM, key, {"post_send:a1-e2": TAG}, "U1")
    questions.save(TEAM, key, {"starting_point": False}, "U2")
    given = questions.given(TEAM, key)
    assert [(one.question, one.value, one.by) for one in given] == [
        ("post_send:a1-e2", TAG, "U1"),
        ("starting_point", False, "U2"),
    ]
    assert given[0].at < given[1].at


def test_what_a_person_answers_counts_before_the_file_and_forgetting_it_brings_that_back(
    automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    key = loaded(automations, tmp_path, starting_point={"list": "file"})

    def start() -> object:
        journey = report(automations, key).journey
        assert journey is not None
        return journey.starting_points[0].parameters

    assert start() == {"list": "file"}
    questions.save(TEAM, key, {"starting_point": {"list": "person"}}, "U1")
    assert start() == {"list": "person"}
    questions.save(TEAM, key, {"starting_point": None}, "U1")
    assert start() == {"list": "file"}


def test_everything_is_listed_that_may_be_asked_answered_or_not(
    automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    key = loaded(automations, tmp_path, starting_point=True)
    questions.save(TEAM, key, {"post_send:a1-e1": TAG}, "U1")
    listed = {one.id for one in automations.questions(TEAM, key, "fr")}
    assert listed == {"starting_point", "post_send:a1-e1", "post_send:a1-e2"}


def test_an_export_of_another_day_finds_the_answers_given_to_the_first(
    automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    key = loaded(automations, tmp_path)
    questions.save(TEAM, key, {"starting_point": True}, "U1")
    automations.load(TEAM, [write(tmp_path / "next.json", automation("a1", "Welcome again"))])
    again = key_of(automations, "Welcome again")
    assert again != key
    assert "starting_point" not in asked(automations, again)


def test_workspaces_answer_for_themselves(
    engine: Engine, automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    mine, theirs = loaded(automations, tmp_path), loaded(automations, tmp_path, OTHER)
    with only_of_one_workspace(engine):
        questions.save(TEAM, mine, {"starting_point": True}, "U1")
        questions.save(TEAM, theirs, {"post_send:a1-e1": TAG}, "U1")
        assert "starting_point" in asked(automations, theirs, OTHER)
        assert questions.answers_of(OTHER) == {}
        assert questions.given(OTHER, mine) == ()
        assert questions.answers_of(TEAM) == {"a1": {"starting_point": True}}


def test_a_file_of_answers_is_judged_before_anything_is_kept(
    automations: Automations, questions: Questions, tmp_path: Path
) -> None:
    loaded(automations, tmp_path)
    content: dict[str, dict[str, Any]] = {
        "a1": {
            "starting_point": "x",
            "post_send:*": TAG,
            "post_send:a1-e1": "vip",
            "post_send:a1-e9": TAG,
            "re_entry": "off",
            "post_send:a1-e2": None,
        },
        "A1": {"starting_point": "x"},
    }
    judged = questions.judged(TEAM, content)
    assert judged.good == {"a1": {"starting_point": "x", "post_send:*": TAG}}
    assert judged.unknown == ("A1",)
    assert set(judged.not_asked) == {"a1/post_send:a1-e9", "a1/re_entry"}
    assert judged.unusable == ("a1/post_send:a1-e1",)
    assert questions.answers_of(TEAM) == {}
    questions.keep(TEAM, judged.good, "U1")
    assert questions.answers_of(TEAM) == judged.good


@pytest.mark.parametrize(
    "content",
    [
        [],
        "text",
        {},
        {"a1": 7},
        {"bundle_version": "1", "automations": []},
        {"automation": {}, "emails": []},
        {"campaigns": {}},
    ],
    ids=str,
)
def test_other_shapes_are_no_answers(content: object) -> None:
    assert answers_in(content) is None


def test_the_template_is_a_file_of_answers_without_its_hints() -> None:
    template = {"a1": {"starting_point": None}, "_questions": {"a1": {"starting_point": "?"}}}
    assert answers_in(template) == {"a1": {"starting_point": None}}
    assert answers_in({"_questions": {}}) == {}
    assert answers_in({"a1": {"x": "half \ud800"}}) == {"a1": {"x": "half ?"}}


def test_what_no_answer_needs_is_not_kept() -> None:
    deep: object = "x"
    for _ in range(DEEPEST + 1):
        deep = [deep]
    assert not storable(deep)
    assert not storable("x" * LONGEST)
    assert not storable(float("inf"))
    assert storable(TAG)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["starting_point", "post_send:*", "re_entry"]), JSON))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_a_file_answers_what_is_kept_of_it_is_used(
    automations: Automations, questions: Questions, tmp_path: Path, answers: dict[str, Any]
) -> None:
    key = loaded(automations, tmp_path)
    judged = questions.judged(TEAM, {"a1": answers})
    questions.keep(TEAM, judged.good, "U1")
    converted = report(automations, key)
    assert converted.level != "failed"
    still_open = {question.id for question in converted.questions}
    good = judged.good.get("a1", {})
    assert still_open.isdisjoint(good)
    assert ("post_send:a1-e1" in still_open) == ("post_send:*" not in good)
    json.loads(converted.model_dump_json())
    questions.keep(TEAM, {"a1": dict.fromkeys(good)}, "U1")
