"""A local Slack and a migrated database; PostgreSQL too where TEST_PG_URL names one."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from bot.playground.driver import LocalSlack
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.secrets import SecretBox, give, new_key
from tests.delivery.station import Station
from tests.delivery.steps import Clock

POSTGRESQL = os.environ.get("TEST_PG_URL", "")


@pytest.fixture(scope="session")
def server() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture(scope="session", params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    if request.param == "sqlite":
        folder = tmp_path_factory.mktemp("delivery")
        made = make_engine(f"sqlite:///{folder / 'test.sqlite3'}")
        event.listen(made, "connect", _hurry)
    else:
        made = make_engine(POSTGRESQL)
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    upgrade(made)
    give(made, SecretBox([new_key()]))
    yield made
    made.dispose()


def _hurry(connection: Any, _record: Any) -> None:
    # What ends here is a process, never the machine.
    connection.execute("PRAGMA synchronous=OFF")


@pytest.fixture
def slack(server: LocalSlack) -> Iterator[LocalSlack]:
    """One server for all tests, as new for each. The bot must not have got anything wrong."""
    server.disconnect_bot()
    server.reset()
    server.faults.reset()
    yield server
    assert [str(problem) for problem in server.problems] == []


@pytest.fixture
def station(slack: LocalSlack, engine: Engine) -> Station:
    return Station(slack, engine, Clock(slack.clock.now()))
