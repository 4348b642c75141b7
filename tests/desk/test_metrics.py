"""The desk in numbers: nothing is counted twice, and nothing is no number."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.case import STATES, UNFINISHED
from bot.desk.hours import Hours
from bot.desk.metrics import COLUMNS, CaseFacts, Metrics, measure, table
from converter.cells import harmless
from converter.report.model import Language
from tests.desk.openings import WEEK, any_hours, paris, patient

SINCE = paris("2026-11-23 00:00")
UNTIL = paris("2026-11-30 00:00")
HOUR = timedelta(hours=1)
OPENED = paris("2026-11-23 10:00")
hours_after = st.none() | st.integers(0, 400).map(lambda n: n * HOUR)
names = st.sampled_from(("first_breach:1", "resolution_breach:1", "first_warning:1", "nudge:2"))


@st.composite
def facts(draw: st.DrawFn) -> CaseFacts:
    opened = SINCE + draw(st.integers(-200, 200)) * HOUR
    reply, end = draw(hours_after), draw(hours_after)
    state = "resolved" if end is not None else draw(st.sampled_from(sorted(UNFINISHED)))
    return CaseFacts(
        id=draw(st.integers(1, 30)),
        opened_at=opened,
        first_reply_at=None if reply is None else opened + reply,
        resolved_at=None if end is None else opened + end,
        state=state,
        reopened=draw(st.integers(0, 2)),
        rating=draw(st.sampled_from((None, "good", "bad"))) if state == "resolved" else None,
        told=draw(st.frozensets(names)),
        topic=draw(st.none() | st.text(max_size=8)),
        start=draw(st.sampled_from(("button", "words", "form"))),
        agent=draw(st.none() | st.text(max_size=8)),
    )


def fact(case_id: int, **more: object) -> CaseFacts:
    values = {"id": case_id, "opened_at": OPENED, "state": "claimed", "start": "button", **more}
    return CaseFacts.model_validate(values)


def numbers(*cases: CaseFacts, helped: int = 0, hours: Hours = WEEK) -> Metrics:
    return measure(cases, helped, SINCE, UNTIL, hours)


def test_a_period_without_anything_has_no_shares_and_no_times() -> None:
    empty = numbers()
    assert (empty.opened, empty.open_now, empty.rated) == (0, {}, 0)
    assert (empty.first_breaches, empty.resolution_breaches) == (0, 0)
    for name in ("first_open", "first_real", "resolution_open", "resolution_real"):
        assert getattr(empty, name) is None
    assert (empty.deflection, empty.reopened, empty.satisfied) == (None, None, None)


def test_times_are_told_in_open_hours_and_as_they_pass() -> None:
    cases = [fact(n, first_reply_at=OPENED + n * HOUR) for n in range(1, 11)]
    measured = numbers(*cases, hours=WEEK)
    assert measured.first_real is not None
    assert (measured.first_real.count, measured.first_real.median) == (10, 5.5 * HOUR)
    assert measured.first_real.p90 == 9 * HOUR
    assert measured.first_open is not None
    # The desk closes at 18:00, eight hours after these cases were opened.
    assert (measured.first_open.median, measured.first_open.p90) == (5.5 * HOUR, 8 * HOUR)


def test_a_resolution_counts_in_the_period_in_which_it_falls() -> None:
    before = fact(
        1,
        opened_at=paris("2026-11-20 17:00"),
        resolved_at=paris("2026-11-23 10:00"),
        state="resolved",
        rating="good",
    )
    after = fact(2, resolved_at=UNTIL, state="resolved", rating="bad")
    measured = numbers(before, after)
    assert measured.opened == 1
    assert measured.resolution_open is not None
    assert measured.resolution_open.median == 2 * HOUR
    assert measured.resolution_real is not None
    assert measured.resolution_real.median == 65 * HOUR
    assert (measured.satisfied, measured.rated) == (1.0, 1)


def test_a_period_has_its_beginning_but_not_its_end() -> None:
    assert numbers(fact(1, opened_at=SINCE), fact(2, opened_at=UNTIL)).opened == 1


def test_open_cases_are_counted_whenever_they_came() -> None:
    old = SINCE - timedelta(days=90)
    cases = (
        fact(1, opened_at=old, state="offered"),
        fact(2, state="offered"),
        fact(3, state="waiting_user"),
        fact(4, state="cancelled"),
    )
    assert numbers(*cases).open_now == {"offered": 2, "waiting_user": 1}
    assert numbers(*cases).opened == 3


def test_deflection_is_what_needed_no_person() -> None:
    assert numbers(fact(1), helped=3).deflection == 0.75
    assert numbers(helped=3).deflection == 1.0


def test_reopened_cases_are_a_share_of_those_that_were_once_resolved() -> None:
    end = OPENED + HOUR
    measured = numbers(
        fact(1, state="resolved", resolved_at=end),
        fact(2, state="resolved", resolved_at=end, reopened=1),
        fact(3, state="offered", reopened=2),
        fact(4, state="claimed"),
    )
    assert measured.reopened == pytest.approx(2 / 3)


def test_a_broken_promise_counts_once_a_case_and_a_warning_not_at_all() -> None:
    measured = numbers(
        fact(1, told=frozenset({"first_breach:1", "first_warning:1"})),
        fact(2, told=frozenset({"resolution_breach:1", "resolution_breach:2"})),
        fact(3, told=frozenset({"resolution_warning:1"})),
    )
    assert (measured.first_breaches, measured.resolution_breaches) == (1, 1)


@patient
@given(st.lists(facts(), max_size=12), st.integers(0, 20), any_hours())
def test_numbers_stay_within_what_there_is(
    cases: list[CaseFacts], helped: int, hours: Hours
) -> None:
    measured = measure(cases, helped, SINCE, UNTIL, hours)
    distinct = len({case.id for case in cases})
    assert 0 <= measured.opened <= distinct
    assert sum(measured.open_now.values()) <= distinct
    assert measured.rated <= distinct
    for share in (measured.deflection, measured.reopened, measured.satisfied):
        assert share is None or 0 <= share <= 1
    for of_open, of_real in (
        (measured.first_open, measured.first_real),
        (measured.resolution_open, measured.resolution_real),
    ):
        assert (of_open is None) == (of_real is None)
        if of_open is not None and of_real is not None:
            assert timedelta(0) <= of_open.median <= of_real.median
            assert of_open.median <= of_open.p90 <= of_real.p90
            assert of_open.count == of_real.count <= distinct
    assert (measured.satisfied is None) == (measured.rated == 0)


@patient
@given(st.lists(facts(), max_size=8))
def test_a_case_that_comes_twice_counts_once(cases: list[CaseFacts]) -> None:
    assert measure([*cases, *cases], 0, SINCE, UNTIL, WEEK) == measure(cases, 0, SINCE, UNTIL, WEEK)


@patient
@given(st.lists(facts(), max_size=8), st.lists(facts(), max_size=8))
def test_two_halves_of_a_period_are_its_whole(one: list[CaseFacts], other: list[CaseFacts]) -> None:
    cases, middle = [*one, *other], SINCE + timedelta(days=3)
    first, second = (
        measure(cases, 0, SINCE, middle, WEEK),
        measure(cases, 0, middle, UNTIL, WEEK),
    )
    whole = measure(cases, 0, SINCE, UNTIL, WEEK)
    assert first.opened + second.opened == whole.opened
    assert first.rated + second.rated == whole.rated
    assert first.first_breaches + second.first_breaches == whole.first_breaches


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_case_is_a_line_below_the_headings() -> None:
    case = fact(
        7,
        first_reply_at=OPENED + HOUR,
        topic="plan-limits",
        agent="U1",
        rating="good",
        state="resolved",
        resolved_at=datetime(2026, 11, 24, tzinfo=UTC),
        told=frozenset({"first_breach:1"}),
    )
    assert rows(table([case], "en")) == [
        [
            "Case",
            "Opened (UTC)",
            "First reply (UTC)",
            "Resolved (UTC)",
            "State",
            "Began with",
            "Topic",
            "Agent",
            "Times reopened",
            "Rating",
            "First reply late",
            "Resolution late",
        ],
        [
            "7",
            "2026-11-23 09:00:00",
            "2026-11-23 10:00:00",
            "2026-11-24 00:00:00",
            "resolved",
            "button",
            "plan-limits",
            "U1",
            "0",
            "good",
            "yes",
            "no",
        ],
    ]
    assert rows(table([case], "fr"))[0][:2] == ["Demande", "Ouverte (UTC)"]
    assert rows(table([case], "fr"))[1][-3:] == ["bon", "oui", "non"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_state_has_words_of_its_own(language: Language) -> None:
    found = rows(table([fact(n, state=state) for n, state in enumerate(STATES)], language))
    assert len({row[4] for row in found[1:]}) == len(STATES)


@pytest.mark.parametrize(
    ("topic", "cell"),
    [
        ('=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "' =1"),
        ("\r=1", "' =1"),
    ],
)
def test_a_cell_never_begins_like_a_formula(topic: str, cell: str) -> None:
    assert rows(table([fact(1, topic=topic)], "en"))[1][6] == cell


@patient
@given(st.lists(facts(), max_size=6), st.sampled_from(("en", "fr")))
def test_whatever_stands_in_a_case_the_table_keeps_its_shape(
    cases: list[CaseFacts], language: Language
) -> None:
    found = rows(table(cases, language))
    assert len(found) == len(cases) + 1
    for row, case in zip(found[1:], cases, strict=True):
        assert len(row) == len(COLUMNS)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in row)
        assert row[7] == harmless(case.agent or "")
