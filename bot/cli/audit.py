"""``journeydesk audit``: a whole account in, a plan to move it out."""

import sys
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from rich.console import Console

from bot.cli.answers import answers_in
from bot.cli.convert import (
    Outcome,
    Request,
    bundle_path,
    exit_code,
    note,
    plan_given,
    warn_unused,
)
from bot.cli.given import settings_of
from bot.cli.live import NAME, LiveProblem, live_account
from bot.cli.parallel import each
from bot.cli.progress import counting
from bot.cli.show_audit import show_audit
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.report_folder import Format, formats_in, write_files
from bot.settings import Settings
from converter import Bundle, Entry, Options, ReportWriter, read_bundle
from converter.audit import (
    Audit,
    AuditBrief,
    Auditor,
    EarlierUnusable,
    audit_entry,
    for_totals,
    read_earlier,
)
from converter.audit.parts import parts_of
from converter.report.model import Language


@dataclass(frozen=True, slots=True)
class AuditRequest:
    file: str | None
    language: Language
    plan: str | None = None
    answers: Path | None = None
    before: Path | None = None
    out: Path | None = None
    as_json: bool = False
    fail_level: str = "error"
    exit_zero: bool = False
    live: bool = False
    formats: str | None = None


class Audited(NamedTuple):
    """``row`` is the automation's report as JSON, where a file needs it."""

    brief: AuditBrief
    row: str | None


def audit_account(request: AuditRequest) -> int:
    """The exit code, as ``convert`` has it. Raises UsageProblem."""
    language = request.language
    if request.fail_level not in ("error", "warning"):
        raise UsageProblem(said().say("bad_fail_level", language, value=request.fail_level))
    if request.live == (request.file is not None):
        raise UsageProblem(said().say("audit_one_of", language))
    if request.formats is not None and request.out is None:
        raise UsageProblem(said().say("format_needs_out", language))
    formats = _formats(request)
    before = _before(request)
    settings = settings_of(language)
    with ExitStack() as stack:
        try:
            asked, bundle = _bundle(request, settings, stack)
        except LiveProblem as error:
            print(error.sentence, file=sys.stderr)
            return 1
        options = Options(
            language=language,
            plan=plan_given(asked, bundle, settings),
            answers=answers_in(request.answers, language),
            limits=settings.limits,
            timezone=bundle.timezone,
        )
        warn_unused(asked, bundle, options)
        outcome = _run(request, bundle, options, before, formats, stack)
    return 0 if request.exit_zero else exit_code(outcome, asked)


def _bundle(request: AuditRequest, settings: Settings, stack: ExitStack) -> tuple[Request, Bundle]:
    if request.live or request.file is None:
        path = live_account(request.language, settings, stack)
        return _as_convert(request, NAME), read_bundle(path, NAME)
    asked = _as_convert(request, request.file)
    return asked, read_bundle(bundle_path(asked, stack), "stdin" if request.file == "-" else None)


def _formats(request: AuditRequest) -> tuple[Format, ...]:
    try:
        return formats_in(request.formats)
    except ValueError as error:
        raise UsageProblem(said().say("bad_format", request.language, value=str(error))) from None


def _before(request: AuditRequest) -> Audit | None:
    """Read first: whoever mistypes it should not wait for the audit."""
    if request.before is None:
        return None
    try:
        return read_earlier(request.before, request.language)
    except EarlierUnusable as error:
        raise UsageProblem(error.sentence) from None


def _run(
    request: AuditRequest,
    bundle: Bundle,
    options: Options,
    before: Audit | None,
    formats: Collection[Format],
    stack: ExitStack,
) -> Outcome:
    outcome = Outcome(levels=set())
    auditor = Auditor(options)
    writer = stack.enter_context(ReportWriter(options))
    make = audited if request.out is None else audited_with_row
    with counting(request.language, request.as_json) as tick:
        for brief, row in each(bundle, options, None, make):
            tick()
            auditor.add(brief)
            known = for_totals(brief)
            if row is not None:
                writer.add_written(known, row)
            note(outcome, known, options.plan)
    audit = auditor.finish(before)
    outcome.unexpected = bool(audit.unexpected)
    if request.as_json:
        print(audit.model_dump_json())
    else:
        show_audit(Console(highlight=False), audit)
    if request.out is not None:
        _write_out(request, request.out, audit, formats, writer)
    return outcome


def audited(entry: Entry, options: Options) -> Audited | None:
    made = audit_entry(entry, options)
    return Audited(made[1], None) if made is not None else None


def audited_with_row(entry: Entry, options: Options) -> Audited | None:
    made = audit_entry(entry, options)
    return Audited(made[1], made[0].model_dump_json()) if made is not None else None


def _write_out(
    request: AuditRequest,
    folder: Path,
    audit: Audit,
    formats: Collection[Format],
    writer: ReportWriter,
) -> None:
    """``audit.json`` always: a later audit compares with it."""
    name = NAME if request.file is None else Path(request.file).name
    try:
        write_files(
            folder,
            writer,
            formats=formats,
            file="stdin.json" if name == "-" else name,
            parts=parts_of(audit),
        )
        with (folder / "audit.json").open("w", encoding="utf-8", newline="\n") as file:
            file.write(audit.model_dump_json() + "\n")
    except OSError as error:
        raise UsageProblem(
            said().say(
                "cannot_write", request.language, folder=str(folder), why=error.strerror or ""
            )
        ) from None
    if not request.as_json:
        print(said().say("written", request.language, folder=str(folder)))


def _as_convert(request: AuditRequest, file: str) -> Request:
    """What both commands go by: where the file is, the plan, the exit code."""
    return Request(
        file=file,
        language=request.language,
        automation=None,
        plan=request.plan,
        answers=request.answers,
        as_json=request.as_json,
        ledger=False,
        out=request.out,
        fail_level=request.fail_level,
        exit_zero=request.exit_zero,
    )
