"""What a process does after its start, once or every so often, beside taking in and doing work."""

import logging
from collections.abc import Callable
from threading import Event, Thread

AGAIN_SECONDS = 5.0

log = logging.getLogger(__name__)


class _InThread:
    """A thread of its own, told to end by an event."""

    def __init__(self, name: str) -> None:
        self._stop = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def _run(self) -> None:
        raise NotImplementedError


class Waking(_InThread):
    """Calls ``once`` in a thread until it says that it is done; the database or Slack may be away
    at first."""

    def __init__(self, once: Callable[[], bool], again: float = AGAIN_SECONDS) -> None:
        super().__init__("waking")
        self._once = once
        self._again = again

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                if self._once():
                    return
            except Exception as error:
                log.warning("not awake yet: %s", type(error).__name__)
            self._stop.wait(self._again)


class Rounds(_InThread):
    """Calls ``first`` at the start, and in a thread ``do`` every ``seconds`` after that."""

    def __init__(
        self, first: Callable[[], object], do: Callable[[], object], seconds: float
    ) -> None:
        super().__init__("rounds")
        self._first = first
        self._do = do
        self._seconds = seconds

    def start(self) -> None:
        """Return after the first time."""
        _try(self._first)
        super().start()

    def _run(self) -> None:
        while not self._stop.wait(self._seconds):
            _try(self._do)


def _try(do: Callable[[], object]) -> None:
    try:
        do()
    except Exception as error:
        log.warning("a round was left out: %s", type(error).__name__)
