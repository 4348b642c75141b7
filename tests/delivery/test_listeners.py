"""The listeners' ways of replying, in a durable run."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.playground.faults import ApiFault
from bot.playground.records import Message
from bot.slack import delivery
from bot.slack.blocks.elements import Reply
from tests.delivery.station import PLACE, Station
from tests.delivery.steps import Crasher
from tests.delivery.test_faults import LOST

ONE = Reply("one", ())


@pytest.fixture
def click(station: Station) -> Callable[[], dict[str, Any]]:
    """A click of Ana's on a private message of the bot's, each time a new one."""
    return lambda: station.slack.call(lambda: _click(station))


def test_a_reply_takes_the_place_of_the_message_that_was_clicked(
    station: Station, click: Callable[[], dict[str, Any]]
) -> None:
    body = click()
    station.handle(lambda client: delivery.rewrite(client, body, ONE, "en"))
    assert station.whispered() == ["one"]


@pytest.mark.parametrize("fault", LOST)
def test_a_replacement_whose_answer_was_lost_is_repeated(
    station: Station, click: Callable[[], dict[str, Any]], fault: ApiFault
) -> None:
    body = click()
    station.slack.faults.api(fault, method="response_url", calls={1})
    station.handle(lambda client: delivery.rewrite(client, body, ONE, "en"))
    assert station.whispered() == ["one"]


@pytest.mark.parametrize("fault", [*LOST, "rate_limited"])
def test_a_share_whose_answer_was_lost_stands_there_once(
    station: Station, click: Callable[[], dict[str, Any]], fault: ApiFault
) -> None:
    body = click()
    station.slack.faults.api(fault, method="response_url", calls={1})
    station.handle(lambda client: delivery.publish(client, body, ONE))
    assert station.said() == ["one"]


def test_a_share_stands_there_once_wherever_the_process_ends(
    station: Station, click: Callable[[], dict[str, Any]]
) -> None:
    body, smooth = click(), Crasher()
    station.handle(lambda client: delivery.publish(client, body, ONE), smooth)
    for point in range(1, smooth.passed + 1):
        station.slack.reset()
        share = partial(delivery.publish, body=click(), reply=ONE)
        station.handle(share, Crasher(point))
        assert station.said() == ["one"]


def test_a_refused_share_is_posted_by_the_bot_itself(
    station: Station, click: Callable[[], dict[str, Any]]
) -> None:
    body = click()
    for record in station.slack.slack.workspace.response_urls.values():
        record.expires = 0.0
    station.handle(lambda client: delivery.publish(client, body, ONE))
    assert station.said() == ["one"]
    assert [station.row(n).method for n in (1, 2)] == ["response_url.post", "chat.postMessage"]
    assert (station.row(1).state, station.row(1).error) == ("failed", "expired_url")


def test_a_share_that_nobody_may_look_up_is_unclear_as_ever(
    station: Station, click: Callable[[], dict[str, Any]]
) -> None:
    body = click()
    station.slack.faults.api("error_after", method="response_url", calls={1})
    station.slack.faults.api("refuse", method="conversations.*", code="not_in_channel")

    def share(client: WebClient) -> None:
        with pytest.raises(delivery.NotPublished) as caught:
            delivery.publish(client, body, ONE)
        assert caught.value.unclear

    station.handle(share)
    assert station.said() == ["one"]


def test_the_address_of_a_click_is_nowhere_when_the_reply_is_there(
    station: Station, click: Callable[[], dict[str, Any]], caplog: pytest.LogCaptureFixture
) -> None:
    body = click()
    name = body["response_url"].rsplit("/", 1)[1]
    station.slack.faults.api("close_after", method="response_url", calls={1})
    with caplog.at_level(logging.DEBUG):
        station.handle(lambda client: delivery.tell(client, body, ONE, "en"))
        station.handle(lambda client: delivery.publish(client, body, ONE))
    row = station.row()
    assert row.address is None
    assert name not in repr(row)
    assert name not in repr(station.records)
    assert name not in caplog.text
    assert station.slack.bot_token not in caplog.text
    assert "one" not in caplog.text.split()


def test_a_reply_after_the_address_is_used_up_is_whispered(
    station: Station, click: Callable[[], dict[str, Any]]
) -> None:
    body = click()
    for record in station.slack.slack.workspace.response_urls.values():
        record.uses = 0
    station.handle(lambda client: delivery.rewrite(client, body, ONE, "en"))
    assert station.whispered() == ["before", "one"]


def _click(station: Station) -> dict[str, Any]:
    slack = station.slack.slack
    workspace = slack.workspace
    ts = workspace.next_ts()
    bot = slack.world.bot
    workspace.post(Message(ts, PLACE, bot.user_id, "before", bot_id=bot.bot_id, only_for="UANA"))
    name = workspace.new_response_url(PLACE, "UANA", "a button", source_ts=ts)
    return {
        "type": "block_actions",
        "channel": {"id": PLACE},
        "user": {"id": "UANA"},
        "response_url": f"{slack.base_url}/response/{name}",
        "trigger_id": workspace.new_trigger("UANA"),
    }
