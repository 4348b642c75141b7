"""Plans, queues, answers and gaps of an account whose numbers are known."""

import json

import pytest

from converter.audit import AuditBrief, audit_of
from converter.report.model import Language
from tests.audit.accounts import audited, briefs, given, one, sample
from tests.converter.build import Json, email


def series(name: str, length: int, **more: object) -> dict[str, object]:
    later = tuple(email(n, amount=1) for n in range(2, length + 1))
    return one(name, emails=later, **more)  # type: ignore[arg-type]


def test_the_cheapest_plan_takes_every_journey_and_the_next_lower_names_who_stays_out() -> None:
    audit = audited([series("short", 1), series("long", 4)])
    plans = {row.plan: row for row in audit.plans.plans}
    assert audit.plans.cheapest == "standard"
    assert plans["essentials"].counts == {"yes": 1, "check": 0, "no": 1}
    assert [named.id for named in plans["essentials"].left_out] == ["long"]
    assert [reason.name for reason in plans["free"].reasons] == ["plan-has-no-journeys"]
    assert audit.plans.text.endswith("Essentials, leaves out 1: “long”.")


def test_four_points_make_essentials_a_plan_to_check() -> None:
    audit = audited([one("four", amount=1, emails=(email(2, amount=1),))])
    assert (audit.plans.cheapest, audit.plans.to_check) == ("essentials", True)
    assert "may take" in audit.plans.text


def test_an_automation_too_big_for_every_plan_leaves_the_account_without_one() -> None:
    audit = audited([series("huge", 120), series("short", 1)])
    assert audit.plans.cheapest is None
    assert "No plan takes every journey" in audit.plans.text
    assert "“huge”" in audit.plans.text


def test_blocked_automations_count_for_no_plan() -> None:
    audit = audited([one("blocked", "goal")])
    assert (audit.plans.journeys, audit.plans.cheapest) == (0, None)
    assert audit.plans.text == "There is no journey to fit into a plan."


def test_an_answer_that_makes_an_automation_convert_as_it_is_names_it() -> None:
    cart = one("cart", "ecomm_abandoned_cart", store="s1")
    audit = audited([cart, one("other")])
    best = audit.answers[0]
    assert (best.kind, [named.id for named in best.better]) == ("re_entry", ["cart"])
    assert audit.gaps == ()
    answered = one("cart", "ecomm_abandoned_cart", store="s1", answers={"re_entry": 30})
    assert audited([answered]).summary.automations["converted"] == 1


def test_an_answer_that_would_not_be_enough_promises_nothing() -> None:
    cart = one("cart", "ecomm_abandoned_cart", store="s1")
    cart["emails"][0]["tracking"]["google_analytics"] = "slug"
    audit = audited([cart])
    assert [gain.better for gain in audit.answers] == [()] * len(audit.answers)


def test_questions_are_grouped_by_what_they_ask_for() -> None:
    audit = audited([one("a", "tag_add"), one("b", "tag_add", audience="l2"), one("c", "birthday")])
    found = {(gain.kind, gain.target): gain.open_in for gain in audit.answers}
    assert found[("target", "tag")] == 2
    assert found[("target", "birthday_field")] == 1
    assert found[("post_send", None)] == 3


def test_the_last_open_question_is_counted() -> None:
    all_but_one: Json = {"post_send:*": []}
    audit = audited([one("a", "tag_add", answers=all_but_one), one("b", "tag_add", audience="l2")])
    assert {gain.target: gain.last_in for gain in audit.answers if gain.kind == "target"} == {
        "tag": 1
    }


def test_a_gap_that_stands_alone_is_counted_and_said_to_be_counted() -> None:
    made = one("slug")
    made["emails"][0]["tracking"]["google_analytics"] = "slug"
    audit = audited([made, one("clean", audience="l2")])
    (gap,) = audit.gaps
    assert (gap.code, [named.id for named in gap.automations]) == ("CJ202", ["slug"])
    assert "not converted anew" in gap.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "13 contacts wait for emails of 2 automations"),
        ("fr", "13 contacts attendent des e-mails de 2 automatisations"),
    ],
)
def test_the_queues_are_summed_with_the_last_planned_send_in_the_accounts_time(
    language: Language, words: str
) -> None:
    account = [
        one("a", queued=10, last="2026-12-01T10:00:00+00:00"),
        one("b", "tag_add", queued=3, last="2026-11-30T23:30:00+00:00"),
        one("c", "group_add", removed_subscribers={"total_items": 2}),
    ]
    queues = audited(account, given(language)).queues
    assert (queues.contacts, queues.removed, queues.last_send) == (
        13, 2, "2026-12-01T10:00:00+00:00",
    )  # fmt: skip
    assert [row.id for row in queues.automations] == ["b", "a"]
    assert words in queues.text
    assert ("00:30" if language == "en" else "0\u00a0h\u00a030") in queues.automations[0].text


def test_a_queue_of_which_not_everybody_is_listed_goes_on_at_least_until_then() -> None:
    account = [
        one("partly listed", queued=2, last="2026-12-01T10:00:00+00:00"),
        one("wholly listed", "tag_add", queued=1, last="2026-12-02T10:00:00+00:00"),
    ]
    partly, wholly = audited(account).queues.automations
    assert partly.text.endswith("at least.")
    assert wholly.text.endswith("(Europe/Paris).")


def test_the_sample_accounts_numbers_stand() -> None:
    audit = sample()
    assert audit.summary.grade == "D"
    assert audit.queues.contacts == 214
    assert audit.plans.cheapest == "standard"
    assert len(audit.order) == len(audit.automations) == 11
    assert "A: everything converts as it is" in audit.thresholds


def test_a_brief_comes_back_from_json_as_it_was() -> None:
    account = [one("a"), one("b", "goal"), {"automation": 5}, one("c", "birthday", queued=None)]
    for brief in briefs(account):
        assert AuditBrief.model_validate_json(brief.model_dump_json()) == brief


def test_a_brief_is_small_however_long_the_automation() -> None:
    (brief,) = briefs([series("long", 60)])
    assert len(brief.model_dump_json()) < 4_000


def test_an_empty_account_is_an_audit_too() -> None:
    audit = audited([])
    assert (audit.summary.grade, audit.order, audit.double_sends) == (None, (), ())
    assert json.loads(audit.model_dump_json())["queues"]["contacts"] == 0


def test_automations_with_one_name_and_id_stand_in_the_same_order_whoever_was_first() -> None:
    known = briefs([one("a", action, queued=2) for action in ("signup", "tag_add", "goal")])
    one_way, other_way = audit_of(known, given()), audit_of(known[::-1], given())
    assert one_way.queues == other_way.queues
    assert one_way.order == other_way.order
