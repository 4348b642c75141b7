"""Which findings the terminal folds."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli.alike import groups
from converter import Options, convert_entry, read_bundle
from converter.report.model import AutomationReport, Language
from tests.cli.conftest import SAMPLE
from tests.commands import Run

LANGUAGES: tuple[Language, ...] = ("en", "fr")


def report(name: str, language: Language) -> AutomationReport:
    rows = (convert_entry(e, Options(language=language)) for e in read_bundle(SAMPLE).entries())
    return next(row for row in rows if row is not None and row.name == name)


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_that_differ_by_their_email_only_are_one_group(language: Language) -> None:
    row = report("Anniversaire client", language)
    windows = [d for d in row.diagnostics if d.code == "CJ401"]
    assert len({d.message for d in windows}) == len(windows) > 1
    assert groups(row, windows, language) == [windows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_findings_that_differ_by_more_stay_apart(language: Language) -> None:
    row = report("Anniversaire client", language)
    first, second = [d for d in row.diagnostics if d.code == "CJ401"]
    other = second.model_copy(update={"message": second.message + " 09:00"})
    fixed = second.model_copy(update={"fix": second.fix + " 09:00"})
    assert groups(row, [first, other], language) == [[first], [other]]
    assert groups(row, [first, fixed], language) == [[first], [fixed]]


@pytest.mark.parametrize("code", ["CJ601", "CJ605"])
def test_values_that_could_not_be_read_are_never_folded(code: str) -> None:
    row = report("Anniversaire client", "en")
    one = row.diagnostics[0].model_copy(update={"code": code})
    assert groups(row, [one, one], "en") == [[one], [one]]


def test_the_terminal_shows_every_message_that_says_something_else(
    run: Run, bundle: Callable[..., str]
) -> None:
    path = Path(bundle("Anniversaire client"))
    account = json.loads(path.read_text(encoding="utf-8"))
    for email in account["automations"][0]["emails"]:
        email["delay"]["type"] = f"moon{email['position']}"
        email["delay"]["amount"] = 2
    path.write_text(json.dumps(account))
    row = run("convert", str(path), "--json").report["automations"][0]
    wanted = [d["message"] for d in row["diagnostics"] if d["code"] == "CJ605"]
    assert len(wanted) > 1
    shown = " ".join(run("convert", str(path)).out.split())
    assert [message in shown for message in wanted] == [True] * len(wanted)
