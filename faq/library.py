"""The knowledge of some folders, up to date whenever it is asked for."""

from pathlib import Path
from threading import Lock

from faq.knowledge import BUILT_IN, Knowledge, survey
from faq.problems import FaqError


class Library:
    """Keeps the last good knowledge: a broken change is told in ``error`` and not used.

    At the start there is no last good one; then only the files that are wrong are left out.
    Raises FaqError at the start where a built-in entry is wrong. May be used by several threads.
    """

    def __init__(self, *folders: Path, built_in: Path = BUILT_IN) -> None:
        self._folders = folders
        self._built_in = built_in
        self._lock = Lock()
        first = survey(*folders, built_in=built_in)
        if first.error is not None and not first.usable:
            raise first.error
        self._good = self._latest = first.sound
        self._error = first.error

    @property
    def error(self) -> FaqError | None:
        """What is wrong with the files as they are now; None when all of them are in use."""
        self.current()
        return self._error

    def current(self) -> Knowledge:
        """The knowledge of the files as they are now, or the last good one. The same object as
        before as long as nothing changed."""
        with self._lock:
            if self._latest.is_stale():
                now = survey(*self._folders, built_in=self._built_in)
                self._latest, self._error = now.sound, now.error
                if now.error is None:
                    self._good = now.sound
            return self._good
