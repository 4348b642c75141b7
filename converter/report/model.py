"""The report: one versioned object. Slack blocks and files are made from it and nothing else.

Everything a person reads in it is already in the report's ``language``.
"""

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
    """What the API hides. ``choices`` maps the value to give to its wording."""

    id: str
    pointer: str
    text: str
    kind: Literal["text", "choice", "parameters", "re_entry", "window", "actions"]
    choices: dict[str, str] | None = None


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


class Chain(Frozen):
    """The same e-mails as several journeys: each ends with a tag, on which the next starts."""

    journeys: int
    point_counts: tuple[int, ...]
    text: str
    practical: bool
    """Few enough journeys for a person to build: worth showing."""


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
    cutover: None = None
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
