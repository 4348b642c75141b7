"""Delays: units, nothing, before a date, counted from the event, contradictions."""

from typing import Any

import pytest

from tests.converter.build import (
    SENT,
    codes,
    convert,
    delay,
    email,
    entry,
    found,
    kinds,
    point,
    rows,
)


def with_delay(changes: dict[str, Any]) -> dict[str, Any]:
    return entry(email(1, "signup"), email(2) | {"delay": {**delay(SENT, 2, "day"), **changes}})


@pytest.mark.parametrize(("unit", "amount"), [("hour", 5), ("day", 1), ("week", 2)])
@pytest.mark.parametrize("place", [1, 2])
def test_a_delay_keeps_its_amount_and_unit(unit: str, amount: int, place: int) -> None:
    emails = [email(1, "signup"), email(2)]
    emails[place - 1]["delay"].update(amount=amount, type=unit)
    delays = [p for p in kinds(convert(entry(*emails))) if p != "send_email"]
    assert delays == [f"{amount} {unit}"]


@pytest.mark.parametrize(
    "nothing",
    [
        {"amount": 0, "type": "now"},
        {"amount": 0, "type": "day"},
        {"amount": 0, "type": "hour"},
        {"amount": None, "type": "now"},
        {"amount": 0.0, "type": "week"},
    ],
)
def test_no_delay_makes_no_point(nothing: dict[str, Any]) -> None:
    report = convert(with_delay(nothing))
    assert kinds(report) == ["send_email", "send_email"]
    assert "CJ605" not in codes(report)


@pytest.mark.parametrize("direction", [None, "", "after"])
def test_a_missing_direction_means_after(direction: str | None) -> None:
    report = convert(with_delay({"direction": direction}))
    assert kinds(report) == ["send_email", "2 day", "send_email"]
    assert report.level == "converted"


def test_a_float_equal_to_an_integer_is_an_integer() -> None:
    report = convert(with_delay({"amount": 3.0}))
    assert kinds(report) == ["send_email", "3 day", "send_email"]
    assert "CJ605" not in codes(report)


@pytest.mark.parametrize(
    ("changes", "points", "named"),
    [
        ({"type": "fortnight"}, ["2 day"], "fortnight"),
        ({"type": None}, ["2 day"], "null"),
        ({"amount": -4}, [], "-4"),
        ({"amount": "soon"}, [], "soon"),
        ({"amount": None}, [], "null"),
        ({"amount": True}, [], "true"),
        ({"amount": 1e300}, [], "1e+300"),
        ({"amount": [2]}, [], "[…]"),
        ({"amount": 1.5}, ["36 hour"], "36"),
        ({"direction": "sideways"}, ["2 day"], "sideways"),
        ({"type": "now"}, [], "2"),
        ({"action": None}, ["2 day"], "previous"),
        ({"action": {"a": 1}}, ["2 day"], "action"),
    ],
)
def test_an_unreadable_delay_says_what_was_assumed(
    changes: dict[str, Any], points: list[str], named: str
) -> None:
    report = convert(with_delay(changes))
    assert kinds(report) == ["send_email", *points, "send_email"]
    assert any(named in message for message in found(report, "CJ605"))
    assert report.level == "converted_with_changes"


def test_an_unknown_unit_of_no_delay_changes_nothing() -> None:
    report = convert(with_delay({"amount": 0, "type": "fortnight"}))
    assert "CJ605" not in codes(report)
    assert "fortnight" in found(report, "CJ601")[0]
    assert report.level == "converted"


@pytest.mark.parametrize("missing", [None, {}, "soon", [1], 4])
def test_a_missing_delay_on_a_later_email_follows_the_previous_one(missing: object) -> None:
    report = convert(entry(email(1, "signup"), email(2) | {"delay": missing}))
    assert kinds(report) == ["send_email", "send_email"]
    assert found(report, "CJ605")
    assert report.level == "converted_with_changes"


@pytest.mark.parametrize("action", ["birthday", "annual", "date", "date_added"])
def test_before_a_date_is_an_offset_of_the_starting_point(action: str) -> None:
    report = convert(entry(email(1, action, 7, before=True), email(2, SENT, 1)))
    assert kinds(report) == ["send_email", "1 day", "send_email"]
    assert report.journey is not None
    start = report.journey.starting_points[0]
    assert {**start.parameters, "amount": 7, "unit": "day", "direction": "before"} == (
        start.parameters
    )
    assert "CJ402" in codes(report)
    assert "7 days before" in start.text


def test_later_emails_of_a_date_become_relative_delays() -> None:
    report = convert(
        entry(
            email(1, "birthday", 7, before=True),
            email(2, "birthday", 2, before=True),
            email(3, "birthday"),
            email(4, "birthday", 12, "hour"),
            email(5, "birthday", 2, "week"),
        )
    )
    delays = [k for k in kinds(report) if k != "send_email"]
    assert delays == ["5 day", "2 day", "12 hour", "324 hour"]
    assert len(found(report, "CJ402")) == 2
    assert report.level == "converted_with_changes"


