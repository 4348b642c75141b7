"""What Slack delivers, on disk at once: in a file beside a SQLite database.

The database has one write lock, for which everything that the bot does waits in line; Slack waits
for three seconds. So a delivery is written here first, and moved into the inbox right after.
"""

import logging
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from bot.clock import utc_now
from bot.store.inbox import Kept
from bot.store.secrets import KeyTrouble, SecretBox

BATCH = 100
"""Deliveries moved in one transaction."""
_BUSY_SECONDS = 2.0
_TABLE = """CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY,
    workspace_id TEXT NOT NULL,
    key TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    received_at REAL NOT NULL
)"""
_ADD = "INSERT INTO deliveries VALUES (NULL, ?, ?, ?, ?, ?)"
_NEXT = "SELECT * FROM deliveries WHERE id > ? ORDER BY id LIMIT ?"
_DROP = "DELETE FROM deliveries WHERE id = ?"

log = logging.getLogger(__name__)


def journal_file(database: Path) -> Path:
    """``<name>.intake.sqlite`` beside the database's file."""
    return database.with_name(f"{database.stem}.intake.sqlite")


class Journal:
    """``box`` seals what people wrote; ``into`` keeps deliveries in the inbox, in one transaction,
    and knows those that it has already. Safe to share between threads, and processes.

    Raises sqlite3.Error, and what ``into`` raises.
    """

    def __init__(
        self,
        file: Path,
        box: SecretBox,
        into: Callable[[tuple[Kept, ...]], object],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._box = box
        self._into = into
        self._now = now
        self._using, self._moving = Lock(), Lock()
        self._connection = sqlite3.connect(
            file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        for statement in ("PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", _TABLE):
            self._connection.execute(statement)

    def put(self, workspace_id: str, key: str, kind: str, body: str) -> None:
        """When this returns, it is on the disk."""
        row = (workspace_id, key, kind, self._box.seal(body), self._now().timestamp())
        with self._using:
            self._connection.execute(_ADD, row)

    def settle(self) -> None:
        """Move what is here into the inbox, in the order it came. Dying half-way does no harm: it
        is moved again, and known there."""
        with self._moving:
            last = 0
            while rows := self._after(last):
                last = rows[-1][0]
                opened = {row[0]: kept for row in rows if (kept := self._opened(row)) is not None}
                if opened:
                    self._into(tuple(opened.values()))
                    with self._using:
                        self._connection.execute("BEGIN IMMEDIATE")
                        self._connection.executemany(_DROP, [(one,) for one in opened])
                        self._connection.execute("COMMIT")

    def close(self) -> None:
        with self._using:
            self._connection.close()

    def _after(self, last: int) -> list[tuple[int, str, str, str, str, float]]:
        with self._using:
            return self._connection.execute(_NEXT, (last, BATCH)).fetchall()

    def _opened(self, row: tuple[int, str, str, str, str, float]) -> Kept | None:
        """None, and it stays, where its key is not there."""
        _, workspace_id, key, kind, sealed, at = row
        try:
            body = self._box.open(sealed)
        except KeyTrouble as trouble:
            log.error("%s stays unread: %s", key, trouble.code)  # noqa: TRY400 - a sentence is all
            return None
        moment = datetime.fromtimestamp(at, UTC)
        return Kept(workspace_id=workspace_id, key=key, kind=kind, body=body, received_at=moment)
