"""“As files”: everything that `journeydesk audit --out` writes, in one's own direct messages."""

import csv
import io
import json
import re
from typing import Any

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.services.account_files import AccountFiles
from tests.reports.pages import taken_apart
from tests.scenarios.audits import audited, clear, content, sendings, told, undated

PLACE = "#marketing"
NAMES = [
    "report.html",
    "automations.csv",
    "findings.csv",
    "report.sarif",
    "report.json",
    "audit.json",
    "answers.template.json",
]
BUTTON = {"ana": "En fichiers", "ben": "As files"}


@pytest.fixture(autouse=True)
def fresh(running: tuple[LocalSlack, Wired]) -> None:
    clear(running[1])


@pytest.mark.parametrize(
    ("name", "grade", "page_of"),
    [("ana", "Note du compte", "Le compte au"), ("ben", "Grade of the", "The account as of")],
)
def test_all_files_of_the_account_come_in_one_message(
    slack: LocalSlack, name: str, grade: str, page_of: str
) -> None:
    person = slack.person(name)
    person.clicks(BUTTON[name], audited(person))
    (sent,) = sendings(person)
    assert [undated(one) for one in sent.files] == NAMES
    assert page_of in sent.plain
    files = content(slack, sent)
    page = taken_apart(files["report.html"])
    assert page.faults == []
    assert grade in page.text
    assert "Écrivez à bob@corp.example" in page.text, "a section for each automation"
    rows = list(csv.DictReader(io.StringIO(files["automations.csv"].removeprefix("\ufeff"))))
    assert len(rows) == 12
    assert len(files["findings.csv"].splitlines()) > 12
    assert json.loads(files["report.sarif"])["version"] == "2.1.0"
    assert len(json.loads(files["report.json"])["automations"]) == 12
    assert json.loads(files["audit.json"])["kind"] == "audit"
    assert "71ad000001" in json.loads(files["answers.template.json"])


def test_nobody_else_gets_them(ana: Player, ben: Player) -> None:
    ben.clicks("As files", audited(ben))
    assert sendings(ana) == []
    assert all(not seen.files for seen in ana.sees(PLACE))


def test_unchanged_since_the_audit_they_say_so(slack: LocalSlack, ben: Player) -> None:
    ben.clicks("As files", audited(ben))
    (sent,) = sendings(ben)
    assert "Nothing differs from the audit of" in sent.plain
    text = taken_apart(content(slack, sent)["report.html"]).text
    assert "of the 12 automations that the account had then" in text
    assert "Since the earlier audit" not in text


def test_the_plan_of_the_audit_counts_in_the_files(slack: LocalSlack, ben: Player) -> None:
    ben.runs("/convert all plan:essentials", PLACE)
    ben.clicks("As files", told(ben)[-1])
    files = content(slack, sendings(ben)[0])
    assert json.loads(files["audit.json"])["plan"]["plan"] == "essentials"
    assert json.loads(files["report.json"])["plan"]["plan"] == "essentials"
    assert "CJ102" in files["findings.csv"]


def test_one_broken_automation_keeps_no_file_back(
    slack: LocalSlack, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = audited(ben)

    def broken(*_: Any) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("bot.services.briefs.audit_entry", broken)
    ben.clicks("As files", result)
    files = content(slack, sendings(ben)[0])
    rows = csv.DictReader(io.StringIO(files["automations.csv"].removeprefix("\ufeff")))
    assert [row["Outcome"] for row in rows] == ["Could not be read"] * 12
    assert "CJ901" in files["findings.csv"]


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
@pytest.mark.parametrize(
    ("name", "words"),
    [("ana", "Slack n'a pas accepté les fichiers"), ("ben", "Slack did not take the files")],
)
def test_files_that_slack_refuses_are_told_of(
    slack: LocalSlack, name: str, words: str, method: str
) -> None:
    person = slack.person(name)
    result = audited(person)
    slack.faults.api("refuse", method=method, code="storage_limit_reached")
    person.clicks(BUTTON[name], result)
    assert words in told(person)[-1].plain
    assert sendings(person) == []


def test_what_slack_does_not_take_at_once_is_handed_over_again(
    slack: LocalSlack, ben: Player
) -> None:
    result = audited(ben)
    slack.faults.api("rate_limited", method="files.getUploadURLExternal", calls={3})
    slack.faults.api("error_after", method="files.completeUploadExternal", calls={1})
    ben.clicks("As files", result)
    (sent,) = sendings(ben)
    assert [undated(one) for one in sent.files] == NAMES


@pytest.mark.parametrize(
    ("name", "words"),
    [("ana", "Les fichiers n'ont pas pu être établis"), ("ben", "The files could not be made")],
)
def test_what_goes_wrong_is_told_with_a_number_for_the_log(
    slack: LocalSlack,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    name: str,
    words: str,
) -> None:
    person = slack.person(name)
    result = audited(person)

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(AccountFiles, "write", full)
    person.clicks(BUTTON[name], result)
    said = told(person)[-1].plain
    assert words in said
    (number,) = re.findall(r"\b[0-9a-f]{8}\b", said)
    assert number in caplog.text
    assert sendings(person) == []
