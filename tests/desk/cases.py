"""Cases and deeds, as anybody might bring them about."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bot.desk.case import KINDS, Case, Deed, Illegal, Kind, State, done, opening

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""A Monday morning."""
AGENTS = ("ana", "ben")


def deed(kind: Kind, by: str = "ana", *, closed: bool = False) -> Deed:
    """A deed of that kind with what it needs."""
    return Deed(
        kind=kind,
        by=by,
        agent="ben" if kind == "assign" else None,
        priority=2 if kind == "prioritise" else None,
        rating="good" if kind == "rate" else None,
        due="first_warning" if kind == "tell" else None,
        closed=closed,
    )


def new(*, closed: bool = False, now: datetime = NOW) -> Case:
    return opening(
        7,
        requester="rosa",
        channel="C1",
        thread_ts="1.2",
        language="fr",
        start="button",
        now=now,
        closed=closed,
    )


LEADING: dict[State, tuple[Deed, ...]] = {
    "scheduled": (),
    "offered": (),
    "claimed": (deed("claim"),),
    "waiting_user": (deed("claim"), deed("ask")),
    "resolved": (deed("claim"), deed("resolve")),
    "cancelled": (deed("claim"), deed("cancel")),
    "expired": (deed("expire", by=""),),
    "failed": (deed("fail", by=""),),
}
"""How an offered case comes into each state."""


def case_in(state: State, now: datetime = NOW) -> Case:
    case = new(closed=state == "scheduled", now=now)
    for step in LEADING[state]:
        case = done(case, step, now)
    return case


RARE = ("cancel", "fail", "tell")
MOVES = tuple(
    (deed(kind, by=by, closed=closed), timedelta(seconds=pause))
    for kind in KINDS
    for by in AGENTS
    for closed in (False, True)
    for pause in ((90,) if kind in RARE else (1, 90, 7200))
)
"""What may be tried next, and after what time; what ends a case is rare, so that walks are long."""
walks = st.lists(st.sampled_from(MOVES), max_size=40)


@st.composite
def lived(draw: st.DrawFn) -> Case:
    """A case after any deeds; those that are illegal are left out."""
    case, now = new(closed=draw(st.booleans())), NOW
    for step, pause in draw(walks):
        now += pause
        try:
            case = done(case, step, now)
        except Illegal:
            continue
    return case
