"""The Web API through slack_sdk: answers, refusals, scopes, membership."""

import json
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.driver import LocalSlack

from .block_kit import divider, plain, section, view
from .conftest import Bots

HOME = view("home")


def code(call: Callable[[], Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        call()
    return str(caught.value.response["error"])


def test_who_am_i(client: WebClient) -> None:
    answer = client.auth_test()

    assert answer["bot_id"] == "BJOURNEY"
    assert answer["team_id"] == "TLAVANDE"
    assert "chat:write" in answer.headers["x-oauth-scopes"]


def test_tokens_are_checked(slack: LocalSlack) -> None:
    assert code(WebClient(token="xoxb-no", base_url=slack.api_base_url).auth_test) == "invalid_auth"
    assert code(WebClient(base_url=slack.api_base_url).auth_test) == "not_authed"
    assert WebClient(base_url=slack.api_base_url).api_test()["ok"]


def test_an_unknown_method_and_a_missing_scope(slack: LocalSlack, client: WebClient) -> None:
    assert code(lambda: client.api_call("chat.shout")) == "unknown_method"
    assert [str(problem) for problem in slack.problems] == ["chat.shout: unknown_method"]
    with LocalSlack(scopes=["users:read"]) as narrow:
        poor = WebClient(token=narrow.bot_token, base_url=narrow.api_base_url)
        with pytest.raises(SlackApiError) as caught:
            poor.chat_postMessage(channel="CMARKETING", text="hi")
        assert caught.value.response["needed"] == "chat:write"
        assert caught.value.response["provided"] == "users:read"


def test_people_have_locale_zone_and_role(client: WebClient) -> None:
    ana = client.users_info(user="UANA", include_locale=True)["user"]
    gus = client.users_info(user="UGUS")["user"]
    sam = client.users_info(user="USAM")["user"]

    assert (ana["locale"], ana["tz"], ana["is_restricted"]) == ("fr-FR", "Europe/Paris", False)
    assert ana["tz_offset"] in (3600, 7200)
    assert (ana["real_name"], ana["profile"]["real_name"]) == ("Ana Ruiz", "Ana Ruiz")
    assert ana["profile"]["display_name"] == "ana"
    assert "locale" not in gus
    assert gus["is_restricted"] is True
    assert (sam["is_stranger"], sam["team_id"]) == (True, "TNORDWIND")
    assert client.users_info(user="UJOURNEY")["user"]["is_bot"] is True
    assert len(client.users_list(limit=4)["members"]) == 4
    assert code(lambda: client.users_info(user="UNOBODY")) == "user_not_found"


@pytest.mark.filterwarnings("ignore:The top-level `text` argument")
def test_posting_needs_membership_and_content(slack: LocalSlack, client: WebClient) -> None:
    post = client.chat_postMessage

    assert code(lambda: post(channel="CNOWHERE", text="hi")) == "channel_not_found"
    assert code(lambda: post(channel="#general", text="hi")) == "not_in_channel"
    assert not slack.problems
    assert code(lambda: post(channel="CMARKETING", text=" ")) == "no_text"
    assert code(lambda: post(channel="CMARKETING", text="x" * 40_001)) == "msg_too_long"
    assert post(channel="#marketing", text="x" * 40_000)["ok"]
    assert [problem.where for problem in slack.problems] == ["chat.postMessage"] * 2


def test_invalid_blocks_name_reason_and_place(slack: LocalSlack, client: WebClient) -> None:
    blocks = [divider(), {"type": "header", "text": plain(151)}]
    with pytest.raises(SlackApiError) as caught:
        client.chat_postMessage(channel="CMARKETING", text="hi", blocks=blocks)

    answer = caught.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["response_metadata"]["messages"] == [
        "[ERROR] must be less than 151 characters [json-pointer:/blocks/1/text/text]"
    ]
    assert "/blocks/1/text/text" in str(slack.problems[0])


def test_a_user_id_reaches_the_direct_conversation(slack: LocalSlack, client: WebClient) -> None:
    answer = client.chat_postMessage(channel="UANA", text="hi")

    assert answer["channel"] == client.conversations_open(users="UANA")["channel"]["id"]
    assert slack.person("ana").last().text == "hi"


def test_an_ephemeral_message_has_one_reader(slack: LocalSlack, client: WebClient) -> None:
    client.chat_postEphemeral(channel="CSUPPORT", user="UANA", text="psst")

    assert slack.person("ana").last("#support").ephemeral
    assert slack.person("ben").sees("#support") == []
    assert client.conversations_history(channel="CSUPPORT")["messages"] == []
    refused = code(lambda: client.chat_postEphemeral(channel="CSUPPORT", user="UGUS", text="x"))
    assert refused == "user_not_in_channel"


def test_threads(slack: LocalSlack, client: WebClient) -> None:
    parent = slack.person("ana").says("question", "#marketing")
    reply = client.chat_postMessage(channel="CMARKETING", text="answer", thread_ts=parent.ts)

    replies = client.conversations_replies(channel="CMARKETING", ts=parent.ts)["messages"]
    history = client.conversations_history(channel="CMARKETING")["messages"]
    assert [message["text"] for message in replies] == ["question", "answer"]
    assert replies[0]["reply_count"] == 1
    assert replies[1]["parent_user_id"] == "UANA"
    assert [message["text"] for message in history] == ["question"]
    for wrong in ("1.0", str(reply["ts"])):
        with pytest.raises(SlackApiError, match="cannot_reply_to_message"):
            client.chat_postMessage(channel="CMARKETING", text="x", thread_ts=wrong)
    assert code(lambda: client.conversations_replies(channel="CMARKETING", ts="1.0")) == (
        "thread_not_found"
    )


def test_a_deleted_parent_leaves_a_tombstone(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    parent = ana.says("question", "#marketing")
    client.chat_postMessage(channel="CMARKETING", text="answer", thread_ts=parent.ts)

    ana.deletes(parent)

    shown = [message.plain for message in ana.sees("#marketing")]
    assert shown == [
        "Ana Ruiz (deleted): Ce message a été supprimé.",
        "    journeydesk (APP): answer",
    ]


def test_of_a_deleted_parent_apps_hear_that_it_changed(slack: LocalSlack, bots: Bots) -> None:
    heard: list[dict[str, object]] = []
    app = bots.bolt()

    def hear(event: dict[str, object]) -> None:
        heard.append(event)

    app.event("message")(hear)
    bots.connect(app)
    ana = slack.person("ana")
    parent = ana.says("question", "#marketing")
    ana.says("reply", "#marketing", thread=parent)
    ana.deletes(parent)
    slack.wait_until(lambda: len(heard) == 3)
    assert heard[-1]["subtype"] == "message_changed"
    now = heard[-1]["message"]
    assert isinstance(now, dict)
    assert (now["subtype"], now["ts"]) == ("tombstone", parent.ts)


def test_updating_keeps_what_is_not_given(slack: LocalSlack, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="CMARKETING", text="one", blocks=[section()])["ts"]
    ana = slack.person("ana")

    client.chat_update(channel="CMARKETING", ts=ts, text="two")
    assert (ana.last("#marketing").text, len(ana.last("#marketing").blocks)) == ("two", 1)

    client.chat_update(channel="CMARKETING", ts=ts, text="three", blocks=[])
    assert (ana.last("#marketing").text, ana.last("#marketing").blocks) == ("three", [])
    assert code(lambda: client.chat_update(channel="CMARKETING", ts="1.0", text="x")) == (
        "message_not_found"
    )


def test_only_own_messages_can_be_changed(slack: LocalSlack, client: WebClient) -> None:
    theirs = slack.person("ana").says("mine", "#marketing").ts
    own = client.chat_postMessage(channel="CMARKETING", text="own")["ts"]

    assert code(lambda: client.chat_update(channel="CMARKETING", ts=theirs, text="x")) == (
        "cant_update_message"
    )
    assert code(lambda: client.chat_delete(channel="CMARKETING", ts=theirs)) == (
        "cant_delete_message"
    )
    client.chat_delete(channel="CMARKETING", ts=own)
    assert code(lambda: client.chat_delete(channel="CMARKETING", ts=own)) == "message_not_found"


def test_permalinks(slack: LocalSlack, client: WebClient) -> None:
    message = slack.person("ana").says("hi", "#marketing")

    link = client.chat_getPermalink(channel="CMARKETING", message_ts=message.ts)["permalink"]

    assert link.endswith(f"/archives/CMARKETING/p{message.ts.replace('.', '')}")


def test_channels(slack: LocalSlack, client: WebClient) -> None:
    listed = client.conversations_list()["channels"]
    assert {channel["name"]: channel["is_member"] for channel in listed} == {
        "marketing": True,
        "support": True,
        "general": False,
    }
    assert client.conversations_info(channel="CMARKETING")["channel"]["is_ext_shared"] is True
    assert "USAM" in client.conversations_members(channel="CMARKETING")["members"]
    assert code(lambda: client.conversations_history(channel="CGENERAL")) == "not_in_channel"
    client.conversations_join(channel="CGENERAL")
    assert client.conversations_history(channel="CGENERAL")["messages"] == []
    assert client.conversations_join(channel="CGENERAL")["warning"] == "already_in_channel"
    assert code(lambda: client.conversations_list(types="rooms")) == "invalid_types"


def test_history_in_pages(slack: LocalSlack, client: WebClient) -> None:
    said = [slack.person("ana").says(str(number), "#marketing") for number in range(5)]

    texts = [
        [message["text"] for message in page["messages"]]
        for page in client.conversations_history(channel="CMARKETING", limit=2)
    ]
    assert texts == [["4", "3"], ["2", "1"], ["0"]]

    after = client.conversations_history(channel="CMARKETING", oldest=said[3].ts)["messages"]
    at = client.conversations_history(channel="CMARKETING", oldest=said[3].ts, inclusive=True)
    assert [message["text"] for message in after] == ["4"]
    assert [message["text"] for message in at["messages"]] == ["4", "3"]
    assert code(lambda: client.conversations_history(channel="CMARKETING", limit=5000)) == (
        "invalid_limit"
    )
    assert code(lambda: client.conversations_history(channel="CMARKETING", cursor="x")) == (
        "invalid_cursor"
    )


def test_reactions(slack: LocalSlack, client: WebClient) -> None:
    ts = slack.person("ana").says("hi", "#marketing").ts
    target = {"channel": "CMARKETING", "timestamp": ts, "name": "eyes"}

    client.reactions_add(**target)
    assert slack.person("ben").last("#marketing").reactions == {"eyes": 1}
    assert code(lambda: client.reactions_add(**target)) == "already_reacted"
    client.reactions_remove(**target)
    assert slack.person("ben").last("#marketing").reactions == {}
    assert code(lambda: client.reactions_remove(**target)) == "no_reaction"
    assert code(lambda: client.reactions_add(**target | {"name": "Not a name"})) == "invalid_name"


def test_a_file_is_uploaded_and_shared(slack: LocalSlack, client: WebClient) -> None:
    parent = slack.person("ana").says("the picture?", "#marketing")
    client.files_upload_v2(
        channel="CMARKETING",
        thread_ts=parent.ts,
        filename="journey map.svg",
        title="Journey",
        content="<svg/>",
        initial_comment="here",
    )

    shared = slack.person("ben").last("#marketing")
    assert (shared.text, shared.thread_ts) == ("here", parent.ts)
    assert shared.files[0]["title"] == "Journey"
    with urllib.request.urlopen(slack.url + shared.files[0]["url"]) as answer:
        assert answer.read() == b"<svg/>"
        assert answer.headers["content-type"] == "image/svg+xml"
        assert "sandbox" in answer.headers["content-security-policy"]


def test_views_are_checked_before_the_trigger_is_used(slack: LocalSlack, client: WebClient) -> None:
    slack.person("ana")
    trigger = slack.call(lambda: slack.slack.workspace.new_trigger("UANA"))

    with pytest.raises(SlackApiError) as caught:
        client.views_open(trigger_id=trigger, view=view(title=plain(25)))
    assert caught.value.response["error"] == "invalid_arguments"
    assert caught.value.response["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    assert client.views_open(trigger_id=trigger, view=view())["view"]["id"]
    assert code(lambda: client.views_open(trigger_id=trigger, view=view())) == (
        "exchanged_trigger_id"
    )
    assert code(lambda: client.views_open(trigger_id="1.2.3", view=view())) == "invalid_trigger_id"


@pytest.mark.parametrize(("seconds", "refused"), [(2.9, None), (3.0, "expired_trigger_id")])
def test_a_trigger_lives_three_seconds(
    slack: LocalSlack, client: WebClient, seconds: float, refused: str | None
) -> None:
    trigger = slack.call(lambda: slack.slack.workspace.new_trigger("UANA"))
    slack.advance(seconds)

    if refused is None:
        assert client.views_open(trigger_id=trigger, view=view())["ok"]
    else:
        assert code(lambda: client.views_open(trigger_id=trigger, view=view())) == refused


def test_views_stack_up_to_three(slack: LocalSlack, client: WebClient) -> None:
    def trigger() -> str:
        return slack.call(lambda: slack.slack.workspace.new_trigger("UANA"))

    first = client.views_open(trigger_id=trigger(), view=view(title=plain(text="1")))["view"]
    second = client.views_push(trigger_id=trigger(), view=view(title=plain(text="2")))["view"]
    client.views_push(trigger_id=trigger(), view=view(title=plain(text="3")))

    assert second["previous_view_id"] == first["id"]
    assert second["root_view_id"] == first["id"]
    assert slack.person("ana").modals == ["1", "2", "3"]
    assert code(lambda: client.views_push(trigger_id=trigger(), view=view())) == (
        "push_limit_reached"
    )
    slack.person("ana").closes()
    assert slack.person("ana").modals == ["1", "2"]


def test_a_view_is_updated_only_if_the_hash_agrees(slack: LocalSlack, client: WebClient) -> None:
    trigger = slack.call(lambda: slack.slack.workspace.new_trigger("UANA"))
    opened = client.views_open(trigger_id=trigger, view=view(external_id="e"))["view"]

    updated = client.views_update(
        view_id=opened["id"], hash=opened["hash"], view=view(title=plain(text="new"))
    )["view"]
    assert updated["hash"] != opened["hash"]
    assert (
        code(lambda: client.views_update(view_id=opened["id"], hash=opened["hash"], view=view()))
        == "hash_conflict"
    )
    assert code(lambda: client.views_update(view_id="V0", view=view())) == "not_found"
    assert slack.person("ana").modals == ["new"]


def test_home_is_published_per_person(slack: LocalSlack, client: WebClient) -> None:
    client.views_publish(user_id="UANA", view=HOME)

    assert slack.home_transcript(seen_by=slack.person("ana")).startswith("┌ Home")
    assert slack.home_transcript(seen_by=slack.person("ben")) == ""
    assert code(lambda: client.views_publish(user_id="UANA", view=view())) == "invalid_arguments"


def test_posting_is_limited_to_a_message_a_second_after_a_burst() -> None:
    with LocalSlack(rate_limits=True) as slack:
        client = WebClient(token=slack.bot_token, base_url=slack.api_base_url)
        for number in range(5):
            client.chat_postMessage(channel="CMARKETING", text=str(number))

        with pytest.raises(SlackApiError) as caught:
            client.chat_postMessage(channel="CMARKETING", text="too fast")
        assert caught.value.response["error"] == "ratelimited"
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["retry-after"] == "1"
        assert client.chat_postMessage(channel="CSUPPORT", text="elsewhere")["ok"]

        slack.advance(1)
        assert client.chat_postMessage(channel="CMARKETING", text="in time")["ok"]
        assert slack.problems == []


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[" * 100_000),
        ("application/json", b'{"channel": "CMARKETING", "text": "\\ud800"}'),
        ("application/json", b'{"channel": ["CMARKETING"], "text": 7}'),
        ("application/json", b'{"channel": "CMARKETING", "blocks": "[{]"}'),
        ("application/json", b'{"channel": "CMARKETING", "blocks": [[], 1, null]}'),
        ("application/x-www-form-urlencoded", b"channel=CMARKETING&blocks=%ff"),
        ("text/plain", b"\x00\xff"),
    ],
)
def test_no_body_breaks_the_server(slack: LocalSlack, content_type: str, body: bytes) -> None:
    headers = {"Content-Type": content_type, "Authorization": f"Bearer {slack.bot_token}"}
    request = urllib.request.Request(slack.api_base_url + "chat.postMessage", body, headers)

    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
        assert isinstance(json.loads(answer.read())["ok"], bool)
