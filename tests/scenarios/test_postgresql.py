"""The whole bot over PostgreSQL: asked, started anew, answered."""

from pathlib import Path

from bot.playground.driver import LocalSlack
from bot.store.engine import reading
from bot.store.secrets import new_key
from bot.store.talk import UnansweredRepository
from tests.databases import NewDatabase
from tests.scenarios.account import account, write
from tests.scenarios.bot import TEAM, served
from tests.scenarios.test_talk_ladder import PERHAPS, PLACE


def test_a_conversation_goes_on_after_a_restart(
    new_postgresql: NewDatabase, tmp_path: Path
) -> None:
    address, key = new_postgresql(), new_key()
    bundle = write(account(), tmp_path / "account.json")
    with LocalSlack() as slack:
        ben = slack.person("ben")
        with served(slack, tmp_path, bundle, database_url=address, journeydesk_keys=key):
            ben.runs("/convert Bienvenue newsletter", PLACE)
            assert "Bienvenue newsletter" in ben.last(PLACE).plain
            ben.says(PERHAPS)
            likely = ben.last()
            slack.wait_idle()
        with served(slack, tmp_path, bundle, database_url=address, journeydesk_keys=key) as wired:
            ben.clicks("Yes", likely)
            assert "this was the right answer" in ben.last().plain
            ben.says("no such words at all")
            assert "other words" in ben.last().plain
            slack.wait_idle()
            with reading(wired.engine) as session:
                found = UnansweredRepository(session, TEAM).all()
            assert wired.engine.dialect.name == "postgresql"
            assert [text for text, _ in found] == ["no such words at all"]
        assert [str(problem) for problem in slack.problems] == []
