"""The bot's process, forked from one that has imported everything: it starts in half a second."""

import contextlib
import os
import sys
import threading
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from bot.demo.child import SECONDS_TO_STOP
from bot.demo.process import Process

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.faults.quick_bot"])


class Forked(Process):
    """`serve` with a matcher made by hand. It ends with this process, also when that is killed."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        folder: Path,
        address: str,
    ) -> None:
        super().__init__(name, folder, address)
        self._ours, theirs = _context.Pipe()
        self._process = _context.Process(
            target=_run,
            args=(tuple(arguments), dict(environment), str(folder), str(self.log), theirs),
            daemon=True,
        )
        self._process.start()
        theirs.close()

    @property
    def pid(self) -> int:
        return int(self._process.pid or 0)

    def alive(self) -> bool:
        return self._process.is_alive()

    def stop(self) -> None:
        self._process.terminate()
        self._process.join(SECONDS_TO_STOP)
        self.kill()

    def kill(self) -> None:
        self._process.kill()
        self._process.join()
        self._ours.close()


def _run(
    arguments: tuple[str, ...],
    environment: dict[str, str],
    folder: str,
    log: str,
    parent: Connection,
) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdout = os.fdopen(1, "w", buffering=1)
    sys.stderr = os.fdopen(2, "w", buffering=1)
    threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    from tests.faults.quick_bot import run  # noqa: PLC0415

    sys.argv = list(arguments)
    run()


def _end_with(parent: Connection) -> None:
    """A pipe that closes says that the process at its other end is gone."""
    with contextlib.suppress(EOFError, OSError):
        parent.recv()
    os._exit(1)
