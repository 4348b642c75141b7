"""The e-mail itself: its window, its pause, its settings, what happens after it."""

from typing import Any

import pytest

from tests.converter.build import (
    SENT,
    WEEK,
    codes,
    convert,
    email,
    entry,
    found,
    kinds,
    letter,
    rows,
    runtime,
    tracking,
)


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (
            runtime(["monday", "tuesday", "wednesday", "thursday", "friday"]),
            ["Monday to Friday", "du lundi au vendredi"],
        ),
        (runtime(["sunday", "wednesday"]), ["Wednesday, Sunday", "mercredi, dimanche"]),
        (runtime(hours="send_at"), ["fixed time", "heure fixe"]),
        (runtime(["monday"], "send_between"), ["Monday, between", "lundi, entre"]),
    ],
)
@pytest.mark.parametrize("place", [1, 2])
def test_a_limited_schedule_has_to_be_set_by_hand(
    when: dict[str, Any], words: list[str], place: int
) -> None:
    emails = [email(1, "signup"), email(2)]
    emails[place - 1]["trigger_settings"]["runtime"] = when
    for language, expected in zip(("en", "fr"), words, strict=True):
        report = convert(entry(*emails), language=language, full_ledger=True)
        assert len(found(report, "CJ401")) == 1
        assert expected in found(report, "CJ401")[0]
        assert letter(report, place).window is not None
        assert f"send_window:e{place}" in {q.id for q in report.questions}
        assert report.level == "converted_with_changes"
        at = f"/automations/0/emails/{place - 1}/trigger_settings/runtime"
        limited_hours = when["hours"]["type"] != "send_asap"
        assert (rows(report)[f"{at}/hours/type"][1] == "CJ401") == limited_hours
        assert (rows(report)[f"{at}/days/0"][1] == "CJ401") == (len(when["days"]) < 7)


@pytest.mark.parametrize(
    "when",
    [runtime(), runtime(reversed(WEEK)), runtime([d.upper() for d in WEEK]), None, {}],
)
def test_an_unlimited_schedule_needs_nothing(when: dict[str, Any] | None) -> None:
    made = entry(email(1, "signup"), email(2))
    made["emails"][1]["trigger_settings"]["runtime"] = when
    report = convert(made)
    assert report.level == "converted"
    assert letter(report, 2).window is None


def test_hours_of_type_automation_are_only_named() -> None:
    report = convert(entry(email(1, "signup", runtime=runtime(hours="automation"))))
    assert not {"CJ401", "CJ605"} & codes(report)
    assert "automation" in found(report, "CJ601")[0]
    assert report.level == "converted"


def test_unknown_hours_are_left_aside_and_said() -> None:
    report = convert(entry(email(1, "signup", runtime=runtime(hours="at_dawn"))))
    assert "at_dawn" in found(report, "CJ605")[0]
    assert report.level == "converted_with_changes"


@pytest.mark.parametrize("days", [["funday"], [], "monday", [4], [None]])
def test_unreadable_days_count_as_every_day_and_say_so(days: object) -> None:
    made = entry(email(1, "signup"))
    made["emails"][0]["trigger_settings"]["runtime"]["days"] = days
    report = convert(made)
    assert found(report, "CJ605")
    assert letter(report, 1).window is None


def test_the_automations_schedule_serves_a_first_email_without_its_own() -> None:
    made = entry(email(1, "signup"), email(2), trigger={"runtime": runtime(["monday"])})
    del made["emails"][0]["trigger_settings"]["runtime"]
    report = convert(made)
    assert letter(report, 1).window.days == ("monday",)
    assert letter(report, 2).window is None
    assert len(found(report, "CJ401")) == 1


def test_a_schedule_of_the_automation_alone_is_not_lost() -> None:
    made = entry(email(1, "signup"), trigger={"runtime": runtime(["monday"])})
    report = convert(made, full_ledger=True)
    assert len(found(report, "CJ401")) == 1
    days = rows(report)["/automations/0/automation/trigger_settings/runtime/days/0"]
    assert days == ("converted_with_change", "CJ401")


def test_the_same_schedule_on_both_is_reported_once() -> None:
    same = runtime(["monday"])
    report = convert(entry(email(1, "signup", runtime=same), trigger={"runtime": same}))
    assert len(found(report, "CJ401")) == 1


