"""A whole account: nothing is missing, nobody's address is kept, one failure stops no other."""

import json
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest

from bot.mailchimp import (
    Entry,
    Forbidden,
    KeyRefused,
    Progress,
    Unavailable,
    read_account,
    read_overview,
)
from bot.mailchimp.keeping import LEFT_OUT
from bot.playground.mailchimp import SimulatedAccount
from converter import convert_automation, ledger_rows
from tests.converter import build
from tests.mailchimp.accounts import Json, account
from tests.mailchimp.conftest import Place, Simulate


def read(place: Place, attempts: int = 8, *, with_contacts: bool = False) -> Json:
    with place.client(attempts) as reader:
        return read_account(reader, with_contacts=with_contacts).bundle()


def without_links(entry: Json) -> Json:
    kept: Json = json.loads(json.dumps(entry))
    for one in (kept["automation"], *kept["emails"]):
        for name in LEFT_OUT:
            one.pop(name, None)
    return kept


def expected(bundle: Json) -> list[Json]:
    """What a reader has to find, with an empty queue where the bundle names none."""
    entries = []
    for entry in bundle["automations"]:
        kept = without_links(entry)
        empty: Json = {"total_items": 0, "queue": []}
        kept["queues"] = {
            email["id"]: entry["queues"].get(email["id"], empty) for email in kept["emails"]
        }
        entries.append(kept)
    return entries


def test_everything_a_conversion_reads_comes_through(simulate: Simulate) -> None:
    bundle = account(25)
    place = simulate(bundle)
    found = read(place)
    assert found["automations"] == expected(bundle)
    assert found["campaigns"] == [{"id": "rss1", "type": "rss", "settings": {"title": "Blog"}}]
    assert found["account"]["account_timezone"] == "Europe/Paris"
    for kept, original in zip(found["automations"], bundle["automations"], strict=True):
        one, other = build.convert(kept), build.convert(original)
        assert (one.level, one.verdict, one.archive_notice) == (
            other.level,
            other.verdict,
            other.archive_notice,
        )


def test_nothing_is_missing_where_one_request_in_five_fails(simulate: Simulate) -> None:
    bundle = account(40)
    shares = {"fault": 0.05, "too_many": 0.05, "close": 0.05, "turned_away": 0.05}
    place = simulate(bundle, latency=0.002, shares=shares)
    assert read(place, attempts=30)["automations"] == expected(bundle)
    assert place.mailchimp.most_at_once <= 10
    assert place.mailchimp.writes == []


def test_more_than_a_page_of_automations_and_of_contacts(simulate: Simulate) -> None:
    bundle = account(1203, emails=1)
    waiting = [{"next_send": f"2027-01-01T00:{n // 60:02}:{n % 60:02}+00:00"} for n in range(2500)]
    bundle["automations"] = bundle["automations"][:2] + [
        {**one, "emails": [], "queues": {}} for one in bundle["automations"][2:]
    ]
    bundle["automations"][0]["queues"]["auto00000-1"] = {"total_items": 2500, "queue": waiting}
    place = simulate(bundle)
    with place.client() as reader:
        overview = read_overview(reader)
        assert len(overview.automations) == overview.counted == 1203
        two = overview.automations[:2]
        few = type(overview)(overview.account, two, 2, overview.campaigns)
        entries = read_account(reader, overview=few).entries
    assert entries[0]["queues"]["auto00000-1"] == {"total_items": 2500, "queue": waiting}


def test_no_address_is_kept_unless_it_is_wanted(simulate: Simulate) -> None:
    place = simulate(6)
    assert "contact-" not in json.dumps(read(place))
    assert "owner@" not in json.dumps(read(place))
    kept = read(place, with_contacts=True)["automations"][3]
    assert [one["email_address"] for one in kept["queues"]["auto00003-3"]["queue"]] == [
        f"contact-{n}.auto00003-3@example.com" for n in (1, 2, 3)
    ]
    removed = read(place, with_contacts=True)["automations"][2]["removed_subscribers"]
    assert len(removed["subscribers"]) == removed["total_items"] == 2


@pytest.mark.parametrize("parameters", ["ignores", "refuses"])
def test_undocumented_paging_may_be_passed_over_or_refused(
    simulate: Simulate, parameters: str
) -> None:
    bundle = account(4)
    place = simulate(bundle, **{parameters: ("count", "offset", "exclude_fields")})
    assert read(place)["automations"] == expected(bundle)


