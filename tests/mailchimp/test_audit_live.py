"""``journeydesk audit --live``: from Mailchimp to the plan, with a file nowhere."""

from pathlib import Path

import pytest

from tests.commands import Run
from tests.mailchimp.accounts import account
from tests.mailchimp.conftest import Simulate


def test_the_live_account_is_audited_as_its_file_would_be(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    place = simulate(5)
    mailchimp = {"JOURNEYDESK_MAILCHIMP_KEY": place.key, "MAILCHIMP_BASE_URL": f"{place.url}/3.0/"}
    live = run("audit", "--live", "--json", **mailchimp)
    assert live.err == ""
    assert live.report["order"][0]["id"] == "rss1"
    assert live.report["queues"]["contacts"] == 0 + 1 + 2 + 3 + 0
    assert live.report["timezone"] == "Europe/Paris"
    run("export", "--out", "account.json", **mailchimp)
    assert run("audit", "account.json", "--json").report == live.report


@pytest.mark.parametrize(("language", "words"), [("en", "key"), ("fr", "clé")])
def test_a_key_that_is_refused_is_said_in_a_sentence(
    run: Run, simulate: Simulate, language: str, words: str
) -> None:
    place = simulate(1)
    ran = run(
        "audit",
        "--live",
        "--lang",
        language,
        JOURNEYDESK_MAILCHIMP_KEY="f" * 32 + "-us6",
        MAILCHIMP_BASE_URL=f"{place.url}/3.0/",
    )
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err


def test_the_files_carry_the_audit_and_no_contact(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    bundle = account(3)
    for entry in bundle["automations"]:
        for queue in entry["queues"].values():
            for item in queue["queue"]:
                item["email_address"] = "somebody@example.com"
    place = simulate(bundle)
    run(
        "audit",
        "--live",
        "--out",
        "result",
        JOURNEYDESK_MAILCHIMP_KEY=place.key,
        MAILCHIMP_BASE_URL=f"{place.url}/3.0/",
    )
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "result").iterdir()}
    assert "The order to move in" in written["report.html"]
    assert "mailchimp-account.json" in written["report.sarif"]
    assert [name for name, text in written.items() if "somebody@" in text] == []