def test_one_paused_email_stays_a_point_and_is_reported() -> None:
    report = convert(entry(email(1, "signup"), email(2, status="paused"), email(3)))
    assert kinds(report) == ["send_email"] * 3
    assert [letter(report, n).paused for n in (1, 2, 3)] == [False, True, False]
    assert len(found(report, "CJ208")) == 1
    assert "CJ508" not in codes(report)
    assert report.level == "converted_with_changes"


def test_a_wholly_paused_automation_is_only_noted() -> None:
    report = convert(entry(email(1, "signup", status="paused"), email(2, status="paused")))
    assert "CJ508" in codes(report)
    assert "CJ208" not in codes(report)
    assert report.level == "converted"


@pytest.mark.parametrize(
    ("holder", "key", "value", "code", "severity"),
    [
        ("tracking", "google_analytics", "LETTER", "CJ202", "warning"),
        ("tracking", "goal_tracking", True, "CJ203", "warning"),
        ("tracking", "clicktale", "tale", "CJ203", "warning"),
        ("tracking", "salesforce", {"campaign": True, "notes": False}, "CJ203", "warning"),
        ("tracking", "capsule", {"notes": True}, "CJ203", "warning"),
        ("tracking", "ecomm360", True, "CJ209", "note"),
        ("tracking", "opens", False, "CJ209", "note"),
        ("settings", "auto_tweet", True, "CJ204", "warning"),
        ("settings", "fb_comments", True, "CJ204", "warning"),
        ("settings", "auto_fb_post", ["page"], "CJ204", "warning"),
        ("settings", "to_name", "*|FNAME|*", "CJ209", "note"),
        ("settings", "auto_footer", True, "CJ209", "note"),
        ("settings", "inline_css", True, "CJ209", "note"),
        ("", "needs_block_refresh", True, "CJ207", "warning"),
    ],
)
def test_a_setting_that_is_set_is_reported(
    holder: str, key: str, value: object, code: str, severity: str
) -> None:
    made = entry(email(1, "signup"), email(2))
    target = made["emails"][1]
    (target[holder] if holder else target)[key] = value
    report = convert(made, full_ledger=True)
    (found_one,) = [d for d in report.diagnostics if d.code == code]
    assert found_one.severity == severity
    assert "Letter 2" in found_one.message or "email 2" in found_one.message.lower()
    below = "/".join(part for part in ("/automations/0/emails/1", holder, key) if part)
    held = [r for r in report.ledger.rows if r.pointer.startswith(below) and r.code == code]
    assert held
    assert report.level == ("converted_with_changes" if severity == "warning" else "converted")
    carried = {"CJ202", "CJ207"}
    expected = "converted_with_change" if code in carried else "dropped"
    assert {r.status for r in held} == {expected}


@pytest.mark.parametrize("empty", [None, False, "", 0, [], {}])
@pytest.mark.parametrize("key", ["goal_tracking", "google_analytics", "clicktale", "ecomm360"])
def test_a_setting_that_is_not_set_is_not_reported(key: str, empty: object) -> None:
    report = convert(entry(email(1, "signup", tracking=tracking(**{key: empty}))))
    assert not {"CJ202", "CJ203", "CJ209"} & codes(report)


def test_conversations_are_dropped_with_a_warning() -> None:
    made = entry(email(1, "signup"))
    made["automation"]["settings"]["use_conversation"] = True
    report = convert(made)
    assert "CJ205" in codes(report)
    assert rows(report)["/automations/0/automation/settings/use_conversation"] == (
        "dropped",
        "CJ205",
    )


def test_several_settings_of_one_code_are_said_in_one_sentence() -> None:
    on = tracking(goal_tracking=True, clicktale="x", capsule={"notes": True})
    report = convert(entry(email(1, "signup", tracking=on)))
    (message,) = found(report, "CJ203")
    for name in ("goal_tracking", "clicktale", "capsule.notes"):
        assert name in message


def test_a_single_setting_is_pointed_at() -> None:
    report = convert(entry(email(1, "signup", tracking=tracking(clicktale="x"))))
    (only,) = [d for d in report.diagnostics if d.code == "CJ203"]
    assert only.pointer == "/automations/0/emails/0/tracking/clicktale"


def test_email_positions_decide_the_order_not_the_list() -> None:
    made = entry(email(3, SENT, 3), email(1, "signup"), email(2, SENT, 2))
    report = convert(made)
    assert kinds(report) == ["send_email", "2 day", "send_email", "3 day", "send_email"]
    assert [letter(report, n).title for n in (1, 2, 3)] == ["Letter 1", "Letter 2", "Letter 3"]
    assert letter(report, 1).source == "/automations/0/emails/1"
