"""An audit on a terminal: the whole account on a few pages, whatever its size."""

from collections import Counter
from collections.abc import Sequence
from itertools import groupby, islice

from rich.console import Console
from rich.text import Text

from bot.cli.show import FITS, SEVERITIES, STYLES
from bot.cli.words import said
from bot.cli.wrapping import print_line
from converter.audit import Audit
from converter.audit.model import Change, Comparison, Stage, Turn
from converter.audit.words import names, say
from converter.report.model import Effort, Language, Level

EFFORTS: tuple[Effort, ...] = ("simple", "medium", "significant")
SHOWN = 8
"""Rows of a list; audit.json has them all, and the rest is counted."""
SHOWN_IN_STAGE = 6
STAGE_STYLES: dict[Stage, str] = {
    "not_needed": "blue",
    "rehearsal": "cyan",
    "simple": "green",
    "queued": "yellow",
    "dated": "yellow",
    "together": "magenta",
    "partial": "dark_orange",
    "blocked": "red",
    "failed": "red",
}


def show_audit(console: Console, audit: Audit) -> None:
    language = audit.language
    print_line(console, Text(audit.summary.text, style="bold"), indent="")
    if audit.summary.grade is not None:
        grade = said().say("grade", language, grade=audit.summary.grade)
        print_line(console, Text(grade, style="dim"), indent="")
    if audit.comparison is not None:
        _comparison(console, audit.comparison, language)
    _constructs(console, audit)
    _listed(console, "head_answers", [gain.text for gain in audit.answers], language)
    _listed(console, "head_gaps", [gap.text for gap in audit.gaps], language)
    _plans(console, audit)
    _listed(console, "head_doubles", _doubles(audit), language)
    _queues(console, audit)
    _order(console, audit)


def _heading(console: Console, key: str, language: Language) -> None:
    console.print()
    console.print(Text(say(key, language), style="bold"))


def _more(console: Console, left: int, language: Language) -> None:
    if left > 0:
        more = said().say("audit_more", language, more=left)
        print_line(console, Text(more, style="dim"))


def _listed(console: Console, key: str, texts: Sequence[str], language: Language) -> None:
    if not texts:
        return
    _heading(console, key, language)
    for text in texts[:SHOWN]:
        print_line(console, text, "•")
    _more(console, len(texts) - SHOWN, language)


def _constructs(console: Console, audit: Audit) -> None:
    """What needs work, and how much of which kind."""
    found = [one for one in audit.constructs if one.severity != "note"]
    if not found:
        return
    language = audit.language
    _heading(console, "head_constructs", language)
    for one in found[:SHOWN]:
        line = Text(f"{one.title} · ")
        effort = said().say(f"effort_{one.effort}", language)
        line.append(
            say("row_construct", language, count=one.automations, effort=effort),
            style="dim",
        )
        print_line(console, line, Text(one.code, style=SEVERITIES[one.severity]))
    _more(console, len(found) - SHOWN, language)
    counts = audit.summary.effort
    print_line(console, say("row_effort", language, **{e: counts[e] for e in EFFORTS}))


def _plans(console: Console, audit: Audit) -> None:
    _heading(console, "head_plans", audit.language)
    for row in audit.plans.plans:
        if not audit.plans.journeys:
            break
        fits = "no" if row.counts["no"] else "check" if row.counts["check"] else "yes"
        mark, style = FITS[fits]
        line = Text(f"{row.name} ", style=style)
        line.append(row.text, style="default")
        print_line(console, line, Text(mark, style=style))
    print_line(console, audit.plans.text)


def _doubles(audit: Audit) -> list[str]:
    language = audit.language
    return [
        say("row_double", language, number=str(found.number), text=found.text)
        for found in audit.double_sends
    ]


def _queues(console: Console, audit: Audit) -> None:
    _heading(console, "head_queues", audit.language)
    print_line(console, audit.queues.text)
    for row in audit.queues.automations[:SHOWN]:
        line = say("row_named", audit.language, name=row.name, text=row.text)
        print_line(console, line, "•")
    _more(console, len(audit.queues.automations) - SHOWN, audit.language)


def _order(console: Console, audit: Audit) -> None:
    language = audit.language
    if not audit.order:
        return
    _heading(console, "head_order", language)
    sizes = Counter(turn.stage for turn in audit.order)
    for stage, turns in groupby(audit.order, key=lambda turn: turn.stage):
        title = say(f"stage_{stage}", language, count=sizes[stage])
        print_line(console, Text(title, style=STAGE_STYLES[stage]))
        if stage == "together":
            _sets(console, list(turns), language)
            continue
        for number, turn in enumerate(turns):
            if number < SHOWN_IN_STAGE:
                _turn(console, turn)
        _more(console, sizes[stage] - SHOWN_IN_STAGE, language)


def _sets(console: Console, turns: Sequence[Turn], language: Language) -> None:
    """A row for each set that may send twice, with the places of its automations."""
    left = len(turns)
    rows = groupby(turns, key=lambda turn: turn.double_send)
    for number, members in islice(((n, list(found)) for n, found in rows), SHOWN_IN_STAGE):
        left -= len(members)
        named = names(language, [turn.name for turn in members])
        text = say("row_double", language, number=str(number), text=named)
        places = f"{members[0].place}–{members[-1].place}."
        print_line(console, text, Text(f"{places:>4}", style="dim"))
    _more(console, left, language)


def _turn(console: Console, turn: Turn) -> None:
    line = Text(turn.name, style=STYLES[turn.level])
    if turn.details:
        line.append(f"\n{turn.details}", style="dim")
    print_line(console, line, Text(f"{turn.place:>3}.", style="dim"))


def _comparison(console: Console, comparison: Comparison, language: Language) -> None:
    _heading(console, "head_compared", language)
    print_line(console, comparison.text)
    for change in comparison.changed[:SHOWN]:
        print_line(console, _change(change, language), "•")
    _more(console, len(comparison.changed) - SHOWN, language)
    for key, changes in (
        ("row_appeared", comparison.appeared),
        ("row_gone", comparison.gone),
    ):
        if changes:
            named = ", ".join(change.name for change in changes[:SHOWN])
            print_line(console, say(key, language, names=named))
            _more(console, len(changes) - SHOWN, language)


def _change(change: Change, language: Language) -> str:
    parts = []
    if change.before != change.now and change.before is not None and change.now is not None:
        parts.append(f"{_level(change.before, language)} → {_level(change.now, language)}")
    for key, found in (("row_solved", change.solved), ("row_new", change.new)):
        if found:
            codes = ", ".join(dict.fromkeys(code for code, _ in found))
            parts.append(say(key, language, codes=codes))
    return say("row_named", language, name=change.name, text=" · ".join(parts))


def _level(level: Level, language: Language) -> str:
    return said().say(f"level_{level}", language)
