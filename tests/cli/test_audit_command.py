"""``journeydesk audit`` as a person and as a script use it."""

import json
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from bot.cli import parallel
from converter import read_bundle
from tests.cli.conftest import (
    BLOCKED,
    CHANGED,
    CLEAN,
    LONG,
    PARTIAL,
    SAMPLE,
    UNREADABLE,
    Bundle,
)
from tests.commands import Run


@pytest.mark.parametrize(
    ("titles", "options", "code"),
    [
        ((CLEAN,), (), 0),
        ((CHANGED,), ("--fail-level", "warning"), 10),
        ((PARTIAL,), (), 11),
        ((BLOCKED, PARTIAL), (), 12),
        ((LONG,), ("--plan", "essentials"), 14),
        ((BLOCKED, UNREADABLE), (), 1),
        ((BLOCKED, UNREADABLE), ("--exit-zero",), 0),
        ((), (), 0),
    ],
)
def test_the_exit_codes_are_those_of_convert(
    run: Run, bundle: Bundle, titles: tuple[str, ...], options: tuple[str, ...], code: int
) -> None:
    file = bundle(*titles)
    assert run("audit", file, *options).code == code
    assert run("convert", file, *options).code == code


def test_the_account_is_told_in_both_languages(run: Run) -> None:
    english = run("audit", str(SAMPLE), COLUMNS="80").out
    french = run("audit", str(SAMPLE), "--lang", "fr", COLUMNS="80").out
    for words in (
        "Grade of the account: D",
        "What matters most",
        "What an answer would settle",
        "Standard is the cheapest plan",
        "May send twice",
        "214 contacts wait",
        "The order to move in",
        "  1. Blog hebdo",
    ):
        assert words in english
    for words in (
        "Note du compte\u00a0: D",
        "Ce qui compte le plus",
        "Ce qu'une réponse réglerait",
        "Standard est le forfait le moins cher",
        "Doubles envois possibles",
        "214 contacts attendent",
        "L'ordre de migration",
        "  1. Blog hebdo",
    ):
        assert words in french


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_line_is_wider_than_the_terminal_and_none_ends_in_spaces(
    run: Run, language: str
) -> None:
    lines = run("audit", str(SAMPLE), "--lang", language, COLUMNS="80").out.splitlines()
    assert len(lines) > 60
    assert [line for line in lines if cell_len(line) > 80 or line != line.rstrip(" ")] == []
    assert [line for line in lines if line.lstrip().startswith((":", "»", ";"))] == []


def test_a_large_account_stays_a_few_pages(run: Run, bundle: Bundle, sample: Any) -> None:
    account = sample | {"automations": []}
    for n in range(20):
        for made in sample["automations"]:
            one = json.loads(json.dumps(made))
            one["automation"]["id"] = f"{one['automation']['id']}-{n}"
            account["automations"].append(one)
    shown = run("audit", bundle(**account), COLUMNS="80").out
    assert len(shown.splitlines()) < 200
    assert "40 automations of the audience" in shown
    assert "more; --out writes them all." in shown


def test_json_prints_the_audit_and_nothing_else(run: Run) -> None:
    ran = run("audit", str(SAMPLE), "--json")
    assert ran.err == ""
    assert (ran.report["kind"], ran.report["format_version"]) == ("audit", "1.0")
    assert len(ran.report["order"]) == 11
    assert ran.report["timezone"] == "Europe/Paris"


def test_out_writes_the_audit_beside_the_report(run: Run, tmp_path: Path) -> None:
    ran = run("audit", str(SAMPLE), "--out", "result", "--lang", "fr")
    assert "Écrit dans result." in ran.out
    audit = json.loads((tmp_path / "result" / "audit.json").read_text(encoding="utf-8"))
    report = json.loads((tmp_path / "result" / "report.json").read_text(encoding="utf-8"))
    assert audit["summary"] == report["summary"]
    assert audit["constructs"] == report["constructs"]
    assert [one["id"] for one in audit["automations"]] == [
        one["id"] for one in report["automations"]
    ]
    assert (tmp_path / "result" / "answers.template.json").exists()
    page = unescape((tmp_path / "result" / "report.html").read_text(encoding="utf-8"))
    for words in ("L'ordre de migration", "Doubles envois possibles", audit["queues"]["text"]):
        assert words in page


