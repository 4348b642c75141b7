"""What an export has read so far, beside the file that it will become: a process that dies in the
middle loses nothing of it."""

import json
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clock import utc_now
from bot.mailchimp.account import Entry

VERSION = "1"
TOO_OLD = timedelta(hours=24)
"""After that, queues and settings have moved on: everything is read anew."""
PASSING = frozenset({"emails_sent"})
"""What changes while an automation goes on as it was."""

_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Partial:
    """One line of JSON for what it belongs to, then one for each automation that was read."""

    def __init__(
        self,
        file: Path,
        account_id: str | None,
        with_contacts: bool,
        *,
        anew: bool = False,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._file = file
        self._entries: dict[str, Entry] = {}
        end = 0
        if not anew and account_id is not None:
            end = self._load(account_id, with_contacts, now())
        self._out = os.fdopen(os.open(file, _FLAGS, 0o600), "r+b")
        self._out.truncate(end)
        self._out.seek(end)
        if end == 0:
            self._write(
                {
                    "partial_version": VERSION,
                    "account_id": account_id,
                    "with_contacts": with_contacts,
                    "started": now().isoformat(timespec="seconds"),
                }
            )

    @property
    def found(self) -> int:
        """Automations that an earlier export had read."""
        return len(self._entries)

    def known(self, automation: dict[str, Any]) -> Entry | None:
        """The entry of an automation that is still as it was then."""
        entry = self._entries.get(str(automation.get("id")))
        if entry is None or _lasting(entry["automation"]) != _lasting(automation):
            return None
        return {**entry, "automation": automation}

    def keep(self, entry: Entry) -> None:
        self._write(entry)

    def close(self) -> None:
        """Leaves it for the next attempt."""
        self._out.close()

    def remove(self) -> None:
        self._out.close()
        self._file.unlink(missing_ok=True)

    def _write(self, value: dict[str, Any]) -> None:
        self._out.write(json.dumps(value).encode("ascii") + b"\n")
        self._out.flush()

    def _load(self, account_id: str, with_contacts: bool, at: datetime) -> int:
        """Takes what the file holds of this account; gives how many of its bytes are good."""
        try:
            whole = self._file.read_bytes()
        except OSError:
            return 0
        end = 0
        # Without a line break at its end, the last line was being written when the process died.
        for line in whole.splitlines(keepends=True):
            value = _parsed(line)
            if value is None:
                break
            if end == 0 and not _fits(value, account_id, with_contacts, at):
                return 0
            if end:
                self._entries[str(value["automation"].get("id"))] = value
            end += len(line)
        return end


def _parsed(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = isinstance(value, dict) and (
        "partial_version" in value or isinstance(value.get("automation"), dict)
    )
    return value if known else None


def _fits(header: dict[str, Any], account_id: str, with_contacts: bool, at: datetime) -> bool:
    try:
        started = datetime.fromisoformat(str(header.get("started")))
        young = timedelta() <= at - started < TOO_OLD
    except (ValueError, TypeError):
        return False
    return young and (
        header.get("partial_version"),
        header.get("account_id"),
        header.get("with_contacts"),
    ) == (VERSION, account_id, with_contacts)


def _lasting(automation: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in automation.items() if key not in PASSING}
