"""The client and the published description of the API agree."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.mailchimp import read_account
from bot.mailchimp.keeping import LEFT_OUT, OF_THE_ACCOUNT
from bot.playground.mailchimp import served
from converter import Options, convert_automation
from tests.mailchimp.accounts import Json, client, fresh_key
from tests.mailchimp.described import DESCRIPTION, Described, accounts, answer_of

UNDOCUMENTED = {
    ("/automations/{workflow_id}/emails", "count"),
    ("/automations/{workflow_id}/emails", "offset"),
    ("/automations/{workflow_id}/emails", "exclude_fields"),
    ("/automations/{workflow_id}/emails/{workflow_email_id}/queue", "count"),
    ("/automations/{workflow_id}/emails/{workflow_email_id}/queue", "offset"),
    ("/automations/{workflow_id}/removed-subscribers", "count"),
    ("/automations/{workflow_id}/removed-subscribers", "offset"),
}
"""Asked for all the same: without them a list might end after ten. See docs/export.md."""


@pytest.fixture(scope="module")
def described() -> Iterator[tuple[Described, str]]:
    server = Described(fresh_key())
    with served(server.app()) as url:
        yield server, url


def kept(value: Json) -> Json:
    return {key: inner for key, inner in value.items() if key not in LEFT_OUT}


@settings(max_examples=15)
@given(holds=accounts(), strict=st.booleans())
def test_whatever_the_description_allows_is_read_whole(
    described: tuple[Described, str], holds: dict[tuple[str, ...], Any], strict: bool
) -> None:
    server, url = described
    server.holds, server.strict = holds, strict
    with client(url, server.key) as reader:
        found = read_account(reader)
    assert server.wrong == []
    assert server.undocumented <= UNDOCUMENTED
    assert found.whole
    account = {key: holds[()][key] for key in OF_THE_ACCOUNT if key in holds[()]}
    assert found.overview.account == account
    assert list(found.overview.campaigns or ()) == [kept(one) for one in holds["campaigns",]]
    for entry, automation in zip(found.entries, holds["automations",], strict=True):
        at = ("automations", automation["id"])
        emails = holds[*at, "emails"]
        assert entry["automation"] == kept(automation)
        assert entry["emails"] == [kept(email) for email in emails]
        for email in emails:
            waiting = holds[*at, "emails", email["id"], "queue"]
            moments = [{"next_send": one["next_send"]} for one in waiting if "next_send" in one]
            assert entry["queues"][email["id"]] == {"total_items": len(waiting), "queue": moments}
        removed = holds[*at, "removed-subscribers"]
        assert entry["removed_subscribers"] == {"total_items": len(removed)}
        report = convert_automation(json.loads(json.dumps(entry)), Options())
        assert "CJ901" not in {diagnostic.code for diagnostic in report.diagnostics}
        assert (report.level == "failed") == (not emails)


def test_a_list_gives_automations_as_whole_as_asking_for_each() -> None:
    listed = answer_of("/automations")["properties"]["automations"]["items"]
    assert listed == answer_of("/automations/{workflow_id}")
    emails = answer_of("/automations/{workflow_id}/emails")["properties"]["emails"]["items"]
    assert emails == answer_of("/automations/{workflow_id}/emails/{workflow_email_id}")


def test_the_description_that_is_carried_holds_nothing_but_reading() -> None:
    assert {verb for path in DESCRIPTION["paths"].values() for verb in path} == {"get"}
    assert DESCRIPTION["info"]["version"] == "3.0.55"