def test_after_a_date_is_a_plain_delay() -> None:
    report = convert(entry(email(1, "birthday", 3), email(2, "birthday", 10)))
    assert kinds(report) == ["3 day", "send_email", "7 day", "send_email"]
    assert "CJ402" not in codes(report)


def test_the_same_event_later_is_the_difference_to_the_emails_before() -> None:
    report = convert(
        entry(
            email(1, "signup", 1),
            email(2, SENT, 2),
            email(3, "signup", 3),
            email(4, "signup", 4, "week"),
        )
    )
    assert kinds(report) == [
        "1 day",
        "send_email",
        "2 day",
        "send_email",
        "send_email",
        "25 day",
        "send_email",
    ]
    assert report.level == "converted"


def test_time_since_the_last_purchase_is_the_starting_points_own() -> None:
    report = convert(
        entry(email(1, "ecomm_not_bought_any", 90), email(2, "ecomm_not_bought_any", 120))
    )
    assert kinds(report) == ["send_email", "30 day", "send_email"]
    assert report.journey is not None
    parameters = report.journey.starting_points[0].parameters
    assert (parameters["amount"], parameters["unit"]) == (90, "day")


def test_a_delay_against_the_order_is_a_placeholder_and_nothing_is_reordered() -> None:
    report = convert(
        entry(email(1, "signup", 5), email(2, "signup", 2), email(3, "signup", 9)), full_ledger=True
    )
    expected = ["5 day", "send_email", "placeholder", "send_email", "4 day", "send_email"]
    assert kinds(report) == expected
    assert point(report, "placeholder").code == "CJ605"
    assert [point(report, "send_email", n).position for n in range(3)] == [1, 2, 3]
    assert report.level == "partial"
    statuses = {rows(report)[f"/automations/0/emails/1/delay/{k}"] for k in ("amount", "action")}
    assert statuses == {("placeholder", "CJ605")}


@pytest.mark.parametrize("action", [SENT, "signup", "tag_add", "ecomm_abandoned_cart"])
@pytest.mark.parametrize("place", [1, 2])
def test_before_without_a_date_is_a_placeholder(action: str, place: int) -> None:
    first = "signup" if place == 2 else ("tag_add" if action == SENT else action)
    emails = [email(1, first), email(2, action if place == 2 else SENT)]
    emails[place - 1]["delay"].update(amount=3, type="day", direction="before")
    report = convert(entry(*emails))
    assert kinds(report).count("placeholder") == 1
    assert kinds(report).index("placeholder") == place - 1
    assert report.level == "partial"
    assert len(found(report, "CJ605")) == 1


def test_before_the_last_purchase_is_a_placeholder_too() -> None:
    report = convert(entry(email(1, "ecomm_not_bought_any", 3, before=True)))
    assert kinds(report) == ["placeholder", "send_email"]
    assert report.level == "partial"


def test_a_placeholder_does_not_hide_the_trigger_of_the_first_email() -> None:
    report = convert(entry(email(1, "signup", 3, before=True)), full_ledger=True)
    status = rows(report)["/automations/0/emails/0/delay/action"]
    assert status == ("converted", None)
    assert rows(report)["/automations/0/emails/0/delay/direction"] == ("placeholder", "CJ605")


@pytest.mark.parametrize("middle", ["previous_campaign_opened", "tag_add", "goal"])
def test_the_time_since_the_event_is_unknown_after_a_wait(middle: str) -> None:
    report = convert(entry(email(1, "signup"), email(2, middle, 1), email(3, "signup", 30)))
    assert kinds(report)[-2:] == ["placeholder", "send_email"]
    assert report.level == "partial"
    assert found(report, "CJ605")


def test_a_wait_for_a_date_keeps_its_offset() -> None:
    report = convert(entry(email(1, "signup"), email(2, "birthday", 4, before=True)))
    assert kinds(report) == ["send_email", "wait_for_trigger", "send_email"]
    parameters = point(report, "wait_for_trigger").parameters
    assert parameters["amount"] == 4
    assert parameters["unit"] == "day"
    assert parameters["direction"] == "before"
    assert {"CJ312", "CJ402"} <= codes(report)


@pytest.mark.parametrize(
    ("amount", "unit", "warned"),
    [(0, "now", True), (3, "hour", True), (4, "hour", False), (1, "day", False)],
)
def test_a_split_right_after_its_email_is_warned_of(amount: int, unit: str, warned: bool) -> None:
    made = entry(email(1, "signup"), email(2, "previous_campaign_not_opened", amount, unit))
    assert ("CJ313" in codes(convert(made))) == warned
