"""A report on a terminal. Account texts are never read as markup."""

from rich.console import Console
from rich.text import Text

from bot.cli.alike import groups
from bot.cli.words import said
from bot.cli.wrapping import print_line
from converter.report.brief import Brief
from converter.report.build import Totals
from converter.report.model import AutomationReport, Language, Level

STYLES: dict[Level, str] = {
    "converted": "green",
    "converted_with_changes": "yellow",
    "partial": "dark_orange",
    "blocked": "red",
    "not_needed": "blue",
    "failed": "red",
}
SEVERITIES = {"error": "red", "warning": "yellow", "note": "dim"}
FITS = {"yes": ("✓", "green"), "no": ("✗", "red"), "check": ("?", "yellow")}
DEEP = " " * 6
SHOWN_POINTS = 40
"""Points shown of a long journey; the report file has them all, and the rest is counted."""

SHOWN_QUESTIONS = 8


def show_line(console: Console, brief: Brief, language: Language) -> None:
    text = Text(f"{said().say(f'level_{brief.level}', language):<24}", style=STYLES[brief.level])
    points = f"  {brief.points:>4}  " if brief.points is not None else "     –  "
    text.append(points, style="dim")
    text.append(brief.name, style="default")
    if brief.errors:
        text.append("  " + " ".join(brief.errors), style="red")
    console.print(text, soft_wrap=True)


def show_automation(console: Console, row: AutomationReport, language: Language) -> None:
    console.rule(Text(row.name, style="bold"), align="left", style=STYLES[row.level])
    print_line(console, Text(row.verdict, style=STYLES[row.level]), indent="")
    _journey(console, row, language)
    for severity in ("error", "warning", "note"):
        _findings(console, row, severity, language)
    _questions(console, row, language)
    _plans(console, row, language)
    _archive(console, row, language)
    _heading(console, "next_steps", language)
    for number, step in enumerate(row.next_steps, 1):
        print_line(console, step, f"{number}.")
    console.print()


def _heading(console: Console, key: str, language: Language, **params: int) -> None:
    console.print()
    print_line(console, Text(said().say(key, language, **params), style="bold"), indent="")


def _journey(console: Console, row: AutomationReport, language: Language) -> None:
    if row.journey is None:
        return
    _heading(console, "journey", language, points=row.journey.point_count)
    for start in row.journey.starting_points:
        print_line(console, start.text, "⚡")
    points = [p for p in row.journey.points if p.number is not None]
    for point in points[:SHOWN_POINTS]:
        style = "red" if point.kind == "placeholder" else ""
        print_line(console, Text(point.text, style=style), Text(f"{point.number:>3}.", style=style))
    if len(points) > SHOWN_POINTS:
        more = said().say("more_points", language, more=len(points) - SHOWN_POINTS)
        print_line(console, Text(more, style="dim"))
    print_line(console, Text(row.journey.re_entry_text, style="dim"))


def _findings(console: Console, row: AutomationReport, severity: str, language: Language) -> None:
    found = [d for d in row.diagnostics if d.severity == severity]
    if not found:
        return
    _heading(console, f"findings_{severity}", language, count=len(found))
    for same in groups(row, found, language):
        first = same[0]
        line = Text(f"{first.code} ", style=SEVERITIES[severity])
        line.append(first.message, style="default" if severity != "note" else "dim")
        if len(same) > 1:
            line.append(" " + said().say("and_same", language, more=len(same) - 1), style="dim")
        print_line(console, line)
        if severity != "note":
            print_line(console, Text("→ " + first.fix, style="dim"), indent=DEEP)


def _questions(console: Console, row: AutomationReport, language: Language) -> None:
    if not row.questions:
        return
    _heading(console, "questions", language, n=len(row.questions))
    lines = [f"? {question.text}" for question in row.questions[:SHOWN_QUESTIONS]]
    if len(row.questions) > SHOWN_QUESTIONS:
        more = len(row.questions) - SHOWN_QUESTIONS
        lines.append(said().say("more_questions", language, n=more))
    for line in lines:
        print_line(console, line)
    how = Text(said().say("questions_how", language), style="dim")
    print_line(console, how)


def _plans(console: Console, row: AutomationReport, language: Language) -> None:
    if not row.plan_fit or row.journey is None:
        return
    _heading(console, "plans", language)
    for fit in row.plan_fit:
        mark, style = FITS[fit.fits]
        line = Text(f"{mark} {fit.name} ", style=style)
        line.append(fit.text, style="default")
        print_line(console, line)
        if fit.advice is not None:
            texts = [fit.advice.text]
            chain = fit.advice.chain
            if chain is not None and chain.practical:
                if chain.text != fit.advice.text:
                    texts.append(chain.text)
                texts += [f"• {part.text}" for part in chain.parts]
            for text in texts:
                print_line(console, Text(text, style="dim"), indent=DEEP)


def _archive(console: Console, row: AutomationReport, language: Language) -> None:
    notice = row.archive_notice
    if notice is None:
        return
    _heading(console, "archive", language)
    lines = (notice.when, notice.queue, notice.new_contacts, notice.reports, notice.where,
             notice.where_older, notice.restart)  # fmt: skip
    for line in lines:
        print_line(console, line)


def show_summary(console: Console, totals: Totals, language: Language) -> None:
    summary = totals.summary()
    console.print()
    print_line(console, Text(summary.text, style="bold"), indent="")
    if summary.grade is not None and sum(totals.levels.values()) > 1:
        console.print(Text(said().say("grade", language, grade=summary.grade), style="dim"))
