"""Processes of tests.work.worker, forked from one that has imported everything."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context

from tests.work.worker import run

_context = get_context("forkserver")
_context.set_forkserver_preload(["tests.work.worker"])


class Worker:
    """A process. ``kill`` names the point at which it dies; with ``hold`` it gets stuck in work of
    the kind ``slow``."""

    def __init__(
        self, address: str, kill: str = "", *, hold: bool = False, at_once: bool = False
    ) -> None:
        self._ours, theirs = _context.Pipe()
        self.process = _context.Process(
            target=run, args=(address, kill, hold, at_once, theirs), daemon=True
        )
        self.process.start()
        theirs.close()

    def said(self) -> str:
        """What it says first; nothing when it dies before."""
        try:
            return str(self._ours.recv()) if self._ours.poll(60) else ""
        except EOFError:
            return ""

    def finish(self) -> int | None:
        """Let it do what there is and end; its exit code."""
        with suppress(BrokenPipeError):  # it may have died at once
            self._ours.send("finish")
        return self.ended()

    def ended(self) -> int | None:
        self.process.join(60)
        return self.process.exitcode

    def kill(self) -> None:
        self.process.kill()
        self.process.join()


@contextmanager
def working(address: str, *, hold: bool = False) -> Iterator[Worker]:
    """A worker that is ready; killed at the end if it still is."""
    worker = Worker(address, hold=hold)
    assert worker.said() == "ready"
    try:
        yield worker
    finally:
        worker.kill()
