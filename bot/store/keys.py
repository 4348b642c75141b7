"""Where the keys come from: JOURNEYDESK_KEYS, or a file beside a SQLite database."""

import os
import stat
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy import Column, Engine, inspect, select
from sqlalchemy.engine import URL

from bot.store.engine import file_of, make_engine, url_of
from bot.store.models import EVERY_WORKSPACE, Base
from bot.store.secrets import EncryptedText, KeyTrouble, SecretBox, give, keys_in, new_key
from converter.frozen import Frozen

PRIVATE = 0o600
SUFFIX = ".key"


class KeyState(Frozen):
    """Where the keys are, for whoever runs the bot.

    ``given``: in JOURNEYDESK_KEYS, ``count`` of them. ``file``: in ``path``; ``shared`` if others
    than its owner may read it. ``new``: ``path`` is made when it is needed first. ``missing``:
    none, and this database has no file beside it. ``memory``: gone with the process.
    """

    place: Literal["given", "file", "new", "missing", "memory"]
    count: int = 0
    path: str = ""
    shared: bool = False


def open_database(address: str, given: str = "") -> Engine:
    """An engine that has its keys; the file is made where one is needed and none is there.

    ``given`` is JOURNEYDESK_KEYS. Raises what make_engine raises, KeyTrouble, OSError for the key
    file, ValueError for a bad key, and sqlalchemy.exc.SQLAlchemyError.
    """
    engine = make_engine(address)
    try:
        give(engine, _box(engine, url_of(address), given))
    except BaseException:
        engine.dispose()
        raise
    return engine


def key_file(url: URL) -> Path | None:
    """The file with the keys of a SQLite database; None for any other, and for one in memory."""
    file = file_of(url)
    return None if file is None else file.with_name(f"{file.name}{SUFFIX}")


def state_of(address: str, given: str = "") -> KeyState:
    """Where the keys of a database are. Makes nothing."""
    file = key_file(url_of(address))
    if given.strip():
        return KeyState(place="given", count=len(keys_in(given)))
    if file is None:
        sqlite = url_of(address).get_backend_name() == "sqlite"
        return KeyState(place="memory" if sqlite else "missing")
    if not file.exists():
        return KeyState(place="new", path=str(file))
    shared = os.name == "posix" and bool(file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
    return KeyState(place="file", count=len(read_keys(file)), path=str(file), shared=shared)


def read_keys(file: Path) -> tuple[str, ...]:
    """The keys of a file, newest first. Raises OSError, or KeyTrouble when it holds none."""
    try:
        keys = keys_in(file.read_text(encoding="ascii"))
    except ValueError:
        keys = ()
    if not keys:
        raise KeyTrouble("key_file_broken", str(file))
    return keys


def write_keys(file: Path, keys: Sequence[str], *, replace: bool) -> bool:
    """Write a file that only its owner may read, whole or not at all.

    Without ``replace``, False when one is there already, which then stays.
    """
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=file.name)
    made = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write("".join(f"{key}\n" for key in keys))
            stream.flush()
            os.fsync(stream.fileno())
        made.chmod(PRIVATE)
        if replace:
            made.replace(file)
            return True
        try:
            os.link(made, file)
        except FileExistsError:
            return False
        return True
    finally:
        made.unlink(missing_ok=True)


def sealed_columns(engine: Engine) -> list[Column[str]]:
    """Every encrypted column that is there: an older database lacks some of the tables."""
    there = set(inspect(engine).get_table_names())
    return [
        column
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, EncryptedText) and table.name in there
    ]


def holds_secrets(engine: Engine) -> bool:
    """Whether the database holds an encrypted value, which needs its key."""
    with engine.connect().execution_options(**EVERY_WORKSPACE) as connection:
        return any(
            connection.scalar(select(value.is_not(None)).where(value.is_not(None)).limit(1))
            for value in sealed_columns(engine)
        )


def check_keys(engine: Engine) -> None:
    """Open one value of each encrypted column. Raises KeyTrouble when that cannot be done."""
    with engine.connect().execution_options(**EVERY_WORKSPACE) as connection:
        for value in sealed_columns(engine):
            connection.scalar(select(value).where(value.is_not(None)).limit(1))


def _box(engine: Engine, url: URL, given: str) -> SecretBox:
    file = key_file(url)
    keys = keys_in(given)
    if keys:
        # What the file's keys sealed can still be opened, until rotate-keys has moved it.
        older = read_keys(file) if file is not None and file.exists() else ()
        return SecretBox((*keys, *older))
    if file is None:
        if url.get_backend_name() == "sqlite":
            return SecretBox([new_key()])
        raise KeyTrouble("keys_missing")
    if not file.exists():
        if holds_secrets(engine):
            raise KeyTrouble("key_file_missing", str(file))
        write_keys(file, [new_key()], replace=False)
    changes = _changes(file)
    return SecretBox(read_keys(file), changes, str(file))


def _changes(file: Path) -> Callable[[], Sequence[str] | None]:
    """The keys of the file whenever it is another one than the last time, else None."""
    seen = _mark(file)

    def reread() -> Sequence[str] | None:
        nonlocal seen
        mark = _mark(file)
        if mark is None or mark == seen:
            return None
        seen = mark
        return read_keys(file)

    return reread


def _mark(file: Path) -> tuple[int, int] | None:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino
