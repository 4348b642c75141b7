"""Commands that run or look at the bot itself."""

import logging
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

from bot.cli.words import said
from bot.findings import Line
from bot.settings import SettingsError, load_settings
from converter.report.model import Language

MARKS = {"ok": "[green]✓[/]", "missing": "[yellow]–[/]", "problem": "[red]✗[/]"}


def run_serve(language: Language | None, role: str | None, *, socket: bool = False) -> int:
    """``language`` where --lang was given: it counts as JOURNEYDESK_LANG does; ``role`` likewise,
    as JOURNEYDESK_ROLE. ``socket``: through Socket Mode."""
    from bot.web.serve import serve, serve_socket

    try:
        settings = load_settings(language=language, role=role)
    except SettingsError as error:
        for sentence in error.sentences:
            print(sentence, file=sys.stderr)
        return 2
    if language is not None:
        settings = settings.model_copy(update={"journeydesk_lang": language})
    return serve_socket(settings) if socket else serve(settings)


def leave(code: int) -> NoReturn:
    """End the process without waiting for anybody.

    What it held is given back by now. Threads that go on are in the middle of native code (the
    encoders'), which aborts the process where the interpreter ends beneath it.
    """
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)


def run_doctor(language: Language) -> int:
    """0 where everything that is set works, 1 where something is wrong."""
    from rich.console import Console

    from bot.doctor import doctor

    console = Console(highlight=False)
    try:
        settings = load_settings(language=language)
    except SettingsError as error:
        for sentence in error.sentences:
            console.print(f"{MARKS['problem']} ", end="")
            console.print(sentence, markup=False, soft_wrap=True)
        return 2
    lines = doctor(settings, language)
    show_lines(lines)
    problems = sum(1 for line in lines if line.status == "problem")
    console.print()
    console.print(said().say("doctor_end", language, problems=problems), markup=False)
    return 1 if problems else 0


def show_lines(lines: Sequence[Line]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for line in lines:
        console.print(f"{MARKS[line.status]} ", end="")
        console.print(line.text, markup=False, soft_wrap=True)
