"""An answer that Slack never confirmed, sent again by whoever runs the bot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Wired
from bot.cli import run
from bot.delivery.outbox import Outbox
from bot.playground.driver import LocalSlack
from bot.playground.player import Seen
from bot.store.secrets import new_key
from tests.databases import NewDatabase
from tests.scenarios.bot import TEAM, served, settled

WHICH = "Which plan do I need?"
POINTS = "How many points a plan allows"


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as made:
        yield made
        assert made.problems == []


def test_an_answer_that_never_arrived_is_sent_again_and_follows_its_question(
    slack: LocalSlack,
    tmp_path: Path,
    new_database: NewDatabase,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    address, keys = new_database(), new_key()
    for name, value in (
        ("DATABASE_URL", address),
        ("JOURNEYDESK_KEYS", keys),
        ("JOURNEYDESK_LANG", "en"),
    ):
        monkeypatch.setenv(name, value)

    def resend(key: str, lang: str = "en") -> tuple[int, str]:
        code = run(["work", "resend", key, "--lang", lang])
        said = capsys.readouterr()
        return code, said.out + said.err

    ben = slack.person("ben")
    with served(slack, tmp_path, database_url=address, journeydesk_keys=keys) as wired:
        key, asked = lose_an_answer(slack, wired)
        assert not any(seen.is_bot for seen in ben.sees())

        code, said = resend(key)
        assert (code, "is looked for in Slack" in said) == (0, True)
        settled(wired)
        ben.waits_for(lambda seen: seen.is_bot)
        assert Outbox(wired.engine).undelivered(TEAM) == ()
        code, said = resend(key)
        assert (code, "nothing to send again" in said) == (1, True)
        assert len([seen for seen in ben.sees() if seen.is_bot]) == 1

        ben.edits(asked, "How many points?")
        ben.waits_for(POINTS)
        assert len([seen for seen in ben.sees() if seen.is_bot]) == 1

        key, asked = lose_an_answer(slack, wired)
        ben.deletes(asked)
        code, said = resend(key, "fr")
        assert (code, "est périmé" in said) == (1, True)
        code, said = resend("nothing:1", "fr")
        assert (code, "Aucun message" in said) == (1, True)


def lose_an_answer(slack: LocalSlack, wired: Wired) -> tuple[str, Seen]:
    """The key of the answer that was given up, and the question."""
    slack.faults.api("error_before", method="chat.postMessage")
    asked = slack.person("ben").says(WHICH)
    settled(wired)
    slack.faults.reset()
    (lost,) = Outbox(wired.engine).undelivered(TEAM)
    assert lost.state == "gave_up"
    return lost.key, asked
