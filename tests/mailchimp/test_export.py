"""Into a file: in one move, resumable, without losing what people wrote into it."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from bot.mailchimp import ExportProblem, MailchimpError, Unavailable, export
from bot.mailchimp.export import partial_of
from bot.mailchimp.partial import Partial
from converter import Options, convert_bundle, read_bundle
from tests.mailchimp.accounts import account, automation
from tests.mailchimp.conftest import Place, Simulate
from tests.waiting import wait_for


def exported(place: Place, out: Path, **options: object) -> int:
    """How many automations had been read before."""
    with place.client(attempts=3) as reader:
        return export(reader, out, **options).resumed  # type: ignore[arg-type]


def environment(place: Place) -> dict[str, str]:
    return {
        **os.environ,
        "JOURNEYDESK_MAILCHIMP_KEY": place.key,
        "MAILCHIMP_BASE_URL": f"{place.url}/3.0",
        "JOURNEYDESK_LANG": "en",
    }


def read_before(out: Path) -> set[str]:
    """The automations that an interrupted export has read, without a line that is torn."""
    lines = partial_of(out).read_bytes().splitlines(keepends=True)[1:]
    return {json.loads(line)["automation"]["id"] for line in lines if line.endswith(b"\n")}


def email_lists(place: Place) -> list[str]:
    """The automations whose e-mails were asked for."""
    return [path.split("/")[1] for path in place.mailchimp.asked if path.endswith("/emails")]


def test_what_is_written_converts(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    exported(simulate(7), out, plan="standard")
    bundle = read_bundle(out)
    assert (bundle.plan, bundle.timezone, bundle.fault) == ("standard", "Europe/Paris", None)
    levels = {report.id: report.level for report in convert_bundle(bundle, Options())}
    assert levels.pop("rss1") == "not_needed"
    assert len(levels) == 7
    assert "failed" not in levels.values()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["account.json"]


def test_the_same_account_gives_the_same_bytes(simulate: Simulate, tmp_path: Path) -> None:
    bundle = account(9)
    for name in ("one.json", "two.json"):
        exported(simulate(bundle, latency=0.001), tmp_path / name)
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


@pytest.mark.skipif(os.name == "nt", reason="permissions are those of POSIX")
def test_nobody_else_may_read_the_file(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    place = simulate(2, at={"automations/auto00001/emails": "forbidden"})
    exported(place, out)
    assert partial_of(out).exists()
    for path in (out, partial_of(out)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_plan_and_answers_in_the_file_stay(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    place = simulate(3)
    exported(place, out)
    bundle = json.loads(out.read_text("utf-8"))
    bundle["plan"] = "essentials"
    bundle["automations"][1]["answers"] = {"re_entry": "off"}
    out.write_text(json.dumps(bundle), "utf-8")
    exported(place, out)
    again = json.loads(out.read_text("utf-8"))
    assert again["plan"] == "essentials"
    assert [one.get("answers") for one in again["automations"]] == [None, {"re_entry": "off"}, None]
    exported(place, out, default_plan="standard")
    assert json.loads(out.read_text("utf-8"))["plan"] == "essentials"
    exported(place, out, plan="premium")
    assert json.loads(out.read_text("utf-8"))["plan"] == "premium"


@pytest.mark.parametrize("content", ["", "my notes", "[]", '{"automations": 3}', '{"a": 1}'])
def test_a_file_that_is_no_bundle_is_not_replaced(
    simulate: Simulate, tmp_path: Path, content: str
) -> None:
    out = tmp_path / "notes.json"
    out.write_text(content, "utf-8")
    place = simulate(1)
    with pytest.raises(ExportProblem, match="not_a_bundle"):
        exported(place, out)
    assert out.read_text("utf-8") == content
    assert place.mailchimp.asked == []


def test_a_failure_leaves_the_old_file_and_what_was_read(
    simulate: Simulate, tmp_path: Path
) -> None:
    out = tmp_path / "account.json"
    place = simulate(60)
    exported(place, out)
    before = out.read_bytes()
    place.mailchimp.faults.at = {
        f"automations/auto{number:05}/emails": "fault" for number in range(15, 60)
    }
    with pytest.raises(Unavailable):
        exported(place, out)
    assert out.read_bytes() == before
    done = read_before(out)
    place.mailchimp.faults.at = {}
    place.mailchimp.asked.clear()
    assert exported(place, out) == len(done) >= 1
    assert done.isdisjoint(email_lists(place))
    assert out.read_bytes() == before
    assert not partial_of(out).exists()


def test_only_what_was_not_given_is_read_again(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    place = simulate(6, at={"automations/auto00004/emails/auto00004-2/queue": "not_json"})
    exported(place, out)
    assert json.loads(out.read_text("utf-8"))["automations"][4]["unread"]
    place.mailchimp.faults.at = {}
    place.mailchimp.asked.clear()
    assert exported(place, out) == 5
    assert email_lists(place) == ["auto00004"]
    assert "unread" not in json.loads(out.read_text("utf-8"))["automations"][4]


def test_anew_reads_everything_again(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    place = simulate(4, at={"automations/auto00000/emails": "forbidden"})
    exported(place, out)
    assert exported(place, out, anew=True) == 0


def test_an_automation_that_was_changed_meanwhile_is_read_again(
    simulate: Simulate, tmp_path: Path
) -> None:
    out = tmp_path / "account.json"
    place = simulate(4, at={"automations/auto00000/emails": "forbidden"})
    exported(place, out)
    place.account.set_status("auto00002", "paused")
    place.mailchimp.faults.at = {}
    place.mailchimp.asked.clear()
    exported(place, out)
    assert sorted(email_lists(place)) == ["auto00000", "auto00002"]
    statuses = [
        one["automation"]["status"] for one in json.loads(out.read_text("utf-8"))["automations"]
    ]
    assert statuses == ["sending", "sending", "paused", "sending"]


def test_two_exports_do_not_write_one_file(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    with (
        FileLock(f"{partial_of(out)}.lock"),
        pytest.raises(ExportProblem, match="export_twice"),
    ):
        exported(simulate(1), out)


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def reopened(file: Path, **changes: object) -> int:
    """How much of it counts, for somebody who comes five minutes later."""
    given = {"account_id": "acc1", "with_contacts": False, "now": NOON + timedelta(minutes=5)}
    given |= changes
    at = given.pop("now")
    partial = Partial(file, now=lambda: at, **given)  # type: ignore[arg-type, return-value]
    partial.close()
    return partial.found


def kept(file: Path, entries: int) -> None:
    partial = Partial(file, "acc1", False, now=lambda: NOON)
    for number in range(entries):
        partial.keep(automation(number))
    partial.close()


@pytest.mark.parametrize(
    "changes",
    [
        {"account_id": "acc2"},
        {"account_id": None},
        {"with_contacts": True},
        {"now": NOON + timedelta(hours=25)},
        {"now": NOON - timedelta(hours=1)},
        {"anew": True},
    ],
)
def test_what_was_read_of_another_account_or_day_does_not_count(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    file = tmp_path / "p"
    kept(file, 3)
    assert reopened(file) == 3
    assert reopened(file, **changes) == 0
    assert reopened(file, **changes) == 0


def test_a_line_that_was_being_written_does_not_count(tmp_path: Path) -> None:
    """Cut anywhere, the file gives whole automations and takes more."""
    whole = tmp_path / "whole"
    kept(whole, 3)
    content = whole.read_bytes()
    lines = content.splitlines(keepends=True)
    cut = tmp_path / "cut"
    for length in range(0, len(content), 97):
        cut.write_bytes(content[:length])
        ends = [sum(len(line) for line in lines[:n]) for n in range(2, 5)]
        assert reopened(cut) == sum(length >= end for end in ends)
        partial = Partial(cut, "acc1", False, now=lambda: NOON)
        partial.keep(automation(9))
        partial.close()
        assert automation(9)["automation"]["id"] in cut.read_text("ascii")
        assert reopened(cut) == sum(length >= end for end in ends) + 1


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL is of POSIX")
def test_after_a_kill_the_same_command_reads_the_rest(simulate: Simulate, tmp_path: Path) -> None:
    out = tmp_path / "account.json"
    place = simulate(60, latency=0.05)
    command = [sys.executable, "-m", "bot", "export", "--out", str(out)]
    first = subprocess.Popen(command, env=environment(place))
    partial = partial_of(out)
    wait_for(lambda: partial.exists() and partial.read_bytes().count(b"\n") > 10)
    first.send_signal(signal.SIGKILL)
    first.wait()
    assert not out.exists()
    before = read_before(out)
    assert 9 <= len(before) < 60
    place.mailchimp.asked.clear()
    again = subprocess.run(
        command, env=environment(place), capture_output=True, text=True, check=True
    )
    assert "had been read before" in again.stdout
    assert before.isdisjoint(email_lists(place))
    entries = json.loads(out.read_text("utf-8"))["automations"]
    assert [one["automation"]["id"] for one in entries] == [f"auto{n:05}" for n in range(60)]
    assert all(len(one["emails"]) == len(one["queues"]) == 3 for one in entries)
    assert not partial.exists()


@contextmanager
def heeding_sigint() -> Iterator[None]:
    """What a shell starts in the background, and all that this starts, would ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.skipif(os.name == "nt", reason="SIGINT of another process is of POSIX")
def test_an_interruption_is_told_and_keeps_what_was_read(
    simulate: Simulate, tmp_path: Path
) -> None:
    out = tmp_path / "account.json"
    place = simulate(200, latency=0.1)
    with heeding_sigint():
        running = subprocess.Popen(
            [sys.executable, "-m", "bot", "export", "--out", str(out)],
            env=environment(place),
            stderr=subprocess.PIPE,
            text=True,
        )
    wait_for(lambda: partial_of(out).exists() and partial_of(out).read_bytes().count(b"\n") > 5)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate()
    assert running.returncode == 130
    assert (
        said.strip() == "Interrupted. What was read is kept: the same command goes on from there."
    )
    assert not out.exists()
    assert partial_of(out).read_bytes().count(b"\n") > 5


def test_an_error_before_anything_was_read_leaves_nothing(
    simulate: Simulate, tmp_path: Path
) -> None:
    place = simulate(2, at={"automations": "forbidden"})
    with pytest.raises(MailchimpError):
        exported(place, tmp_path / "account.json")
    assert list(tmp_path.iterdir()) == []
