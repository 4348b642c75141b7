import random

import pytest

from benchmarks.__main__ import machine, main, registry, table
from benchmarks._mailchimp_server import EMAILS as SIMULATED_EMAILS
from benchmarks._mailchimp_server import account as simulated_account
from benchmarks._malformed import Malformed, malformed
from benchmarks.edge import EMAILS, large_automation
from bot.web.shape import Malformed as NotSlack
from bot.web.shape import payload_of
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


def test_the_account_that_is_read_for_measuring_converts() -> None:
    entries = simulated_account(3)["automations"]
    assert len({entry["automation"]["id"] for entry in entries}) == 3
    for entry in entries:
        report = convert_automation(entry, Options())
        assert report.email_count == SIMULATED_EMAILS
        assert report.level != "failed"


def test_malformed_requests_come_from_the_seed_and_what_is_signed_is_no_request_of_slacks() -> None:
    def made(seed: int) -> list[Malformed]:
        random_ = random.Random(seed)
        return [malformed(random_) for _ in range(500)]

    assert made(1) == made(1) != made(2)
    signed = [request for request in made(1) if request.sign]
    assert 100 < len(signed) < 450
    for request in signed:
        with pytest.raises(NotSlack):
            payload_of(request.body, request.content_type.encode())
