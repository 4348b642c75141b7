"""On SQLite one process does the work: a second is told so."""

from pathlib import Path

from filelock import FileLock, Timeout

from bot.work.problems import WorkProblem


class Alone:
    """Holds the lock of a work file. The system lets go of it when the process ends, however."""

    def __init__(self, file: Path) -> None:
        self._lock = FileLock(file.with_name(f"{file.name}.lock"), thread_local=False)
        self._file = file

    def take(self) -> None:
        """Raises WorkProblem when another process has it."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise WorkProblem("not_alone", file=str(self._file)) from None

    def give_back(self) -> None:
        self._lock.release()