def test_a_server_that_gives_ten_and_no_page_loses_no_number(simulate: Simulate) -> None:
    bundle = account(1)
    waiting = [{"next_send": f"2026-12-{day:02}T10:00:00+00:00"} for day in range(1, 31)]
    bundle["automations"][0]["queues"]["auto00000-3"] = {"total_items": 30, "queue": waiting}
    (entry,) = read(simulate(bundle, ignores=("count", "offset")))["automations"]
    assert entry["queues"]["auto00000-3"] == {"total_items": 30, "queue": waiting[:10]}
    notice = build.convert(entry).archive_notice
    assert notice is not None
    assert notice.queued_contacts == 30


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_forbidden_of_one_automation_is_told_and_the_others_are_read(
    simulate: Simulate, language: str
) -> None:
    place = simulate(
        5,
        at={
            "automations/auto00001/emails": "forbidden",
            "automations/auto00002/emails/auto00002-3/queue": "not_found",
            "automations/auto00003/removed-subscribers": "fault",
        },
    )
    entries = read(place, attempts=2)["automations"]
    assert [entry.get("unread") for entry in entries] == [
        None,
        {"emails": {"reason": "forbidden", "status": 403}},
        {"queues": {"auto00002-3": {"reason": "not_found", "status": 404}}},
        {"removed_subscribers": {"reason": "unavailable", "status": 500}},
        None,
    ]
    reports = [convert_automation(entry, build.options(language=language)) for entry in entries]  # type: ignore[arg-type]
    assert [report.level == "failed" for report in reports] == [False, True, False, False, False]
    assert build.codes(reports[1]) == {"CJ603"}
    why = {"en": "may not see it", "fr": "n'y a pas accès"}[language]
    assert why in build.found(reports[1], "CJ603")[0]
    for report in reports[2:4]:
        assert "Mailchimp" in build.found(report, "CJ605")[0]
        assert "CJ601" not in build.codes(report)
    assert reports[2].archive_notice is not None
    assert reports[2].archive_notice.queued_contacts is None


def test_a_queue_that_was_not_given_is_not_taken_for_an_empty_one(simulate: Simulate) -> None:
    place = simulate(2, at={"automations/auto00001/emails/auto00001-1/queue": "forbidden"})
    report = build.convert(read(place)["automations"][1])
    assert report.archive_notice is not None
    assert report.archive_notice.queued_contacts == 1
    assert "others alone" in build.found(report, "CJ605")[0]


def test_what_was_not_given_is_no_part_of_the_automation(simulate: Simulate) -> None:
    place = simulate(1, at={"automations/auto00000/emails/auto00000-1/queue": "forbidden"})
    (entry,) = read(place)["automations"]
    rows = {row.pointer: row.status for row in ledger_rows(entry, build.options())}
    assert rows["/automations/0/unread/queues/auto00000-1/reason"] == "not_applicable"
    assert rows["/automations/0/unread/queues/auto00000-1/status"] == "not_applicable"


def test_missing_campaigns_are_told(simulate: Simulate) -> None:
    place = simulate(1, at={"campaigns": "forbidden"})
    with place.client() as reader:
        found = read_account(reader)
    assert not found.whole
    assert isinstance(found.overview.campaigns_error, Forbidden)
    assert found.bundle()["unread"] == {"campaigns": {"reason": "forbidden", "status": 403}}


def test_a_key_that_is_revoked_midway_ends_it(simulate: Simulate) -> None:
    place = simulate(200, latency=0.002)

    def revoke(progress: Progress) -> None:
        if progress.done == 20:
            place.mailchimp.accounts.clear()

    with place.client() as reader, pytest.raises(KeyRefused):
        read_account(reader, progress=revoke)
    assert len(place.mailchimp.asked) < 1003


def test_an_outage_midway_ends_it_instead_of_failing_them_all(simulate: Simulate) -> None:
    place = simulate(300)
    kept: list[Entry] = []

    def fail(progress: Progress) -> None:
        if progress.done == 10:
            place.mailchimp.faults.shares = {"fault": 1.0}

    with place.client(attempts=2) as reader, pytest.raises(Unavailable) as caught:
        read_account(reader, progress=fail, keep=kept.append)
    assert caught.value.key == "stopped_answering"
    assert 0 < len(kept) < 300


def test_an_outage_is_seen_however_late_one_looks(
    simulate: Simulate, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Before(ThreadPoolExecutor):
        """Everything was read, one after the other, when the first result is looked at."""

        def submit(self, *args: Any, **kwargs: Any) -> Future[Any]:
            future = super().submit(*args, **kwargs)
            future.exception()
            return future

    monkeypatch.setattr("bot.mailchimp.reading.ThreadPoolExecutor", Before)
    failing = {f"automations/auto{number:05}/emails": "fault" for number in range(35, 40)}
    place = simulate(40, at=failing)
    kept: list[Entry] = []
    with place.client(attempts=1) as reader, pytest.raises(Unavailable) as caught:
        read_account(reader, keep=kept.append)
    assert caught.value.key == "stopped_answering"
    assert [entry["automation"]["id"] for entry in kept] == [
        f"auto{number:05}" for number in range(35)
    ]


def test_progress_is_told_from_the_thread_that_asked(simulate: Simulate) -> None:
    told: list[tuple[Progress, int]] = []
    with simulate(12).client() as reader:
        read_account(reader, progress=lambda p: told.append((p, threading.get_ident())))
    assert [progress.done for progress, _ in told] == list(range(13))
    assert {progress.total for progress, _ in told} == {12}
    assert {ident for _, ident in told} == {threading.get_ident()}


def test_an_empty_account_is_read(simulate: Simulate) -> None:
    with simulate(0).client() as reader:
        found = read_account(reader)
    assert found.whole
    assert found.entries == ()


def test_the_simulated_account_lives() -> None:
    seconds = 0.0
    living = SimulatedAccount(account(4), sends_every=10.0, now=lambda: seconds)
    assert living.queued("auto00003") == 3
    living.send("auto00003", 1)
    assert living.queued("auto00003") == 2
    seconds = 100.0
    assert living.queued("auto00003") == 2
    living.archive("auto00003")
    assert (living.automation("auto00003") or {})["status"] == "archived"
    seconds = 115.0
    assert living.queued("auto00003") == 1
    seconds = 200.0
    assert living.queued("auto00003") == 0
