"""The report as SARIF 2.1.0: valid, complete, and the same finding known again next time."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from converter import Report
from converter.report.files import sarif
from converter.report.model import Language
from tests.converter.api_schema import DATA
from tests.converter.build import email, entry, series
from tests.converter.examples import examples
from tests.converter.strategies import odd, ordinary
from tests.reports.accounts import BOTH, branching, of, sample

VALID = Draft4Validator(
    json.loads((DATA / "schema" / "sarif-2.1.0.json").read_text("utf-8")),
    format_checker=Draft4Validator.FORMAT_CHECKER,
)


def log_of(report: Report, file: str = "account.json") -> Any:
    return json.loads("".join(sarif(report, file=file, version="1.2.3")))


def results(report: Report) -> list[Any]:
    found: list[Any] = log_of(report)["runs"][0]["results"]
    return found


def marks(report: Report) -> list[str]:
    return [one["partialFingerprints"]["journeydesk/v1"] for one in results(report)]


@pytest.mark.parametrize("language", BOTH)
def test_the_sample_account_keeps_to_the_published_schema(language: Language) -> None:
    log = log_of(sample(language))
    VALID.validate(log)
    assert log["version"] == "2.1.0"
    assert log["runs"][0]["language"] == language


@examples(40)
@given(st.lists(ordinary(3, blocking=True) | odd(), max_size=3), st.sampled_from(BOTH))
def test_every_account_keeps_to_the_published_schema(
    entries: list[object], language: Language
) -> None:
    report = of(*entries, language=language)
    VALID.validate(log_of(report, "mon compte, 100 %.json"))
    assert len(results(report)) == sum(len(one.diagnostics) for one in report.automations)


def test_a_log_that_breaks_the_schema_would_be_noticed() -> None:
    log = log_of(sample("en"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not VALID.is_valid(log)


def test_each_finding_is_a_result_with_its_level_place_and_rule() -> None:
    report = sample("en")
    run = log_of(report)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    found = [(one, d) for one in report.automations for d in one.diagnostics]
    assert {rule["id"] for rule in rules} == {d.code for _, d in found}
    for result, (one, d) in zip(run["results"], found, strict=True):
        assert result["level"] == d.severity
        assert result["ruleId"] == d.code == rules[result["ruleIndex"]]["id"]
        (location,) = result["locations"]
        assert location["logicalLocations"][0]["fullyQualifiedName"] == d.pointer
        assert location["physicalLocation"]["artifactLocation"]["uri"] == "account.json"
        assert one.name in result["message"]["text"]
        assert result["properties"]["automation"] == one.id


@pytest.mark.parametrize("language", BOTH)
def test_a_rule_explains_its_code(language: Language) -> None:
    report = sample(language)
    titles = {one.code: one.title for one in report.constructs}
    for rule in log_of(report)["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["shortDescription"]["text"] == titles[rule["id"]]
        assert rule["help"]["text"].startswith(rule["fullDescription"]["text"])
        assert rule["name"].isalnum()


def test_the_name_of_the_file_becomes_a_valid_address() -> None:
    run = log_of(sample("en"), "mon compte #1.json")["runs"][0]
    assert run["artifacts"][0]["location"]["uri"] == "mon%20compte%20%231.json"


def test_our_own_fault_makes_the_run_unsuccessful() -> None:
    assert log_of(sample("en"))["runs"][0]["invocations"] == [{"executionSuccessful": True}]
    broken = sample("en").model_copy(
        update={
            "constructs": tuple(
                one.model_copy(update={"code": "CJ901"} if one.code == "CJ106" else {})
                for one in sample("en").constructs
            ),
            "automations": (),
        }
    )
    assert log_of(broken)["runs"][0]["invocations"] == [{"executionSuccessful": False}]


def test_an_account_makes_neither_a_link_nor_a_placeholder_of_sarif() -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = "[click](https://evil.example) {0}"
    for result in results(of(made)):
        assert "](" not in result["message"]["text"]
        assert "{{0}}" in result["message"]["text"]


def test_no_two_findings_have_the_same_mark() -> None:
    found = marks(of(branching(), series(3), series(3)))
    assert len(found) == len(set(found))


def test_a_finding_keeps_its_mark_in_another_language() -> None:
    assert marks(sample("en")) == marks(sample("fr"))


def test_a_finding_keeps_its_mark_when_other_automations_come_before_it() -> None:
    mine = entry(email(1, "signup"), email(2, amount=1, status="paused"))
    other = series(2)
    other["automation"]["id"] = "w2"
    assert set(marks(of(mine))) < set(marks(of(other, mine)))


def test_a_finding_keeps_its_mark_when_an_email_comes_before_it() -> None:
    paused = email(2, amount=1, status="paused")
    before = of(entry(email(1, "signup"), paused))
    between = email(2, amount=1) | {"id": "new"}
    after = of(entry(email(1, "signup"), between, paused | {"position": 3}))

    def mark(report: Report) -> str:
        (found,) = [one for one in results(report) if one["ruleId"] == "CJ208"]
        return str(found["partialFingerprints"]["journeydesk/v1"])

    assert mark(before) == mark(after)
