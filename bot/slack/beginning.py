"""Work begins right after it is kept: whoever delivers it waits only until it is kept."""

import logging
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event, Lock, Thread

from bot.slack.keeping import Accepts

PAUSES = (0.2, 1.0, 3.0)
"""Seconds between attempts; after the last it is left to those who look for what was left."""

log = logging.getLogger(__name__)

_Given = tuple[str, str, str, str]


class Beginning:
    """Gives ``engine`` what was kept, in the order it came, in a thread of its own; before, it has
    what was kept settled where the work will look for it.

    What cannot be given stands in the inbox, and is begun when somebody looks there
    (bot.slack.left): at the next start, and once in a while.
    """

    def __init__(self, engine: Accepts, settle: Callable[[], object] = lambda: None) -> None:
        self._engine = engine
        self._settle = settle
        self._given: SimpleQueue[_Given | None] = SimpleQueue()
        self._lock = Lock()
        self._left = 0
        self._stop = Event()
        self._thread = Thread(target=self._run, name="beginning", daemon=True)

    def begin(self, work_id: str, kind: str, workspace_id: str, key: str) -> None:
        """Return at once."""
        with self._lock:
            self._left += 1
        self._given.put((work_id, kind, workspace_id, key))

    @property
    def idle(self) -> bool:
        """Whether the engine has all that was given."""
        return not self._left

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        self._given.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        while (given := self._given.get()) is not None and not self._stop.is_set():
            try:
                self._begin(given)
            finally:
                with self._lock:
                    self._left -= 1

    def _begin(self, given: _Given) -> None:
        for pause in (*PAUSES, None):
            try:
                self._settle()
                self._engine.accept(*given)
            except Exception as error:
                if pause is None or self._stop.wait(pause):
                    log.warning("%s is kept, and begins later: %s", given[0], type(error).__name__)
                    return
            else:
                return
