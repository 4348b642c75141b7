"""What was given up is sent again when somebody asks for it, if it is not there."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery.courier import Patience
from bot.delivery.methods import METHODS
from bot.delivery.resending import refusal, work_id_of
from bot.playground.faults import ApiFault
from bot.slack.failures import Undelivered
from bot.store.outbox import Parcel
from tests.delivery.station import PLACE, TEAM, Station
from tests.delivery.steps import Crasher

SOON = Patience(first=1, cap=2, tries=2)


def give_up(
    station: Station, fault: ApiFault, method: str = "chat.postMessage", **call: Any
) -> str:
    """The key of a call that Slack never confirmed, nor let anybody look up."""
    station.patience = SOON
    station.slack.faults.api(fault, method=method)
    station.slack.faults.api("error_before", method="conversations.*")

    def say(client: WebClient) -> None:
        with pytest.raises(Undelivered):
            client.api_call(method, json={"channel": PLACE, "text": "one", **call})

    station.handle(say)
    station.slack.faults.reset()
    assert station.row().state == "gave_up"
    return station.row().key


def posted(station: Station) -> str:
    station.handle(lambda client: client.chat_postMessage(channel=PLACE, text="before"))
    return str(station.row().response["ts"])


@pytest.mark.parametrize("fault", ["error_before", "error_after"])
def test_it_stands_there_once_whether_slack_had_taken_it_or_not(
    station: Station, fault: ApiFault
) -> None:
    key = give_up(station, fault)
    assert station.resend(key) == {"state": "sent", "error": None}
    assert station.said() == ["one"]
    assert key not in {one.key for one in station.undelivered()}


@pytest.mark.parametrize("fault", ["error_before", "error_after"])
def test_it_stands_there_once_wherever_the_process_ends(station: Station, fault: ApiFault) -> None:
    counted = Crasher()
    station.resend(give_up(station, fault), counted)
    for point in range(1, counted.passed + 1):
        before = len(station.said())
        key = give_up(station, fault)
        station.resend(key, Crasher(point))
        assert len(station.said()) == before + 1, point
        assert station.row().state == "sent"


def test_what_is_given_up_again_can_be_asked_for_again(station: Station) -> None:
    key = give_up(station, "error_before")
    first = work_id_of(station.row())
    station.slack.faults.api("error_before", method="chat.postMessage")
    assert station.resend(key)["state"] == "gave_up"
    assert work_id_of(station.row()) != first
    station.slack.faults.reset()
    station.resend(key)
    assert station.said() == ["one"]


def test_what_is_not_given_up_is_left(station: Station) -> None:
    posted(station)
    row = station.row()
    assert refusal(station.outbox(), TEAM, row) == "delivered"
    assert station.resend(row.key) == {"refused": "delivered"}
    assert refusal(station.outbox(), TEAM, row.model_copy(update={"state": "failed"})) == "refused"
    for state in ("new", "sending"):
        waits = row.model_copy(update={"state": state})
        assert refusal(station.outbox(), TEAM, waits) == "under_way"
    assert station.said() == ["before"]


@pytest.mark.parametrize(
    "method", sorted(name for name in METHODS if name.startswith(("views", "response_url")))
)
def test_the_reply_to_a_click_is_not_sent_when_nobody_waits_for_it(
    station: Station, method: str
) -> None:
    outbox = station.outbox()
    outbox.put(TEAM, Parcel(key=f"w:{method}", channel=PLACE, method=method, arguments={}))
    kept = outbox.get(TEAM, f"w:{method}")
    assert outbox.gave_up(TEAM, kept, "HTTP 500")
    assert station.resend(kept.key) == {"refused": "expired"}


def test_a_change_that_a_later_one_overtook_is_not_made(station: Station) -> None:
    ts = posted(station)
    key = give_up(station, "error_before", "chat.update", ts=ts)
    assert refusal(station.outbox(), TEAM, station.row()) is None
    station.handle(lambda client: client.chat_update(channel=PLACE, ts=ts, text="newest"))
    assert station.resend(key) == {"refused": "overtaken"}
    assert station.said() == ["newest"]


def test_a_change_of_another_message_overtakes_nothing(station: Station) -> None:
    ts, other = posted(station), posted(station)
    key = give_up(station, "error_before", "chat.update", ts=ts)
    station.handle(lambda client: client.chat_delete(channel=PLACE, ts=other))
    assert station.resend(key)["state"] == "sent"
    assert station.said() == ["one"]


def test_what_dropped_work_had_not_sent_can_be_sent_after_all(station: Station) -> None:
    outbox = station.outbox()
    said = {"json": {"channel": PLACE, "text": "dropped"}}
    parcel = Parcel(key="dropped:1", channel=PLACE, method="chat.postMessage", arguments=said)
    outbox.put(TEAM, parcel)
    assert outbox.abandon(TEAM, "dropped") == 1
    station.resend("dropped:1")
    assert station.said() == ["dropped"]
