"""The move of one automation, from live classic to drained: its states, and what is done with it.

Everything before ``live_draining`` can be taken back. After it there is no way back: Mailchimp has
archived the classic automation, for good.
"""

from datetime import datetime
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from converter.cutover.facts import Facts
from converter.frozen import Frozen
from converter.report.model import Acceptance, CutoverState, PlanId

STATES: tuple[CutoverState, ...] = get_args(CutoverState)
BEFORE_LIVE: tuple[CutoverState, ...] = ("classic_live", "draft", "checked", "approved")

Kind = Literal[
    "draft",
    "tick",
    "untick",
    "accept",
    "revoke",
    "plan",
    "check",
    "approve",
    "turn_on",
    "drain",
    "back",
    "change",
    "watch",
    "tell",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Reason = Literal[
    "no_report",
    "not_convertible",
    "changed",
    "no_such_task",
    "already",
    "tasks_open",
    "decisions_open",
    "plan_unknown",
    "plan_too_small",
    "same_person",
    "still_classic",
    "queue_not_empty",
]

TO: dict[Kind, dict[CutoverState, CutoverState]] = {
    "draft": {"classic_live": "draft"},
    "tick": {state: state for state in STATES if state != "drained"},
    "untick": {
        "classic_live": "classic_live",
        "draft": "draft",
        "checked": "draft",
        "approved": "draft",
        "live_draining": "live_draining",
    },
    "accept": {"classic_live": "classic_live", "draft": "draft"},
    "revoke": {
        "classic_live": "classic_live",
        "draft": "draft",
        "checked": "draft",
        "approved": "draft",
    },
    "plan": {"classic_live": "classic_live", "draft": "draft", "checked": "checked"},
    "check": {"draft": "checked"},
    "approve": {"checked": "approved"},
    "turn_on": {"approved": "live_draining"},
    "drain": {"live_draining": "drained"},
    "back": {"draft": "classic_live", "checked": "draft", "approved": "draft"},
    "change": {
        "classic_live": "classic_live",
        "draft": "draft",
        "checked": "draft",
        "approved": "draft",
    },
    "watch": {"live_draining": "live_draining"},
    "tell": {"approved": "approved", "live_draining": "live_draining"},
}
"""From which state each deed leads where; what does not stand here is illegal. ``back`` leads one
step back, to the work on the draft, where no earlier state is named."""

_NEEDS: dict[Kind, tuple[str, ...]] = {
    "draft": ("by",),
    "tick": ("by", "task"),
    "untick": ("by", "task"),
    "accept": ("by", "task", "why"),
    "revoke": ("by", "task"),
    "plan": ("by", "plan"),
    "check": ("by",),
    "approve": ("by",),
    "turn_on": ("by",),
    "back": ("by", "why"),
    "change": ("why",),
}


class Illegal(ValueError):
    """The deed is not possible in the state that the cut-over is in."""

    def __init__(self, kind: Kind, state: CutoverState) -> None:
        super().__init__(f"{kind} in {state}")
        self.kind = kind
        self.state = state


class Refused(ValueError):
    """The deed is possible in this state, and something is missing. ``items`` are the tasks that
    are open, or what Mailchimp says."""

    def __init__(self, reason: Reason, items: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.items = items


class Tick(Frozen):
    task: str
    by: str
    at: datetime


class Deed(Frozen):
    """What somebody (or, with ``by`` empty, the clock) does.

    ``task``: a task's or decision's id. ``to``: how far ``back``. ``status`` and ``queue``: what
    Mailchimp says, where it could be asked; ``sure``: whoever turned the journey on knows better.
    A kind without what it needs is refused: an approval is always somebody's.
    """

    kind: Kind
    by: str = ""
    task: str | None = None
    why: str | None = None
    plan: PlanId | None = None
    to: CutoverState | None = None
    status: str | None = None
    queue: int | None = Field(default=None, ge=0)
    sure: bool = False

    @model_validator(mode="after")
    def _complete(self) -> Self:
        for needed in _NEEDS.get(self.kind, ()):
            if not (getattr(self, needed) or "").strip():
                raise ValueError(f"{self.kind} needs {needed}")
        return self


class Cutover(Frozen):
    """``version`` counts the changes; ``since`` is when it came into its state. ``digest`` is that
    of the report that people looked at. ``queue`` is the number that was last seen in the classic
    automation's queue, ``fell_at`` when it last became smaller, ``looked_at`` when it was looked
    at. ``told_at``: when people were last reminded of the state it is in. ``last_send``: the last
    send that was planned when the journey was turned on.
    """

    id: int
    automation_id: str
    name: str
    state: CutoverState = "classic_live"
    version: int = 0
    plan: PlanId | None = None
    digest: str
    opened_by: str
    opened_at: datetime
    since: datetime
    ticks: tuple[Tick, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()
    checked_by: str | None = None
    checked_at: datetime | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
    turned_on_by: str | None = None
    turned_on_at: datetime | None = None
    drained_by: str | None = None
    """Who said so; empty where Mailchimp did."""
    queue: int | None = None
    fell_at: datetime | None = None
    looked_at: datetime | None = None
    told_at: datetime | None = None
    last_send: datetime | None = None

    def may(self, kind: Kind) -> bool:
        return self.state in TO[kind]

    @property
    def before_live(self) -> bool:
        return self.state in BEFORE_LIVE

    def ticked(self) -> frozenset[str]:
        return frozenset(tick.task for tick in self.ticks)

    def accepted(self, facts: Facts) -> frozenset[str]:
        """The ids of the decisions that somebody has taken."""
        taken = {(one.code, one.pointer) for one in self.acceptances}
        return frozenset(d.id for d in facts.decisions if (d.code, d.pointer) in taken)
