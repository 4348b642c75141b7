"""The states of a case: every arrow, everything that is none, and what always holds."""

from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.desk.case import KINDS, REOPENS_FOR, STATES, Case, Deed, Illegal, Kind, State, done
from bot.desk.case import reopens as reopens_
from tests.desk.cases import MOVES, NOW, case_in, deed, new

ARROWS: dict[tuple[Kind, State], State] = {
    ("offer", "scheduled"): "offered",
    ("offer", "expired"): "offered",
    ("claim", "offered"): "claimed",
    ("claim", "expired"): "claimed",
    ("assign", "offered"): "claimed",
    ("assign", "expired"): "claimed",
    ("assign", "claimed"): "claimed",
    ("assign", "waiting_user"): "waiting_user",
    ("ask", "claimed"): "waiting_user",
    ("ask", "waiting_user"): "waiting_user",
    ("answer", "offered"): "claimed",
    ("answer", "expired"): "claimed",
    ("answer", "claimed"): "claimed",
    ("answer", "waiting_user"): "waiting_user",
    ("reply", "scheduled"): "scheduled",
    ("reply", "offered"): "offered",
    ("reply", "claimed"): "claimed",
    ("reply", "waiting_user"): "claimed",
    ("reply", "expired"): "expired",
    ("release", "claimed"): "offered",
    ("release", "waiting_user"): "offered",
    ("unresponsive", "claimed"): "offered",
    ("resolve", "claimed"): "resolved",
    ("resolve", "waiting_user"): "resolved",
    ("no_reply", "waiting_user"): "resolved",
    ("cancel", "scheduled"): "cancelled",
    ("cancel", "offered"): "cancelled",
    ("cancel", "claimed"): "cancelled",
    ("cancel", "waiting_user"): "cancelled",
    ("cancel", "expired"): "cancelled",
    ("expire", "offered"): "expired",
    ("fail", "scheduled"): "failed",
    ("fail", "offered"): "failed",
    ("fail", "claimed"): "failed",
    ("fail", "waiting_user"): "failed",
    ("fail", "expired"): "failed",
    ("reopen", "resolved"): "offered",
    ("prioritise", "scheduled"): "scheduled",
    ("prioritise", "offered"): "offered",
    ("prioritise", "claimed"): "claimed",
    ("prioritise", "waiting_user"): "waiting_user",
    ("prioritise", "expired"): "expired",
    ("rate", "resolved"): "resolved",
    ("tell", "scheduled"): "scheduled",
    ("tell", "offered"): "offered",
    ("tell", "claimed"): "claimed",
    ("tell", "waiting_user"): "waiting_user",
    ("tell", "expired"): "expired",
}
"""The state diagram, written down a second time: whoever changes one must mean it."""
AT_NIGHT = {"release", "unresponsive", "reopen"}
"""What would be offered now, and waits while the desk is closed."""
HELD = {"claimed", "waiting_user"}
MAY_HAVE_AN_AGENT = HELD | {"resolved", "cancelled"}
IDENTITY = ("id", "requester", "channel", "thread_ts", "language", "start", "topic", "opened_at")
LATER = NOW + timedelta(minutes=5)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_deed_follows_its_arrow_or_is_illegal(kind: Kind, state: State) -> None:
    case = case_in(state)
    to = ARROWS.get((kind, state))
    assert case.state == state
    assert case.may(kind) == (to is not None)
    if to is None:
        with pytest.raises(Illegal) as caught:
            done(case, deed(kind), LATER)
        assert (caught.value.kind, caught.value.state) == (kind, state)
    else:
        after = done(case, deed(kind), LATER)
        assert (after.state, after.version) == (to, case.version + 1)


@pytest.mark.parametrize(
    ("kind", "state"), [pair for pair, to in ARROWS.items() if to == "offered"]
)
def test_what_would_be_offered_waits_while_the_desk_is_closed(kind: Kind, state: State) -> None:
    after = done(case_in(state), deed(kind, closed=True), LATER)
    assert after.state == ("scheduled" if kind in AT_NIGHT else "offered")


def test_a_closed_desk_leaves_an_offered_case_where_it_is() -> None:
    assert done(new(), deed("reply", closed=True), LATER).state == "offered"


def check(before: Case, kind: Kind, case: Case) -> None:
    """What holds after every deed."""
    assert case.state in STATES
    assert case.version == before.version + 1
    assert all(getattr(case, name) == getattr(before, name) for name in IDENTITY)
    assert 0 <= case.priority <= 2
    assert case.told >= before.told
    if case.state in HELD:
        assert case.agent
    if case.state not in MAY_HAVE_AN_AGENT:
        assert case.agent is None
    assert (case.claimed_at is None) == (case.agent is None)
    assert (case.offered_at is not None) == (case.state == "offered")
    assert (case.asked_at is not None) == (case.state == "waiting_user")
    assert (case.resolved_at is not None) == (case.state == "resolved")
    if case.waits_for_agent_since is not None:
        assert case.unfinished
        assert case.state != "waiting_user"
    assert case.opened_at <= case.begun_at <= case.since
    assert (case.since == before.since) == (case.state == before.state)
    assert case.rating is None or case.state == "resolved"
    assert before.state not in ("cancelled", "failed")
    if before.state == "resolved":
        assert kind in ("reopen", "rate")
    if case.first_reply_at is not None and before.first_reply_at is not None:
        assert case.first_reply_at == before.first_reply_at


