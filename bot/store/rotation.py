"""Moving everything that is encrypted to the newest key."""

from pathlib import Path

from sqlalchemy import Column, Engine, Text, select, type_coerce, update

from bot.store.engine import locked
from bot.store.keys import read_keys, sealed_columns, write_keys
from bot.store.models import EVERY_WORKSPACE
from bot.store.secrets import box_of, new_key
from converter.frozen import Frozen

BATCH = 100
"""Values a transaction: others wait for SQLite's writer no longer than that takes."""


class Rotated(Frozen):
    """``moved`` values were under an older key, ``kept`` under the newest one already.

    ``fresh``: a new key was made for it, in the key file.
    """

    moved: int
    kept: int
    fresh: bool = False


def rotate(engine: Engine, file: Path | None) -> Rotated:
    """Encrypt every value with the newest key of ``engine``.

    ``file`` is the key file, where the keys stand in one: it gets a new key first, and loses those
    that nothing needs. It may be stopped at any time and started again, and the bot may run
    meanwhile. Raises KeyTrouble when a value is under a key that is not there, and OSError.
    """
    done = _moved(engine)
    if file is None:
        return done
    fresh = not done.moved
    # What was moved just now is what an earlier run, stopped half-way, has left.
    if fresh:
        write_keys(file, [new_key(), *read_keys(file)], replace=True)
        done = _moved(engine)
    # The last key but one stays: a running bot may have sealed with it until just now.
    write_keys(file, read_keys(file)[:2], replace=True)
    return done.model_copy(update={"fresh": fresh})


def _moved(engine: Engine) -> Rotated:
    moved = kept = 0
    for value in sealed_columns(engine):
        last: int | None = 0
        while last is not None:
            changed, seen, last = _batch(engine, value, last)
            moved, kept = moved + changed, kept + seen - changed
    return Rotated(moved=moved, kept=kept)


def _batch(engine: Engine, value: Column[str], last: int) -> tuple[int, int, int | None]:
    """Moved, looked at, and the last id that was looked at: None at the end."""
    table = value.table
    key, box, raw = table.c.id, box_of(engine), type_coerce(value, Text)
    moved = 0
    with locked(engine) as locking:
        connection = locking.execution_options(**EVERY_WORKSPACE)
        found = connection.execute(
            select(key, raw).where(key > last, value.is_not(None)).order_by(key).limit(BATCH)
        ).all()
        for row, sealed in found:
            if box.is_newest(sealed):
                continue
            # Only as it was read: what somebody wrote meanwhile is newer than what we know.
            mine = (key == row) & (raw == sealed)
            changed = update(table).where(mine).values({value.name: box.open(sealed)})
            moved += connection.execute(changed).rowcount
    return moved, len(found), found[-1][0] if found else None
