"""The matcher made ready for a command, with a counter where somebody watches."""

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bot.cli.given import settings_of
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.services import cache
from bot.services.answers import Answers
from converter.report.model import Language
from faq import FaqError


def answers_ready(language: Language, *, tell: bool = True) -> Answers:
    """What is known, with a matcher that has learned it. Raises UsageProblem.

    ``tell``: entries of the workspace that are left out are named on standard error.
    """
    settings = settings_of(language)
    console = Console(stderr=True)
    counter = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(pulse_style="cyan"),
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    told = False
    task = counter.add_task("", total=None, visible=False)

    def step(name: str, done: int, total: int) -> None:
        nonlocal told
        if name == "convert":
            return
        if not told and not console.is_terminal:
            print(said().say("learning_once", language), file=sys.stderr, flush=True)
        told = True
        counter.update(
            task,
            description=said().say(f"learning_{name}", language),
            completed=done,
            total=total if name == "encode" else None,
            visible=True,
        )

    with counter:
        try:
            place = cache.folder(settings.journeydesk_cache)
            answers = Answers(settings.journeydesk_faq, place, progress=step, background=False)
        except FaqError as error:
            raise UsageProblem(error.say(language)) from None
        except OSError as error:
            raise UsageProblem(said().say("learning_fails", language, why=str(error))) from None
    for problem in answers.problems if tell else ():
        told_why = said().say("faq_left_out", language, why=problem.say(language))
        print(told_why, file=sys.stderr)
    return answers