def test_format_chooses_the_files_and_the_audit_is_always_among_them(
    run: Run, tmp_path: Path
) -> None:
    run("audit", str(SAMPLE), "--out", "result", "--format", "csv")
    assert sorted(path.name for path in (tmp_path / "result").iterdir()) == [
        "answers.template.json", "audit.json", "automations.csv", "findings.csv",
    ]  # fmt: skip


def test_a_later_audit_says_what_was_solved_since_the_earlier_one(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    file = bundle(CHANGED, PARTIAL)
    run("audit", file, "--out", "first")
    (tmp_path / "answers.json").write_text(json.dumps({"d84f3a01c2": {"re_entry": 30}}))
    answered = ("--answers", "answers.json")
    for earlier in ("first/audit.json", "first/report.json"):
        english = run("audit", file, *answered, "--before", earlier).out
        assert "Since the earlier audit" in english
        assert f"{CHANGED}: with changes → converts as it is · solved: CJ403" in english
        french = run("audit", file, *answered, "--before", earlier, "--lang", "fr").out
        assert "résolu\u00a0: CJ403" in french
    same = run("audit", file, "--before", "first/audit.json").out
    assert "Nothing has changed since the earlier audit." in same
    compared = run("audit", file, *answered, "--before", "first/audit.json", "--json").report
    assert (compared["comparison"]["better"], compared["comparison"]["solved"]) == (1, 1)


def test_one_unreadable_automation_does_not_stop_the_others(
    run: Run, bundle: Bundle, sample: Any
) -> None:
    account = sample | {"automations": [None, {"automation": 5}, *sample["automations"]]}
    ran = run("audit", bundle(**account), "--json")
    assert ran.code == 1
    assert len(ran.report["order"]) == 13
    assert ran.report["summary"]["automations"]["failed"] == 3


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        (("audit",), "Give either a file", "Indiquez soit un fichier"),
        (("audit", str(SAMPLE), "--live"), "Give either a file", "Indiquez soit un fichier"),
        (("audit", "--live"), "--live needs an API key", "--live a besoin d'une clé"),
        (("audit", str(SAMPLE), "--format", "csv"), "--out", "--out"),
        (
            ("audit", str(SAMPLE), "--out", "o", "--format", "pdf"),
            "pdf",
            "pdf",
        ),
        (("audit", "nowhere.json"), "nowhere.json: no such file", "n'existe pas"),
        (
            ("audit", str(SAMPLE), "--before", "nowhere.json"),
            "nowhere.json: no such file. Give the path of an earlier",
            "Indiquez le chemin d'un audit.json",
        ),
        (
            ("audit", str(SAMPLE), "--before", str(SAMPLE)),
            "neither an audit nor a report",
            "ni un audit, ni un rapport",
        ),
        (("audit", str(SAMPLE), "--plan", "gold"), "no such plan", "ce forfait n'existe pas"),
        (("audit", str(SAMPLE), "--fail-level", "x"), "write error or", "écrivez error ou"),
        (("audit", str(SAMPLE), "--answers", "no.json"), "no.json", "no.json"),
        (
            ("audit", str(SAMPLE), "--out", str(SAMPLE / "below")),
            "sample-account.json",
            "sample-account.json",
        ),
    ],
)
def test_what_was_used_wrongly_is_said_in_a_sentence(
    run: Run, arguments: tuple[str, ...], english: str, french: str
) -> None:
    for language, words in (("en", english), ("fr", french)):
        ran = run(*arguments, "--lang", language)
        assert (ran.code, words in ran.err) == (2, True), ran.err


def test_a_file_that_is_no_json_is_an_unreadable_automation(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    ran = run("audit", "broken.json", "--json")
    assert (ran.code, ran.report["order"][0]["stage"]) == (1, "failed")


def test_several_processes_give_the_same_audit_as_one(
    run: Run, monkeypatch: pytest.MonkeyPatch, bundle: Bundle, sample: Any
) -> None:
    file = bundle(**sample)
    assert read_bundle(Path(file)).fault is None
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    alone = run("audit", file, "--json").report
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    monkeypatch.setattr(parallel, "WORTH_IT", 0)
    assert run("audit", file, "--json").report == alone
