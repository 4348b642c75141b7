"""What becomes due for a case, and when."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.desk.case import Case, Deed, State, done
from bot.desk.due import WHATS, Due, Policy, What, deed_of, due_now, dues, next_due
from bot.desk.hours import Hours
from tests.desk.cases import NOW, case_in, deed, lived, new
from tests.desk.openings import WEEK, any_hours, paris, patient

ALWAYS = Hours.always()
HOUR = timedelta(hours=1)
POLICY = Policy()
NIGHT = datetime(2026, 11, 23, 20, tzinfo=UTC)
CLOCK_ONLY = {"opening", "queue_timeout", "unresponsive", "no_reply"}

some_time = st.none() | st.timedeltas(timedelta(seconds=1), timedelta(days=6))
shares = st.floats(0.01, 0.99)
policies = st.builds(
    Policy,
    first_response=some_time,
    resolution=some_time,
    warn_at=shares,
    queue_timeout=some_time,
    unresponsive=some_time,
    nudge_agent=shares,
    no_reply=some_time,
    nudge_user=shares,
)


def times(case: Case, policy: Policy = POLICY, hours: Hours = ALWAYS) -> dict[What, timedelta]:
    """What is due, and how long after NOW."""
    return {due.what: due.at - NOW for due in dues(case, policy, hours)}


def tick(case: Case, due: Due, hours: Hours, now: datetime) -> Case:
    return done(case, deed_of(due, closed=not hours.is_open(now)), now)


def test_an_offered_case_is_to_be_taken_answered_and_resolved() -> None:
    assert times(new()) == {
        "first_warning": 3.2 * HOUR,
        "first_breach": 4 * HOUR,
        "queue_timeout": 8 * HOUR,
        "resolution_warning": 57.6 * HOUR,
        "resolution_breach": 72 * HOUR,
    }


def test_a_claimed_case_in_which_the_requester_waits() -> None:
    case = done(new(), deed("claim"), NOW + 2 * HOUR)
    waits = times(case)
    assert waits["nudge_agent"] == 4 * HOUR
    assert waits["unresponsive"] == 6 * HOUR
    assert "queue_timeout" not in waits


def test_once_the_agent_has_answered_nobody_waits_for_a_first_word() -> None:
    answered = done(case_in("claimed"), deed("answer"), NOW + HOUR)
    assert set(times(answered)) == {"resolution_warning", "resolution_breach"}
    waiting = done(answered, deed("reply", by="rosa"), NOW + 2 * HOUR)
    assert times(waiting)["unresponsive"] == 6 * HOUR


def test_the_requester_has_days_as_they_pass_not_open_ones() -> None:
    waits = times(case_in("waiting_user"), hours=WEEK)
    assert (waits["nudge_user"], waits["no_reply"]) == (36 * HOUR, 72 * HOUR)


def test_who_waits_a_second_time_is_nudged_again() -> None:
    waiting = case_in("waiting_user")
    (nudge,) = [due for due in dues(waiting, POLICY, ALWAYS) if due.what == "nudge_user"]
    nudged = done(waiting, deed_of(nudge), nudge.at)
    assert "nudge_user" not in times(nudged)
    assert "no_reply" in times(nudged)
    asked_again = done(nudged, deed("ask"), nudge.at + HOUR)
    assert times(asked_again)["nudge_user"] == nudge.at + HOUR + 36 * HOUR - NOW


def test_a_scheduled_case_is_offered_when_the_desk_opens() -> None:
    case = new(closed=True, now=NIGHT)
    due = next_due(case, POLICY, WEEK)
    assert due is not None
    assert (due.what, due.at) == ("opening", paris("2026-11-24 09:00"))
    assert deed_of(due) == Deed(kind="offer")


def test_what_is_given_back_at_night_is_offered_in_the_morning() -> None:
    case = done(case_in("claimed"), deed("release", closed=True), NIGHT)
    assert case.state == "scheduled"
    due = next_due(case, POLICY.model_copy(update={"first_response": None}), WEEK)
    assert due is not None
    assert (due.what, due.at) == ("opening", paris("2026-11-24 09:00"))


@pytest.mark.parametrize(
    ("hours", "then"),
    [
        (WEEK, paris("2026-11-24 09:00")),
        (ALWAYS, NOW + 24 * HOUR),
        (
            ALWAYS.model_copy(update={"holidays": frozenset({datetime(2026, 12, 25).date()})}),
            NOW + 24 * HOUR,
        ),
        (WEEK.model_copy(update={"holidays": frozenset({datetime(2026, 11, 24).date()})}), None),
    ],
)
def test_an_expired_case_is_offered_again_at_the_next_opening(
    hours: Hours, then: datetime | None
) -> None:
    found = [due for due in dues(case_in("expired"), POLICY, hours) if due.what == "opening"]
    assert [due.at for due in found] == [then or paris("2026-11-25 09:00")]


def test_promises_are_counted_in_open_hours() -> None:
    friday = paris("2026-11-27 16:00")
    found = {due.what: due.at for due in dues(new(now=friday), POLICY, WEEK)}
    assert found["first_breach"] == paris("2026-11-30 11:00")
    assert found["queue_timeout"] == paris("2026-11-30 15:00")


def test_a_case_that_is_opened_again_has_its_own_time() -> None:
    case = done(case_in("resolved"), deed("reopen", by="rosa"), NOW + 100 * HOUR)
    assert times(case)["resolution_breach"] == 172 * HOUR


def test_a_broken_promise_is_remembered_after_reopening() -> None:
    late = done(case_in("claimed"), Deed(kind="tell", due="resolution_breach:1"), NOW)
    reopened = done(done(late, deed("resolve"), NOW), deed("reopen"), NOW + HOUR)
    assert "resolution_breach:1" in reopened.told
    assert "resolution_breach" in times(reopened)


def test_nothing_is_due_that_the_policy_leaves_out() -> None:
    nothing = Policy(
        first_response=None, resolution=None, queue_timeout=None, unresponsive=None, no_reply=None
    )
    for state in ("offered", "claimed", "waiting_user"):
        assert next_due(case_in(state), nothing, ALWAYS) is None
    assert set(times(case_in("expired"), nothing)) == {"opening"}


def test_a_desk_that_never_opens_has_nothing_due_in_open_hours() -> None:
    never = Hours.model_validate({"weekly": [()] * 7})
    assert dues(case_in("offered"), POLICY, never) == ()
    assert dues(case_in("expired"), POLICY, never) == ()
    assert set(times(case_in("waiting_user"), hours=never)) == {"nudge_user", "no_reply"}


@pytest.mark.parametrize("what", WHATS)
def test_the_clock_acts_or_tells(what: What) -> None:
    step = deed_of(Due(NOW, what, f"{what}:1"), closed=True)
    assert step.by == ""
    assert (step.kind == "tell") == (what not in CLOCK_ONLY)
    assert step.due == (f"{what}:1" if step.kind == "tell" else None)
    if step.kind != "tell":
        assert step.closed


@pytest.mark.parametrize(
    ("state", "hours_away", "expected"),
    [
        ("claimed", 5, ["first_breach", "unresponsive"]),
        ("waiting_user", 100, ["no_reply"]),
        ("waiting_user", 40, ["nudge_user"]),
        ("offered", 60, ["first_breach", "queue_timeout", "resolution_warning"]),
    ],
)
def test_after_an_outage_nobody_is_warned_of_what_has_come_about(
    state: State, hours_away: int, expected: list[What]
) -> None:
    case, now, seen = case_in(state), NOW + hours_away * HOUR, []
    while (due := due_now(case, POLICY, ALWAYS, now)) is not None:
        seen.append(due.what)
        case = tick(case, due, ALWAYS, now)
    assert seen == expected


@patient
@given(lived(), policies, any_hours())
def test_what_is_due_is_in_order_and_not_told_before(
    case: Case, policy: Policy, hours: Hours
) -> None:
    found = dues(case, policy, hours)
    assert [due.at for due in found] == sorted(due.at for due in found)
    assert len({due.what for due in found}) == len(found)
    assert not {due.name for due in found} & case.told
    assert next_due(case, policy, hours) == (found[0] if found else None)
    if not case.unfinished:
        assert found == ()
    for due in found:
        assert due.at >= case.opened_at
        if due.what not in ("nudge_user", "no_reply"):
            assert hours.is_open(due.at) or hours.is_open(due.at - timedelta(microseconds=1))


@patient
@given(lived(), policies, any_hours())
def test_what_was_done_is_no_longer_due(case: Case, policy: Policy, hours: Hours) -> None:
    for due in dues(case, policy, hours):
        after = tick(case, due, hours, due.at)
        assert due.name not in {left.name for left in dues(after, policy, hours)}


@patient
@given(lived(), policies, any_hours())
def test_the_clock_alone_never_does_the_same_twice_nor_goes_back(
    case: Case, policy: Policy, hours: Hours
) -> None:
    now, seen = case.since, set[str]()
    for _ in range(25):
        due = next_due(case, policy, hours)
        if due is None:
            break
        assert due.name not in seen
        seen.add(due.name)
        now = max(now, due.at)
        case = tick(case, due, hours, now)


@patient
@given(lived(), policies, any_hours(), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_whenever_the_clock_is_asked_it_comes_to_rest(
    case: Case, policy: Policy, hours: Hours, away: timedelta
) -> None:
    now = case.since + away
    for _ in range(12):
        due = due_now(case, policy, hours, now)
        if due is None:
            break
        assert due.at <= now
        case = tick(case, due, hours, now)
    left = next_due(case, policy, hours)
    assert left is None or left.at > now


@pytest.mark.parametrize(
    "change",
    [
        {"first_response": timedelta(0)},
        {"no_reply": timedelta(days=-1)},
        {"resolution": timedelta(days=400)},
        {"warn_at": 1.0},
        {"nudge_user": 0},
    ],
)
def test_times_that_make_no_sense_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Policy.model_validate(change)
