"""Commands that run or look at the bot itself."""

import sys

from rich.console import Console

from bot.cli.words import said
from bot.settings import SettingsError, load_settings
from converter.report.model import Language

MARKS = {"ok": "[green]✓[/]", "missing": "[yellow]–[/]", "problem": "[red]✗[/]"}


def run_serve(language: Language | None) -> int:
    """``language`` where --lang was given: it counts as JOURNEYDESK_LANG does."""
    from bot.web.serve import serve

    try:
        settings = load_settings(language=language)
    except SettingsError as error:
        for sentence in error.sentences:
            print(sentence, file=sys.stderr)
        return 2
    if language is not None:
        settings = settings.model_copy(update={"journeydesk_lang": language})
    return serve(settings)


def run_doctor(language: Language) -> int:
    """0 where everything that is set works, 1 where something is wrong."""
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
    for line in lines:
        console.print(f"{MARKS[line.status]} ", end="")
        console.print(line.text, markup=False, soft_wrap=True)
    problems = sum(1 for line in lines if line.status == "problem")
    console.print()
    console.print(said().say("doctor_end", language, problems=problems), markup=False)
    return 1 if problems else 0
