"""Queued and removed contacts, drafts, and the notice about the archive."""

from typing import Any

import pytest

from tests.converter.build import codes, convert, email, entry, found, rows, series


def queue(total: object, *moments: str) -> dict[str, Any]:
    waiting = [{"email_address": "a@example.com", "next_send": m} for m in moments]
    return {"queue": waiting, "total_items": total}


QUEUES = {
    "e1": queue(3, "2026-07-30T08:00:00+00:00", "2026-08-01T23:30:00+02:00"),
    "e2": queue(1200, "2026-08-01T21:00:00+00:00"),
}


def test_queued_contacts_are_counted_with_the_last_planned_send() -> None:
    report = convert(series(2, first="tag_add", queues=QUEUES))
    notice = report.archive_notice
    assert notice is not None
    assert notice.queued_contacts == 1203
    assert notice.last_planned_send == "2026-08-01T21:30:00+00:00"
    assert "1,203" in found(report, "CJ503")[0]
    assert "1 August 2026, 21:30 (UTC)" in found(report, "CJ503")[0]
    assert "1,203" in notice.queue
    assert report.level == "converted"


def test_the_same_in_french() -> None:
    report = convert(series(2, first="tag_add", queues=QUEUES), language="fr")
    assert "1\u202f203" in found(report, "CJ503")[0]
    assert "1er août 2026 à 21\u00a0h\u00a030 (UTC)" in found(report, "CJ503")[0]


@pytest.mark.parametrize(
    ("first", "again"),
    [
        ("tag_add", True),
        ("ecomm_bought_any", True),
        ("merge_changed", True),
        ("group_add", True),
        ("api", True),
        ("signup", False),
        ("date_added", False),
    ],
)
def test_double_sends_threaten_where_the_trigger_can_fire_again(first: str, again: bool) -> None:
    assert ("CJ505" in codes(convert(series(1, first=first, queues=QUEUES)))) == again


@pytest.mark.parametrize("unread", [None, {}, {"e1": None}, {"e1": "many"}, [], "queue", 7])
def test_queues_that_were_not_read_are_not_called_empty(unread: object) -> None:
    report = convert(entry(email(1, "tag_add"), queues=unread))
    assert report.archive_notice is not None
    assert report.archive_notice.queued_contacts is None
    assert "not read" in report.archive_notice.queue
    assert not {"CJ503", "CJ505"} & codes(report)
    readable = unread is None or unread == {}
    assert ("CJ605" in codes(report)) == (not readable)


def test_an_empty_queue_holds_nobody() -> None:
    report = convert(entry(email(1, "tag_add"), queues={"e1": queue(0)}))
    assert report.archive_notice is not None
    assert report.archive_notice.queued_contacts == 0
    assert report.archive_notice.queue == "Nobody is queued."
    assert not {"CJ503", "CJ505"} & codes(report)


@pytest.mark.parametrize("total", [None, "3", -1, True, 1e400, 10**14, 2.5])
def test_a_queue_without_a_usable_total_counts_its_entries(total: object) -> None:
    day = "2026-07-30T08:00:00+00:00"
    report = convert(entry(email(1, "tag_add"), queues={"e1": queue(total, day, day)}))
    assert report.archive_notice is not None
    assert report.archive_notice.queued_contacts == 2
    assert found(report, "CJ605")


@pytest.mark.parametrize("moment", [None, "soon", "2026-13-40", 5, "9999-12-31T23:59:59-14:00"])
def test_an_unreadable_moment_is_not_the_last_send(moment: object) -> None:
    held = {"queue": [{"next_send": moment}, "odd", None], "total_items": 4}
    report = convert(entry(email(1, "tag_add"), queues={"e1": held}))
    assert report.archive_notice is not None
    assert report.archive_notice.queued_contacts == 4
    assert report.archive_notice.last_planned_send is None
    assert "no send date" in report.archive_notice.queue


def test_removed_contacts_could_enter_again() -> None:
    removed = {"subscribers": [{"email_address": "b@example.com"}], "total_items": 41}
    report = convert(series(1, removed_subscribers=removed))
    assert "41" in found(report, "CJ504")[0]
    assert rows(report)["/automations/0/removed_subscribers/total_items"] == ("dropped", "CJ504")
    assert any("41" in step for step in report.next_steps)
    assert report.level == "converted"


@pytest.mark.parametrize("nobody", [None, {}, {"subscribers": [], "total_items": 0}])
def test_nobody_removed_needs_no_word(nobody: object) -> None:
    assert "CJ504" not in codes(convert(entry(email(1, "signup"), removed_subscribers=nobody)))


@pytest.mark.parametrize("odd", [["b@example.com"], "b@example.com", 3])
def test_an_unreadable_list_of_removed_contacts_is_said(odd: object) -> None:
    report = convert(entry(email(1, "signup"), removed_subscribers=odd))
    assert any("removed_subscribers" in message for message in found(report, "CJ605"))


def test_records_about_people_are_no_part_of_the_automation() -> None:
    report = convert(series(1, queues=QUEUES, first="tag_add"), full_ledger=True)
    about = {v for k, v in rows(report).items() if k.startswith("/automations/0/queues")}
    assert about == {("not_applicable", None)}


def test_a_draft_is_not_live() -> None:
    report = convert(series(1, status="save"))
    assert "CJ506" in codes(report)
    assert report.status == "save"
    assert report.level == "converted"


def test_a_blocked_draft_is_still_called_a_draft() -> None:
    assert codes(convert(series(1, first="goal", status="save"))) == {"CJ304", "CJ506"}


def test_every_automation_that_converts_is_told_about_the_archive() -> None:
    report = convert(series(2))
    assert {"CJ501", "CJ502", "CJ507"} <= codes(report)
    notice = report.archive_notice
    assert notice is not None
    assert "turn the journey on" in notice.when
    assert "Archived" in notice.where
    assert "Archive" in notice.where_older
    assert "reports" in notice.reports
    assert "replicated" in notice.restart
    assert "journey" in notice.new_contacts


@pytest.mark.parametrize(
    ("stated", "differs"), [(2, False), (2.0, False), (3, True), (None, False)]
)
def test_the_stated_number_of_emails_is_compared(stated: object, differs: bool) -> None:
    report = convert(series(2, trigger={"workflow_emails_count": stated}))
    assert ("CJ604" in codes(report)) == differs
    assert report.level == ("converted_with_changes" if differs else "converted")


def test_an_unreadable_number_of_emails_is_said() -> None:
    report = convert(series(2, trigger={"workflow_emails_count": "two"}))
    assert "two" in found(report, "CJ605")[0]
