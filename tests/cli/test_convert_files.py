"""``journeydesk convert --out``: the same report in several files."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import SAMPLE, Bundle
from tests.commands import Run
from tests.reports.pages import Page, taken_apart

ALL = {
    "report.json",
    "report.html",
    "automations.csv",
    "findings.csv",
    "report.sarif",
    "answers.template.json",
}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


@pytest.fixture
def written(run: Run, tmp_path: Path) -> Path:
    run("convert", str(SAMPLE), "--out", "out", "--exit-zero")
    return tmp_path / "out"


def page(folder: Path) -> Page:
    return taken_apart((folder / "report.html").read_text(encoding="utf-8"))


def report(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def test_every_format_is_written(written: Path) -> None:
    assert names(written) == ALL | {"maps"}


def test_all_files_tell_the_same_numbers(written: Path) -> None:
    told = report(written)
    automations, findings = table(written / "automations.csv"), table(written / "findings.csv")
    sarif = json.loads((written / "report.sarif").read_text(encoding="utf-8"))["runs"][0]
    html = page(written)
    found = [d["code"] for row in told["automations"] for d in row["diagnostics"]]
    assert [row["Id"] for row in automations] == [row["id"] for row in told["automations"]]
    assert [row["Code"] for row in findings] == found
    assert [one["ruleId"] for one in sarif["results"]] == found
    assert sarif["properties"]["automations"] == told["summary"]["automations"]
    assert sarif["properties"]["grade"] == told["summary"]["grade"]
    assert sum(int(row["Errors"]) for row in automations) == sum(
        one["count"] for one in told["constructs"] if one["severity"] == "error"
    )
    assert told["summary"]["text"] in html.text
    assert [t for tag, t in html.tags if tag == "article"] == [
        (("class", f"automation {row['level']}"), ("aria-labelledby", f"a{place}"))
        for place, row in enumerate(told["automations"], 1)
    ]
    for row, one in zip(automations, told["automations"], strict=True):
        journey = one["journey"]
        assert row["Journey points"] == ("" if journey is None else str(journey["point_count"]))


def test_a_large_account_is_written_from_disk_with_the_same_bytes(
    run: Run, written: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("converter.report.writer.KEPT_IN_MEMORY", 1000)
    run("convert", str(SAMPLE), "--out", "again", "--exit-zero")
    for name in ALL:
        assert (tmp_path / "again" / name).read_bytes() == (written / name).read_bytes()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("html", {"report.html"}),
        ("csv", {"automations.csv", "findings.csv"}),
        ("sarif,json", {"report.sarif", "report.json"}),
        (" HTML , csv", {"report.html", "automations.csv", "findings.csv"}),
    ],
)
def test_the_formats_can_be_chosen(
    run: Run, bundle: Bundle, tmp_path: Path, given: str, expected: set[str]
) -> None:
    run("convert", bundle("Merci pour votre achat"), "--out", "some", "--format", given)
    assert names(tmp_path / "some") == expected | {"answers.template.json"}


@pytest.mark.parametrize("given", ["pdf", "html,pdf", "", ","])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_unknown_format_is_named_and_nothing_is_written(
    run: Run, bundle: Bundle, tmp_path: Path, given: str, language: str
) -> None:
    file = bundle("Merci pour votre achat")
    ran = run("convert", file, "--out", "none", "--format", given, "--lang", language)
    assert ran.code == 2
    assert {"en": "no such format", "fr": "n'existe pas"}[language] in ran.err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(("language", "word"), [("en", "add --out"), ("fr", "ajoutez --out")])
def test_a_format_needs_a_folder(run: Run, bundle: Bundle, language: str, word: str) -> None:
    ran = run("convert", bundle("Blog"), "--format", "html", "--lang", language)
    assert (ran.code, word in ran.err) == (2, True)


def test_the_files_are_in_the_language_of_the_report(run: Run, tmp_path: Path) -> None:
    run("convert", str(SAMPLE), "--out", "fr", "--exit-zero", "--lang", "fr")
    folder = tmp_path / "fr"
    assert page(folder).values("lang", "html") == ["fr"]
    assert "Gravité" in table(folder / "findings.csv")[0]
    assert json.loads((folder / "report.sarif").read_text("utf-8"))["runs"][0]["language"] == "fr"


def test_the_sarif_log_names_the_file_that_was_read(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    file = Path(bundle("Merci pour votre achat")).rename(tmp_path / "mon compte.json")
    for given, uri in ((str(file), "mon%20compte.json"), ("-", "stdin.json")):
        run("convert", given, "--out", "named", stdin=file.read_text(encoding="utf-8"))
        log = json.loads((tmp_path / "named" / "report.sarif").read_text(encoding="utf-8"))
        (artifact,) = log["runs"][0]["artifacts"]
        assert artifact["location"]["uri"] == uri


def test_one_automation_of_a_file_has_a_page_of_its_own(run: Run, tmp_path: Path) -> None:
    run("convert", str(SAMPLE), "--automation", "Panier abandonné", "--out", "one")
    html = page(tmp_path / "one")
    assert "Panier abandonné: from classic automation to customer journey" in html.text
    assert "Grade of the account" not in html.text
    assert "index" not in html.values("id")
