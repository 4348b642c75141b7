"""A case and its states: what may happen to it when, and what becomes of it."""

from datetime import datetime, timedelta
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from converter.frozen import Frozen
from converter.report.model import Language

State = Literal[
    "scheduled", "offered", "claimed", "waiting_user", "resolved", "cancelled", "expired", "failed"
]
"""``scheduled``: it waits for the desk to open. ``offered``: any agent may take it. ``claimed``: an
agent has it. ``waiting_user``: the agent waits for the requester. ``expired``: nobody took it in
time; it is offered again when the desk opens next. ``failed``: agents cannot be reached.
"""
STATES: tuple[State, ...] = get_args(State)
UNFINISHED: frozenset[State] = frozenset(
    {"scheduled", "offered", "claimed", "waiting_user", "expired"}
)
"""While a case is in one of these, the bot is silent in its thread, and asking again shows it."""

Start = Literal["button", "words", "ladder", "conversion", "form", "shortcut"]
"""How the requester came to ask for a person."""
Kind = Literal[
    "offer",
    "claim",
    "assign",
    "ask",
    "answer",
    "reply",
    "release",
    "unresponsive",
    "resolve",
    "no_reply",
    "cancel",
    "expire",
    "fail",
    "reopen",
    "prioritise",
    "rate",
    "tell",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Rating = Literal["good", "bad"]

URGENT = 2
"""The highest priority; 0 is the usual one."""
REOPENS_FOR = timedelta(days=7)
"""How long after it was resolved the requester's reply opens a case again."""

_TO: dict[Kind, dict[State, State]] = {
    "offer": {"scheduled": "offered", "expired": "offered"},
    "claim": {"offered": "claimed", "expired": "claimed"},
    "assign": {
        "offered": "claimed",
        "expired": "claimed",
        "claimed": "claimed",
        "waiting_user": "waiting_user",
    },
    "ask": {"claimed": "waiting_user", "waiting_user": "waiting_user"},
    "answer": {
        "offered": "claimed",
        "expired": "claimed",
        "claimed": "claimed",
        "waiting_user": "waiting_user",
    },
    "reply": {
        "scheduled": "scheduled",
        "offered": "offered",
        "claimed": "claimed",
        "waiting_user": "claimed",
        "expired": "expired",
    },
    "release": {"claimed": "offered", "waiting_user": "offered"},
    "unresponsive": {"claimed": "offered"},
    "resolve": {"claimed": "resolved", "waiting_user": "resolved"},
    "no_reply": {"waiting_user": "resolved"},
    "cancel": dict.fromkeys(UNFINISHED, "cancelled"),
    "expire": {"offered": "expired"},
    "fail": dict.fromkeys(UNFINISHED, "failed"),
    "reopen": {"resolved": "offered"},
    "prioritise": {state: state for state in UNFINISHED},
    "rate": {"resolved": "resolved"},
    "tell": {state: state for state in UNFINISHED},
}
"""From which state each deed leads where; what does not stand here is illegal."""

_NEEDS: dict[Kind, str] = {
    "claim": "by",
    "answer": "by",
    "assign": "agent",
    "prioritise": "priority",
    "rate": "rating",
    "tell": "due",
}
"""Without this a deed says nothing, or would leave a case with an agent that is nobody."""


class Illegal(ValueError):
    """The deed is not possible in the state that the case is in."""

    def __init__(self, kind: Kind, state: State) -> None:
        super().__init__(f"{kind} in {state}")
        self.kind = kind
        self.state = state


class Deed(Frozen):
    """What somebody (or, with ``by`` empty, the clock) does with a case.

    ``agent``: who gets it, for ``assign``; ``priority`` for ``prioritise``; ``rating`` for
    ``rate``; ``due`` what was told, for ``tell``; ``closed``: the desk is closed now, so that what
    would be offered waits; ``why`` is kept with the step. A kind without what it needs is refused.
    """

    kind: Kind
    by: str = ""
    agent: str | None = None
    priority: int | None = None
    rating: Rating | None = None
    due: str | None = None
    closed: bool = False
    why: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = _NEEDS.get(self.kind)
        if needed is not None and getattr(self, needed) in (None, ""):
            raise ValueError(f"{self.kind} needs {needed}")
        return self


class Case(Frozen):
    """``channel`` and ``thread_ts`` (empty: the direct conversation itself) are where the requester
    is answered. ``version`` counts the changes. ``since`` is when it came into its state,
    ``begun_at`` when it was opened, or opened again the last time. ``offered_at`` is since when it
    is offered, ``claimed_at`` since when its agent has it, ``asked_at`` since when it waits for the
    requester, ``waits_for_agent_since`` since when the requester waits for a word,
    ``first_reply_at`` when an agent first answered, ``heard_at`` when either side wrote last,
    ``told`` which due times were said already: it is never forgotten, for the numbers need it."""

    id: int
    state: State
    priority: int = Field(default=0, ge=0, le=URGENT)
    language: Language
    requester: str
    channel: str
    thread_ts: str
    start: Start
    topic: str | None = None
    agent: str | None = None
    version: int = 0
    opened_at: datetime
    begun_at: datetime
    since: datetime
    offered_at: datetime | None = None
    claimed_at: datetime | None = None
    first_reply_at: datetime | None = None
    asked_at: datetime | None = None
    heard_at: datetime
    waits_for_agent_since: datetime | None = None
    resolved_at: datetime | None = None
    reopened: int = 0
    rating: Rating | None = None
    told: frozenset[str] = frozenset()

    @property
    def unfinished(self) -> bool:
        return self.state in UNFINISHED

    def may(self, kind: Kind) -> bool:
        return self.state in _TO[kind]


def opening(
    case_id: int,
    *,
    requester: str,
    channel: str,
    thread_ts: str,
    language: Language,
    start: Start,
    now: datetime,
    topic: str | None = None,
    priority: int = 0,
    closed: bool = False,
) -> Case:
    """A new case: offered, or scheduled while the desk is closed."""
    return Case(
        id=case_id,
        state="scheduled" if closed else "offered",
        priority=priority,
        language=language,
        requester=requester,
        channel=channel,
        thread_ts=thread_ts,
        start=start,
        topic=topic,
        opened_at=now,
        begun_at=now,
        since=now,
        offered_at=None if closed else now,
        heard_at=now,
        waits_for_agent_since=now,
    )


def done(case: Case, deed: Deed, now: datetime) -> Case:
    """The case after the deed. Raises Illegal; nothing else changes a case."""
    to = _TO[deed.kind].get(case.state)
    if to is None:
        raise Illegal(deed.kind, case.state)
    if to == "offered" and case.state != "offered" and deed.closed and deed.kind != "offer":
        to = "scheduled"
    if deed.kind == "rate" and case.rating is not None:
        raise Illegal(deed.kind, case.state)
    changes: dict[str, object] = {"state": to, "version": case.version + 1}
    changes |= _CHANGES[deed.kind](case, deed, now) if deed.kind in _CHANGES else {}
    if to != case.state:
        changes |= _entering(to, now)
    return case.model_copy(update=changes)


def reopens(case: Case, now: datetime) -> bool:
    """Whether a reply of the requester opens it again."""
    return (
        case.state == "resolved"
        and case.resolved_at is not None
        and now - case.resolved_at <= REOPENS_FOR
    )


def _entering(state: State, now: datetime) -> dict[str, object]:
    """The times that belong to one state only."""
    times: dict[str, object] = {
        "since": now,
        "offered_at": now if state == "offered" else None,
        "asked_at": now if state == "waiting_user" else None,
        "resolved_at": now if state == "resolved" else None,
    }
    return times if state in UNFINISHED else times | {"waits_for_agent_since": None}


def _taken(case: Case, deed: Deed, now: datetime) -> dict[str, object]:
    agent = deed.agent if deed.kind == "assign" else deed.by
    # Whoever gets a case from somebody else has as much time for it as anybody.
    return {"agent": agent, "claimed_at": case.claimed_at if agent == case.agent else now}


def _answered(case: Case, deed: Deed, now: datetime) -> dict[str, object]:
    said: dict[str, object] = {
        "first_reply_at": case.first_reply_at or now,
        "heard_at": now,
        "waits_for_agent_since": None,
    }
    if deed.kind == "ask":
        return said | {"asked_at": now}
    # Whoever answers what nobody has, has it.
    return said | ({} if case.agent else _taken(case, deed, now))


def _replied(case: Case, _deed: Deed, now: datetime) -> dict[str, object]:
    return {"heard_at": now, "waits_for_agent_since": case.waits_for_agent_since or now}


def _given_back(case: Case, _deed: Deed, now: datetime) -> dict[str, object]:
    return {
        "agent": None,
        "claimed_at": None,
        "priority": min(case.priority + 1, URGENT),
        "waits_for_agent_since": case.waits_for_agent_since or now,
    }


def _reopened(case: Case, _deed: Deed, now: datetime) -> dict[str, object]:
    return {
        "agent": None,
        "claimed_at": None,
        "rating": None,
        "reopened": case.reopened + 1,
        "begun_at": now,
        "heard_at": now,
        "waits_for_agent_since": now,
    }


def _prioritised(_case: Case, deed: Deed, _now: datetime) -> dict[str, object]:
    return {"priority": max(0, min(deed.priority or 0, URGENT))}


def _rated(_case: Case, deed: Deed, _now: datetime) -> dict[str, object]:
    return {"rating": deed.rating}


def _told(case: Case, deed: Deed, _now: datetime) -> dict[str, object]:
    return {"told": case.told | {deed.due or ""}}


def _failed(_case: Case, _deed: Deed, _now: datetime) -> dict[str, object]:
    return {"agent": None, "claimed_at": None}


_CHANGES = {
    "claim": _taken,
    "assign": _taken,
    "ask": _answered,
    "answer": _answered,
    "reply": _replied,
    "release": _given_back,
    "unresponsive": _given_back,
    "fail": _failed,
    "reopen": _reopened,
    "prioritise": _prioritised,
    "rate": _rated,
    "tell": _told,
}
