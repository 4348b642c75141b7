"""Limits for people and workspaces, on a clock of the test's own."""

import logging
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.allowance import REMEMBERED, Allowance, Limit, TokenBucket
from bot.settings import Settings, load_settings
from tests.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


def asked(allowance: Allowance, times: int, user: str = "U1") -> list[str]:
    return [allowance.allowed("T1", user) for _ in range(times)]


def test_a_person_over_the_limit_is_told_once_and_then_left_out_quietly(clock: Clock) -> None:
    allowance = Allowance(Limit(3, 60), Limit(100, 60), clock)

    assert asked(allowance, 6) == ["yes"] * 3 + ["tell"] + ["quiet"] * 2
    assert asked(allowance, 1, "U2") == ["yes"]
    assert allowance.left_out == 3


def test_there_is_room_again_as_time_passes(clock: Clock) -> None:
    allowance = Allowance(Limit(3, 60), Limit(100, 60), clock)
    asked(allowance, 4)

    clock.now = 20.0
    assert asked(allowance, 2) == ["yes", "quiet"]
    clock.now = 60.0
    assert asked(allowance, 3) == ["yes", "yes", "tell"]
    clock.now = 1000.0
    assert asked(allowance, 4) == ["yes", "yes", "yes", "tell"]


def test_a_workspace_over_the_limit_tells_each_of_its_people_once(clock: Clock) -> None:
    allowance = Allowance(Limit(10, 60), Limit(2, 60), clock)

    assert asked(allowance, 4) == ["yes", "yes", "tell", "quiet"]
    assert asked(allowance, 2, "U2") == ["tell", "quiet"]
    assert allowance.allowed("T2", "U1") == "yes"


def test_what_the_workspace_had_no_room_for_costs_the_person_nothing(clock: Clock) -> None:
    allowance = Allowance(Limit(2, 60), Limit(1, 1), clock)
    asked(allowance, 50)

    clock.now = 1.0
    assert asked(allowance, 1) == ["yes"]


def test_every_request_that_is_left_out_has_a_line_in_the_log(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    allowance = Allowance(Limit(1, 60), Limit(100, 60), clock)
    with caplog.at_level(logging.INFO):
        asked(allowance, 3)

    assert caplog.messages == [
        "left out a request over the limit of a person in T1: number 1 of theirs, 1 in all",
        "left out a request over the limit of a person in T1: number 2 of theirs, 2 in all",
    ]


def test_memory_is_bounded(clock: Clock) -> None:
    allowance = Allowance(Limit(1, 60), Limit(10**6, 1), clock)
    asked(allowance, 1, "first")
    for number in range(REMEMBERED):
        allowance.allowed(f"T{number}", "U")

    assert len(allowance._people) == len(allowance._workspaces) == REMEMBERED
    assert asked(allowance, 1, "first") == ["yes"]


@given(
    limit=st.builds(Limit, st.integers(1, 50), st.integers(1, 100).map(float)),
    steps=st.lists(st.floats(0, 200), max_size=60),
)
def test_a_bucket_never_gives_more_than_it_holds_and_gains(
    limit: Limit, steps: list[float]
) -> None:
    bucket, now, given_out = TokenBucket(limit, 0.0), 0.0, 0
    for step in steps:
        now += step
        given_out += bucket.take(now)
        assert given_out <= limit.count + now * limit.count / limit.seconds + 1e-6


@given(st.integers(1, 50), st.integers(1, 100))
def test_who_keeps_to_the_limit_is_never_left_out(count: int, seconds: int) -> None:
    bucket = TokenBucket(Limit(count, float(seconds)), 0.0)
    assert all(bucket.take(number * seconds / count) for number in range(4 * count))


def test_a_clock_that_goes_back_takes_nothing_away() -> None:
    bucket = TokenBucket(Limit(2, 2.0), 100.0)
    assert [bucket.take(now) for now in (100.0, 50.0, 50.0, 101.0)] == [True, True, False, True]


@pytest.mark.parametrize("text", ["", "20", "0/60", "20/0", "-1/60", "20/60/1", "٢/6", "1e3/60"])
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a limit"):
        Limit.parse(text)


@given(st.integers(1, 999_999), st.integers(1, 999_999))
def test_a_limit_reads_what_it_writes(count: int, seconds: int) -> None:
    limit = Limit(count, float(seconds))
    assert Limit.parse(f" {limit} ") == limit


def test_limits_are_settings(monkeypatch: pytest.MonkeyPatch, read: Callable[[], Settings]) -> None:
    assert read().journeydesk_user_limit == Limit(20, 60)
    assert read().journeydesk_workspace_limit == Limit(600, 60)
    monkeypatch.setenv("JOURNEYDESK_USER_LIMIT", "5/10")
    assert read().journeydesk_user_limit == Limit(5, 10)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Settings]:
    for name in ("JOURNEYDESK_USER_LIMIT", "JOURNEYDESK_WORKSPACE_LIMIT"):
        monkeypatch.delenv(name, raising=False)
    return lambda: load_settings(None)
