"""From the version before durable work, with everything that was under way there."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.playground.player import Player, Seen
from bot.store.migrate import current, head
from tests.faults.conftest import Crew, crew_of
from tests.faults.deeds import POINTS, TEXT_OF_YES
from tests.faults.evidence import Books, Evidence, collect
from tests.faults.storm import settled
from tests.faults.town import MARKETING, SUPPORT
from tests.faults.yesterday import REVISION, database_of_yesterday, yesterday

WHICH = "Which plan do I need, case {}x?"
LIKELY = "Perhaps: which plan do I need, case {}x?"


def newest(person: Player, channel: str | None = None) -> Seen:
    return [one for one in person.sees(channel) if one.is_bot][-1]


def upgrade_by_command(crew: Crew) -> None:
    """As whoever runs the bot does it."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "db", "upgrade"],
        env={**crew.environment(), "PYTHONPATH": str(Path(__file__).parents[2])},
        cwd=crew.folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert str(head()) in done.stdout


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_was_under_way_is_brought_to_its_end(
    request: pytest.FixtureRequest, kind: str, tmp_path: Path
) -> None:
    address = (
        f"sqlite:///{tmp_path / 'old.sqlite3'}"
        if kind == "sqlite"
        else request.getfixturevalue("empty_postgresql")()
    )
    engine = database_of_yesterday(address)
    with crew_of(address, tmp_path, 10) as crew:
        slack = crew.slack
        p = [slack.person(f"p{n}") for n in range(10)]
        with yesterday(slack, engine):
            p[0].says(LIKELY.format(0))
            p[1].says(LIKELY.format(1))
            p[2].mentions(WHICH.format(2), MARKETING)
            p[3].says(WHICH.format(3))
            edited = p[4].says(WHICH.format(4))
            deleted = p[5].says(WHICH.format(5))
            thread = p[6].says(WHICH.format(6), SUPPORT)
            p[7].says(WHICH.format(7))
            p[7].clicks("Not helpful")
            slack.wait_idle()
        # Asked, and changed, while nobody was there: Slack has it still.
        waiting = p[8].says(WHICH.format(8))
        p[4].edits(edited, "How many points, case 4x?")
        p[5].deletes(deleted)
        assert current(engine) == REVISION
        engine.dispose()
        upgrade_by_command(crew)
        crew.add()
        p[0].clicks("Yes")
        p[1].clicks("No")
        p[2].clicks("Share", newest(p[2], MARKETING))
        p[3].clicks("Helpful")
        p[6].says("And can I go back, case 6x?", SUPPORT, thread=thread)
        p[7].submits({"reason": "wrong", "comment": "case 7x"})
        slack.advance(61)
        slack.advance(301)
        found = end_of(crew)

        assert crew.slack.given_up == []
        assert found.failed == []
        assert found.open() == []
        assert TEXT_OF_YES in newest(p[0]).plain
        assert POINTS in newest(p[1]).plain
        assert sum("case 2x" in str(one.blocks) for one in found.messages) == 1
        assert {(row["verdict"], row["comment"]) for row in found.feedback} == {
            ("up", None),
            ("down", "case 7x"),
        }
        assert POINTS in newest(p[4]).plain
        assert [one for one in p[5].sees() if one.is_bot] == []
        replies = [one for one in p[6].sees(SUPPORT) if one.is_bot]
        assert ["going back" in one.plain.casefold() for one in replies] == [False, True]
        assert len(found.answers(waiting.ts)) == 1


def end_of(crew: Crew) -> Evidence:
    books = Books(crew.address)
    try:
        settled(books)
        return collect(books, crew.slack)
    finally:
        books.close()
