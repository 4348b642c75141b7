"""``journeydesk convert``: a file in, a report out, an exit code that a script can read."""

import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from rich.console import Console

from bot.cli.answers import answers_in, unused_answers
from bot.cli.given import settings_of
from bot.cli.maps import MOST_PNG, MapsFolder
from bot.cli.parallel import Written, converted
from bot.cli.progress import counting
from bot.cli.show import show_automation, show_line, show_summary
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.report_folder import Format, formats_in, write_files
from bot.services.names import AutomationRef, Found, NameIndex
from bot.settings import Settings
from bot.words import texts
from converter import (
    AutomationReport,
    Bundle,
    Entry,
    Options,
    PlanGiven,
    ReportWriter,
    ledger_rows,
    plan_named,
    plan_of,
    read_bundle,
)
from converter.language import Param, listing, quote
from converter.picture import THEMES, Theme
from converter.reading import name_of
from converter.report.brief import Brief
from converter.report.build import Totals
from converter.report.model import Language

SHOWN_IN_FULL = 5
"""Automations shown in full; above that one line each, and --automation or --out for the rest."""


@dataclass(frozen=True, slots=True)
class Request:
    file: str
    language: Language
    automation: str | None
    plan: str | None
    answers: Path | None
    as_json: bool
    ledger: bool
    out: Path | None
    fail_level: str
    exit_zero: bool
    formats: str | None = None
    maps: bool = True
    theme: str = "light"


@dataclass(slots=True)
class Outcome:
    """What the exit code depends on."""

    levels: set[str]
    warnings: bool = False
    too_big: bool = False
    unexpected: bool = False


def convert_file(request: Request) -> int:
    """The exit code; see ``exit_code``. Raises UsageProblem."""
    if request.fail_level not in ("error", "warning"):
        raise _usage(request, "bad_fail_level", value=request.fail_level)
    if request.formats is not None and request.out is None:
        raise _usage(request, "format_needs_out")
    formats = _formats(request)
    maps = _maps(request)
    settings = settings_of(request.language)
    with ExitStack() as stack:
        name = "stdin" if request.file == "-" else None
        bundle = read_bundle(bundle_path(request, stack), name)
        options = Options(
            language=request.language,
            plan=plan_given(request, bundle, settings),
            answers=answers_in(request.answers, request.language),
            limits=settings.limits,
            timezone=bundle.timezone,
            full_ledger=request.ledger and request.as_json and request.out is None,
        )
        wanted = _wanted(request, bundle)
        warn_unused(request, bundle, options)
        if request.ledger and request.out is None and not request.as_json:
            _write_ledger(sys.stdout, bundle, options, wanted)
            return 0
        outcome = _run(request, bundle, options, wanted, formats, maps, stack)
    return 0 if request.exit_zero else exit_code(outcome, request)


def exit_code(outcome: Outcome, request: Request) -> int:
    """The first that holds: failed, blocked, partial, unannounced, too big for --plan, warnings."""
    checks = (
        (1, "failed" in outcome.levels),
        (12, "blocked" in outcome.levels),
        (11, "partial" in outcome.levels),
        (13, outcome.unexpected),
        (14, request.plan is not None and outcome.too_big),
        (10, request.fail_level == "warning" and outcome.warnings),
    )
    return next((code for code, holds in checks if holds), 0)


def _run(
    request: Request,
    bundle: Bundle,
    options: Options,
    wanted: set[int] | None,
    formats: tuple[Format, ...],
    maps: MapsFolder | None,
    stack: ExitStack,
) -> Outcome:
    """Converts, shows and writes; memory stays that of one automation."""
    outcome = Outcome(levels=set())
    console = Console(highlight=False)
    writer = stack.enter_context(ReportWriter(options))
    shown: list[Written] = []
    with counting(request.language, request.as_json) as tick:
        for written in converted(bundle, options, wanted):
            tick()
            writer.add_written(*written)
            note(outcome, written.brief, options.plan)
            if maps is not None:
                _write_map(request, maps, written.row)
            if request.as_json:
                continue
            shown.append(written)
            if len(shown) > SHOWN_IN_FULL:
                _flush(console, shown, request.language)
    outcome.unexpected = bool(writer.totals.unexpected)
    if request.as_json:
        writer.write(sys.stdout)
    else:
        _finish(console, shown, writer.totals, request.language)
    if request.out is not None:
        _write_out(request, bundle, options, wanted, formats, writer)
    if maps is not None and maps.without_png:
        print(texts("maps").say("only_svg", request.language, count=MOST_PNG), file=sys.stderr)
    return outcome


def _maps(request: Request) -> MapsFolder | None:
    if request.theme not in THEMES:
        raise UsageProblem(texts("maps").say("bad_theme", request.language, value=request.theme))
    if request.out is None or request.formats is not None or not request.maps:
        return None
    theme: Theme = "dark" if request.theme == "dark" else "light"
    return MapsFolder(request.out / "maps", request.language, theme)


def _write_map(request: Request, maps: MapsFolder, row: str) -> None:
    try:
        maps.add(AutomationReport.model_validate_json(row))
    except OSError as error:
        raise _cannot_write(request, error) from None


def note(outcome: Outcome, brief: Brief, given: PlanGiven) -> None:
    outcome.levels.add(brief.level)
    outcome.warnings |= brief.warnings
    outcome.too_big |= (
        brief.points is not None and given.plan is not None and brief.fits[given.plan] == "no"
    )


