"""The URLs by which a bot answers an interaction later: five times, for thirty minutes."""

import pytest
from slack_sdk.webhook import WebhookClient

from bot.playground.driver import LocalSlack

from .block_kit import mrkdwn
from .desk import Desk


def test_a_response_url_works_five_times(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")
    hook = WebhookClient(desk.bodies[-1]["response_url"])

    for number in range(5):
        assert hook.send(text=str(number)).status_code == 200
    refused = hook.send(text="six")

    assert (refused.status_code, "used_url" in refused.body) == (404, True)
    assert ana.last("#marketing").text == "4"


@pytest.mark.parametrize(("seconds", "status"), [(1799, 200), (1800, 404)])
def test_a_response_url_lives_thirty_minutes(
    slack: LocalSlack, desk: Desk, seconds: float, status: int
) -> None:
    slack.person("ana").runs("/convert Welcome", "#marketing")
    slack.advance(seconds)

    assert WebhookClient(desk.bodies[-1]["response_url"]).send(text="late").status_code == status


def test_a_response_url_replaces_and_deletes_its_message(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")
    ana.clicks("Share")
    hook = WebhookClient(desk.bodies[-1]["response_url"])

    hook.send(text="Shared", replace_original=True)
    assert [message.plain for message in ana.sees("#marketing")] == [
        "journeydesk (APP) (only you): Shared"
    ]
    hook.send(text="to all", response_type="in_channel")
    assert slack.person("ben").last("#marketing").text == "to all"
    hook.send(delete_original=True)
    assert [message.text for message in ana.sees("#marketing")] == ["to all"]


def test_an_invalid_response_is_shown_and_noted(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")
    hook = WebhookClient(desk.bodies[-1]["response_url"])

    assert hook.send(blocks=[{"type": "header", "text": mrkdwn()}]).status_code == 400
    assert hook.send(response_type="loud", text="x").status_code == 400

    assert ana.last("#marketing").notice == "error"
    assert [problem.where for problem in slack.problems] == ["response_url"] * 2
    slack.problems.clear()
