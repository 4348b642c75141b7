"""Bringing a database to the tables of this version, once, however many processes start."""

from collections.abc import Iterator
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, func, inspect, select, text

from bot.store.engine import locked
from bot.store.models import EVERY_WORKSPACE, Base
from bot.store.revision import FOLDER, UnknownRevision
from converter.frozen import Frozen

_ADVISORY_LOCK = 0x6A6F75726E6579  # “journey”: any number that nobody else takes


class Migration(Frozen):
    """``title`` is what it says of itself, in English."""

    revision: str
    title: str


class Lost(Frozen):
    """What goes with one step back: tables with their rows, and columns of tables that stay."""

    revision: str
    to: str | None
    tables: tuple[tuple[str, int], ...]
    columns: tuple[str, ...]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Apply what is missing. Others that start at the same time wait, then find it done.

    Raises UnknownRevision.
    """
    with locked(engine) as connection:
        _lock(connection)
        _pending(connection)
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Undo down to ``revision`` (``-1``: one step); rows of tables that go are lost.

    Raises UnknownRevision.
    """
    with locked(engine) as connection:
        _lock(connection)
        _pending(connection)
        command.downgrade(_config(connection), revision)


def would_lose(engine: Engine) -> Lost | None:
    """What one step back would lose, found out by taking it and undoing it; None at the bottom.

    Raises UnknownRevision.
    """
    with locked(engine) as connection:
        _lock(connection)
        _pending(connection)
        revision = _current(connection)
        if revision is None:
            return None
        before = _columns(connection)
        rows = {name: _count(connection, name) for name in before}
        command.downgrade(_config(connection), "-1")
        after, to = _columns(connection), _current(connection)
        connection.rollback()
    return Lost(
        revision=revision,
        to=to,
        tables=tuple((name, rows[name]) for name in sorted(before.keys() - after.keys())),
        columns=tuple(
            f"{table}.{column}"
            for table in sorted(before.keys() & after.keys())
            for column in sorted(before[table] - after[table])
        ),
    )


def current(engine: Engine) -> str | None:
    """The revision the database is at; None for one that was never set up."""
    with engine.connect() as connection:
        return _current(connection)


def head() -> str | None:
    """The revision this version needs."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def pending(engine: Engine) -> tuple[Migration, ...]:
    """What ``upgrade`` would apply, in its order. Raises UnknownRevision."""
    with engine.connect() as connection:
        return _pending(connection)


def differences(engine: Engine) -> tuple[str, ...]:
    """What the tables of the models and those of the database do not agree on.

    Tables that the models do not name are somebody else's.
    """
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return tuple(_told(compare_metadata(context, Base.metadata)))


def _current(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _pending(connection: Connection) -> tuple[Migration, ...]:
    scripts = ScriptDirectory.from_config(_config())
    now = _current(connection)
    try:
        missing = list(scripts.iterate_revisions("head", now or "base"))
    except (CommandError, RevisionError) as error:
        raise UnknownRevision(now or "") from error
    return tuple(Migration(revision=one.revision, title=one.doc) for one in reversed(missing))


def _columns(connection: Connection) -> dict[str, set[str]]:
    found = inspect(connection)
    tables = set(found.get_table_names()) & set(Base.metadata.tables)
    return {name: {column["name"] for column in found.get_columns(name)} for name in tables}


def _count(connection: Connection, table: str) -> int:
    count = select(func.count()).select_from(Base.metadata.tables[table])
    return connection.scalar(count, execution_options=EVERY_WORKSPACE) or 0


def _told(found: list[Any]) -> Iterator[str]:
    """Each difference as Alembic's word and its place: ``add_column bundles.plan``."""
    for one in found:
        if isinstance(one, list):
            yield from _told(one)
            continue
        what, *rest = one
        if what.endswith("_column"):
            table, place = rest[1], f"{rest[1]}.{rest[2].name}"
        elif what.startswith("modify"):
            table, place = rest[1], f"{rest[1]}.{rest[2]}"
        else:
            holder = getattr(rest[0], "table", None)
            table = (rest[0] if holder is None else holder).name
            place = rest[0].name if holder is None else f"{table}.{rest[0].name}"
        if table in Base.metadata.tables:
            yield f"{what} {place}"


def _lock(connection: Connection) -> None:
    # SQLite's write lock is held already, from the first statement on.
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
