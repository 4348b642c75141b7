"""On a database server: what Slack delivers takes one trip, and a lost connection is replaced."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.exc import OperationalError

from bot.inbox import Inbox, Straight, straight_to
from bot.store import pinging
from bot.store.engine import make_engine
from bot.store.models import EVERY_WORKSPACE
from bot.store.secrets import SecretBox, give, new_key
from tests.databases import NewDatabase
from tests.tenancy import only_of_one_workspace

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def engine(new_postgresql: NewDatabase) -> Iterator[Engine]:
    made = make_engine(new_postgresql())
    give(made, SecretBox([new_key()]))
    with only_of_one_workspace(made):
        yield made
    made.dispose()


@pytest.fixture
def inbox(engine: Engine) -> Inbox:
    return Inbox(engine, lambda: NOON)


@pytest.fixture
def straight(engine: Engine, inbox: Inbox) -> Straight:
    return Straight(engine, inbox, lambda: NOON)


@contextmanager
def told(engine: Engine) -> Iterator[list[tuple[str, bool]]]:
    """What the server is told, and whether each statement is a transaction of its own."""
    statements: list[tuple[str, bool]] = []

    def note(one: Connection, _cursor: object, statement: str, *_: object) -> None:
        alone = one.connection.dbapi_connection.autocommit  # type: ignore[union-attr]
        statements.append((statement.split(maxsplit=1)[0], alone))

    event.listen(engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine, "before_cursor_execute", note)


def cut_off(engine: Engine) -> None:
    """The server ends every connection, as when it starts again."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )


def test_a_delivery_is_in_the_inbox_when_it_is_put(inbox: Inbox, straight: Straight) -> None:
    for _ in range(2):
        straight.put("T1", "message:D1:1.1", "slack", '{"a": "é"}')
    straight.put("T2", "message:D1:1.1", "slack", "{}")
    found = inbox.get("T1", "message:D1:1.1")
    assert found is not None
    assert (found.body, found.kind, found.received_at) == ('{"a": "é"}', "slack", NOON)
    assert len(inbox.open("T1", datetime(2027, 1, 1, tzinfo=UTC))) == 1


def test_what_a_key_stands_for_never_changes(inbox: Inbox, straight: Straight) -> None:
    straight.put("T1", "a", "slack", "1")
    straight.put("T1", "a", "slack", "2")
    inbox.done("T1", "a")
    straight.put("T1", "a", "slack", "3")
    found = inbox.get("T1", "a")
    assert found is not None
    assert found.body == ""


def test_it_takes_one_statement(engine: Engine, straight: Straight) -> None:
    straight.put("T1", "a", "slack", "1")
    with told(engine) as statements:
        straight.put("T1", "b", "slack", "1")
        # Nothing of it is left to the connection's next user.
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    assert statements == [("INSERT", True), ("SELECT", False)]


def test_body_and_nothing_else_is_sealed(engine: Engine, straight: Straight) -> None:
    straight.put("T1", "a", "slack", "what people wrote")
    with engine.connect() as connection:
        key, body = connection.execute(
            text("SELECT key, body FROM inbox"), execution_options=EVERY_WORKSPACE
        ).one()
    assert key == "a"
    assert "people" not in body


def test_a_connection_that_was_lost_meanwhile_costs_nothing(
    engine: Engine, inbox: Inbox, straight: Straight
) -> None:
    straight.put("T1", "a", "slack", "1")
    other = make_engine(engine.url.render_as_string(hide_password=False))
    cut_off(other)
    other.dispose()
    straight.put("T1", "b", "slack", "1")
    assert inbox.get("T1", "b") is not None


def test_a_server_that_is_gone_is_said(inbox: Inbox) -> None:
    nowhere = make_engine("postgresql://u@127.0.0.1:9/x")
    give(nowhere, SecretBox([new_key()]))
    with pytest.raises(OperationalError):
        Straight(nowhere, Inbox(nowhere)).put("T1", "a", "slack", "1")


@pytest.mark.parametrize(("idle", "asked"), [(0.0, True), (3600.0, False)])
def test_only_who_was_idle_is_asked(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, idle: float, asked: bool
) -> None:
    monkeypatch.setattr(pinging, "IDLE_SECONDS", idle)
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    other = make_engine(engine.url.render_as_string(hide_password=False))
    cut_off(other)
    other.dispose()
    if asked:
        with engine.connect() as connection:
            assert connection.scalar(text("SELECT 1")) == 1
        return
    with engine.connect() as connection, pytest.raises(OperationalError) as caught:
        connection.execute(text("SELECT 1"))
    assert caught.value.connection_invalidated
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT 1")) == 1


def test_one_that_does_not_answer_has_all_replaced(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinging, "IDLE_SECONDS", 0.0)
    with engine.connect() as one, engine.connect() as two:
        before = {c.scalar(text("SELECT pg_backend_pid()")) for c in (one, two)}
    other = make_engine(engine.url.render_as_string(hide_password=False))
    cut_off(other)
    other.dispose()
    with engine.connect() as one, engine.connect() as two:
        after = {c.scalar(text("SELECT pg_backend_pid()")) for c in (one, two)}
    assert len(before | after) == 4


def test_a_file_takes_its_deliveries_another_way() -> None:
    here = make_engine("sqlite://")
    assert straight_to(here, Inbox(here)) is None
    here.dispose()
