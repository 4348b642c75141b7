"""From one entry of a bundle to its part of the report: same input, same bytes; never raises."""

import hashlib
import logging
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from converter.accounting import Accountant
from converter.classic import ClassicAutomation
from converter.findings import Finding
from converter.graph import validate
from converter.journey import Journey, wait_rule_count
from converter.ledger import summed, to_row
from converter.plans import BUILT_IN, Limits
from converter.questions import Ask, report_unknown_answers
from converter.reading import Notes, Unreadable, name_of, read_automation
from converter.report.assemble import Converted, automation_report, failed_report, rss_report
from converter.report.model import (
    AutomationReport,
    Language,
    LedgerRow,
    PlanGiven,
)
from converter.rules import account
from converter.rules.context import Context
from converter.rules.events import leave_after
from converter.rules.segments import splits_before
from converter.rules.sending import send
from converter.rules.start import blocking, start
from converter.unicode import whole

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """``answers`` maps an automation's id to its answers; they win over the bundle's own.
    ``limits`` replaces what the plans allow; ``timezone`` (IANA) is the one dates are told in."""

    language: Language = "en"
    plan: PlanGiven = field(default_factory=lambda: PlanGiven(plan=None, source="none"))
    answers: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    limits: Limits = BUILT_IN
    timezone: str | None = None
    full_ledger: bool = False


def convert_automation(
    entry: object,
    options: Options,
    index: int = 0,
    base: str | None = None,
    writable: bool = False,
) -> AutomationReport:
    """The report of one automation. ``base`` is its JSON Pointer, by default in a bundle's list.

    ``writable``: the reader has seen to it that all text can be written as UTF-8.
    """
    return convert_and_read(entry, options, index, base, writable)[0]


def convert_and_read(
    entry: object,
    options: Options,
    index: int = 0,
    base: str | None = None,
    writable: bool = False,
) -> tuple[AutomationReport, ClassicAutomation | None]:
    """As ``convert_automation``, with the classic automation as it was read; None for a failed
    one."""
    at = f"/automations/{index}" if base is None else base
    try:
        entry = entry if writable else whole(entry)
        return _convert(entry, options, index, at)
    except Exception as error:  # the promise: one automation never stops the others
        error_id = error_id_of(error)
        log.exception("internal error %s while converting %s", error_id, at)
        found = Finding("CJ901", at, {"error_id": error_id})
        identity, title = name_of(entry)
        return failed_report(index, identity, title, (found,), None, options.language), None


def error_id_of(error: BaseException) -> str:
    """Eight characters that stay the same for the same fault."""
    frames = traceback.extract_tb(error.__traceback__)
    place = (
        f"{type(error).__name__}:{frames[-1].name}:{frames[-1].lineno}"
        if frames
        else type(error).__name__
    )
    return hashlib.sha256(place.encode()).hexdigest()[:8]


def convert_campaign(campaign: object, options: Options, index: int = 0) -> AutomationReport | None:
    """An RSS campaign needs no conversion; any other campaign is passed over (None)."""
    if not isinstance(campaign, dict) or campaign.get("type") != "rss":
        return None
    mended = whole(campaign)
    assert isinstance(mended, dict)  # noqa: S101 - only its texts differ
    return rss_report(mended, f"/campaigns/{index}", index, options.language, options.full_ledger)


def ledger_rows(
    entry: object, options: Options, index: int = 0, base: str | None = None
) -> Iterator[LedgerRow]:
    """Every row of one automation's ledger, one at a time."""
    at = f"/automations/{index}" if base is None else base
    entry = whole(entry)
    work = _work(entry, options, index, at)
    for pointer, claim in work.accountant.rows(entry):
        yield to_row(pointer, claim)


@dataclass(slots=True)
class _Work:
    """The conversion before it is worded."""

    notes: Notes
    accountant: Accountant
    classic: ClassicAutomation | None = None
    blocked: Finding | None = None
    unreadable: Finding | None = None
    journey: Journey | None = None
    asks: tuple[Ask, ...] = ()
    places: tuple[int, ...] = ()


def _work(entry: object, options: Options, index: int, at: str) -> _Work:
    notes = Notes()
    try:
        classic = read_automation(entry, at, index, notes)
    except Unreadable as error:
        accountant = Accountant(at, notes, blocked_by=error.finding.code, readable=False)
        return _Work(notes, accountant, unreadable=error.finding)
    classic = classic.model_copy(update={"timezone": options.timezone})
    given = options.answers.get(classic.id)
    if isinstance(given, Mapping) and given:
        classic = classic.model_copy(update={"answers": {**classic.answers, **given}})
    accountant = Accountant(at, notes, removed=classic.removed)
    prefix = f"{at}/emails/"
    accountant.emails = {int(e.pointer[len(prefix) :]): (e.place, e.label) for e in classic.emails}
    work = _Work(notes, accountant, classic=classic)
    ctx = Context(classic, notes, options.limits)
    work.blocked = blocking(ctx)
    if work.blocked is not None:
        accountant.blocked_by = work.blocked.code
        return work
    _build(ctx, work)
    return work


def _build(ctx: Context, work: _Work) -> None:
    classic = ctx.automation
    trigger = ctx.trigger(ctx.first)
    assert trigger is not None  # noqa: S101 - blocking() has been asked before
    starting_point, re_entry = start(ctx, trigger)
    statuses = [email.status for email in classic.emails]
    some_paused = "paused" in statuses and any(s != "paused" for s in statuses)
    for email in classic.emails:
        if email.place > 1:
            splits_before(ctx, email, leave_after(ctx, email))
        send(ctx, email, some_paused and email.status == "paused")
    report_unknown_answers(classic, ctx.notes)
    points = ctx.path.points(f"{classic.pointer}/automation")
    journey = validate(
        Journey(
            starting_points=(starting_point,), points=points, entry=points[0].id, re_entry=re_entry
        )
    )
    waits = wait_rule_count(journey)
    if waits > ctx.limits.wait_rules:
        ctx.notes.add(
            "CJ110", f"{classic.pointer}/emails", waits=waits, limit=ctx.limits.wait_rules
        )
    account.after_conversion(ctx, trigger)
    work.journey = journey
    work.asks = tuple(ctx.asks)
    work.places = tuple(step.place for step in ctx.path.steps)


def _convert(
    entry: object, options: Options, index: int, at: str
) -> tuple[AutomationReport, ClassicAutomation | None]:
    work = _work(entry, options, index, at)
    ledger = summed(work.accountant.rows(entry), options.full_ledger)
    if work.unreadable is not None:
        identity, title = name_of(entry)
        found = (work.unreadable,)
        return failed_report(index, identity, title, found, ledger, options.language), None
    classic = work.classic
    assert classic is not None  # noqa: S101 - read, or unreadable above
    work.accountant.report()
    account.about_the_input(classic, work.notes)
    findings = list(work.notes.findings)
    if work.blocked is not None:
        findings = [
            work.blocked,
            *(f for f in findings if f.code.startswith("CJ6") or f.code == "CJ506"),
        ]
    converted = Converted(
        classic=classic,
        journey=work.journey,
        blocked=work.blocked,
        findings=tuple(findings),
        asks=work.asks,
        ledger=ledger,
        places=work.places,
    )
    report = automation_report(converted, options.plan, options.language, options.limits)
    return report, classic


__all__ = [
    "Options",
    "convert_and_read",
    "convert_automation",
    "convert_campaign",
    "error_id_of",
    "ledger_rows",
]
