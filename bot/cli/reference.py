"""``explain`` and ``plans``: what a code means, what a plan allows."""

from rich.console import Console
from rich.markdown import Markdown
from rich.table import Table
from rich.text import Text

from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.cli.wrapping import held, print_held, print_line
from converter import codes
from converter import explain as explain_code
from converter import plans as all_plans
from converter.report.model import Language

COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def show_code(code: str | None, language: Language) -> int:
    """The page of a code; without one, the list of all codes."""
    console = Console(highlight=False)
    if code is None:
        table = Table(box=None, pad_edge=False, show_header=False)
        for known in codes():
            page = explain_code(known, language)
            level = said().say(f"severity_{page.severity}", language)
            table.add_row(known, Text(level, style=COLOURS[page.severity]), Text(page.title))
        console.print(table)
        return 0
    try:
        page = explain_code(code, language)
    except KeyError:
        raise UsageProblem(said().say("unknown_code", language, code=code)) from None
    print_line(console, Text(f"{page.code} · {page.title}", style="bold"), indent="")
    facts = said().say(
        "code_facts",
        language,
        severity=said().say(f"severity_{page.severity}", language),
        effort=said().say(f"effort_{page.effort}", language),
        evidence=said().say(f"evidence_{page.evidence}", language),
        name=page.name,
    )
    print_line(console, Text(facts, style="dim"), indent="")
    console.print()
    print_held(console, Markdown(held(page.page)))
    console.print()
    source = said().say("source", language, source=page.source)
    print_line(console, Text(source, style="dim"), indent="")
    return 0


def show_plans(language: Language) -> int:
    """Limits of every plan, with where they come from."""
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key in ("plan", "journeys", "starts", "points", "branching"):
        table.add_column(said().say(f"column_{key}", language))
    for plan in all_plans():
        yes, no = (said().say(word, language) for word in ("yes", "no"))
        points = str(plan.points)
        if plan.points_observed:
            points = said().say(
                "points_disputed", language, official=plan.points, observed=plan.points_observed
            )
        if not plan.journeys:
            table.add_row(plan.name, no, "–", "–", "–")
            continue
        table.add_row(
            plan.name, yes, str(plan.starting_points), points, yes if plan.branching else no
        )
    console.print(table)
    console.print()
    for plan in all_plans():
        line = f"{plan.name} · {plan.support[language]} · {plan.cited(language)}"
        console.print(Text(line, style="dim"), soft_wrap=True)
    return 0
