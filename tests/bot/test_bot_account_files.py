"""The files of an account that the bot keeps are those of `journeydesk audit --out`."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.audit_record import StoredAudit
from bot.services.account_files import AccountFiles
from bot.services.audits import Audits
from bot.services.automations import Automations
from bot.services.questions import Questions
from converter.report.model import Language
from tests.commands import Run
from tests.reports.pages import taken_apart
from tests.scenarios.account import account, series, write

TEAM = "T1"
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)
Audited = Callable[[], StoredAudit]


def small(**more: Any) -> dict[str, Any]:
    """The account without its longest automation, which takes as long as all others."""
    bundle = account()
    kept = [one for one in bundle["automations"] if len(one["emails"]) < 9]
    return bundle | {"automations": kept, **more}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return write(small(), tmp_path / "account.json")


@pytest.fixture
def automations(engine: Engine, file: Path) -> Automations:
    made = Automations(engine, None, "en")
    made.load(TEAM, [file])
    return made


@pytest.fixture
def questions(engine: Engine, automations: Automations) -> Questions:
    return Questions(engine, automations)


@pytest.fixture
def audits(engine: Engine, automations: Automations, questions: Questions) -> Audits:
    return Audits(engine, automations, lambda: NOW, answers=questions.answers_of)


@pytest.fixture
def audited(audits: Audits) -> Audited:
    def audit() -> StoredAudit:
        begun = audits.begin(TEAM, "UANA", "en", None).audit
        audits.read(TEAM, begun.id, audits.plan(TEAM, begun.id) or (), 0)
        audits.end(TEAM, begun.id)
        found = audits.get(TEAM, begun.id)
        assert found is not None
        return found

    return audit


@pytest.fixture
def files(
    automations: Automations, audits: Audits, questions: Questions, tmp_path: Path
) -> AccountFiles:
    return AccountFiles(automations, audits, tmp_path, lambda: NOW, answers=questions.answers_of)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_they_are_those_of_the_command_line(
    files: AccountFiles,
    audited: Audited,
    file: Path,
    tmp_path: Path,
    run: Run,
    language: Language,
) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    files.write(TEAM, audited(), language, ours)
    done = run("audit", str(file), "--out", str(theirs), "--exit-zero", "--lang", language)
    assert done.code == 0
    written = {path.name for path in theirs.iterdir()}
    assert {path.name for path in ours.iterdir()} == written
    for name in written - {"report.html"}:
        assert (ours / name).read_text() == (theirs / name).read_text(), name
    mine, page = ((place / "report.html").read_text() for place in (ours, theirs))
    sections = [text[text.index("<article") :] for text in (mine, page)]
    assert sections[0] == sections[1]
    assert taken_apart(mine).faults == []


@pytest.mark.parametrize(
    ("language", "made", "same"),
    [
        ("en", "Made on 22 November 2026", "Nothing in it differs from the audit of 22 November"),
        ("fr", "Établi le 22 novembre 2026", "Rien n'y diffère de l'audit du 22 novembre 2026"),
    ],
)
def test_the_page_says_from_when_it_is(
    files: AccountFiles,
    audited: Audited,
    tmp_path: Path,
    language: Language,
    made: str,
    same: str,
) -> None:
    written = files.write(TEAM, audited(), language, tmp_path / "out")
    assert (written.at, written.automations, written.since) == (NOW, 11, "same")
    text = taken_apart((tmp_path / "out" / "report.html").read_text()).text
    assert made in text
    assert same in text


def test_an_answer_since_the_audit_is_in_every_file(
    files: AccountFiles, audited: Audited, questions: Questions, tmp_path: Path
) -> None:
    asked = audited()
    questions.keep(TEAM, {"71ad000001": {"starting_point": "no"}}, "UANA")
    written = files.write(TEAM, asked, "en", tmp_path)
    assert written.since == "changed"
    audit = json.loads((tmp_path / "audit.json").read_text())
    before, now = audit["comparison"]["questions"]
    assert now < before
    assert (
        "starting_point"
        not in json.loads((tmp_path / "answers.template.json").read_text())["71ad000001"]
    )
    assert "compares the two" in taken_apart((tmp_path / "report.html").read_text()).text


def test_unchanged_they_compare_with_the_audit_before_as_the_result_did(
    files: AccountFiles, audited: Audited, automations: Automations, tmp_path: Path
) -> None:
    audited()
    more = [*small()["automations"], series("71ad000099", "Later", 1)]
    automations.load(TEAM, [write(small(automations=more), tmp_path / "account.json")])
    assert files.write(TEAM, audited(), "en", tmp_path / "out").since == "same"
    audit = json.loads((tmp_path / "out" / "audit.json").read_text())
    assert [one["id"] for one in audit["comparison"]["appeared"]] == ["71ad000099"]


def test_of_an_audit_whose_number_was_given_again_nothing_is_compared(
    files: AccountFiles, audited: Audited, tmp_path: Path
) -> None:
    other = audited().model_copy(update={"asked_at": datetime(2026, 1, 1, tzinfo=UTC)})
    assert files.write(TEAM, other, "en", tmp_path).since == "alone"
    assert json.loads((tmp_path / "audit.json").read_text())["comparison"] is None


def test_where_they_lie_is_gone_afterwards_and_what_a_killed_process_left_after_an_hour(
    files: AccountFiles, tmp_path: Path
) -> None:
    left, recent = tmp_path / "files-left", tmp_path / "files-recent"
    for one in (left, recent):
        one.mkdir()
        (one / "report.html").write_text("names and subjects")
    old = left.stat().st_mtime - 3700
    os.utime(left, (old, old))
    with files.place() as place:
        (place / "report.html").write_text("names and subjects")
        assert not left.exists()
    assert sorted(tmp_path.glob("files-*")) == [recent]


def test_it_gives_way_before_each_automation_in_every_pass(
    automations: Automations, audits: Audits, audited: Audited, tmp_path: Path
) -> None:
    given: list[int] = []
    giving = AccountFiles(automations, audits, tmp_path, give=lambda: given.append(1))
    giving.write(TEAM, audited(), "en", tmp_path)
    # Converting; the page twice, each table, SARIF, the template.
    assert len(given) >= 7 * 11
