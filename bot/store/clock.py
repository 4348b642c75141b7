"""SQLite's clock in milliseconds.

The durable engine's tables take their times from ``unixepoch('subsec')``, which SQLite knows
since 3.42 only (Debian 12 has 3.40): before, it gives no time at all.
"""

import sqlite3
import time
from typing import Any

_KNOWN_SINCE = (3, 42)


def give_clock(connection: Any) -> None:
    """Let a sqlite3 connection answer ``unixepoch('subsec')``, whatever SQLite's version."""
    if sqlite3.sqlite_version_info < _KNOWN_SINCE:
        connection.create_function("unixepoch", -1, _unixepoch)


def _unixepoch(*arguments: object) -> float:
    if arguments not in (("subsec",), ("now", "subsec")):
        raise ValueError("only unixepoch('subsec') is known here")
    return time.time()
