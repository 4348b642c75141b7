"""Open hours: what the clock on the wall says, measured in time that really passes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.desk.holidays import french
from bot.desk.hours import SEARCHED, Hours, OpenTime
from tests.desk.openings import (
    EVERY_DAY,
    HOUR,
    MINUTE,
    NIGHT,
    OFFICE,
    WEEK,
    ZERO,
    any_hours,
    hours,
    moments,
    paris,
    patient,
    spans,
)


@patient
@given(any_hours(), moments, spans)
def test_after_some_open_time_just_that_much_has_passed(
    h: Hours, at: datetime, span: timedelta
) -> None:
    then = h.after(at, span)
    if then is not None:
        assert open_between(h, at, then) == span


@patient
@given(any_hours(), moments, spans, st.timedeltas(timedelta(microseconds=1), timedelta(days=3)))
def test_later_is_never_earlier(h: Hours, at: datetime, span: timedelta, more: timedelta) -> None:
    first, longer, later = h.after(at, span), h.after(at, span + more), h.after(at + more, span)
    if first is None:
        assert longer is None
    if first is not None and longer is not None:
        assert first < longer
    if first is not None and later is not None:
        assert first <= later


@patient
@given(any_hours(), moments, spans)
def test_what_is_due_falls_into_open_hours_or_on_their_end(
    h: Hours, at: datetime, span: timedelta
) -> None:
    then = h.after(at, span)
    if then is not None:
        assert h.is_open(then) or (span and h.is_open(then - timedelta(microseconds=1)))


@patient
@given(any_hours(), moments, spans, spans)
def test_open_time_adds_up(h: Hours, start: datetime, one: timedelta, other: timedelta) -> None:
    middle, end = start + one, start + one + other
    assert open_between(h, start, middle) + open_between(h, middle, end) == open_between(
        h, start, end
    )
    assert ZERO <= open_between(h, start, end) <= end - start
    assert open_between(h, end, start) == ZERO


@patient
@given(any_hours(), moments)
def test_open_time_is_what_the_clock_on_the_wall_counts_minute_by_minute(
    h: Hours, at: datetime
) -> None:
    start = at.replace(second=0, microsecond=0)
    minutes = 36 * 60
    counted = sum(h.is_open(start + n * MINUTE) for n in range(minutes))
    assert open_between(h, start, start + minutes * MINUTE) == counted * MINUTE


@patient
@given(any_hours(), moments)
def test_it_is_closed_until_the_next_opening(h: Hours, at: datetime) -> None:
    opening = h.next_opening(at)
    if opening is None:
        assert open_between(h, at, at + SEARCHED * timedelta(days=1)) == ZERO
    else:
        assert h.is_open(opening)
        assert open_between(h, at, opening) == ZERO
        assert (opening == at) == h.is_open(at)


@patient
@given(any_hours(), moments)
def test_it_opens_again_only_after_having_been_closed(h: Hours, at: datetime) -> None:
    again = h.opens_again(at)
    if again is not None:
        assert again > at
        assert h.is_open(again)
        assert not h.is_open(again - timedelta(microseconds=1))


@patient
@given(any_hours(), moments, st.lists(st.tuples(spans, spans), max_size=4))
def test_many_pairs_at_once_measure_what_one_does(
    h: Hours, start: datetime, pairs: list[tuple[timedelta, timedelta]]
) -> None:
    measured = OpenTime(h, start, start + timedelta(days=24))
    for one, other in pairs:
        a, b = start + one, start + one + other
        assert measured.between(a, b) == open_between(h, a, b)


@patient
@given(any_hours())
def test_hours_are_the_same_after_they_were_written_down(h: Hours) -> None:
    assert Hours.model_validate_json(h.model_dump_json()) == h


def open_between(hours: Hours, start: datetime, end: datetime) -> timedelta:
    return sum((b - a for a, b in hours.stretches(start, end)), timedelta())


@pytest.mark.parametrize(
    ("at", "span", "then"),
    [
        ("2026-11-27 17:00", 2, "2026-11-30 10:00"),
        ("2026-11-28 12:00", 0, "2026-11-30 09:00"),
        ("2026-11-27 17:00", 1, "2026-11-27 18:00"),
        ("2026-11-23 00:00", 90, "2026-12-04 18:00"),
    ],
)
def test_the_weekend_does_not_count(at: str, span: int, then: str) -> None:
    assert WEEK.after(paris(at), span * HOUR) == paris(then)


def test_a_holiday_does_not_count_and_is_a_local_day() -> None:
    h = EVERY_DAY.model_copy(update={"holidays": frozenset({date(2026, 12, 24)})})
    assert h.after(paris("2026-12-23 17:00"), 2 * HOUR) == paris("2026-12-25 10:00")
    assert not h.is_open(paris("2026-12-24 12:00"))
    nights = hours(*[(("00:00", "24:00"),)] * 7, zone="Pacific/Apia", holidays=["2026-12-24"])
    assert nights.after(datetime(2026, 12, 23, 10, tzinfo=UTC), 2 * HOUR) == datetime(
        2026, 12, 24, 12, tzinfo=UTC
    )


def test_the_public_holidays_of_france_are_closed() -> None:
    h = WEEK.model_copy(update={"country": "france"})
    assert h.after(paris("2026-04-03 17:00"), 2 * HOUR) == paris("2026-04-07 10:00")
    assert h.next_opening(paris("2026-05-14 09:00")) == paris("2026-05-15 09:00")


@pytest.mark.parametrize(
    ("year", "moving"),
    [
        (2024, ("2024-04-01", "2024-05-09", "2024-05-20")),
        (2025, ("2025-04-21", "2025-05-29", "2025-06-09")),
        (2026, ("2026-04-06", "2026-05-14", "2026-05-25")),
        (2027, ("2027-03-29", "2027-05-06", "2027-05-17")),
    ],
)
def test_eleven_days_a_year_of_which_three_move_with_easter(
    year: int, moving: tuple[str, ...]
) -> None:
    assert len(french(year)) == 11
    assert {date.fromisoformat(day) for day in moving} <= french(year)
    assert date(year, 7, 14) in french(year)


def test_in_spring_a_night_of_work_is_an_hour_shorter() -> None:
    assert open_between(NIGHT, paris("2026-03-28 22:00"), paris("2026-03-29 06:00")) == 7 * HOUR
    assert NIGHT.after(paris("2026-03-28 22:00"), 7 * HOUR) == paris("2026-03-29 06:00")
    assert NIGHT.after(paris("2026-03-29 01:30"), HOUR) == paris("2026-03-29 03:30")


def test_in_autumn_a_night_of_work_is_an_hour_longer() -> None:
    assert open_between(NIGHT, paris("2026-10-24 22:00"), paris("2026-10-25 06:00")) == 9 * HOUR
    assert NIGHT.after(paris("2026-10-25 01:30"), 2 * HOUR) == paris("2026-10-25 02:30", fold=1)


def test_an_opening_in_the_hour_that_is_skipped_is_when_it_is_over() -> None:
    h = hours(*[(("02:30", "05:00"),)] * 7)
    assert h.next_opening(paris("2026-03-29 00:00")) == paris("2026-03-29 03:00")
    assert open_between(h, paris("2026-03-29 00:00"), paris("2026-03-29 12:00")) == 2 * HOUR


def test_an_hour_that_comes_twice_is_open_twice() -> None:
    h = hours(*[(("02:00", "02:30"),)] * 7)
    day = paris("2026-10-25 00:00")
    assert list(h.stretches(day, day + 12 * HOUR)) == [
        (paris("2026-10-25 02:00"), paris("2026-10-25 02:30")),
        (paris("2026-10-25 02:00", fold=1), paris("2026-10-25 02:30", fold=1)),
    ]


def test_office_hours_do_not_notice_the_changes_of_the_clock() -> None:
    for day in ("2026-03-29", "2026-10-25"):
        assert EVERY_DAY.after(paris(f"{day} 00:00"), 9 * HOUR) == paris(f"{day} 18:00")
        assert open_between(EVERY_DAY, paris(f"{day} 00:00"), paris(f"{day} 23:59")) == 9 * HOUR


@pytest.mark.parametrize(
    ("zone", "opening"),
    [
        ("America/Sao_Paulo", "2026-10-25T12:00+00:00"),
        ("Asia/Kathmandu", "2026-10-25T03:15+00:00"),
        ("Pacific/Apia", "2026-10-24T20:00+00:00"),
        ("UTC", "2026-10-25T09:00+00:00"),
    ],
)
def test_nine_o_clock_is_that_of_the_zone(zone: str, opening: str) -> None:
    h = hours(*[(OFFICE,)] * 7, zone=zone)
    then = datetime.fromisoformat(opening)
    assert h.next_opening(then - HOUR) == then
    assert h.after(then - HOUR, 9 * HOUR) == then + 9 * HOUR


def test_the_day_that_samoa_left_out_is_no_day() -> None:
    h = hours(*[(OFFICE,)] * 7, zone="Pacific/Apia")
    closing = datetime(2011, 12, 29, 18, tzinfo=ZoneInfo("Pacific/Apia"))
    assert h.opens_again(closing) == datetime(2011, 12, 31, 9, tzinfo=ZoneInfo("Pacific/Apia"))


def test_where_nothing_is_set_it_is_always_open() -> None:
    at = datetime(2026, 12, 25, 3, tzinfo=UTC)
    assert Hours.always().is_open(at)
    assert Hours.always().after(at, 100 * HOUR) == at + 100 * HOUR
    assert open_between(Hours.always("Asia/Kathmandu"), at, at + 7 * HOUR) == 7 * HOUR
    assert Hours.always().opens_again(at) is None


def test_what_never_opens_again_has_no_next_opening() -> None:
    never = hours()
    at = paris("2026-01-01 00:00")
    assert never.next_opening(at) is None
    assert never.opens_again(at) is None
    assert never.after(at, HOUR) is None
    closed_for_good = WEEK.model_copy(
        update={"holidays": frozenset(date(2026, 1, 1) + timedelta(days=n) for n in range(400))}
    )
    assert closed_for_good.next_opening(at) is None


def test_the_end_of_the_calendar_is_no_failure() -> None:
    assert WEEK.after(datetime(9999, 12, 28, tzinfo=UTC), 100 * HOUR) is None


def test_one_moment_after_a_shift_the_next_one_is_meant() -> None:
    h = hours(*[(("09:00", "12:00"), ("14:00", "18:00"))] * 5)
    assert h.opens_again(paris("2026-11-23 10:00")) == paris("2026-11-23 14:00")
    assert h.opens_again(paris("2026-11-23 12:00")) == paris("2026-11-23 14:00")
    assert h.opens_again(paris("2026-11-27 15:00")) == paris("2026-11-30 09:00")
    assert NIGHT.opens_again(paris("2026-11-23 23:00")) == paris("2026-11-24 22:00")


def test_shifts_that_touch_are_one_and_order_does_not_matter() -> None:
    assert hours((("12:00", "18:00"), ("9:00", "12:00"))) == hours((OFFICE,))


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"zone": "Europe/Lutetia"}, "zone"),
        ({"zone": "../etc"}, "zone"),
        ({"zone": ""}, "zone"),
        ({"weekly": [[("9:00", "18:00")]] * 6}, "missing"),
        ({"weekly": [[("18:00", "9:00")]] * 7}, "shift"),
        ({"weekly": [[("9:00", "9:00")]] * 7}, "shift"),
        ({"weekly": [[("9:00", "25:00")]] * 7}, "shift"),
        ({"weekly": [[("9:00", "12:00"), ("11:00", "13:00")]] * 7}, "overlap"),
        ({"weekly": [[("9 am", "18:00")]] * 7}, "clock"),
        ({"weekly": [[("9:60", "18:00")]] * 7}, "clock"),
        ({"country": "atlantis"}, "literal_error"),
    ],
)
def test_hours_that_cannot_be_are_refused(change: dict[str, object], problem: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Hours.model_validate({**WEEK.model_dump(), **change})
    assert {error["type"] for error in caught.value.errors()} == {problem}


def test_time_does_not_run_backwards() -> None:
    with pytest.raises(ValueError, match="backwards"):
        WEEK.after(paris("2026-01-01 00:00"), -HOUR)
