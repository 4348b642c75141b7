"""The report: one versioned object. Slack blocks and files are made from it and nothing else.

Everything a person reads in it is already in the report's ``language``.
"""

from datetime import datetime
from typing import Literal

from pydantic import Field

from converter.frozen import Frozen
from converter.journey import Point, ReEntry, StartingPoint

FORMAT_VERSION = "1.0"

Language = Literal["en", "fr"]
Severity = Literal["error", "warning", "note"]
Effort = Literal["simple", "medium", "significant"]
Evidence = Literal["official", "inferred", "observed"]
Level = Literal["converted", "converted_with_changes", "partial", "blocked", "not_needed", "failed"]
LEVELS: tuple[Level, ...] = (
    "converted",
    "converted_with_changes",
    "partial",
    "blocked",
    "not_needed",
    "failed",
)
Fit = Literal["yes", "no", "check"]
PlanId = Literal["free", "essentials", "standard", "premium"]
LedgerStatus = Literal[
    "converted", "converted_with_change", "placeholder", "dropped", "not_applicable"
]
LEDGER_STATUSES: tuple[LedgerStatus, ...] = (
    "converted",
    "converted_with_change",
    "placeholder",
    "dropped",
    "not_applicable",
)


class Diagnostic(Frozen):
    """One finding. ``pointer`` leads into the input, ``point`` is the journey point's id."""

    code: str
    name: str
    severity: Severity
    title: str
    message: str
    fix: str
    pointer: str
    point: str | None = None
    effort: Effort
    source: str
    evidence: Evidence


class Question(Frozen):
    """What the API hides. ``choices`` maps the value to give to its wording; ``target`` says what
    the parameters are about (a key of ``tables/targets.toml``, such as ``tag``)."""

    id: str
    pointer: str
    text: str
    kind: Literal["text", "choice", "parameters", "re_entry", "window", "actions"]
    choices: dict[str, str] | None = None
    target: str | None = None


class LedgerRow(Frozen):
    """What became of one leaf of the classic input."""

    pointer: str
    status: LedgerStatus
    code: str | None = None
    target: str | None = None
    """The journey point or starting point it went to, where there is one."""


class Ledger(Frozen):
    """``counts`` has every status; ``rows`` those that are neither converted nor not_applicable,
    or all of them where the whole ledger was asked for."""

    counts: dict[LedgerStatus, int]
    rows: tuple[LedgerRow, ...]


class ChainPart(Frozen):
    """One journey of a chain. ``emails``: positions (from 1) of those that it sends; none where a
    long wait fills it alone. ``text`` says what it holds, and how it is tied to its neighbours."""

    emails: tuple[int, ...]
    point_count: int
    text: str


class Chain(Frozen):
    """The same e-mails as several journeys: each ends with a tag, on which the next starts."""

    journeys: int
    point_counts: tuple[int, ...]
    text: str
    practical: bool
    """Few enough journeys for a person to build: worth showing."""
    parts: tuple[ChainPart, ...] = ()
    """What each journey holds, in order; empty where the chain is not practical."""


class Advice(Frozen):
    """What would have to go to fit a plan; ``remove`` holds positions of e-mails (from 1)."""

    text: str
    remove: tuple[int, ...]
    points_left: int
    chain: Chain | None = None


class PlanFit(Frozen):
    """``reasons`` are names of diagnostics; ``text`` says the same in words."""

    plan: PlanId
    name: str
    fits: Fit
    reasons: tuple[str, ...]
    text: str
    advice: Advice | None = None


class ArchiveNotice(Frozen):
    """What happens to the classic automation when the journey is turned on.

    ``queued_contacts`` is None where no queue was read; ``last_planned_send`` is ISO 8601.
    """

    when: str
    where: str
    where_older: str
    reports: str
    queued_contacts: int | None
    last_planned_send: str | None
    queue: str
    new_contacts: str
    restart: str


class JourneyReport(Frozen):
    starting_points: tuple[StartingPoint, ...]
    points: tuple[Point, ...]
    """In path order, each with its number (exits have none) and its words."""
    entry: str
    point_count: int
    branching: bool
    wait_rule_count: int
    re_entry: ReEntry
    re_entry_text: str


CutoverState = Literal["classic_live", "draft", "checked", "approved", "live_draining", "drained"]
"""``classic_live``: nothing is made yet. ``draft``: the journey is a draft in Mailchimp.
``checked``: everything that must be done is. ``approved``: a named person lets it go live.
``live_draining``: the journey is on, the classic automation archived, its queue not known to be
empty. ``drained``: it is.
"""


class Task(Frozen):
    """Something to do before the journey is turned on.

    ``id`` is the same in both languages and as long as the task stands. ``code`` is that of the
    finding it comes from. ``decision``: it is done by accepting the finding with a reason
    (``why``), not by ticking. ``done_by`` is the id of who did it; None while it is open.
    """

    id: str
    title: str
    text: str
    kind: Literal["must", "should"]
    code: str | None = None
    effort: Effort
    decision: bool = False
    done_by: str | None = None
    why: str | None = None


class Acceptance(Frozen):
    """A finding that somebody takes as it is. ``pointer`` leads into the automation itself."""

    code: str
    pointer: str
    by: str
    at: datetime
    why: str


class UndoPlan(Frozen):
    """What can be taken back in a state. ``free``: nothing has changed for contacts yet."""

    free: bool
    steps: tuple[str, ...]


class CutoverReport(Frozen):
    """How far the move of one automation is. Ids of people are those of where they act."""

    state: CutoverState
    state_text: str
    now: tuple[str, ...]
    """What leads to the next state, in order."""
    tasks: tuple[Task, ...]
    """Decisions first, then what must be done, then what should."""
    acceptances: tuple[Acceptance, ...]
    checked_by: str | None
    approved_by: str | None
    undo: UndoPlan


class AutomationReport(Frozen):
    id: str
    name: str
    level: Level
    verdict: str
    """One line: what it means, in words."""
    status: str | None
    """The classic automation's: save, paused, sending, or what the account says."""
    email_count: int
    audience: str | None
    journey: JourneyReport | None
    ledger: Ledger
    coverage: float | None
    """Rows converted (with change or not) over rows that apply; None where none applies."""
    nothing_dropped: bool
    diagnostics: tuple[Diagnostic, ...]
    """Errors first, then warnings, then notes; within that in path order."""
    questions: tuple[Question, ...]
    plan_fit: tuple[PlanFit, ...]
    cheapest_plan: PlanId | None
    archive_notice: ArchiveNotice | None
    next_steps: tuple[str, ...]
    proof: None = None
    cutover: CutoverReport | None = None
    """None where nobody has begun one."""
    map: None = None


class Construct(Frozen):
    """One gap over the whole account: how often, and in how many automations."""

    code: str
    name: str
    severity: Severity
    title: str
    effort: Effort
    count: int
    automations: int


class PlanGiven(Frozen):
    plan: PlanId | None
    source: Literal["option", "bundle", "account", "workspace", "environment", "none"]


class Summary(Frozen):
    text: str
    grade: Literal["A", "B", "C", "D"] | None
    automations: dict[Level, int]
    coverage: float | None
    effort: dict[Effort, int]
    nothing_dropped: bool


class Unexpected(Frozen):
    """A difference that no diagnostic announces: a fault of the converter, told openly."""

    automation: str
    pointer: str
    text: str


class Report(Frozen):
    format_version: str = FORMAT_VERSION
    language: Language
    plan: PlanGiven
    summary: Summary
    constructs: tuple[Construct, ...]
    automations: tuple[AutomationReport, ...]
    unexpected: tuple[Unexpected, ...] = Field(default=())
