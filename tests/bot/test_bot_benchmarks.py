import pytest

from benchmarks.__main__ import machine, main, registry, table
from benchmarks.edge import EMAILS, large_automation
from converter import Options, convert_automation


def test_tables_are_markdown_with_the_columns_of_the_first_row() -> None:
    rows = [{"a": "1", "b": "2"}, {"a": "3", "b": "4"}]
    assert table(rows) == "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |"


def test_the_registry_finds_the_edge_and_no_helper() -> None:
    assert "edge" in registry()
    assert all(not name.startswith("_") for name in registry())


def test_an_unknown_name_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert "edge" in capsys.readouterr().out


def test_the_machine_is_described() -> None:
    assert "cores" in machine()
    assert "Python 3." in machine()


def test_what_is_measured_is_a_real_conversion() -> None:
    report = convert_automation(large_automation(), Options())
    assert report.email_count == EMAILS
    assert report.journey is not None
    assert report.journey.point_count > EMAILS
    assert report.journey.branching
