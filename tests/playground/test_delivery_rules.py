"""What goes to the bot: signed, on time, again if need be, and only what it may hear."""

from typing import Any

import pytest
from slack_sdk import WebClient
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.clock import ManualClock
from bot.playground.driver import LocalSlack

from .conftest import Bots
from .recorder import Recorder


def test_every_request_is_signed(slack: LocalSlack, heard: Recorder) -> None:
    ana = slack.person("ana")

    ana.says("été & <b>", "#marketing")
    ana.runs("/convert été", "#marketing")

    assert heard.signed == [True, True]


def test_the_signature_keeps_to_the_wall_clock_when_a_test_moves_the_clock(
    slack: LocalSlack, heard: Recorder
) -> None:
    slack.advance(3600)

    slack.person("ana").says("later", "#marketing")

    assert heard.signed == [True]


def test_connecting_checks_the_url(slack: LocalSlack, bots: Bots) -> None:
    bots.raw(Recorder(slack), verify=True)

    with pytest.raises(RuntimeError, match="wrong answer"):
        bots.raw(lambda _request, _body: JSONResponse({"challenge": "no"}), verify=True)
    with pytest.raises(RuntimeError, match="connection_failed"):
        slack.connect_bot("http://127.0.0.1:9/slack/events")


def test_a_mention_arrives_twice_with_different_event_ids(
    slack: LocalSlack, heard: Recorder
) -> None:
    slack.person("ana").mentions("hello", "#marketing")

    assert [event["type"] for event in heard.events] == ["app_mention", "message"]
    assert heard.events[0]["ts"] == heard.events[1]["ts"]
    assert heard.events[0]["text"] == "<@UJOURNEY> hello"
    assert len({envelope["event_id"] for envelope in heard.envelopes}) == 2


def test_in_a_direct_conversation_a_mention_is_only_a_message(
    slack: LocalSlack, heard: Recorder
) -> None:
    slack.person("ana").says("@journeydesk hello")

    assert [(e["type"], e["channel_type"]) for e in heard.events] == [("message", "im")]


def test_the_bot_hears_only_the_channels_it_is_in(slack: LocalSlack, heard: Recorder) -> None:
    ana = slack.person("ana")

    ana.mentions("anybody?", "#general")
    assert heard.events == []

    slack.invite_bot("#general")
    ana.says("welcome", "#general")
    assert [event["type"] for event in heard.events] == ["member_joined_channel", "message"]


def test_without_the_scope_there_is_no_event() -> None:
    with LocalSlack(scopes=["app_mentions:read"]) as slack:
        bots, recorder = Bots(slack), Recorder(slack)
        bots.raw(recorder)

        slack.person("ana").mentions("hello", "#marketing")

        assert [event["type"] for event in recorder.events] == ["app_mention"]
        bots.stop()


def test_edits_and_deletions_carry_both_states(slack: LocalSlack, heard: Recorder) -> None:
    ana = slack.person("ana")
    message = ana.says("first", "#marketing")
    ana.edits(message, "second")
    ana.deletes(message)

    _, changed, deleted = heard.events
    assert changed["subtype"] == "message_changed"
    assert changed["message"]["text"] == "second"
    assert changed["message"]["edited"]["user"] == "UANA"
    assert changed["previous_message"]["text"] == "first"
    assert changed["message"]["ts"] == message.ts
    assert deleted["subtype"] == "message_deleted"
    assert deleted["deleted_ts"] == message.ts
    assert deleted["previous_message"]["text"] == "second"
    assert ana.sees("#marketing") == []


def test_the_bot_hears_its_own_messages(
    slack: LocalSlack, heard: Recorder, client: WebClient
) -> None:
    client.chat_postMessage(channel="CMARKETING", text="from the bot")
    slack.wait_idle()

    assert heard.events[0]["bot_id"] == "BJOURNEY"
    assert heard.events[0]["user"] == "UJOURNEY"
    assert "subtype" not in heard.events[0]


def test_ephemeral_messages_are_no_events(
    slack: LocalSlack, heard: Recorder, client: WebClient
) -> None:
    client.chat_postEphemeral(channel="CMARKETING", user="UANA", text="psst")
    slack.wait_idle()

    assert heard.events == []


def test_strangers_and_other_bots_can_be_told(slack: LocalSlack, heard: Recorder) -> None:
    slack.person("sam").says("hello", "#marketing")
    slack.other_bot_says("beep", "#support")

    stranger, robot = heard.events
    assert stranger["user_team"] == "TNORDWIND"
    assert heard.envelopes[0]["is_ext_shared_channel"] is True
    assert heard.envelopes[0]["authorizations"][0]["team_id"] == "TLAVANDE"
    assert robot["bot_id"] == "BOTHER"
    assert heard.envelopes[1]["is_ext_shared_channel"] is False


def test_a_command_carries_what_slack_sends(slack: LocalSlack, heard: Recorder) -> None:
    slack.person("chloe").runs("/convert  Bienvenue & co @ana #support", "#marketing")

    form = heard.forms[0]
    assert form["command"] == "/convert"
    assert form["text"] == "Bienvenue &amp; co <@UANA|ana> <#CSUPPORT|support>"
    assert form["user_id"] == "UCHLOE"
    assert form["team_id"] == "TLAVANDE"
    assert form["channel_name"] == "marketing"
    assert form["response_url"].startswith(slack.url)
    assert form["trigger_id"]


