"""What a newcomer's review found, held."""

import pytest

from converter import Options, convert_automation
from converter.report.model import PlanId
from tests.converter.build import codes, convert, email, entry, kinds, runtime, segment

SENT = "previous_campaign_sent"


def test_a_later_email_on_a_hidden_target_is_asked_about_its_own() -> None:
    made = entry(email(1, "tag_add"), email(2, "tag_add", 3))
    report = convert(made)
    assert "target:e2" in {q.id for q in report.questions}
    assert kinds(report) == ["send_email", "3 day", "send_email"]


def test_another_target_makes_it_another_event() -> None:
    made = entry(email(1, "tag_add"), email(2, "tag_add", 3))
    made["answers"] = {"starting_point": "new", "target:e2": "vip"}
    assert "wait_for_trigger" in kinds(convert(made))
    made["answers"] = {"starting_point": "new", "target:e2": "new"}
    assert "wait_for_trigger" not in kinds(convert(made))


@pytest.mark.parametrize("action", ["previous_campaign_opened", "previous_campaign_not_opened"])
def test_a_test_of_an_email_that_some_skip_is_said(action: str) -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1, segment=segment()), email(3, action, 1))
    assert "CJ314" in codes(convert(made))
    made["answers"] = {"segment_no_match:e2": "stop"}
    assert "CJ314" not in codes(convert(made))


def test_a_specific_date_with_a_wait_is_said() -> None:
    made = entry(email(1, "date"), email(2, "previous_campaign_opened", 1))
    assert "CJ315" in codes(convert(made))
    made = entry(email(1, "birthday"), email(2, "previous_campaign_opened", 1))
    assert "CJ315" not in codes(convert(made))


def test_only_a_wait_that_counts_back_says_so() -> None:
    dates = entry(email(1, "birthday", 7, before=True), email(2, "birthday", 2, before=True))
    waits = entry(email(1, "signup"), email(2, "birthday", 3, before=True))
    (plain,) = [d for d in convert(dates).diagnostics if d.code == "CJ402" and "2" in d.message][:1]
    (inside,) = [d for d in convert(waits).diagnostics if d.code == "CJ402"]
    assert "wait rule" not in plain.message
    assert "wait rule" in inside.message


def test_a_placeholder_for_a_delay_names_its_point() -> None:
    report = convert(entry(email(1, "signup"), email(2, SENT, 1, before=True)))
    (finding,) = [d for d in report.diagnostics if d.code == "CJ605"]
    assert report.journey is not None
    assert finding.point in {p.id for p in report.journey.points if p.kind == "placeholder"}


def test_one_answer_settles_what_happens_after_every_email() -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1))
    made["answers"] = {"post_send:*": [], "starting_point": False}
    report = convert(made)
    assert report.questions == ()
    assert "CJ201" not in codes(report)


def test_conditions_and_schedules_stand_in_the_words_of_a_point() -> None:
    made = entry(
        email(1, "signup"),
        email(2, SENT, 1, segment=segment(2), runtime=runtime(["monday"], "send_between")),
    )
    journey = convert(made).journey
    assert journey is not None
    texts = " ".join(p.text for p in journey.points)
    assert "in the tag or segment no. 1; in the tag or segment no. 2" in texts
    assert "Monday" in texts


def test_a_paused_queue_promises_nothing() -> None:
    made = entry(email(1, "tag_add", status="paused"))
    made["queues"] = {"e1": {"queue": [], "total_items": 8}}
    report = convert(made)
    assert report.archive_notice is not None
    assert "paused" in report.archive_notice.queue
    assert "paused" in report.verdict
    assert not any("Until the queue is empty" in step for step in report.next_steps)


def test_the_last_send_is_told_as_what_it_is() -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1))
    listed = [{"email_address": "a@example.com", "next_send": "2026-12-01T09:00:00+00:00"}]
    made["queues"] = {"e1": {"queue": listed, "total_items": 5}}
    report = convert_automation(made, Options(timezone="Europe/Paris"))
    assert report.archive_notice is not None
    for part in ("10:00 (Europe/Paris)", "the emails after it follow", "1 of 5"):
        assert part in report.archive_notice.queue


@pytest.mark.parametrize(
    ("plan", "words"),
    [("free", "has no customer journeys"), ("essentials", "has no branching")],
)
def test_the_plan_step_gives_the_reason(plan: PlanId, words: str) -> None:
    made = entry(email(1, "signup"), email(2, SENT, segment=segment()))
    report = convert(made, plan)
    assert words in report.next_steps[0]
    assert "does not fit your plan" in report.verdict