def _flush(console: Console, shown: list[Written], language: Language) -> None:
    """Too many to show in full: one line each from here on."""
    for written in shown:
        show_line(console, written.brief, language)
    shown.clear()


def _finish(console: Console, shown: list[Written], totals: Totals, language: Language) -> None:
    many = sum(totals.levels.values()) > SHOWN_IN_FULL
    for written in shown:
        if many:
            show_line(console, written.brief, language)
        else:
            show_automation(console, AutomationReport.model_validate_json(written.row), language)
    show_summary(console, totals, language)


def _formats(request: Request) -> tuple[Format, ...]:
    try:
        return formats_in(request.formats)
    except ValueError as error:
        raise _usage(request, "bad_format", value=str(error)) from None


def _usage(request: Request, key: str, **params: Param) -> UsageProblem:
    return UsageProblem(said().say(key, request.language, **params))


def bundle_path(request: Request, stack: ExitStack) -> Path:
    """The file; standard input (“-”) is kept in a temporary one, so that it can be read twice."""
    if request.file == "-":
        spool = stack.enter_context(tempfile.NamedTemporaryFile(suffix=".json"))  # noqa: SIM115
        while chunk := sys.stdin.buffer.read(1 << 20):
            spool.write(chunk)
        spool.flush()
        return Path(spool.name)
    path = Path(request.file)
    if path.is_dir():
        raise _usage(request, "is_a_folder", file=request.file)
    if not path.exists():
        raise _usage(request, "no_such_file", file=request.file)
    return path


def warn_unused(request: Request, bundle: Bundle, options: Options) -> None:
    """What was given and did not serve: a sentence each, which changes no exit code."""
    if request.plan is None and bundle.plan is not None and plan_named(bundle.plan) is None:
        shown = quote(request.language, bundle.plan)
        print(said().say("plan_in_file_unknown", request.language, value=shown), file=sys.stderr)
    if request.answers is not None:
        ids = (_ref(*one).automation_id for one in enumerate(bundle.entries()))
        for sentence in unused_answers(request.answers, options.answers, ids, request.language):
            print(sentence, file=sys.stderr)


def plan_given(request: Request, bundle: Bundle, settings: Settings) -> PlanGiven:
    """--plan, else the file's, else JOURNEYDESK_PLAN."""
    if request.plan is not None:
        plan = plan_named(request.plan)
        if plan is None:
            raise _usage(request, "bad_plan", value=request.plan)
        return PlanGiven(plan=plan.id, source="option")
    found = plan_of(bundle)
    if found.plan is not None:
        return found
    known = plan_named(settings.journeydesk_plan) if settings.journeydesk_plan else None
    return PlanGiven(plan=known.id, source="environment") if known else found


def _wanted(request: Request, bundle: Bundle) -> set[int] | None:
    """Places of the automation that --automation names; None for all of them."""
    if request.automation is None:
        return None
    refs = [_ref(place, entry) for place, entry in enumerate(bundle.entries())]
    found: Found = NameIndex(refs).find(request.automation)
    if found.match is not None:
        return {found.match.key}
    if found.same_name:
        ids = listing(request.language, [ref.automation_id for ref in found.candidates])
        raise _usage(
            request, "automation_same_name", value=request.automation, n=found.same_name, ids=ids
        )
    if not found.candidates:
        raise _usage(request, "automation_unknown", value=request.automation)
    names = ", ".join(f"{ref.name} ({ref.automation_id})" for ref in found.candidates)
    raise _usage(request, "automation_several", value=request.automation, names=names)


def _ref(place: int, entry: Entry) -> AutomationRef:
    identity, title = name_of(
        entry.value if entry.kind == "automation" else {"automation": entry.value}
    )
    return AutomationRef(
        key=place,
        automation_id=identity or f"automation-{place + 1}",
        name=title or identity or f"automation-{place + 1}",
        kind="campaign" if entry.kind == "campaign" else "automation",
    )


def _write_ledger(out: IO[str], bundle: Bundle, options: Options, wanted: set[int] | None) -> None:
    """Every row as a line of JSON, one at a time."""
    for place, entry in enumerate(bundle.entries()):
        if entry.kind == "automation" and (wanted is None or place in wanted):
            for row in ledger_rows(entry.value, options, entry.index, entry.base):
                out.write(row.model_dump_json() + "\n")


def _write_out(
    request: Request,
    bundle: Bundle,
    options: Options,
    wanted: set[int] | None,
    formats: tuple[Format, ...],
    writer: ReportWriter,
) -> None:
    assert request.out is not None  # noqa: S101 - asked by the caller
    try:
        name = "stdin.json" if request.file == "-" else Path(request.file).name
        write_files(request.out, writer, formats=formats, file=name)
        if request.ledger:
            with (request.out / "ledger.jsonl").open("w", encoding="utf-8", newline="\n") as file:
                _write_ledger(file, bundle, replace(options, full_ledger=False), wanted)
    except OSError as error:
        raise _cannot_write(request, error) from None
    if not request.as_json:
        print(said().say("written", request.language, folder=str(request.out)))


def _cannot_write(request: Request, error: OSError) -> UsageProblem:
    return _usage(request, "cannot_write", folder=str(request.out), why=error.strerror or "")
