"""What a bot can find out about what it has sent: metadata, histories, the shares of a file."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused

MARK = {"event_type": "delivery", "event_payload": {"key": "w1:1"}}


def code(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def test_metadata_come_back_when_they_are_asked_for(slack: LocalSlack, client: WebClient) -> None:
    parent = slack.person("ana").says("question", "#marketing")
    client.chat_postMessage(channel="CMARKETING", text="a", metadata=MARK)
    client.chat_postMessage(channel="CMARKETING", text="b", thread_ts=parent.ts, metadata=MARK)

    def metadata(**more: Any) -> list[Any]:
        history = client.conversations_history(channel="CMARKETING", **more)["messages"]
        replies = client.conversations_replies(channel="CMARKETING", ts=parent.ts, **more)
        return [history[0].get("metadata"), replies["messages"][1].get("metadata")]

    assert metadata(include_all_metadata=True) == [MARK, MARK]
    assert metadata() == [{"event_type": "delivery"}] * 2


def test_an_update_without_metadata_keeps_them(slack: LocalSlack, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="CMARKETING", text="a", metadata=MARK)["ts"]

    answer = client.chat_update(channel="CMARKETING", ts=ts, text="b")

    assert answer["message"]["metadata"] == MARK


@pytest.mark.parametrize("wrong", [{"event_type": "x"}, {"event_payload": {}}, []])
def test_metadata_are_checked(client: WebClient, wrong: Any) -> None:
    post = partial(client.chat_postMessage, channel="CMARKETING", text="a", metadata=wrong)

    assert code(post) == "invalid_metadata_format"


def test_histories_and_threads_between_two_times(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    said = [ana.says(str(number), "#marketing").ts for number in range(5)]
    replied = [ana.says(f"re {n}", "#marketing", thread=said[0]).ts for n in range(3)]

    def history(**more: Any) -> list[str]:
        answer = client.conversations_history(channel="CMARKETING", **more)
        return [message["text"] for message in answer["messages"]]

    def replies(**more: Any) -> list[str]:
        answer = client.conversations_replies(channel="CMARKETING", ts=said[0], **more)
        return [message["text"] for message in answer["messages"]]

    assert history(oldest=said[1], latest=said[3]) == ["2"]
    assert history(oldest=said[1], latest=said[3], inclusive=True) == ["3", "2", "1"]
    assert history(latest=said[1]) == ["0"]
    assert replies(oldest=replied[0]) == ["0", "re 1", "re 2"]
    assert replies(latest=replied[0], inclusive=True) == ["0", "re 0"]
    for key in ("oldest", "latest"):
        for wrong in ("soon", "nan", "inf", "-1"):
            assert code(partial(history, **{key: wrong})) == f"invalid_ts_{key}"


def test_a_thread_in_pages(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    parent = ana.says("0", "#marketing")
    for number in range(1, 5):
        ana.says(str(number), "#marketing", thread=parent)

    pages = client.conversations_replies(channel="CMARKETING", ts=parent.ts, limit=2)

    read = [([m["text"] for m in page["messages"]], page["has_more"]) for page in pages]
    assert read == [(["0", "1"], True), (["2", "3"], True), (["4"], False)]


def test_reading_needs_the_scope_first_and_then_membership() -> None:
    with LocalSlack(scopes=["chat:write", "im:history"]) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_base_url)
        ts = slack.person("ana").says("hello", "#marketing").ts
        for channel in ("CMARKETING", "CGENERAL"):
            assert code(partial(client.conversations_history, channel=channel)) == "missing_scope"
        with pytest.raises(SlackApiError) as caught:
            client.conversations_replies(channel="CMARKETING", ts=ts)
        assert caught.value.response["needed"] == "channels:history"
        direct = slack.person("ana").says("hello").channel
        assert len(client.conversations_history(channel=direct)["messages"]) == 1


def test_a_bot_that_was_removed_neither_hears_reads_nor_posts(
    slack: LocalSlack, client: WebClient
) -> None:
    slack.remove_bot("#marketing")

    assert code(lambda: client.chat_postMessage(channel="CMARKETING", text="x")) == "not_in_channel"
    assert code(lambda: client.conversations_history(channel="CMARKETING")) == "not_in_channel"


def test_an_archived_channel_is_read_and_not_written_in(
    slack: LocalSlack, client: WebClient
) -> None:
    own = client.chat_postMessage(channel="CMARKETING", text="before")["ts"]
    slack.archive("#marketing")

    assert code(lambda: client.chat_postMessage(channel="CMARKETING", text="x")) == "is_archived"
    assert code(lambda: client.chat_postEphemeral(channel="CMARKETING", user="UANA", text="x")) == (
        "is_archived"
    )
    assert code(lambda: client.chat_update(channel="CMARKETING", ts=own, text="x")) == "is_inactive"
    assert client.conversations_info(channel="CMARKETING")["channel"]["is_archived"] is True
    texts = [m["text"] for m in client.conversations_history(channel="CMARKETING")["messages"]]
    assert texts == ["before"]
    with pytest.raises(Refused, match="is_archived"):
        slack.person("ana").says("anybody?", "#marketing")


def test_a_file_tells_where_it_is_shown(slack: LocalSlack, client: WebClient) -> None:
    parent = slack.person("ana").says("the picture?", "#marketing")
    ticket = client.files_getUploadURLExternal(filename="map.svg", length=6)
    file = str(ticket["file_id"])
    assert client.files_info(file=file)["file"]["shares"] == {}

    client.files_upload_v2(
        channel="CMARKETING", thread_ts=parent.ts, filename="map.svg", content="<svg/>"
    )
    shown = slack.person("ana").last("#marketing")
    in_thread = client.files_info(file=str(shown.files[0]["id"]))["file"]

    assert in_thread["channels"] == ["CMARKETING"]
    (share,) = in_thread["shares"]["public"]["CMARKETING"]
    assert (share["ts"], share["thread_ts"]) == (shown.ts, parent.ts)

    client.chat_delete(channel="CMARKETING", ts=shown.ts)
    assert client.files_info(file=str(in_thread["id"]))["file"]["shares"] == {}


def test_a_file_in_a_direct_conversation_is_a_private_share(
    slack: LocalSlack, client: WebClient
) -> None:
    channel = client.conversations_open(users="UANA")["channel"]["id"]
    client.files_upload_v2(channel=channel, filename="map.svg", content="<svg/>")

    file = client.files_info(file=str(slack.person("ana").last().files[0]["id"]))["file"]

    assert (file["channels"], file["ims"]) == ([], [channel])
    assert list(file["shares"]["private"]) == [channel]
