"""The audit of an account: one versioned object, in one language, made of briefs.

Everything a person reads in it is already in the audit's ``language``.
"""

from typing import Literal

from converter.audit.brief import FindingRef
from converter.frozen import Frozen
from converter.report.model import (
    Construct,
    Fit,
    Language,
    Level,
    PlanGiven,
    PlanId,
    Summary,
    Unexpected,
)

FORMAT_VERSION = "1.0"

Grade = Literal["A", "B", "C", "D"]
Stage = Literal[
    "not_needed",
    "rehearsal",
    "simple",
    "queued",
    "dated",
    "together",
    "partial",
    "blocked",
    "failed",
]
"""The part of the migration in which an automation has its turn, in this order."""
STAGES: tuple[Stage, ...] = (
    "not_needed",
    "rehearsal",
    "simple",
    "queued",
    "dated",
    "together",
    "partial",
    "blocked",
    "failed",
)


class Named(Frozen):
    """An automation by its id, and what a person calls it."""

    id: str
    name: str


class AnswerGain(Frozen):
    """One kind of question over the account.

    ``open_in`` automations have it open; it is the ``last_in`` of them in which nothing else is
    open; ``better`` reach a better level, by converting them anew with the answer assumed.
    """

    kind: str
    target: str | None
    questions: int
    open_in: int
    last_in: int
    better: tuple[Named, ...]
    text: str


class GapGain(Frozen):
    """A finding that alone keeps automations from “converts as it is”: counted, not tried."""

    code: str
    name: str
    title: str
    automations: tuple[Named, ...]
    text: str


class Reason(Frozen):
    """Why a plan does not take journeys, or has to be checked; ``name`` is a diagnostic's."""

    name: str
    title: str
    automations: int


class PlanAccount(Frozen):
    """One plan for every journey of the account. ``counts`` has yes, check and no."""

    plan: PlanId
    name: str
    counts: dict[Fit, int]
    reasons: tuple[Reason, ...]
    left_out: tuple[Named, ...]
    """The automations whose journeys it does not take."""
    text: str


class AccountPlans(Frozen):
    """Every plan, the lowest first. ``cheapest`` is the lowest that takes every journey, or may
    (``to_check``); None where none does, or where there is no journey."""

    journeys: int
    plans: tuple[PlanAccount, ...]
    cheapest: PlanId | None
    to_check: bool
    text: str


class TargetGroup(Frozen):
    """Automations that start on the same target of an event: a tag, a group, a product."""

    target: str
    automations: tuple[Named, ...]


class DoubleSend(Frozen):
    """Automations of one audience of which a contact may get the e-mails of several, because one
    event starts them. Inferred: segments are not compared.

    Two of them can meet where they stand in the same group of ``known``, or where the target of one
    stands in ``unknown`` or ``any_target``.
    """

    number: int
    event: str
    """The action as the API names it, or what several actions have in common (“purchase”)."""
    audience: str
    store: str | None
    known: tuple[TargetGroup, ...]
    any_target: tuple[Named, ...]
    """Whatever the target: “any product”, or an event that has none."""
    unknown: tuple[Named, ...]
    """The API does not tell their target, and nobody answered."""
    live: int
    """How many of them send today."""
    segmented: int
    """How many limit their contacts by a segment."""
    evidence: Literal["inferred"] = "inferred"
    text: str


class QueueRow(Named):
    """``text`` says in words who waits, and until when, in the account's time zone."""

    level: Level
    contacts: int
    last_send: str | None
    text: str


class Queues(Frozen):
    """Who waits for a classic e-mail. ``unread`` automations had no queue in the file."""

    contacts: int
    automations: tuple[QueueRow, ...]
    """The last to be empty first; those without a known date at the end."""
    unread: int
    last_send: str | None
    removed: int
    """Contacts who were removed from an automation for good."""
    text: str


class Turn(Named):
    """One automation's place in the order, from 1, and why it stands there."""

    place: int
    stage: Stage
    level: Level
    double_send: int | None
    """The number of the set that it is migrated with."""
    reason: str
    details: str
    """The part of the reason that speaks of this automation alone; empty where there is none."""


class AuditRow(Named):
    """What a list and a comparison with a later audit need of one automation."""

    level: Level
    status: str | None
    points: int | None
    cheapest_plan: PlanId | None
    questions: int
    queued: int | None
    findings: tuple[FindingRef, ...]
    """Errors and warnings."""


class Change(Named):
    """What became of one automation between two audits. A level is None where it was not there.

    ``level`` and findings are given for those that both audits have.
    """

    before: Level | None
    now: Level | None
    new: tuple[FindingRef, ...]
    solved: tuple[FindingRef, ...]


class Comparison(Frozen):
    """``appeared`` are in the later audit only, ``gone`` in the earlier one only."""

    before: Summary
    plan_changed: bool
    appeared: tuple[Change, ...]
    gone: tuple[Change, ...]
    changed: tuple[Change, ...]
    better: int
    worse: int
    new: int
    """Errors and warnings that automations of both audits have now and had not before."""
    solved: int
    questions: tuple[int, int]
    """Open questions, before and now."""
    queued: tuple[int, int]
    """Contacts who wait, before and now."""
    text: str


class Audit(Frozen):
    kind: Literal["audit"] = "audit"
    format_version: str = FORMAT_VERSION
    language: Language
    plan: PlanGiven
    timezone: str | None
    summary: Summary
    thresholds: str
    """What the grades mean, in words."""
    constructs: tuple[Construct, ...]
    answers: tuple[AnswerGain, ...]
    gaps: tuple[GapGain, ...]
    plans: AccountPlans
    double_sends: tuple[DoubleSend, ...]
    queues: Queues
    order: tuple[Turn, ...]
    automations: tuple[AuditRow, ...]
    """In the order in which they were added."""
    unexpected: tuple[Unexpected, ...] = ()
    comparison: Comparison | None = None
