"""One of the demo's processes: started, watched, stopped; its output goes to a file."""

import contextlib
import os
import subprocess
import sys
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path

import bot
from bot.demo.child import SECONDS_TO_STOP

_OURS = ("SLACK_", "MAILCHIMP_", "JOURNEYDESK_")
_KEPT = "JOURNEYDESK_CACHE"
_REPLACED = ("DATABASE_URL", "HOST", "PORT")
TAIL = 15


def clean_environment() -> dict[str, str]:
    """The environment without anything that could lead the demo out of this machine."""
    return {
        name: value
        for name, value in os.environ.items()
        if (not name.startswith(_OURS) or name == _KEPT)
        and name not in _REPLACED
        and not name.lower().endswith("_proxy")
    }


class Process(ABC):
    """A process of ours, and the file that its output goes to.

    ``address`` is what it answers at with 200 once it is ready.
    """

    def __init__(self, name: str, folder: Path, address: str) -> None:
        self.name = name
        self.address = address
        self.log = folder / f"{name}.log"

    @property
    @abstractmethod
    def pid(self) -> int: ...

    @abstractmethod
    def alive(self) -> bool: ...

    @abstractmethod
    def stop(self) -> None:
        """Ask it to end, and end it if it does not."""

    @abstractmethod
    def kill(self) -> None:
        """End it at once, as a crash would: nothing is closed, saved or said."""

    def tail(self) -> str:
        """The last lines it wrote."""
        with contextlib.suppress(OSError), self.log.open(encoding="utf-8", errors="replace") as log:
            return "".join(deque(log, TAIL)).rstrip()
        return ""


class Child(Process):
    """A Python module in its own process. It ends with this process, also when that is killed."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        address: str,
    ) -> None:
        super().__init__(name, folder, address)
        paths = [str(Path(bot.__file__).parent.parent), environment.get("PYTHONPATH", "")]
        with self.log.open("wb") as output:
            # Its own session, so that Ctrl+C reaches this process alone, which then stops it.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "bot.demo.child", *arguments],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={
                    **environment,
                    "PYTHONPATH": os.pathsep.join(path for path in paths if path),
                    "PYTHONUNBUFFERED": "1",
                },
                cwd=folder,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def alive(self) -> bool:
        return self._process.poll() is None

    def ask_to_stop(self) -> None:
        self._process.terminate()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def stop(self) -> None:
        self.ask_to_stop()
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
