"""Files of an account that changed, and files asked for twice: each with a bot of its own."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from tests.reports.pages import taken_apart
from tests.scenarios.account import account, series, write
from tests.scenarios.audits import audited, content, held, sendings, told
from tests.scenarios.bot import TEAM, served, settled
from tests.waiting import wait_for

PLACE = "#marketing"


def test_what_changed_since_the_audit_is_in_all_of_them_and_is_told(tmp_path: Path) -> None:
    file = write(account(), tmp_path / "account.json")
    with LocalSlack() as slack, served(slack, tmp_path, file) as wired:
        ben = slack.person("ben")
        result = audited(ben)
        bundle = account()
        bundle["automations"][1] = series("71ad000002", "Suivi bougies", 2)
        bundle["automations"].append(series("71ad000012", "Brand new", 1))
        wired.automations.load(TEAM, [write(bundle, file)], only=True)
        ben.clicks("As files", result)
        (sent,) = sendings(ben)
        assert "The account has changed since the audit of" in sent.plain
        files = content(slack, sent)
    page = taken_apart(files["report.html"])
    assert "of the 13 automations that the account had then" in page.text
    assert "The account is not what it was at the audit of" in page.text
    assert "1 automation more." in page.text
    compared = json.loads(files["audit.json"])["comparison"]
    assert [one["id"] for one in compared["appeared"]] == ["71ad000012"]
    assert [(one["id"], one["before"], one["now"]) for one in compared["changed"]] == [
        ("71ad000002", "blocked", "converted")
    ]
    assert "Brand new" in files["automations.csv"]
    assert len(json.loads(files["report.json"])["automations"]) == 13


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[tuple[LocalSlack, Wired]]:
    """A bot that nobody waits for."""
    file = write(account(), tmp_path / "account.json")
    with (
        LocalSlack() as slack,
        served(slack, tmp_path, file, settle=lambda _wired: None) as wired,
    ):
        yield slack, wired


def test_clicking_again_while_they_are_on_their_way_sends_them_once(
    slow: tuple[LocalSlack, Wired],
) -> None:
    slack, wired = slow
    ben = slack.person("ben")
    ben.runs("/convert all", PLACE)
    settled(wired)
    result = told(ben)[-1]
    with held(wired):
        ben.clicks("As files", result)
        wait_for(lambda: "The files come into our direct messages" in ben.sees("dm")[-1].plain)
        ben.clicks("As files", result)
        wait_for(lambda: "on their way into our direct messages already" in ben.last("dm").plain)
        assert sendings(ben) == []
    settled(wired)
    assert len(sendings(ben)) == 1
    ben.clicks("As files", result)
    settled(wired)
    assert len(sendings(ben)) == 2, "asked for once more, they come once more"
