"""Intake notices an outage that was longer than Slack's retries."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from bot.inbox import Inbox
from bot.slack.keeping import Keeping
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.secrets import SecretBox, give, new_key

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


class Accepted:
    """What was given to the engine."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def accept(self, work_id: str, kind: str, workspace_id: str, key: str) -> bool:
        assert work_id == f"{kind}:{workspace_id}:{key}"
        self.ids.append(work_id)
        return self.ids.count(work_id) == 1


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    upgrade(made)
    give(made, SecretBox([new_key()]))
    yield made
    made.dispose()


def message(ts: str) -> dict[str, Any]:
    event = {"type": "message", "channel": "D1", "channel_type": "im", "ts": ts, "user": "U1"}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"Ev{ts}", "event": event}


def rename(engine: Engine, before: str, after: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(f"ALTER TABLE {before} RENAME TO {after}"))


@pytest.mark.parametrize(("minutes", "told"), [(5, []), (7, [NOON])])
def test_only_an_outage_longer_than_slacks_retries_is_told(
    engine: Engine, minutes: int, told: list[datetime]
) -> None:
    moment = [NOON]
    heard: list[datetime] = []
    keeping = Keeping(
        Inbox(engine), Accepted(), (), lambda: "T1", heard.append, now=lambda: moment[0]
    )
    assert keeping.keep(message("1.1"))
    rename(engine, "inbox", "away")
    for _ in range(2):
        with pytest.raises(OperationalError):
            keeping.keep(message("1.2"))
        moment[0] += timedelta(minutes=minutes) / 2
    rename(engine, "away", "inbox")
    assert keeping.keep(message("1.3"))
    assert keeping.keep(message("1.4"))
    moment[0] += timedelta(hours=3)
    assert keeping.keep(message("1.5"))
    assert heard == told


def test_an_outage_that_cannot_be_told_at_once_is_told_with_the_next_delivery(
    engine: Engine,
) -> None:
    moment, heard = [NOON], list[datetime]()

    def tell(since: datetime) -> None:
        heard.append(since)
        if len(heard) == 1:
            raise OperationalError("INSERT", {}, Exception("away again"))

    keeping = Keeping(Inbox(engine), Accepted(), (), lambda: "T1", tell, now=lambda: moment[0])
    rename(engine, "inbox", "away")
    with pytest.raises(OperationalError):
        keeping.keep(message("1.1"))
    rename(engine, "away", "inbox")
    moment[0] += timedelta(minutes=7)
    with pytest.raises(OperationalError):
        keeping.keep(message("1.1"))
    for ts in ("1.1", "1.2"):
        assert keeping.keep(message(ts))
    assert heard == [NOON, NOON]


def test_what_is_found_later_is_new_only_if_it_was_not_delivered(engine: Engine) -> None:
    accepted = Accepted()
    keeping = Keeping(Inbox(engine), accepted, (), lambda: "T1")
    assert keeping.keep(message("1.1"))
    assert not keeping.missed(message("1.1"))
    assert keeping.missed(message("1.2"))
    assert not keeping.missed(message("1.2") | {"type": "app_rate_limited"})
    assert set(accepted.ids) == {"slack:T1:message:D1:1.1", "slack:T1:message:D1:1.2"}


def test_the_newest_of_all_is_known(engine: Engine) -> None:
    inbox = Inbox(engine, now=lambda: NOON)
    assert inbox.newest() is None
    keeping = Keeping(inbox, Accepted(), (), lambda: "T1")
    keeping.keep(message("1.1"))
    assert inbox.newest() == NOON
