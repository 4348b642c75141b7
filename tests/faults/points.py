"""The points at which a process can die: when a delivery is kept and its work not begun, before a
recorded step of a handler, in it after its effect, after its record. Only the bot of these tests
has them.

The test writes a number into a file: when that many points were passed since, the process kills
itself. With 0 they are only counted, into a second file. With `hold`, each piece of work stops for
good at a point of its own.
"""

import os
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock
from typing import Any

import bot.app
import bot.inbox
import bot.work.handling
from bot.durable import Json
from bot.inbox import Inbox, Straight
from bot.services.desk import Desk, Said
from bot.store.inbox import Kept
from bot.store.journal import Journal
from bot.work.steps import DurableSteps

HOLD = "hold"
HELD = "held"
KEPT = "kept"
"""The first point of every delivery."""
SETTLED = "settled"
"""Where a journal stands before the inbox: it is in both."""
STOPS = (2, 5, 8, 11, 14, 3, 8, 14)
"""Points that the first work passes before it is held, the second, and so on."""


class Points:
    """The test's side: `arm` before an event, look at `passed` after it."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "points"
        self._log = _log_of(self.file)

    def arm(self, number: int) -> None:
        self._log.write_text("", encoding="utf-8")
        self.file.write_text(str(number), encoding="utf-8")

    def hold(self) -> None:
        self._log.write_text("", encoding="utf-8")
        self.file.write_text(HOLD, encoding="utf-8")

    def disarm(self) -> None:
        self.file.unlink(missing_ok=True)

    def passed(self) -> list[str]:
        return self._log.read_text(encoding="utf-8").splitlines()


def watch(file: str | None) -> None:
    """From now on, in this process; nothing without a file."""
    if file is None:
        return
    armed, log = Path(file), _log_of(Path(file))
    lock = Lock()
    passed: Counter[str] = Counter()

    def note(name: str) -> int:
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"{name}\n")
        return len(log.read_text(encoding="utf-8").splitlines())

    def point(work_id: str, name: str) -> None:
        with lock:
            if not armed.exists():
                return
            wanted = armed.read_text(encoding="utf-8")
            if wanted == HOLD:
                passed[work_id] += 1
                stop = STOPS[list(passed).index(work_id) % len(STOPS)]
                # In a step it would hold the database, too.
                held = passed[work_id] >= stop and not name.startswith("in ")
                if held:
                    note(f"{HELD} {work_id} {name}")
            else:
                held = False
                if note(name) == int(wanted or 0):
                    os.kill(os.getpid(), signal.SIGKILL)
        if held:
            Event().wait()

    class Watched(DurableSteps):
        def run(self, name: str, do: Callable[[], Json]) -> Json:
            point(self.work_id, f"before {name}")
            result = super().run(name, lambda: self._in(name, do))
            point(self.work_id, f"after {name}")
            return result

        def transaction(self, name: str, do: Callable[[], Json]) -> Json:
            point(self.work_id, f"before {name}")
            result = super().transaction(name, lambda: self._in(name, do))
            point(self.work_id, f"after {name}")
            return result

        def _in(self, name: str, do: Callable[[], Json]) -> Json:
            result = do()
            point(self.work_id, f"in {name}")
            return result

    def kept(key: str, name: str) -> None:
        if armed.exists() and armed.read_text(encoding="utf-8") != HOLD:
            point(key, name)

    class WatchedJournal(Journal):
        def put(self, workspace_id: str, key: str, kind: str, body: str) -> None:
            super().put(workspace_id, key, kind, body)
            kept(key, KEPT)

    class WatchedStraight(Straight):
        def put(self, workspace_id: str, key: str, kind: str, body: str) -> None:
            super().put(workspace_id, key, kind, body)
            kept(key, KEPT)

    class WatchedInbox(Inbox):
        def put(self, workspace_id: str, key: str, kind: str, body: str) -> bool:
            new = super().put(workspace_id, key, kind, body)
            kept(key, KEPT)
            return new

        def settle(self, deliveries: tuple[Kept, ...]) -> list[bool]:
            new = super().settle(deliveries)
            kept(deliveries[-1].key, SETTLED)
            return new

    class WatchedDesk(Desk):
        """Only what comes from outside of Slack goes through this one."""

        def said(self, workspace_id: str, case_id: int, *given: Any) -> Said:
            made = super().said(workspace_id, case_id, *given)
            point(f"case {case_id}", KEPT)
            return made

    vars(bot.work.handling)["DurableSteps"] = Watched
    vars(bot.app).update(Inbox=WatchedInbox, Desk=WatchedDesk)
    vars(bot.inbox).update(Journal=WatchedJournal, Straight=WatchedStraight)


def _log_of(file: Path) -> Path:
    return file.with_name(f"{file.name}.passed")
