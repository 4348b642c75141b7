"""A customer journey as a typed graph.

Edges live inside each point, so the kind of a point fixes how many exits it has. Every point
carries ``source``, the JSON Pointer of the part of the classic automation it comes from.
"""

from typing import Annotated, Literal

from pydantic import Field

from converter.frozen import Frozen

Unit = Literal["hour", "day", "week"]
UNIT_HOURS: dict[Unit, int] = {"hour": 1, "day": 24, "week": 168}

PointId = str


class Condition(Frozen):
    """One test of a filter or a split.

    ``kind`` is ``segment`` (a condition of the classic segment, kept as it was in ``detail``),
    ``saved_segment`` (``detail`` holds its id), or ``not_opened`` / ``not_clicked`` (``email``
    names the send_email point that is tested).
    """

    kind: Literal["segment", "saved_segment", "not_opened", "not_clicked"]
    detail: dict[str, object] = Field(default_factory=dict)
    email: PointId | None = None


class Filter(Frozen):
    """Conditions and how they combine: ``all`` of them or ``any`` one."""

    match: Literal["all", "any"]
    conditions: tuple[Condition, ...]


class StartingPoint(Frozen):
    """What lets a contact in. ``kind`` is an id of the starting point table."""

    id: str
    kind: str
    parameters: dict[str, object] = Field(default_factory=dict)
    filter: Filter | None = None
    source: str
    text: str = ""
    """The starting point in words; filled in by the report, in its language."""


class PointBase(Frozen):
    id: PointId
    source: str
    number: int | None = None
    """1-based place in path order, as a person counts; exits have none. Set by the report."""
    text: str = ""
    """The point in words; filled in by the report, in its language."""


class Linear(PointBase):
    next: PointId


class Delay(Linear):
    kind: Literal["delay"] = "delay"
    amount: int = Field(gt=0)
    unit: Unit


class SendWindow(Frozen):
    """Days and hours a classic e-mail was limited to; ``times`` as a person answered, free text."""

    days: tuple[str, ...]
    hours: str
    times: str | None = None


class SendEmail(Linear):
    """``email_id``, ``subject`` and ``title`` are the classic e-mail's; ``position`` counts from 1.

    ``window`` cannot be carried over: no source documents one for a journey (CJ401).
    """

    kind: Literal["send_email"] = "send_email"
    email_id: str
    position: int
    subject: str = ""
    title: str = ""
    paused: bool = False
    window: SendWindow | None = None


class WaitForTrigger(Linear):
    """Holds a contact until ``trigger`` happens: a starting point id, or one of
    ``opened_previous``, ``clicked_previous``, ``clicked_link_previous`` about ``email``."""

    kind: Literal["wait_for_trigger"] = "wait_for_trigger"
    trigger: str
    email: PointId | None = None
    parameters: dict[str, object] = Field(default_factory=dict)


class ConditionalSplit(PointBase):
    kind: Literal["conditional_split"] = "conditional_split"
    match: Literal["all", "any"]
    conditions: tuple[Condition, ...]
    yes: PointId
    no: PointId


class PercentageSplit(PointBase):
    """``percent`` of the contacts take ``a``, the others ``b``."""

    kind: Literal["percentage_split"] = "percentage_split"
    percent: int = Field(gt=0, lt=100)
    a: PointId
    b: PointId


class Tag(Linear):
    kind: Literal["tag"] = "tag"
    value: str


class Untag(Linear):
    kind: Literal["untag"] = "untag"
    value: str


class Group(Linear):
    kind: Literal["group"] = "group"
    value: str


class Ungroup(Linear):
    kind: Literal["ungroup"] = "ungroup"
    value: str


class UpdateContact(Linear):
    kind: Literal["update_contact"] = "update_contact"
    value: str


class Unsubscribe(Linear):
    kind: Literal["unsubscribe"] = "unsubscribe"


class SendSms(Linear):
    kind: Literal["send_sms"] = "send_sms"
    value: str = ""


class Survey(Linear):
    kind: Literal["survey"] = "survey"
    value: str = ""


class Placeholder(Linear):
    """Fail-closed: nobody passes it until a person resolves the diagnostic ``code``."""

    kind: Literal["placeholder"] = "placeholder"
    code: str


class Exit(PointBase):
    kind: Literal["exit"] = "exit"


Point = Annotated[
    Delay
    | SendEmail
    | WaitForTrigger
    | ConditionalSplit
    | PercentageSplit
    | Tag
    | Untag
    | Group
    | Ungroup
    | UpdateContact
    | Unsubscribe
    | SendSms
    | Survey
    | Placeholder
    | Exit,
    Field(discriminator="kind"),
]


Split = ConditionalSplit | PercentageSplit


class ReEntry(Frozen):
    """Whether a contact may enter again. ``minimum_gap_days`` is None where nobody chose one."""

    allowed: bool
    minimum_gap_days: int | None = None
    chosen_by: Literal["classic", "converter", "answer"]


class Journey(Frozen):
    """Starting points, then points in path order; ``entry`` is the first point."""

    starting_points: tuple[StartingPoint, ...]
    points: tuple[Point, ...]
    entry: PointId
    re_entry: ReEntry


def exits_of(point: Point) -> tuple[PointId, ...]:
    """The ids a point leads to, in the order of its fields; none for an exit."""
    if isinstance(point, Linear):
        return (point.next,)
    if isinstance(point, ConditionalSplit):
        return (point.yes, point.no)
    if isinstance(point, PercentageSplit):
        return (point.a, point.b)
    return ()


def point_count(journey: Journey) -> int:
    """Rules and actions after a starting point, as Mailchimp defines a journey point."""
    return sum(1 for p in journey.points if not isinstance(p, Exit))


def split_count(journey: Journey) -> int:
    return sum(1 for p in journey.points if isinstance(p, Split))


def wait_rule_count(journey: Journey) -> int:
    return sum(1 for p in journey.points if isinstance(p, WaitForTrigger))
