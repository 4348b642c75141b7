"""Which tables the database has, found out without what changes them.

Nearly every start finds them as they should be, and Alembic is some megabytes that nothing else
needs.
"""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

FOLDER = Path(__file__).parent / "migrations"


class UnknownRevision(RuntimeError):
    """The database is at a revision that this version does not know: a newer version made it."""


def newest() -> str:
    """The revision that this version needs: ``0009`` of ``m0009_account_reads.py``."""
    return max(file.name[1:5] for file in FOLDER.glob("versions/m[0-9]*.py"))


def bring_up_to_date(engine: Engine) -> None:
    """Apply what is missing, if anything is. Raises UnknownRevision."""
    if _revisions(engine) != [newest()]:
        from bot.store.migrate import upgrade  # noqa: PLC0415 - brings Alembic

        upgrade(engine)


def _revisions(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return []
        return list(connection.scalars(text("SELECT version_num FROM alembic_version")))
