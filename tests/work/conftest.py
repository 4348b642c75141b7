"""An empty database for each test, and an engine that a whole file shares, on both databases."""

from collections.abc import Iterator
from uuid import uuid4

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import URL

from bot.store.engine import make_engine
from bot.work import Queues, WorkEngine
from tests.databases import KINDS, NewDatabase, databases_on
from tests.work.effects import make_table

LONG = 60.0
"""Seconds that a busy machine may take for what takes moments."""
QUICK = Queues(poll=0.02, poll_overflow=0.02, poll_jobs=0.02, poll_timers=0.02, post_period=0.2)


@pytest.fixture(scope="module")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> NewDatabase:
    folder = tmp_path_factory.mktemp("work")
    return lambda: f"sqlite:///{folder / uuid4().hex}.sqlite3"


@pytest.fixture(scope="module")
def new_postgresql(postgresql_server: URL) -> Iterator[NewDatabase]:
    with databases_on(postgresql_server) as new:
        yield new


@pytest.fixture(scope="module", params=KINDS)
def new_address(request: pytest.FixtureRequest) -> NewDatabase:
    """Makes databases: first SQLite files, then PostgreSQL databases."""
    new: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return new


@pytest.fixture
def address(new_address: NewDatabase) -> str:
    return new_address()


@pytest.fixture(scope="module")
def shared(new_address: NewDatabase) -> Iterator[tuple[WorkEngine, Engine]]:
    """A running engine and its application database, with the table of tests.work.effects."""
    given = new_address()
    application = make_engine(given)
    make_table(application)
    work = WorkEngine(given, application, queues=QUICK)
    work.start()
    yield work, application
    work.stop()
    application.dispose()


@pytest.fixture
def work(shared: tuple[WorkEngine, Engine]) -> WorkEngine:
    return shared[0]


@pytest.fixture
def application(shared: tuple[WorkEngine, Engine]) -> Engine:
    return shared[1]
