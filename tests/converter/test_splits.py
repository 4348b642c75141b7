"""Segments and behaviour tests: filters, splits, and when they share one."""

from typing import Any

import pytest

from tests.converter.build import (
    SENT,
    codes,
    condition,
    convert,
    email,
    entry,
    found,
    kinds,
    letter,
    point,
    rows,
    segment,
)

NOT_OPENED = "previous_campaign_not_opened"
NOT_CLICKED = "previous_campaign_not_clicked_any"


def test_the_segment_of_the_first_email_filters_the_starting_point() -> None:
    report = convert(entry(email(1, "signup", segment=segment(2, "any"))), full_ledger=True)
    assert kinds(report) == ["send_email"]
    assert report.journey is not None
    held = report.journey.starting_points[0].filter
    assert held is not None
    assert held.match == "any"
    assert [c.detail for c in held.conditions] == [condition(1), condition(2)]
    assert "CJ310" in codes(report)
    assert report.level == "converted_with_changes"
    inside = {v for k, v in rows(report).items() if "segment_opts" in k}
    assert inside == {("converted_with_change", "CJ310")}
    assert not report.journey.branching


def test_a_filter_may_hold_more_conditions_than_a_split() -> None:
    report = convert(entry(email(1, "signup", segment=segment(9))))
    assert report.level == "converted_with_changes"
    assert "CJ111" not in codes(report)


def test_the_same_segment_on_the_automation_and_its_first_email_counts_once() -> None:
    made = entry(
        email(1, "signup", segment=segment(2)), recipients={"segment_opts": segment(2, "all")}
    )
    report = convert(made)
    assert report.journey is not None
    held = report.journey.starting_points[0].filter
    assert held is not None
    assert len(held.conditions) == 2
    assert len(found(report, "CJ310")) == 1


def test_two_segments_of_all_conditions_are_joined() -> None:
    own = {"match": "all", "conditions": [condition(8)]}
    report = convert(
        entry(email(1, "signup", segment=segment(2)), recipients={"segment_opts": own})
    )
    assert report.journey is not None
    held = report.journey.starting_points[0].filter
    assert held is not None
    assert held.match == "all"
    assert [c.detail["value"] for c in held.conditions] == [8, 1, 2]


def test_a_segment_that_one_filter_cannot_hold_is_not_called_converted() -> None:
    own = {"match": "any", "conditions": [condition(8), condition(9)]}
    made = entry(email(1, "signup", segment=segment(2)), recipients={"segment_opts": own})
    report = convert(made, full_ledger=True)
    status = rows(report)["/automations/0/automation/recipients/segment_opts/match"]
    assert status == ("dropped", "CJ605")
    assert "CJ605" in codes(report)


def test_a_later_segment_splits_after_the_delay_and_the_others_skip_the_email() -> None:
    report = convert(
        entry(email(1, "signup"), email(2, SENT, 2, segment=segment(2, "any")), email(3, SENT, 1)),
        full_ledger=True,
    )
    assert kinds(report) == [
        "send_email",
        "2 day",
        "conditional_split",
        "send_email",
        "1 day",
        "send_email",
    ]
    split = point(report, "conditional_split")
    assert split.match == "any"
    assert split.yes == letter(report, 2).id
    assert split.no == point(report, "delay", 1).id
    assert "segment_no_match:e2" in {q.id for q in report.questions}
    assert report.journey is not None
    assert report.journey.branching
    inside = {v for k, v in rows(report).items() if "emails/1/recipients/segment_opts" in k}
    assert inside == {("converted_with_change", "CJ311")}
    assert report.level == "converted_with_changes"


def test_whoever_does_not_match_may_stop_instead() -> None:
    made = entry(
        email(1, "signup"),
        email(2, SENT, 2, segment=segment()),
        email(3, SENT, 1),
        answers={"segment_no_match:e2": "stop"},
    )
    report = convert(made)
    assert point(report, "conditional_split").no == "exit"
    assert "segment_no_match:e2" not in {q.id for q in report.questions}


def test_a_segment_on_the_last_email_leads_out() -> None:
    report = convert(entry(email(1, "signup"), email(2, SENT, 1, segment=segment())))
    assert point(report, "conditional_split").no == "exit"


def test_skipping_an_email_skips_what_happens_after_it_too() -> None:
    made = entry(
        email(1, "signup"),
        email(2, SENT, 1, segment=segment()),
        email(3),
        answers={"post_send:e2": [{"kind": "tag", "value": "read"}]},
    )
    report = convert(made)
    assert point(report, "conditional_split").no == letter(report, 3).id
    assert letter(report, 2).next == point(report, "tag").id


