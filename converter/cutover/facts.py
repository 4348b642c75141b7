"""What a report says about a cut-over, the same in every language and wherever the automation
stands in its file."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Literal

from converter.frozen import Frozen
from converter.journey import Placeholder, SendEmail
from converter.pointer import below
from converter.report.model import AutomationReport, Diagnostic

NEVER: frozenset[str] = frozenset({"blocked", "failed", "not_needed"})
"""Levels at which there is nothing to move to."""
OF_THE_PLAN = frozenset({"CJ101", "CJ102", "CJ103", "CJ104", "CJ105", "CJ106", "CJ107"})
"""Findings about the plan that was given: they bar the approval, nobody accepts them."""
TOO_SMALL = frozenset({"CJ101", "CJ102", "CJ103", "CJ104"})
TO_SEE_IN_THE_BUILDER = frozenset({"CJ105"})
"""Sources disagree whether the plan takes it."""
OF_CONTACTS = frozenset({"CJ503", "CJ504", "CJ505"})
"""Findings that come and go with who is queued: they do not make it another automation."""
COUNTED_BY_STATE = frozenset({"CJ503"})
"""What ``live_draining`` is about."""
MUST = frozenset({"CJ309", "CJ505"})
"""Warnings after which contacts would get nothing, or everything twice."""
WORTH_A_TASK = frozenset({"CJ506", "CJ508"})
"""Notes that ask for a decision."""
REVIEW, EXPORT, QUESTIONS = "review", "export", "questions"

_WORDS = {"text", "number", "source"}


class Decision(Frozen):
    """A finding that is known not to be equivalent. ``pointer`` leads into the automation."""

    id: str
    code: str
    pointer: str


class Facts(Frozen):
    """``tasks`` are all that can be ticked, ``must`` those that have to be, ``compare`` those that
    compare what may change. ``plan`` is whether the plan that was given takes the journey.
    ``queue`` is None where no queue was read."""

    convertible: bool
    digest: str
    tasks: tuple[str, ...]
    must: tuple[str, ...]
    compare: tuple[str, ...] = (REVIEW,)
    decisions: tuple[Decision, ...] = ()
    plan: Literal["fits", "too_small", "unknown"]
    queue: int | None = None
    last_send: datetime | None = None


def facts_of(report: AutomationReport) -> Facts:
    must = [code for code in _codes(ticked(report)) if code in MUST]
    should = [code for code in _codes(ticked(report)) if code not in MUST]
    steps = ([QUESTIONS] if report.questions else []) + [EXPORT]
    notice = report.archive_notice
    return Facts(
        convertible=report.level not in NEVER and report.journey is not None,
        digest=digest_of(report),
        tasks=(*must, REVIEW, *should, *steps),
        must=(*must, REVIEW),
        decisions=tuple(decision_of(finding) for finding in to_decide(report)),
        plan=_plan(report),
        queue=notice.queued_contacts if notice is not None else None,
        last_send=_moment(notice.last_planned_send) if notice is not None else None,
    )


def to_decide(report: AutomationReport) -> list[Diagnostic]:
    """Every finding without an equivalent, and every one that made a placeholder."""
    points = report.journey.points if report.journey is not None else ()
    waiting = {p.id: p.code for p in points if isinstance(p, Placeholder)}
    found = [
        d
        for d in report.diagnostics
        if d.code not in OF_THE_PLAN
        and (d.severity == "error" or waiting.get(d.point or "") == d.code)
    ]
    return list({decision_of(d).id: d for d in found}.values())


def ticked(report: AutomationReport) -> list[Diagnostic]:
    """The findings that make a task to tick: warnings, and the notes that ask for something."""
    decided = {decision_of(d).id for d in to_decide(report)}
    passed = (OF_THE_PLAN - TO_SEE_IN_THE_BUILDER) | COUNTED_BY_STATE
    return [
        d
        for d in report.diagnostics
        if d.code not in passed
        and (d.severity == "warning" or d.code in WORTH_A_TASK)
        and decision_of(d).id not in decided
    ]


def decision_of(finding: Diagnostic) -> Decision:
    pointer = below(finding.pointer)
    mark = sha256(pointer.encode()).hexdigest()[:10]
    return Decision(id=f"{finding.code}-{mark}", code=finding.code, pointer=pointer)


def digest_of(report: AutomationReport) -> str:
    """Two halves: that of the findings, and that of the e-mails and the journey around them."""
    findings = sorted(
        [d.code, d.severity, below(d.pointer), d.point or ""]
        for d in report.diagnostics
        if d.code not in OF_THE_PLAN | OF_CONTACTS
    )
    return f"{_hash([report.level, findings])}:{_hash(_journey(report))}"


def what_changed(before: str, after: str) -> Literal["findings", "emails", "both"]:
    """Of two digests that differ."""
    (findings, emails), (new_findings, new_emails) = before.split(":"), after.split(":")
    if emails == new_emails:
        return "findings"
    return "emails" if findings == new_findings else "both"


def _journey(report: AutomationReport) -> Any:
    journey = report.journey
    if journey is None:
        return [report.email_count]
    return [
        [_bare(one.model_dump(mode="json")) for one in journey.starting_points],
        [_bare(one.model_dump(mode="json")) for one in journey.points],
        journey.re_entry.model_dump(mode="json"),
        sorted(p.email_id for p in journey.points if isinstance(p, SendEmail)),
    ]


def _bare(dumped: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in dumped.items() if key not in _WORDS}


def _hash(value: object) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True)
    return sha256(text.encode()).hexdigest()[:24]


def _plan(report: AutomationReport) -> Literal["fits", "too_small", "unknown"]:
    codes = {d.code for d in report.diagnostics}
    if TOO_SMALL & codes:
        return "too_small"
    return "unknown" if "CJ106" in codes else "fits"


def _codes(findings: Iterable[Diagnostic]) -> list[str]:
    return list(dict.fromkeys(d.code for d in findings))


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found
