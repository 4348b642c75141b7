"""What would have to go to fit a plan: it really fits then; and chained journeys add up."""

from typing import Any

import pytest
from hypothesis import given

from converter import plans
from tests.converter.build import (
    SENT,
    convert,
    email,
    entry,
    fits,
    kinds,
    segment,
    series,
)
from tests.converter.examples import examples
from tests.converter.strategies import known_times, ordinary

LIMIT = {plan.id: plan for plan in plans()}


def advice(made: dict[str, Any], plan: Any) -> Any:
    report = convert(made, plan)
    return next(row for row in report.plan_fit if row.plan == plan).advice


def without(made: dict[str, Any], gone: tuple[int, ...]) -> dict[str, Any]:
    kept = [e for e in made["emails"] if e["position"] not in gone]
    return {**made, "emails": kept}


def test_the_last_email_and_its_delay_go_first() -> None:
    found = advice(series(3), "essentials")
    assert found.remove == (3,)
    assert found.points_left == 3
    assert "email 3" in found.text
    assert "Essentials" in found.text


def test_from_the_first_split_on_everything_goes_where_there_is_no_branching() -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1, segment=segment()), email(3, SENT, 1))
    found = advice(made, "essentials")
    assert found.remove == (2, 3)
    assert found.points_left == 1


def test_an_email_that_keeps_its_distance_to_the_event_gets_a_delay_of_its_own() -> None:
    made = entry(
        email(1, "signup", 1),
        email(2, "signup", 3, segment=segment()),
        email(3, "signup", 3),
    )
    found = advice(made, "essentials")
    assert found.remove == (2, 3)
    assert fits(convert(without(made, found.remove), "essentials"))["essentials"] == "yes"


def test_nothing_has_to_go_where_it_fits_and_nothing_helps_on_free() -> None:
    assert advice(series(2), "essentials") is None
    assert advice(series(3), "standard") is None
    assert advice(series(3), "free") is None


def test_where_the_first_email_alone_is_too_long_only_a_chain_helps() -> None:
    actions = [{"kind": "tag", "value": str(n)} for n in range(4)]
    found = advice(series(1, answers={"post_send:e1": actions}), "essentials")
    assert found.remove == ()
    assert found.chain.point_counts == (3, 3)
    assert found.text == found.chain.text


def test_four_points_are_shortened_to_what_surely_fits() -> None:
    found = advice(series(2, first_amount=1), "essentials")
    assert found.remove == (2,)
    assert found.points_left == 2
    assert found.chain.point_counts == (3, 2)


@pytest.mark.parametrize("length", [101, 102, 150, 1000])
@pytest.mark.parametrize("plan", ["essentials", "standard", "premium"])
def test_a_long_series_really_fits_after_the_advice(length: int, plan: Any) -> None:
    made = series(length)
    found = advice(made, plan)
    shorter = convert(without(made, found.remove), plan)
    assert fits(shorter)[plan] == "yes"
    assert len(kinds(shorter)) == found.points_left
    one_more = tuple(n for n in found.remove if n != min(found.remove))
    assert fits(convert(without(made, one_more), plan))[plan] != "yes"


@examples(40)
@given(ordinary() | known_times())
def test_the_advice_fits_when_it_is_followed(made: dict[str, Any]) -> None:
    report = convert(made, "essentials")
    for row in report.plan_fit:
        if row.advice is None or not row.advice.remove:
            continue
        shorter = convert(without(made, row.advice.remove), row.plan)
        assert fits(shorter)[row.plan] == "yes"
        assert len(kinds(shorter)) <= row.advice.points_left <= LIMIT[row.plan].points


@examples(40)
@given(ordinary())
def test_a_chain_adds_up_and_each_journey_keeps_to_the_limit(made: dict[str, Any]) -> None:
    report = convert(made, "essentials")
    assert report.journey is not None
    total = report.journey.point_count
    for row in report.plan_fit:
        if row.advice is None or row.advice.chain is None:
            continue
        counts = row.advice.chain.point_counts
        assert row.advice.chain.journeys == len(counts) > 1
        assert sum(counts) == total + len(counts) - 1
        assert all(0 < count <= LIMIT[row.plan].points for count in counts)
        assert str(len(counts)) in row.advice.chain.text
        parts = row.advice.chain.parts
        if row.advice.chain.practical:
            assert tuple(part.point_count for part in parts) == counts
            sent = [number for part in parts for number in part.emails]
            assert sent == sorted(e["position"] for e in made["emails"])
        else:
            assert parts == ()


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            (
                "Journey 1 (3 points): email 1; its last point adds a tag.",
                "Journey 2 (3 points) starts on the tag of journey 1: emails 2 and 3;"
                " its last point adds another tag.",
                "Journey 3 (2 points) starts on the tag of journey 2: email 4.",
            ),
        ),
        (
            "fr",
            (
                "Parcours 1 (3 points)\u00a0: l'e-mail 1\u00a0;"
                " son dernier point ajoute une balise.",
                "Parcours 2 (3 points), qui démarre sur la balise du parcours 1\u00a0: les e-mails"
                " 2 et 3\u00a0; son dernier point ajoute une autre balise.",
                "Parcours 3 (2 points), qui démarre sur la balise du parcours 2\u00a0: l'e-mail 4.",
            ),
        ),
    ],
)
def test_a_chain_says_what_each_journey_holds(language: Any, told: tuple[str, ...]) -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1), email(3, SENT, 0), email(4, SENT, 1))
    report = convert(made, "essentials", language=language)
    (found,) = [row.advice for row in report.plan_fit if row.plan == "essentials"]
    assert found is not None
    assert found.chain is not None
    assert tuple(part.text for part in found.chain.parts) == told


def test_a_chain_keeps_a_split_whole() -> None:
    later = [email(n, SENT, 1, segment=segment()) for n in range(2, 71)]
    found = advice(entry(email(1, "signup"), *later), "standard")
    assert found.chain.point_counts == (200, 9)
    assert sum(found.chain.point_counts) == 1 + 69 * 3 + 1


def test_branching_cannot_be_chained_where_there_is_none() -> None:
    made = entry(email(1, "signup", 1), email(2, SENT, 1, segment=segment()), email(3, SENT, 1))
    assert advice(made, "essentials").chain is None


@pytest.mark.parametrize("language", ["en", "fr"])
def test_long_advice_is_said_in_ranges(language: Any) -> None:
    report = convert(series(120), "essentials", language=language)
    text = next(r for r in report.plan_fit if r.plan == "essentials").advice
    assert text is not None
    assert ("3 to 120" if language == "en" else "3 à 120") in text.text
