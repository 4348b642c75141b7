"""Deliveries on disk before they come to the inbox: none lost, none twice, in their order."""

import sqlite3
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from bot.inbox import Inbox, journal_of, settle_left
from bot.slack.keeping import Keeping
from bot.store.engine import make_engine
from bot.store.journal import BATCH, Journal, journal_file
from bot.store.migrate import upgrade
from bot.store.secrets import SecretBox, give, new_key

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
KEYS = (new_key(), new_key())


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    upgrade(made)
    give(made, SecretBox(KEYS))
    yield made
    made.dispose()


@pytest.fixture
def inbox(engine: Engine) -> Inbox:
    return Inbox(engine)


@pytest.fixture
def journal(engine: Engine, inbox: Inbox) -> Iterator[Journal]:
    made = journal_of(engine, inbox)
    assert made is not None
    yield made
    made.close()


def keys(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.scalars(text("SELECT key FROM inbox ORDER BY id")))


def on_disk(engine: Engine) -> list[str]:
    """The keys in the journal's file, as another program reads it."""
    with sqlite3.connect(journal_file(Path(str(engine.url.database)))) as connection:
        return [key for (key,) in connection.execute("SELECT key FROM deliveries ORDER BY id")]


def test_a_delivery_is_on_disk_and_in_the_inbox_only_when_it_is_settled(
    engine: Engine, inbox: Inbox, journal: Journal
) -> None:
    journal.put("T1", "message:D1:1.1", "slack", '{"text": "été"}')
    assert on_disk(engine) == ["message:D1:1.1"]
    assert keys(engine) == []
    journal.settle()
    assert on_disk(engine) == []
    received = inbox.get("T1", "message:D1:1.1")
    assert received is not None
    assert (received.kind, received.body, received.done_at) == ("slack", '{"text": "été"}', None)


def test_it_keeps_when_it_came(engine: Engine, inbox: Inbox) -> None:
    moment = [NOON]
    file = journal_file(Path(str(engine.url.database)))
    journal = Journal(file, SecretBox(KEYS), inbox.settle, lambda: moment[0])
    journal.put("T1", "a", "slack", "{}")
    moment[0] += timedelta(hours=3)
    journal.settle()
    received = inbox.get("T1", "a")
    assert received is not None
    assert received.received_at == NOON
    journal.close()


def test_many_are_settled_in_their_order_from_several_workspaces(
    engine: Engine, journal: Journal
) -> None:
    names = [f"k{number:04}" for number in range(2 * BATCH + 7)]
    for number, name in enumerate(names):
        journal.put(f"T{number % 3}", name, "slack", "{}")
    journal.settle()
    assert keys(engine) == names
    assert on_disk(engine) == []


def test_what_came_twice_stands_there_once(engine: Engine, journal: Journal) -> None:
    for _ in range(2):
        journal.put("T1", "a", "slack", "{}")
    journal.settle()
    journal.put("T1", "a", "slack", "{}")
    journal.settle()
    assert keys(engine) == ["a"]


def test_a_death_after_the_inbox_has_it_does_no_harm(
    engine: Engine, inbox: Inbox, journal: Journal
) -> None:
    journal.put("T1", "a", "slack", "{}")
    file = journal_file(Path(str(engine.url.database)))

    def settle_and_die(deliveries: object) -> None:
        inbox.settle(deliveries)  # type: ignore[arg-type]
        raise InterruptedError

    dying = Journal(file, SecretBox(KEYS), settle_and_die)
    with pytest.raises(InterruptedError):
        dying.settle()
    dying.close()
    assert (on_disk(engine), keys(engine)) == (["a"], ["a"])
    inbox.done("T1", "a")
    journal.settle()
    assert (on_disk(engine), keys(engine)) == ([], ["a"])
    received = inbox.get("T1", "a")
    assert received is not None
    assert received.done_at is not None


def test_it_takes_in_while_the_database_is_written_to(engine: Engine, journal: Journal) -> None:
    with engine.connect() as writer:
        writer.exec_driver_sql("ROLLBACK")
        writer.exec_driver_sql("BEGIN IMMEDIATE")
        journal.put("T1", "a", "slack", "{}")
        assert on_disk(engine) == ["a"]


def test_what_the_database_does_not_take_stays(engine: Engine, journal: Journal) -> None:
    journal.put("T1", "a", "slack", "{}")
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE inbox RENAME TO away"))
    with pytest.raises(OperationalError):
        journal.settle()
    assert on_disk(engine) == ["a"]
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO inbox"))
    journal.settle()
    assert keys(engine) == ["a"]


def test_words_are_sealed_and_open_with_an_older_key(
    engine: Engine, inbox: Inbox, tmp_path: Path
) -> None:
    file = journal_file(Path(str(engine.url.database)))
    before = Journal(file, SecretBox(KEYS[1:]), inbox.settle)
    before.put("T1", "a", "slack", '{"text": "my secret"}')
    before.close()
    assert not any(b"my secret" in one.read_bytes() for one in tmp_path.glob("bot.intake*"))
    after = Journal(file, SecretBox(KEYS), inbox.settle)
    after.settle()
    after.close()
    received = inbox.get("T1", "a")
    assert received is not None
    assert received.body == '{"text": "my secret"}'


def test_what_no_key_opens_stays_and_keeps_nobody_else_waiting(
    engine: Engine, inbox: Inbox, journal: Journal, caplog: pytest.LogCaptureFixture
) -> None:
    file = journal_file(Path(str(engine.url.database)))
    stranger = Journal(file, SecretBox([new_key()]), inbox.settle)
    stranger.put("T1", "a", "slack", "{}")
    stranger.close()
    journal.put("T1", "b", "slack", "{}")
    journal.settle()
    assert (on_disk(engine), keys(engine)) == (["a"], ["b"])
    assert "a stays unread: wrong_key" in caplog.text


def test_threads_keep_and_settle_side_by_side(engine: Engine, journal: Journal) -> None:
    def keep(name: str) -> None:
        for number in range(25):
            journal.put("T1", f"{name}:{number}", "slack", "{}")
            journal.settle()

    threads = [threading.Thread(target=keep, args=(str(n),)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.settle()
    assert on_disk(engine) == []
    assert sorted(keys(engine)) == sorted(f"{n}:{k}" for n in range(6) for k in range(25))


def test_what_is_found_later_goes_to_the_inbox_at_once(
    engine: Engine, inbox: Inbox, journal: Journal
) -> None:
    class Accepting:
        def accept(self, *_: str) -> bool:
            assert keys(engine) == ["message:D1:1.1"]
            return True

    keeping = Keeping(inbox, Accepting(), (), lambda: "T1", delivered=journal)
    event = {"type": "message", "channel": "D1", "channel_type": "im", "ts": "1.1", "user": "U1"}
    assert keeping.missed({"type": "event_callback", "event_id": "Ev1", "event": event})


def test_only_a_file_has_a_journal() -> None:
    engine = make_engine("sqlite://")
    assert journal_of(engine, Inbox(engine)) is None
    engine.dispose()


def test_what_a_dead_bot_left_is_brought_in_before_its_keys_go(
    engine: Engine, journal: Journal
) -> None:
    journal.put("T1", "a", "slack", "{}")
    settle_left(engine)
    assert (on_disk(engine), keys(engine)) == ([], ["a"])


def test_where_no_bot_ran_no_file_is_made(engine: Engine) -> None:
    settle_left(engine)
    assert not journal_file(Path(str(engine.url.database))).exists()
