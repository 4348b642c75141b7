"""The bot's process is killed and started again beside the same local Slack."""

import os
from pathlib import Path

import pytest

from bot.playground.driver import LocalSlack
from tests.faults.process import BotProcess, bot_process
from tests.waiting import answers, wait_for

WHICH = "Which plan do I need for customer journeys?"
NOT_NOW = "status 503"
"""What Slack is told when an event cannot be kept in time: it comes again, as it does here."""


def answered_in_time(slack: LocalSlack) -> bool:
    """After another minute, in which Slack may send again."""
    slack.advance(60)
    return answers(slack) == 1


def test_what_was_said_while_the_bot_was_killed_is_answered_after_its_start(
    tmp_path: Path,
) -> None:
    with LocalSlack() as slack, bot_process(slack, tmp_path) as bot:
        first = bot.pid
        bot.kill()
        assert not bot.alive
        slack.person("ben").says(WHICH)
        assert answers(slack) == 0

        bot.start()
        wait_for(lambda: answered_in_time(slack))

        assert bot.pid != first
        assert [one for one in slack.problems if NOT_NOW not in str(one)] == []
        assert slack.given_up == []
        assert bot.output().count("Listening on") == 2


def test_an_outage_longer_than_the_retries_is_known_to_slack(tmp_path: Path) -> None:
    with LocalSlack() as slack, bot_process(slack, tmp_path) as bot:
        bot.kill()
        slack.person("ben").says(WHICH)
        slack.advance(3600)

        assert len(slack.given_up) == 1
        assert slack.problems == []


def test_a_bot_that_cannot_start_says_why(tmp_path: Path) -> None:
    with LocalSlack() as slack:
        bot = BotProcess(slack, tmp_path, settings={"PORT": "no port"})
        with pytest.raises(RuntimeError, match="PORT"):
            bot.start()
        assert not bot.alive
        with pytest.raises(ProcessLookupError):
            os.kill(bot.pid, 0)
