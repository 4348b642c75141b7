"""Slack is slow, busy, broken, or says no: what comes of a delivery then."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery import lookup
from bot.delivery.courier import Patience
from bot.delivery.methods import METHODS
from bot.playground.driver import LocalSlack
from bot.playground.faults import ApiFault
from bot.playground.records import Message
from bot.slack.failures import Undelivered
from tests.delivery.station import PLACE, Station
from tests.delivery.steps import Crasher

LOST: tuple[ApiFault, ...] = ("error_before", "error_after", "close_before", "close_after")
VIEW = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Hello"},
    "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x"}}],
}


def post(client: WebClient, text: str = "one", **more: Any) -> Any:
    return client.chat_postMessage(channel=PLACE, text=text, **more)


def refusal(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


@pytest.mark.parametrize("fault", LOST)
def test_a_message_whose_answer_was_lost_is_posted_once(station: Station, fault: ApiFault) -> None:
    station.slack.faults.api(fault, method="chat.postMessage", calls={1, 2})
    ts = station.handle(lambda client: post(client)["ts"])
    assert station.said() == ["one"]
    assert station.slack.channel(PLACE).messages[-1].ts == ts


@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_and_a_history_that_does_not_answer_either(
    station: Station, fault: ApiFault
) -> None:
    station.slack.faults.api(fault, method="chat.postMessage", calls={1})
    station.slack.faults.api("rate_limited", method="conversations.*", calls={1}, seconds=30)
    station.slack.faults.api("error_before", method="conversations.*", calls={2})
    station.slack.faults.api("close_before", method="conversations.*", calls={3})
    station.handle(post)
    assert station.said() == ["one"]
    assert 30.0 in station.clock.slept


def test_a_message_is_found_however_much_was_said_since(station: Station) -> None:
    station.slack.faults.api("error_after", method="chat.postMessage", calls={1})
    _chatter_while_waiting(station)
    station.handle(post)
    assert station.said() == ["one"]


def test_slack_asks_to_wait_and_is_waited_for(station: Station) -> None:
    station.slack.faults.api("rate_limited", method="chat.*", calls={1, 2}, seconds=17)
    station.handle(post)
    assert station.said() == ["one"]
    assert station.clock.slept.count(17.0) == 2
    assert station.row().attempts == 1


def test_a_history_that_does_not_end_is_left(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "PAGES", 2)
    station.slack.faults.api("error_after", method="chat.postMessage", calls={1})
    _chatter_while_waiting(station)

    def say(client: WebClient) -> None:
        with pytest.raises(Undelivered, match="too many messages"):
            post(client)

    station.handle(say)
    assert station.said() == ["one"]


def test_waiting_between_tries_doubles_up_to_a_cap(station: Station) -> None:
    station.patience = Patience(first=1, cap=10, tries=7)
    station.slack.faults.api("error_before", method="chat.*", calls=range(1, 7))
    station.handle(post)
    assert station.said() == ["one"]
    assert sorted(w for w in station.clock.slept if w >= 2) == [2, 4, 8, 10, 10]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_a_delivery_that_slack_never_answers_is_given_up_and_listed(
    station: Station, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    station.patience = Patience(first=1, cap=2, tries=3)
    ts = _posted(station.slack)
    station.slack.faults.api("error_before", method=method)

    def say(client: WebClient) -> None:
        arguments = {"channel": PLACE, "text": "secret words"}
        with pytest.raises(Undelivered) as caught:
            client.api_call(
                method, json=arguments | ({"ts": ts} if method == "chat.update" else {})
            )
        assert not caught.value.unclear

    with caplog.at_level(logging.DEBUG, "bot"):
        station.handle(say)
    listed = station.undelivered()[-1]
    assert (listed.state, listed.method, listed.attempts) == ("gave_up", method, 3)
    assert listed.key in caplog.text
    assert "secret words" not in caplog.text
    assert "secret words" not in repr(listed)


def test_a_slack_that_is_not_reached_did_nothing(station: Station) -> None:
    station.patience = Patience(tries=2)
    station.base_url = "http://127.0.0.1:9/api/"
    with pytest.raises(Undelivered, match="ConnectionRefusedError"):
        station.handle(post)
    assert station.row().state == "gave_up"
    assert station.slack.faults.log == []


REFUSALS = (
    "is_archived",
    "not_in_channel",
    "channel_not_found",
    "account_inactive",
    "msg_too_long",
)


@pytest.mark.parametrize("code", REFUSALS)
def test_what_slack_refuses_is_not_asked_again(station: Station, code: str) -> None:
    station.slack.faults.api("refuse", method="chat.*", code=code)

    def say(client: WebClient) -> str:
        return refusal(lambda: post(client))

    assert station.handle(say) == code
    assert len(station.slack.faults.log) == 1
    row = station.row()
    assert (row.state, row.error) == ("failed", code)
    assert station.undelivered()[-1].key == row.key


def test_a_refusal_is_the_same_when_the_handler_runs_again(station: Station) -> None:
    direct = station.slack.channel("dm", "UANA").id

    def say(client: WebClient) -> str:
        said = refusal(lambda: post(client))
        client.chat_postMessage(channel=direct, text="I could not say it there")
        return said

    station.slack.archive(PLACE)
    smooth = Crasher()
    assert station.handle(say, smooth) == "is_archived"
    for point in range(1, smooth.passed):
        assert station.handle(say, Crasher(point)) == "is_archived"


@pytest.mark.parametrize("fault", LOST)
def test_a_change_whose_answer_was_lost_is_repeated(station: Station, fault: ApiFault) -> None:
    ts = _posted(station.slack)
    station.slack.faults.api(fault, method="chat.update", calls={1})
    station.handle(lambda client: client.chat_update(channel=PLACE, ts=ts, text="changed"))
    assert station.said() == ["changed"]


@pytest.mark.parametrize("fault", LOST)
def test_a_removal_whose_answer_was_lost_is_done(station: Station, fault: ApiFault) -> None:
    ts = _posted(station.slack)
    station.slack.faults.api(fault, method="chat.delete", calls={1})
    # Between the two, Slack is busy: what the first one did stays unclear.
    station.slack.faults.api("rate_limited", method="chat.delete", calls={2})
    station.handle(lambda client: client.chat_delete(channel=PLACE, ts=ts))
    assert station.said() == []
    assert station.row().state == "sent"


def test_a_removal_of_what_was_never_there_is_refused_as_ever(station: Station) -> None:
    def remove(client: WebClient) -> str:
        return refusal(lambda: client.chat_delete(channel=PLACE, ts="1.000001"))

    assert station.handle(remove) == "message_not_found"


@pytest.mark.parametrize("fault", LOST)
def test_a_private_message_whose_answer_was_lost_is_sent_again(
    station: Station, fault: ApiFault
) -> None:
    station.slack.faults.api(fault, method="chat.postEphemeral", calls={1})
    station.handle(lambda c: c.chat_postEphemeral(channel=PLACE, user="UANA", text="psst"))
    assert station.whispered() == ["psst"] * (2 if fault.endswith("after") else 1)


@pytest.mark.parametrize("fault", LOST)
@pytest.mark.parametrize("method", ["files.completeUploadExternal", "upload", "files.get*"])
def test_a_file_is_shared_once(station: Station, fault: ApiFault, method: str) -> None:
    station.slack.faults.api(fault, method=method, calls={1})
    station.handle(
        lambda client: client.files_upload_v2(
            channel=PLACE, content="a,b", filename="plan.csv", initial_comment="the plan"
        )
    )
    assert station.said() == ["the plan"]


@pytest.mark.parametrize("fault", LOST)
def test_a_modal_whose_answer_was_lost_is_not_opened_again(
    station: Station, fault: ApiFault
) -> None:
    trigger = station.slack.call(lambda: station.slack.slack.workspace.new_trigger("UANA"))
    station.slack.faults.api(fault, method="views.open")

    def open_it(client: WebClient) -> None:
        with pytest.raises(Undelivered) as caught:
            client.views_open(trigger_id=trigger, view=VIEW)
        assert caught.value.unclear

    station.handle(open_it)
    assert len(station.slack.faults.log) == 1


@pytest.mark.parametrize("fault", LOST)
def test_a_home_tab_is_repeated(station: Station, fault: ApiFault) -> None:
    station.slack.faults.api(fault, method="views.publish", calls={1})
    home = {"type": "home", "blocks": VIEW["blocks"]}
    station.handle(lambda client: client.views_publish(user_id="UANA", view=home))
    assert station.row().state == "sent"


def test_where_the_bot_may_not_read_a_lost_message_is_not_risked_twice(station: Station) -> None:
    station.slack.faults.api("error_after", method="chat.postMessage", calls={1})
    station.slack.faults.api("refuse", method="conversations.history", code="missing_scope")

    def say(client: WebClient) -> None:
        with pytest.raises(Undelivered, match="missing_scope") as caught:
            post(client)
        assert caught.value.unclear

    station.handle(say)
    assert station.said() == ["one"]
    assert station.row().state == "gave_up"


def test_an_answer_that_is_not_slacks_is_no_answer(station: Station) -> None:
    station.patience = Patience(tries=2)
    station.base_url = station.slack.url + "/no/such/place/"
    with pytest.raises(Undelivered, match="no answer of Slack's"):
        station.handle(post)


def test_without_a_durable_run_the_client_is_a_plain_one(station: Station) -> None:
    client = station.client()
    assert post(client)["message"]["text"] == "one"
    assert "metadata" not in client.conversations_history(channel=PLACE)["messages"][0]
    station.slack.faults.api("error_after", method="chat.postMessage", calls={2})
    post(client)
    with pytest.raises(SlackApiError):
        post(client)


def test_what_only_reads_is_asked_each_time(station: Station) -> None:
    def look(client: WebClient) -> str:
        assert client.auth_test()["team_id"] == "TLAVANDE"
        return str(client.users_info(user="UANA")["user"]["name"])

    assert station.handle(look) == "ana"
    assert station.records == {}


def test_every_method_that_slack_has_here_is_known_to_its_client() -> None:
    for name in METHODS:
        if not name.startswith("response_url"):
            assert hasattr(WebClient, name.replace(".", "_")), name


def _posted(slack: LocalSlack) -> str:
    client = WebClient(slack.bot_token, slack.api_base_url)
    return str(client.chat_postMessage(channel=PLACE, text="before")["ts"])


def _chatter_while_waiting(station: Station) -> None:
    """More than two pages of history, every time that the delivery sleeps."""
    workspace, sleep = station.slack.slack.workspace, station.clock.sleep

    def chatter() -> None:
        for _ in range(450):
            workspace.post(Message(workspace.next_ts(), PLACE, user="UBEN", text="chatter"))

    def talk(seconds: float) -> None:
        station.slack.call(chatter)
        sleep(seconds)

    station.clock.sleep = talk  # type: ignore[method-assign]
