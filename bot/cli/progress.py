"""A counter for long work, on a terminal only and never in the way of the output."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from bot.cli.words import said
from converter.report.model import Language

PATIENCE = 1.0
"""Seconds of work before a person is told that it goes on."""


@contextmanager
def counting(language: Language, quiet: bool) -> Iterator[Callable[[], None]]:
    """Gives a function to call after each automation."""
    console = Console(stderr=True)
    if (quiet and not sys.stderr.isatty()) or not console.is_terminal:
        yield lambda: None
        return
    progress = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(pulse_style="cyan"),
        TextColumn("{task.completed:.0f}"),
        console=console,
        transient=True,
    )
    task = progress.add_task(said().say("converting", language), total=None)
    started = monotonic()
    running = False

    def tick() -> None:
        nonlocal running
        if not running and monotonic() - started > PATIENCE:
            running = True
            progress.start()
        progress.advance(task)

    try:
        yield tick
    finally:
        if running:
            progress.stop()
