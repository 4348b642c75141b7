"""What a test can let go wrong with the bot's calls, and what is then in Slack."""

from http.client import HTTPException

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.playground.driver import LocalSlack
from bot.playground.faults import ApiFault

from .recorder import Recorder

PLACE = "#marketing"
LOST = (SlackApiError, OSError, HTTPException)


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """Without the client's own retries, which would hide what happens."""
    return WebClient(token=slack.bot_token, base_url=slack.api_base_url, retry_handlers=[])


def seen(slack: LocalSlack) -> list[str]:
    return [message.text for message in slack.person("ana").sees(PLACE)]


def test_too_many_calls_say_how_long_to_wait(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.api("rate_limited", method="chat.postMessage", calls={1}, seconds=7)

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=PLACE, text="hi")

    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    assert caught.value.response.headers["retry-after"] == "7"
    assert seen(slack) == []
    client.chat_postMessage(channel=PLACE, text="hi")
    assert seen(slack) == ["hi"]


@pytest.mark.parametrize(
    ("fault", "applied"),
    [("error_before", 0), ("error_after", 1), ("close_before", 0), ("close_after", 1)],
)
def test_a_failed_call_was_applied_or_not(
    slack: LocalSlack, client: WebClient, fault: ApiFault, applied: int
) -> None:
    slack.faults.api(fault, method="chat.*", calls={1})

    with pytest.raises(LOST) as caught:
        client.chat_postMessage(channel=PLACE, text="hi")

    assert isinstance(caught.value, SlackApiError) == fault.startswith("error")
    assert seen(slack) == ["hi"] * applied
    assert [str(entry) for entry in slack.faults.log] == [f"{fault} chat.postMessage #1"]
    client.chat_postMessage(channel=PLACE, text="there")
    assert seen(slack)[-1] == "there"
    assert slack.problems == []


@pytest.mark.parametrize("fault", ["error_after", "close_after"])
def test_an_update_and_a_deletion_can_be_applied_without_an_answer(
    slack: LocalSlack, client: WebClient, fault: ApiFault
) -> None:
    ts = client.chat_postMessage(channel=PLACE, text="one")["ts"]
    slack.faults.api(fault)

    with pytest.raises(LOST):
        client.chat_update(channel="CMARKETING", ts=ts, text="two")
    assert seen(slack) == ["two"]
    with pytest.raises(LOST):
        client.chat_delete(channel="CMARKETING", ts=ts)
    assert seen(slack) == []


def test_a_refusal_has_the_wanted_code(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.api("refuse", code="account_inactive")

    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel=PLACE, text="hi")

    assert caught.value.response["error"] == "account_inactive"
    assert caught.value.response.status_code == 200
    assert slack.problems == []


def test_only_the_methods_that_are_meant_fail(slack: LocalSlack, client: WebClient) -> None:
    slack.faults.api("error_before", method="chat.*", most=1)

    assert client.auth_test()["ok"]
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=PLACE, text="hi")
    assert client.chat_postMessage(channel=PLACE, text="hi")["ok"]


@pytest.mark.parametrize(("fault", "applied"), [("error_before", 0), ("error_after", 1)])
def test_a_response_url_fails_too(
    slack: LocalSlack, heard: Recorder, fault: ApiFault, applied: int
) -> None:
    slack.person("ana").runs("/convert Welcome", PLACE)
    hook = WebhookClient(heard.forms[0]["response_url"], retry_handlers=[])
    slack.faults.api(fault, method="response_url", calls={1})

    assert hook.send(text="late").status_code == 500

    assert seen(slack) == ["late"] * applied
    assert hook.send(text="again").status_code == 200


def test_an_uploaded_file_is_shown_although_the_answer_is_lost(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.faults.api("close_after", method="files.completeUploadExternal")

    with pytest.raises(LOST):
        client.files_upload_v2(channel="CMARKETING", filename="map.svg", content="<svg/>")

    assert [len(message.files) for message in slack.person("ana").sees(PLACE)] == [1]
