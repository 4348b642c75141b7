"""What becomes due for a case, and when: the promises of the desk, and its patience."""

from datetime import datetime, timedelta
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field

from bot.desk.case import Case, Deed
from bot.desk.hours import Hours
from converter.frozen import Frozen

What = Literal[
    "opening",
    "first_warning",
    "first_breach",
    "resolution_warning",
    "resolution_breach",
    "queue_timeout",
    "nudge_agent",
    "unresponsive",
    "nudge_user",
    "no_reply",
]
WHATS: tuple[What, ...] = get_args(What)
LONGEST = timedelta(days=366)

Span = Annotated[timedelta, Field(gt=timedelta(0), le=LONGEST)]
Share = Annotated[float, Field(gt=0, lt=1)]

_DAY = timedelta(days=1)
_LEADS_TO: dict[What, What] = {
    "first_warning": "first_breach",
    "resolution_warning": "resolution_breach",
    "nudge_agent": "unresponsive",
    "nudge_user": "no_reply",
}
"""What is said so that the other does not come about, and is pointless once it has."""
_DEEDS: dict[What, Literal["offer", "expire", "unresponsive", "no_reply"]] = {
    "opening": "offer",
    "queue_timeout": "expire",
    "unresponsive": "unresponsive",
    "no_reply": "no_reply",
}
"""What the clock does by itself; everything else is told."""


class Policy(Frozen):
    """How long things may take; None: as long as they take. ``no_reply`` is time as it passes, all
    else is open time. Warnings and nudges come after a share of the time they are about.

    ``first_response``: from the opening of a case to the first word of an agent. ``resolution``: to
    its end. Both begin anew when it is opened again. ``queue_timeout``: offered, and nobody
    takes it. ``unresponsive``: the requester waits for the agent who has it. ``no_reply``: the
    agent waits for the requester.
    """

    first_response: Span | None = timedelta(hours=4)
    resolution: Span | None = timedelta(days=3)
    warn_at: Share = 0.8
    queue_timeout: Span | None = timedelta(hours=8)
    unresponsive: Span | None = timedelta(hours=4)
    nudge_agent: Share = 0.5
    no_reply: Span | None = timedelta(days=3)
    nudge_user: Share = 0.5


class Due(NamedTuple):
    """``name`` is the same for the same occasion only: who waits a second time is nudged again."""

    at: datetime
    what: What
    name: str


def dues(case: Case, policy: Policy, hours: Hours) -> tuple[Due, ...]:
    """What will be due if nothing else happens, soonest first, without what was told already."""
    if not case.unfinished:
        return ()
    found = [*_promises(case, policy, hours), *_waits(case, policy, hours)]
    told = {due.what for due in found if due.name in case.told}
    return tuple(
        sorted(due for due in found if due.what not in told and _LEADS_TO.get(due.what) not in told)
    )


def next_due(case: Case, policy: Policy, hours: Hours) -> Due | None:
    """What the timer of the case waits for."""
    return next(iter(dues(case, policy, hours)), None)


def due_now(case: Case, policy: Policy, hours: Hours, now: datetime) -> Due | None:
    """What is to be done now, if anything. After a time in which nothing ran, nobody is warned of
    what has come about meanwhile: that is done at once."""
    ripe = [due for due in dues(case, policy, hours) if due.at <= now]
    whats = {due.what for due in ripe}
    return next((due for due in ripe if _LEADS_TO.get(due.what) not in whats), None)


def deed_of(due: Due, *, closed: bool = False) -> Deed:
    """What the clock does when it is due; ``closed``: whether the desk is then."""
    kind = _DEEDS.get(due.what)
    return Deed(kind="tell", due=due.name) if kind is None else Deed(kind=kind, closed=closed)


def _due(what: What, since: datetime, at: datetime | None) -> list[Due]:
    return [] if at is None else [Due(at, what, f"{what}:{since.timestamp():.6f}")]


def _promises(case: Case, policy: Policy, hours: Hours) -> list[Due]:
    found: list[Due] = []
    if policy.first_response is not None and case.first_reply_at is None:
        since, span = case.begun_at, policy.first_response
        found += _due("first_warning", since, hours.after(since, span * policy.warn_at))
        found += _due("first_breach", since, hours.after(since, span))
    if policy.resolution is not None:
        since, span = case.begun_at, policy.resolution
        found += _due("resolution_warning", since, hours.after(since, span * policy.warn_at))
        found += _due("resolution_breach", since, hours.after(since, span))
    return found


def _waits(case: Case, policy: Policy, hours: Hours) -> list[Due]:
    if case.state == "scheduled":
        return _due("opening", case.since, hours.next_opening(case.since))
    if case.state == "expired":
        # A day later where the desk does not close before.
        openings = (hours.opens_again(case.since), hours.next_opening(case.since + _DAY))
        return _due("opening", case.since, min((at for at in openings if at), default=None))
    if case.offered_at is not None and policy.queue_timeout is not None:
        since = case.offered_at
        return _due("queue_timeout", since, hours.after(since, policy.queue_timeout))
    if case.asked_at is not None and policy.no_reply is not None:
        since, span = case.asked_at, policy.no_reply
        return [
            *_due("nudge_user", since, since + span * policy.nudge_user),
            *_due("no_reply", since, since + span),
        ]
    if case.state == "claimed" and case.waits_for_agent_since and policy.unresponsive is not None:
        # Who takes a case that has waited long has as much time as anybody.
        since = max(case.waits_for_agent_since, case.claimed_at or case.since)
        span = policy.unresponsive
        return [
            *_due("nudge_agent", since, hours.after(since, span * policy.nudge_agent)),
            *_due("unresponsive", since, hours.after(since, span)),
        ]
    return []