@pytest.mark.parametrize("action", [NOT_OPENED, NOT_CLICKED])
@pytest.mark.parametrize("match", ["all", "any"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("answer", [None, "skip", "stop"])
def test_a_behaviour_and_a_segment_share_a_split_only_where_both_lead_to_the_same_place(
    action: str, match: str, last: bool, answer: str | None
) -> None:
    emails = [email(1, "signup"), email(2, action, 1, segment=segment(2, match))]
    if not last:
        emails.append(email(3, SENT, 1))
    answers = {} if answer is None else {"segment_no_match:e2": answer}
    report = convert(entry(*emails, answers=answers))
    behaviour = action.removeprefix("previous_campaign_").removesuffix("_any")
    shares = match == "all" and (last or answer == "stop")
    splits = [p for p in kinds(report) if p == "conditional_split"]
    assert len(splits) == (1 if shares else 2)
    first = point(report, "conditional_split")
    assert first.no == "exit"
    if shares:
        assert [c.kind for c in first.conditions] == [behaviour, "segment", "segment"]
        assert first.match == "all"
        assert first.yes == letter(report, 2).id
    else:
        second = point(report, "conditional_split", 1)
        assert [c.kind for c in first.conditions] == [behaviour]
        assert [c.kind for c in second.conditions] == ["segment", "segment"]
        assert first.yes == second.id
        assert second.match == match
        goes_on = not last and answer != "stop"
        assert second.no == (point(report, "delay", 1).id if goes_on else "exit")
    assert {"CJ308", "CJ311"} <= codes(report)


@pytest.mark.parametrize(("conditions", "too_many"), [(1, False), (5, False), (6, True)])
def test_a_split_takes_five_conditions(conditions: int, too_many: bool) -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1, segment=segment(conditions)), email(3))
    report = convert(made)
    assert ("CJ111" in codes(report)) == too_many
    assert report.level == ("partial" if too_many else "converted_with_changes")


@pytest.mark.parametrize(("conditions", "too_many"), [(4, False), (5, True)])
def test_the_tested_behaviour_counts_where_it_shares_the_split(
    conditions: int, too_many: bool
) -> None:
    made = entry(email(1, "signup"), email(2, NOT_OPENED, 1, segment=segment(conditions)))
    assert ("CJ111" in codes(convert(made))) == too_many


def test_the_tested_behaviour_does_not_count_where_it_has_its_own_split() -> None:
    made = entry(email(1, "signup"), email(2, NOT_OPENED, 1, segment=segment(5)), email(3))
    assert "CJ111" not in codes(convert(made))


@pytest.mark.parametrize(("waits", "level"), [(10, "converted_with_changes"), (11, "partial")])
def test_a_journey_takes_ten_wait_rules(waits: int, level: str) -> None:
    later = [email(n, "previous_campaign_opened", 1) for n in range(2, waits + 2)]
    report = convert(entry(email(1, "signup"), *later))
    assert report.journey is not None
    assert report.journey.wait_rule_count == waits
    assert ("CJ110" in codes(report)) == (waits > 10)
    assert report.level == level


@pytest.mark.parametrize("key", ["saved_segment_id", "prebuilt_segment_id"])
def test_a_saved_segment_is_kept_by_its_id(key: str) -> None:
    report = convert(entry(email(1, "signup"), email(2, SENT, 1, segment={key: 55})))
    (kept,) = point(report, "conditional_split").conditions
    assert (kept.kind, kept.detail) == ("saved_segment", {key: 55})


def test_a_saved_segment_with_its_conditions_is_counted_once() -> None:
    both = {"saved_segment_id": 55, **segment(3)}
    report = convert(entry(email(1, "signup"), email(2, SENT, 1, segment=both)))
    assert [c.kind for c in point(report, "conditional_split").conditions] == ["segment"] * 3


@pytest.mark.parametrize(
    "nothing", [{}, {"match": "any"}, {"match": "all", "conditions": []}, {"saved_segment_id": 0}]
)
def test_a_segment_that_selects_nothing_makes_no_split(nothing: dict[str, Any]) -> None:
    report = convert(entry(email(1, "signup"), email(2, SENT, 1, segment=nothing)))
    assert "conditional_split" not in kinds(report)
    assert report.level == "converted"


@pytest.mark.parametrize("odd", ["most", 3, ["all"]])
def test_an_unreadable_match_counts_as_all_and_says_so(odd: object) -> None:
    unsure = {**segment(2), "match": odd}
    report = convert(entry(email(1, "signup"), email(2, SENT, 1, segment=unsure), email(3)))
    assert point(report, "conditional_split").match == "all"
    assert any("match" in message for message in found(report, "CJ605"))
