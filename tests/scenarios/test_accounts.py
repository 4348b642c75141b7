"""Accounts that are empty, and automations that are larger than anybody's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.playground.driver import LocalSlack
from tests.scenarios.account import series, write
from tests.scenarios.bot import served

PLACE = "#marketing"


@pytest.fixture
def empty_slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        yield slack
        slack.wait_idle()
        assert [str(problem) for problem in slack.problems] == []


def test_with_nothing_loaded_the_bot_says_how_to_load(
    empty_slack: LocalSlack, tmp_path: Path
) -> None:
    with served(empty_slack, tmp_path):
        ana, ben = empty_slack.person("ana"), empty_slack.person("ben")
        for command in ("/convert", "/convert Bienvenue"):
            ana.runs(command, PLACE)
            assert "JOURNEYDESK_BUNDLE" in ana.last(PLACE).plain
            assert "aucune automatisation" in ana.last(PLACE).plain
        ben.runs("/convert help", PLACE)
        assert "turn a Mailchimp classic automation" in ben.last(PLACE).plain


def test_an_automation_of_5000_emails_is_answered_and_shown_to_the_last(
    empty_slack: LocalSlack, tmp_path: Path
) -> None:
    bundle = {"bundle_version": "1", "automations": [series("71ad005000", "Huge", 5000)]}
    with served(empty_slack, tmp_path, write(bundle, tmp_path / "huge.json")):
        ben = empty_slack.person("ben")
        assert ben.runs("/convert Huge", PLACE) is None
        seen = ben.last(PLACE)
        assert "5,000 emails" in seen.plain
        assert len(seen.blocks) <= 25
        ben.clicks("All points")
        ben.clicks("Last")
        shown = empty_slack.transcript(PLACE, seen_by=ben)
        assert "“E-mail 5000”" in shown
        assert "9,961 to 9,999 of 9,999" in shown
        ben.closes()
        ben.clicks("open_findings")
        assert ben.modals == ["All findings"]