def test_laws_hold_over_a_hundred_thousand_deeds() -> None:
    length, walks = 400, 260
    tried = Counter[str]()
    taken = Counter[tuple[Kind, State]]()

    @settings(max_examples=walks, suppress_health_check=list(HealthCheck))
    @given(moves=st.binary(min_size=length, max_size=length), closed=st.booleans())
    def walk(moves: bytes, closed: bool) -> None:
        # Bytes, because a list of deeds takes three times as long to draw.
        now, case, idle = NOW, new(closed=closed), 0
        for move in moves:
            step, pause = MOVES[move % len(MOVES)]
            now += pause
            tried["deeds"] += 1
            try:
                after = done(case, step, now)
            except Illegal:
                rated_before = step.kind == "rate" and case.rating is not None
                assert rated_before or (step.kind, case.state) not in ARROWS
            else:
                assert (step.kind, case.state) in ARROWS
                taken[step.kind, case.state] += 1
                check(case, step.kind, after)
                case = after
            # A case that is over is tried for a while; then a new one comes in.
            idle = idle + 1 if case.state in ("cancelled", "failed") else 0
            if idle == 5:
                case, idle = new(closed=closed, now=now), 0

    walk()
    assert tried["deeds"] >= 100_000
    assert set(taken) == set(ARROWS)


@pytest.mark.parametrize("first", ["claim", "assign", "answer"])
def test_of_two_who_claim_only_the_first_gets_it(first: Kind) -> None:
    case = done(new(), deed(first, by="ben"), NOW)
    with pytest.raises(Illegal):
        done(case, deed("claim", by="ana"), LATER)
    assert case.agent == "ben"


def test_whoever_gets_a_case_from_somebody_else_has_it_from_then_on() -> None:
    hers = done(new(), deed("claim", by="ana"), NOW)
    his = done(hers, Deed(kind="assign", by="ana", agent="ben"), LATER)
    assert (his.agent, his.claimed_at) == ("ben", LATER)
    again = done(his, Deed(kind="assign", by="ana", agent="ben"), LATER + timedelta(hours=1))
    assert again.claimed_at == LATER


def test_a_second_question_of_the_agent_starts_the_wait_anew() -> None:
    waiting = case_in("waiting_user")
    assert done(waiting, deed("ask"), LATER).asked_at == LATER
    assert done(waiting, deed("answer"), LATER).asked_at == NOW


def test_the_requester_waits_since_the_first_message_that_nobody_answered() -> None:
    answered = done(case_in("claimed"), deed("answer"), NOW)
    assert answered.waits_for_agent_since is None
    once = done(answered, deed("reply", by="rosa"), LATER)
    twice = done(once, deed("reply", by="rosa"), LATER + timedelta(hours=1))
    assert twice.waits_for_agent_since == LATER
    assert twice.heard_at == LATER + timedelta(hours=1)


def test_a_case_that_comes_back_is_more_urgent_each_time_and_nobodys() -> None:
    case = new()
    for urgent in (1, 2, 2):
        case = done(done(case, deed("claim"), NOW), deed("release"), NOW)
        assert (case.priority, case.agent, case.claimed_at) == (urgent, None, None)


def test_a_case_is_rated_once_and_again_after_it_was_opened_again() -> None:
    rated = done(case_in("resolved"), deed("rate"), NOW)
    with pytest.raises(Illegal):
        done(rated, Deed(kind="rate", rating="bad"), LATER)
    reopened = done(rated, deed("reopen", by="rosa"), LATER)
    assert (reopened.rating, reopened.reopened, reopened.begun_at) == (None, 1, LATER)
    again = done(done(reopened, deed("claim"), LATER), deed("resolve"), LATER)
    assert done(again, Deed(kind="rate", rating="bad"), LATER).rating == "bad"


@pytest.mark.parametrize("state", STATES)
def test_only_what_was_resolved_within_a_week_opens_again_by_a_reply(state: State) -> None:
    case = case_in(state)
    assert reopens_(case, NOW + REOPENS_FOR) == (state == "resolved")
    assert not reopens_(case, NOW + REOPENS_FOR + timedelta(seconds=1))


@pytest.mark.parametrize("kind", ["claim", "answer", "assign", "prioritise", "rate", "tell"])
def test_a_deed_without_what_it_needs_is_refused(kind: Kind) -> None:
    with pytest.raises(ValidationError, match=f"{kind} needs"):
        Deed(kind=kind)


def test_a_priority_beyond_the_highest_is_the_highest() -> None:
    assert done(new(), Deed(kind="prioritise", by="ana", priority=9), NOW).priority == 2
    assert done(new(), Deed(kind="prioritise", by="ana", priority=-9), NOW).priority == 0