def test_home_opens_with_its_tab(slack: LocalSlack, heard: Recorder) -> None:
    ana = slack.person("ana")
    ana.opens_home()
    ana.opens_dm()

    assert [event["tab"] for event in heard.events] == ["home", "messages"]


def test_timestamps_grow_even_while_the_clock_stands_still(
    slack: LocalSlack, heard: Recorder
) -> None:
    ana = slack.person("ana")
    stamps = [float(ana.says(str(number), "#marketing").ts) for number in range(20)]

    assert stamps == sorted(set(stamps))


# deadlines


def late(slack: LocalSlack, seconds: float) -> Any:
    """A bot that answers after `seconds` on Slack's clock."""

    def handler(_request: Request, _body: bytes) -> Response:
        assert isinstance(slack.clock, ManualClock)
        slack.clock.advance(seconds)
        return PlainTextResponse("")

    return handler


@pytest.mark.parametrize(("seconds", "notice"), [(2.9, None), (3.1, "timeout")])
def test_a_command_has_three_seconds(
    slack: LocalSlack, bots: Bots, seconds: float, notice: str | None
) -> None:
    bots.raw(late(slack, seconds))
    ana = slack.person("ana")

    assert ana.runs("/convert", "#marketing") == notice

    assert len(slack.problems) == (notice is not None)
    if notice:
        assert ana.last("#marketing").text == "/convert n'a pas répondu à temps."
        assert slack.person("ben").sees("#marketing") == []


def test_a_failing_or_missing_bot_shows_slacks_line(slack: LocalSlack, bots: Bots) -> None:
    ben = slack.person("ben")
    assert ben.runs("/convert", "#marketing") == "error"
    bots.raw(lambda _request, _body: PlainTextResponse("oh", 500))

    assert ben.runs("/convert", "#marketing") == "error"

    last = ben.last("#marketing")
    assert last.notice == "error"
    assert last.text == "/convert failed with the error “dispatch_failed”."


def test_events_are_sent_again_at_once_after_a_minute_and_after_five(
    slack: LocalSlack, heard: Recorder
) -> None:
    heard.status = 500
    slack.person("ana").says("hello", "#marketing")
    assert len(heard.events) == 2

    slack.advance(59)
    assert len(heard.events) == 2
    slack.advance(1)
    assert len(heard.events) == 3
    slack.advance(299)
    assert len(heard.events) == 3
    slack.advance(1)
    assert len(heard.events) == 4
    slack.advance(3600)
    assert len(heard.events) == 4

    numbers = [headers.get("x-slack-retry-num") for headers in heard.headers]
    reasons = {headers.get("x-slack-retry-reason") for headers in heard.headers[1:]}
    assert numbers == [None, "1", "2", "3"]
    assert reasons == {"http_error"}
    assert len({envelope["event_id"] for envelope in heard.envelopes}) == 1
    assert len(slack.problems) == 4


def test_a_retry_that_succeeds_is_the_last(slack: LocalSlack, heard: Recorder) -> None:
    heard.status = 503
    slack.person("ana").says("hello", "#marketing")
    heard.status = 200

    slack.advance(3600)

    assert len(heard.events) == 3


def test_one_long_step_of_the_clock_sends_every_retry_on_its_way(
    slack: LocalSlack, heard: Recorder
) -> None:
    heard.status = 500
    slack.person("ana").says("hello", "#marketing")

    slack.advance(24 * 3600)

    assert len(heard.events) == 4


def test_a_slow_event_is_retried_as_a_timeout(slack: LocalSlack, bots: Bots) -> None:
    seen: list[str | None] = []

    def handler(request: Request, _body: bytes) -> Response:
        seen.append(request.headers.get("x-slack-retry-reason"))
        assert isinstance(slack.clock, ManualClock)
        slack.clock.advance(4 if len(seen) == 1 else 0)
        return PlainTextResponse("")

    bots.raw(handler)
    slack.person("ana").says("hello", "#marketing")

    assert seen == [None, "http_timeout"]


def test_a_bot_can_refuse_retries(slack: LocalSlack, bots: Bots) -> None:
    seen: list[bytes] = []

    def handler(_request: Request, body: bytes) -> Response:
        seen.append(body)
        return PlainTextResponse("", 500, {"X-Slack-No-Retry": "1"})

    bots.raw(handler)
    slack.person("ana").says("hello", "#marketing")
    slack.advance(3600)

    assert len(seen) == 1


def test_reset_forgets_messages_retries_and_problems(slack: LocalSlack, heard: Recorder) -> None:
    heard.status = 500
    before = slack.person("ana").says("hello", "#marketing")
    slack.reset()
    heard.status = 200

    slack.advance(3600)

    assert len(heard.events) == 2
    assert slack.person("ana").sees("#marketing") == []
    assert slack.problems == []
    assert float(slack.person("ana").says("again", "#marketing").ts) > float(before.ts)
