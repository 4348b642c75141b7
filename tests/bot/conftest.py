"""A migrated database for each test: SQLite always, PostgreSQL where TEST_PG_URL names one."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from bot.store.engine import make_engine
from bot.store.migrate import upgrade

POSTGRESQL = os.environ.get("TEST_PG_URL", "")


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    made = _sqlite(tmp_path) if request.param == "sqlite" else _postgresql()
    upgrade(made)
    yield made
    made.dispose()


def _sqlite(folder: Path) -> Engine:
    return make_engine(f"sqlite:///{folder / 'deep' / 'er' / 'test.sqlite3'}")


def _postgresql() -> Engine:
    made = make_engine(POSTGRESQL)
    with made.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    return made
