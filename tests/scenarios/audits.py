"""What the tests of an audit share: where it is shown, and how one is held up."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.limits import Json
from bot.playground.player import Player, Seen
from bot.services.audits import Audits
from bot.store.engine import writing
from bot.store.models import AuditBriefRow, AuditRow

DAY = re.compile(r"-\d{4}-\d\d-\d\d")


def audits_in(wired: Wired) -> Audits:
    return Audits(wired.engine, wired.automations)


def clear(wired: Wired) -> None:
    """As if no audit had ever been asked for."""
    with writing(wired.engine) as session:
        for table in (AuditBriefRow, AuditRow):
            session.execute(delete(table))


def told(person: Player) -> list[Seen]:
    """What the bot says in somebody's direct conversation."""
    return [seen for seen in person.sees("dm") if seen.is_bot]


def audited(person: Player) -> Seen:
    """The result of an audit that they have asked for."""
    person.runs("/convert all", "#marketing")
    return told(person)[-1]


def sendings(person: Player) -> list[Seen]:
    """The messages with files."""
    return [seen for seen in told(person) if seen.files]


def content(slack: LocalSlack, seen: Seen) -> dict[str, str]:
    """What the files of a message hold, by name without its day."""
    files = slack.slack.workspace.files
    return {
        undated(listed): (files[str(listed["id"])].content or b"").decode() for listed in seen.files
    }


def undated(listed: Json) -> str:
    """The name of a file without its day."""
    return DAY.sub("", str(listed["name"]))


@contextmanager
def held(wired: Wired) -> Iterator[None]:
    """Somebody keeps going first: an audit gets on by an automation in half a second."""
    with wired.work._handling._way.taken():
        yield
