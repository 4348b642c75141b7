"""Where the database is, and what is said when it or its keys cannot be used."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError

from bot.services.cache import folder
from bot.settings import Settings
from bot.store.engine import DriverMissing, file_of, make_engine, url_of
from bot.store.keys import open_database
from bot.store.revision import UnknownRevision
from bot.store.secrets import KeyTrouble
from bot.words import texts
from converter.language import Param
from converter.report.model import Language


class StorageProblem(Exception):
    """The database or its keys cannot be used; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@contextmanager
def explained(settings: Settings, lang: Language) -> Iterator[None]:
    """Raises StorageProblem for whatever goes wrong with the database in the block."""

    def problem(key: str, **params: Param) -> StorageProblem:
        return StorageProblem(texts("storage").say(key, lang, **params))

    try:
        yield
    except DriverMissing as error:
        raise problem("driver_missing", driver=str(error)) from error
    except UnknownRevision as error:
        raise problem("newer", revision=str(error)) from error
    except KeyTrouble as error:
        raise problem(error.code, file=error.file) from error
    except (SQLAlchemyError, OSError) as error:
        raise problem("database_fails", where=shown(settings), why=reason_of(error)) from error


def reason_of(error: BaseException) -> str:
    """The first line of what a driver says, without the statement and its parameters."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    return lines[0][:200] if lines else type(cause).__name__


def shown(settings: Settings) -> str:
    """The address without its password."""
    return _url(settings).render_as_string(hide_password=True)


def kind(settings: Settings) -> str:
    return "SQLite" if _url(settings).get_backend_name() == "sqlite" else "PostgreSQL"


def role_is_possible(settings: Settings) -> bool:
    """On SQLite one process does everything."""
    return settings.journeydesk_role == "all" or kind(settings) != "SQLite"


def new_file(settings: Settings) -> Path | None:
    """The file of a SQLite database that is still to be made."""
    file = file_of(_url(settings))
    return None if file is None or file.exists() else file


def data_folder(settings: Settings) -> Path:
    """Where files may lie for a while: beside the SQLite file, else in the cache folder."""
    file = file_of(_url(settings))
    return file.parent if file is not None else folder(settings.journeydesk_cache)


@contextmanager
def opened(settings: Settings) -> Iterator[Engine]:
    """An engine without keys, for the block."""
    engine = make_engine(settings.address)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def unlocked(settings: Settings) -> Iterator[Engine]:
    """An engine that has its keys, for the block. Raises what open_database raises."""
    engine = open_database(settings.address, settings.keys)
    try:
        yield engine
    finally:
        engine.dispose()


def _url(settings: Settings) -> URL:
    return url_of(settings.address)
