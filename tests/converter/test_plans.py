"""Every plan on both sides of every limit."""

import json
from pathlib import Path
from typing import Any

import pytest

from converter import Options, convert_automation, plan_named, plans
from converter.content import ContentError
from converter.plans import Load, fit, load_limits
from tests.converter.api_schema import DATA
from tests.converter.build import (
    SENT,
    codes,
    convert,
    email,
    entry,
    fits,
    found,
    kinds,
    segment,
    series,
)

VECTORS: list[dict[str, Any]] = json.loads((DATA / "limit_vectors.json").read_text("utf-8"))
WAIT = "previous_campaign_opened"
NOT_OPENED = "previous_campaign_not_opened"


def of_points(points: int) -> dict[str, Any]:
    """A plain series that makes exactly so many points."""
    first = 0 if points % 2 else 1
    return series((points + 1) // 2, first_amount=first)


def load(points: int = 1, starts: int = 1, splits: int = 0, waits: int = 0) -> Load:
    return Load(points=points, starting_points=starts, splits=splits, waits=waits)


def vector(case: dict[str, Any]) -> dict[str, Any]:
    """The automation that a row of the table describes."""
    length, waits = case["emails"], case["waits"]
    if waits:
        return series(length, then=WAIT, amount=0)
    actions = [{"kind": "tag", "value": "t"}]
    answers = {f"post_send:e{n}": actions for n in range(1, case["actions"] + 1)}
    first = int(case["nonzero_delays"] == length)
    return series(length, first_amount=first, answers=answers)


@pytest.mark.parametrize("case", VECTORS, ids=lambda case: case["case"])
def test_the_table_of_limits_holds(case: dict[str, Any]) -> None:
    report = convert(vector(case), "essentials")
    assert report.journey is not None
    assert report.journey.point_count == case["points"] == len(kinds(report))
    assert report.journey.wait_rule_count == case["waits"]
    essentials = "yes" if case["ok_limit3"] else "check" if case["ok_limit4"] else "no"
    assert fits(report)["essentials"] == essentials
    standard = "yes" if case["ok_200"] else "no"
    assert fits(report)["standard"] == fits(report)["premium"] == standard
    assert fits(report)["free"] == "no"


@pytest.mark.parametrize(
    ("plan", "points", "verdict", "code"),
    [
        ("free", 1, "no", "CJ101"),
        ("essentials", 3, "yes", None),
        ("essentials", 4, "check", "CJ105"),
        ("essentials", 5, "no", "CJ102"),
        ("standard", 199, "yes", None),
        ("standard", 200, "yes", None),
        ("standard", 201, "no", "CJ102"),
        ("premium", 200, "yes", None),
        ("premium", 201, "no", "CJ102"),
    ],
)
def test_points_on_both_sides_of_the_limit(
    plan: Any, points: int, verdict: str, code: str | None
) -> None:
    report = convert(of_points(points), plan)
    assert len(kinds(report)) == points
    assert fits(report)[plan] == verdict
    assert {c for c in codes(report) if c.startswith("CJ10")} == ({code} if code else set())
    assert report.level == "converted"


def test_a_split_needs_a_plan_with_branching() -> None:
    made = entry(email(1, "signup"), email(2, SENT, 0, segment=segment()))
    report = convert(made, "essentials")
    assert len(kinds(report)) == 3
    assert fits(report) == {"free": "no", "essentials": "no", "standard": "yes", "premium": "yes"}
    assert {"CJ104"} == {c for c in codes(report) if c.startswith("CJ10")}
    assert report.cheapest_plan == "standard"


def test_splits_and_200_points_exactly_fit_standard() -> None:
    later = [email(n, SENT, 1, segment=segment()) for n in range(2, 67)]
    later.append(email(67, SENT, 1))
    later += [email(68)]
    report = convert(entry(email(1, "signup", 1), *later), "standard")
    assert len(kinds(report)) == 2 + 65 * 3 + 2 + 1 == 200
    assert fits(report)["standard"] == "yes"


def test_too_many_points_and_splits_are_both_said() -> None:
    made = entry(email(1, "signup"), *[email(n, NOT_OPENED, 1) for n in (2, 3)])
    report = convert(made, "essentials")
    assert {"CJ102", "CJ104"} == {c for c in codes(report) if c.startswith("CJ10")}
    row = next(r for r in report.plan_fit if r.plan == "essentials")
    assert row.reasons == ("plan-too-many-points", "plan-no-branching")
    assert "3 (the help article)" in row.text
    assert "2 splits" in row.text


def test_a_wait_rule_alone_makes_essentials_a_question() -> None:
    report = convert(entry(email(1, "signup"), email(2, WAIT)), "essentials")
    assert len(kinds(report)) == 3
    assert fits(report)["essentials"] == "check"
    assert {"CJ107"} == {c for c in codes(report) if c.startswith("CJ10")}
    assert fits(report)["standard"] == "yes"
    assert report.cheapest_plan == "essentials"


def test_a_wait_rule_and_four_points_are_two_questions() -> None:
    report = convert(entry(email(1, "signup", 1), email(2, WAIT)), "essentials")
    assert {"CJ105", "CJ107"} == {c for c in codes(report) if c.startswith("CJ10")}
    assert fits(report)["essentials"] == "check"


def test_a_wait_rule_does_not_save_what_is_too_long() -> None:
    report = convert(entry(email(1, "signup", 1), email(2, WAIT, 1)), "essentials")
    assert fits(report)["essentials"] == "no"


@pytest.mark.parametrize(
    ("starts", "plan", "codes_of"),
    [
        (1, "essentials", ()),
        (2, "essentials", ("CJ103",)),
        (3, "standard", ()),
        (4, "standard", ("CJ103",)),
        (3, "premium", ()),
        (4, "premium", ("CJ103",)),
    ],
)
def test_starting_points_on_both_sides_of_the_limit(
    starts: int, plan: str, codes_of: tuple[str, ...]
) -> None:
    known = plan_named(plan)
    assert known is not None
    assert fit(known, load(starts=starts)) == ("no" if codes_of else "yes", codes_of)


def test_no_plan_given_is_a_note_and_shows_them_all() -> None:
    report = convert(of_points(5), None)
    assert {"CJ106"} == {c for c in codes(report) if c.startswith("CJ10")}
    assert fits(report) == {"free": "no", "essentials": "no", "standard": "yes", "premium": "yes"}
    assert report.cheapest_plan == "standard"


def test_no_plan_takes_what_is_too_long_for_all() -> None:
    report = convert(of_points(201), "premium")
    assert report.cheapest_plan is None
    assert any("No plan" in step for step in report.next_steps)


def test_free_is_never_the_cheapest() -> None:
    assert convert(of_points(1), "free").cheapest_plan == "essentials"


@pytest.mark.parametrize(
    ("name", "plan"),
    [
        ("free", "free"),
        ("FREE", "free"),
        ("Forever Free", "free"),
        ("forever_free", "free"),
        ("essentials", "essentials"),
        ("Pay As You Go", "essentials"),
        ("pay_as_you_go", "essentials"),
        ("pay-as-you-go", "essentials"),
        ("PAYG", "essentials"),
        (" standard ", "standard"),
        ("Premium", "premium"),
        ("monthly", None),
        ("null", None),
        ("", None),
        ("gold", None),
    ],
)
def test_a_plan_goes_by_several_names(name: str, plan: str | None) -> None:
    known = plan_named(name)
    assert (known.id if known else None) == plan


def test_plans_stand_lowest_first_and_say_where_they_come_from() -> None:
    assert [p.id for p in plans()] == ["free", "essentials", "standard", "premium"]
    for plan in plans():
        assert plan.source
        assert plan.source_date
        assert plan.support["en"] != plan.support["fr"]


def test_a_message_names_plan_limit_and_number() -> None:
    (message,) = found(convert(of_points(201), "standard"), "CJ102")
    for part in ("201", "200", "Standard"):
        assert part in message


BUILT_IN = (Path(__file__).parents[2] / "converter" / "plans.toml").read_text("utf-8")


def test_a_file_with_newer_limits_can_replace_the_built_in_one(tmp_path: Path) -> None:
    newer = tmp_path / "limits.toml"
    newer.write_text(BUILT_IN.replace("points_observed = 4", "points_observed = 6"), "utf-8")
    limits = load_limits(newer)
    essentials = limits.plan("essentials")
    assert essentials is not None
    assert fit(essentials, load(6)) == ("check", ("CJ105",))
    assert fit(essentials, load(7)) == ("no", ("CJ102",))
    assert (limits.wait_rules, limits.split_conditions) == (10, 5)
    six = convert_automation(of_points(6), Options(limits=limits))
    assert {f.plan: f.fits for f in six.plan_fit}["essentials"] == "check"


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("points = 200", 'points = "many"', "points"),
        ("branching = true", "branching = 3", "branching"),
        ("wait_rules = 10", "", "hard_limits"),
        ("[[plan]]", "[[plan", "limits.toml"),
    ],
)
def test_a_wrong_file_of_limits_is_named_with_what_to_mend(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    wrong = tmp_path / "limits.toml"
    wrong.write_text(BUILT_IN.replace(old, new), "utf-8")
    with pytest.raises(ContentError) as caught:
        load_limits(wrong)
    assert "limits.toml" in str(caught.value)
    assert named in str(caught.value)
    assert "line" in str(caught.value)
