"""The report as tables: what stands in them is what stands in the report."""

import csv
import io
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import Report
from converter.cells import harmless
from converter.report.files import automations_csv, findings_csv
from converter.report.model import Language
from tests.converter.build import email, entry, series
from tests.converter.examples import examples
from tests.converter.strategies import ordinary
from tests.reports.accounts import BOTH, of, sample


def read(pieces: Iterable[str]) -> list[dict[str, str]]:
    """The rows by their headings, as a spreadsheet reads the file."""
    text = "".join(pieces).encode("utf-8").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


@pytest.mark.parametrize("table", [automations_csv, findings_csv])
def test_excel_reads_it_as_utf_8_in_lines_of_rfc_4180(table: object) -> None:
    text = "".join(table(sample("fr")))  # type: ignore[operator]
    assert text.startswith("\ufeffIdentifiant,Nom,")
    assert text.endswith("\r\n")
    assert "\n" not in text.replace("\r\n", "")


def test_the_automations_carry_the_numbers_of_the_report() -> None:
    report = sample("en", "essentials")
    rows = read(automations_csv(report))
    assert [row["Id"] for row in rows] == [one.id for one in report.automations]
    for row, one in zip(rows, report.automations, strict=True):
        severities = [d.severity for d in one.diagnostics]
        assert row["Name"] == one.name
        assert row["Verdict"] == one.verdict
        assert int(row["Emails"]) == one.email_count
        assert int(row["Errors"]) == severities.count("error")
        assert int(row["Warnings"]) == severities.count("warning")
        assert int(row["Notes"]) == severities.count("note")
        assert int(row["Open questions"]) == len(one.questions)
        assert row["Carried over"] == ("" if one.coverage is None else str(one.coverage))
        journey = one.journey
        assert row["Journey points"] == ("" if journey is None else str(journey.point_count))
        assert row["Wait rules"] == ("" if journey is None else str(journey.wait_rule_count))
        fits = {"yes": "fits", "no": "does not fit", "check": "to be checked"}
        for fit in one.plan_fit:
            assert row[f"Plan {fit.name}"] == fits[fit.fits]
        notice = one.archive_notice
        if notice is not None and notice.queued_contacts is not None:
            assert int(row["Queued contacts"]) == notice.queued_contacts
            assert row["Last planned send"] == (notice.last_planned_send or "")


def test_outcomes_and_shares_are_in_the_words_of_the_language() -> None:
    english, french = read(automations_csv(sample("en"))), read(automations_csv(sample("fr")))
    assert english[0]["Outcome"] == "Converts with changes"
    assert french[0]["Résultat"] == "Se convertit avec des changements"
    assert english[0]["Carried over"] == french[0]["Part reprise"].replace(",", ".")
    assert "," in french[0]["Part reprise"]


@pytest.mark.parametrize("language", BOTH)
def test_every_finding_has_a_line(language: Language) -> None:
    report = sample(language)
    rows = [list(row.values()) for row in read(findings_csv(report))]
    found = [(one, d) for one in report.automations for d in one.diagnostics]
    assert len(rows) == len(found)
    for row, (one, d) in zip(rows, found, strict=True):
        assert row[:2] == [one.id, one.name]
        told = [d.code, d.title, d.message, d.fix, d.pointer, d.source]
        assert [text for text in told if harmless(text) not in row] == []


def test_a_finding_names_the_number_of_its_point() -> None:
    report = of(series(3), entry(email(1, "signup"), email(2, "mandrill_sent")))
    rows = read(findings_csv(report))
    (placeholder,) = [row for row in rows if row["Code"] == "CJ303"]
    journey = report.automations[1].journey
    assert journey is not None
    (number,) = [p.number for p in journey.points if p.kind == "placeholder"]
    assert placeholder["Journey point"] == str(number)


def test_a_formula_in_a_name_stays_text() -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = '=HYPERLINK("http://evil.example";"x")'
    (row,) = read(automations_csv(of(made)))
    assert row["Name"].startswith("'=HYPERLINK(")


@examples(40)
@given(st.lists(ordinary(3, blocking=True), max_size=3))
def test_no_cell_of_any_account_is_a_formula(entries: list[object]) -> None:
    report: Report = of(*entries)
    for table in (automations_csv(report), findings_csv(report)):
        rows = list(csv.reader(io.StringIO("".join(table).removeprefix("\ufeff"), newline="")))
        assert len({len(row) for row in rows}) == 1
        assert not [c for row in rows for c in row if c.lstrip().startswith(("=", "+", "-", "@"))]
