"""``faq``: what an editor wants to know of the entries, and learning them ahead of time."""

from datetime import date

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.given import settings_of
from bot.cli.learning import answers_ready
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from converter.report.model import Language
from faq import FaqError, Library, check
from intents import corpus
from intents.confusion import mixed_up

MARKS = {"error": "[red]✗[/]", "warning": "[yellow]![/]", "note": "[cyan]·[/]"}


def check_entries(language: Language) -> int:
    """Findings on every entry and its examples; 1 where something is wrong, else 0."""
    library = _library(language)
    console = Console(highlight=False)
    knowledge = library.current()
    broken = library.error
    for problem in broken.problems if broken else ():
        console.print(f"{MARKS['error']} ", end="")
        console.print(problem.say(language), markup=False, soft_wrap=True)
    answers = answers_ready(language, tell=False)
    found = check(knowledge, date.today(), answers.examples.by_topic())
    for finding in found:
        console.print(f"{MARKS[finding.severity]} ", end="")
        about = said().say(
            "faq_about", language, topic=finding.topic, finding=finding.say(language)
        )
        console.print(about, markup=False, soft_wrap=True)
    pairs = mixed_up(answers.examples, answers.model)
    if pairs:
        console.print()
        console.print(Text(said().say("faq_mixed", language), style="bold"))
        for pair in pairs:
            line = said().say(
                "faq_pair",
                language,
                meant=pair.meant,
                taken=pair.taken,
                count=pair.count,
                total=pair.total,
            )
            console.print(f"{MARKS['warning']} ", end="")
            console.print(line, markup=False, soft_wrap=True)
            for example in pair.examples:
                console.print(Text(f"    {example}", style="dim"), soft_wrap=True)
    wrong = sum(finding.severity == "error" for finding in found)
    wrong += len(broken.problems) if broken else 0
    console.print()
    console.print(
        said().say(
            "faq_end",
            language,
            entries=len(knowledge.entries),
            examples=len(answers.examples.phrases),
            findings=len(found) + len(pairs) + (len(broken.problems) if broken else 0),
        ),
        markup=False,
        soft_wrap=True,
    )
    return 1 if wrong else 0


def list_entries(language: Language) -> int:
    """Every entry: id, title, when it was checked, how many examples."""
    knowledge = _library(language).current()
    counts = corpus.load().by_topic()
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("topic", "title", "checked", "examples"):
        table.add_column(said().say(f"faq_column_{key}", language))
    for entry in knowledge.entries.values():
        given = counts.get(entry.id, {})
        number = sum(map(len, given.values())) + sum(map(len, entry.examples.values()))
        table.add_row(
            entry.id, Text(entry.text(language).title), entry.checked.isoformat(), str(number)
        )
    Console(highlight=False).print(table)
    return 0


def learn(language: Language) -> int:
    """Make the matcher ready, so that no later start has to wait for it."""
    answers = answers_ready(language)
    views = " + ".join(said().say(f"view_{view}", language) for view in answers.matcher.views)
    Console(highlight=False).print(said().say("learned", language, views=views), soft_wrap=True)
    return 0


def _library(language: Language) -> Library:
    try:
        return Library(*settings_of(language).journeydesk_faq)
    except FaqError as error:
        raise UsageProblem(error.say(language)) from None
