"""The bot is gone for longer than Slack tries again: what was said meanwhile is answered all the
same, once."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from bot.playground.driver import LocalSlack
from bot.store.engine import make_engine
from bot.store.models import EVERY_WORKSPACE, InboxRow
from bot.store.secrets import new_key
from tests.databases import NewDatabase
from tests.faults.process import BotProcess
from tests.waiting import answers, wait_for

WHICH = "Which plan do I need for customer journeys?"


def test_what_slack_gave_up_is_found_after_the_start(
    tmp_path: Path, new_database: NewDatabase
) -> None:
    address = new_database()
    with LocalSlack() as slack:
        settings = {"DATABASE_URL": address, "JOURNEYDESK_KEYS": new_key()}
        bot = BotProcess(slack, tmp_path, settings=settings)
        ben = slack.person("ben")
        try:
            bot.start()
            ben.says(WHICH)
            wait_for(lambda: answers(slack) == 1)
            # On a busy machine its acknowledgement may have come too late: Slack sends it again.
            slack.advance(600)
            assert slack.given_up == []

            bot.kill()
            ben.says(f"{WHICH} And why?")
            slack.advance(3600)
            assert len(slack.given_up) == 1
            an_hour_ago(address)

            bot.start()
            wait_for(lambda: answers(slack) == 2)
            bot.restart()
            # Still an answer each, after one more start that looked into it again.
            an_hour_ago(address)
            bot.restart()
            ben.says(f"{WHICH} Still?")
            wait_for(lambda: answers(slack) == 3)
        finally:
            bot.stop()
            slack.disconnect_bot()
        assert answers(slack) == 3
        assert slack.problems == []
        assert bot.output().count("the channels' history is read") == 2


def an_hour_ago(address: str) -> None:
    """As if everything so far had come then."""
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.execute(
            update(InboxRow).values(received_at=datetime.now(UTC) - timedelta(hours=1)),
            execution_options=EVERY_WORKSPACE,
        )
    engine.dispose()
