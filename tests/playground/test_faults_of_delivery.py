"""What a test can let go wrong on the way to the bot, and what Slack then does."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.playground.driver import LocalSlack
from bot.playground.faults import DeliveryFault, Faults

from .conftest import Bots
from .recorder import Recorder

PLACE = "#marketing"


def texts(heard: Recorder) -> list[str]:
    return [event["text"] for event in heard.events]


def injected(slack: LocalSlack) -> list[str]:
    return [str(fault) for fault in slack.faults.log]


def test_a_lost_event_comes_again_as_a_retry(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("drop", calls={1, 2})

    slack.person("ana").says("hello", PLACE)
    assert heard.events == []
    slack.advance(60)

    assert texts(heard) == ["hello"]
    assert heard.headers[0]["x-slack-retry-num"] == "2"
    assert heard.headers[0]["x-slack-retry-reason"] == "http_timeout"
    assert injected(slack) == ["drop event.message #1", "drop event.message #2"]
    assert slack.problems == []


def test_an_event_that_is_always_lost_is_given_up(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("drop")
    slack.person("ana").says("hello", PLACE)
    slack.advance(24 * 3600)

    assert heard.events == []
    assert len(slack.faults.log) == 4
    assert len(slack.given_up) == 1
    assert slack.problems == []


def test_an_answer_that_is_lost_makes_slack_send_again(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("lose_answer", calls={1})

    slack.person("ana").says("hello", PLACE)

    assert texts(heard) == ["hello", "hello"]
    assert len({envelope["event_id"] for envelope in heard.envelopes}) == 1
    assert slack.given_up == []


def test_an_event_comes_twice_with_one_event_id(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("duplicate")

    slack.person("ana").says("hello", PLACE)
    slack.wait_idle()

    assert texts(heard) == ["hello", "hello"]
    assert len({envelope["event_id"] for envelope in heard.envelopes}) == 1
    assert heard.signed == [True, True]
    assert [headers.get("x-slack-retry-num") for headers in heard.headers] == [None, None]


def test_a_command_and_a_click_can_come_twice_and_get_lost(
    slack: LocalSlack, heard: Recorder
) -> None:
    slack.faults.delivery("duplicate", name="/convert", calls={1})
    slack.faults.delivery("drop", name="/convert", calls={2})
    ana = slack.person("ana")

    assert ana.runs("/convert Welcome", PLACE) is None
    slack.wait_idle()
    assert [form["text"] for form in heard.forms] == ["Welcome", "Welcome"]

    assert ana.runs("/convert Welcome", PLACE) == "timeout"
    assert len(heard.forms) == 2
    assert slack.problems == []


def test_a_delayed_event_comes_later(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("delay", calls={1}, seconds=30)
    ana = slack.person("ana")
    ana.says("first", PLACE)
    ana.says("second", PLACE)
    assert texts(heard) == ["second"]

    slack.advance(29)
    assert texts(heard) == ["second"]
    slack.advance(1)

    assert texts(heard) == ["second", "first"]
    assert "x-slack-retry-num" not in heard.headers[1]


def test_a_reordered_event_comes_after_the_next(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("reorder", calls={1})
    ana = slack.person("ana")

    for text in ("first", "second", "third"):
        ana.says(text, PLACE)

    assert texts(heard) == ["second", "first", "third"]


def test_a_reordered_event_is_not_kept_for_ever(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("reorder", seconds=10)
    slack.person("ana").says("alone", PLACE)
    assert heard.events == []

    slack.advance(10)

    assert texts(heard) == ["alone"]


def test_a_mention_can_overtake_its_message(slack: LocalSlack, heard: Recorder) -> None:
    slack.faults.delivery("reorder", name="event.app_mention")

    slack.person("ana").mentions("hello", PLACE)

    assert [event["type"] for event in heard.events] == ["message", "app_mention"]


def test_the_same_seed_gives_the_same_faults() -> None:
    def drawn(seed: int) -> list[bool]:
        faults = Faults(seed)
        faults.delivery("duplicate", share=0.2)
        return [bool(faults.of_delivery("event.message", first_of_event=True)) for _ in range(200)]

    assert drawn(7) == drawn(7)
    assert drawn(7) != drawn(8)
    assert 20 < sum(drawn(7)) < 60


def test_rules_do_not_change_each_others_luck() -> None:
    def drawn(*, other: bool) -> list[int]:
        faults = Faults(3)
        faults.api("error_before", share=0.3)
        if other:
            faults.api("error_after", share=0.3)
        chosen = [faults.of_call("chat.update") for _ in range(100)]
        return [f.call for f in chosen if f is not None and f.what == "error_before"]

    assert drawn(other=True) == drawn(other=False) != []


def test_faults_are_switched_off_and_unknown_ones_refused(
    slack: LocalSlack, heard: Recorder
) -> None:
    slack.faults.delivery("drop", most=1)
    slack.person("ana").says("hello", PLACE)
    slack.faults.delivery("drop")
    slack.faults.clear()
    slack.person("ana").says("again", PLACE)
    assert texts(heard) == ["hello", "again"]

    slack.reset()
    assert slack.faults.log == []
    with pytest.raises(ValueError, match="no fault of deliveries: burn"):
        slack.faults.delivery("burn")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="no fault of the Web API: drop"):
        slack.faults.api("drop")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="between 0 and 1"):
        slack.faults.api("error_after", share=2)


def test_a_bot_that_a_test_took_down_has_no_problem(slack: LocalSlack, bots: Bots) -> None:
    seen: list[str | None] = []

    def handler(request: Request, _body: bytes) -> Response:
        seen.append(request.headers.get("x-slack-retry-num"))
        return PlainTextResponse("")

    bots.raw(handler)
    url = str(slack.slack.dispatcher.url)
    slack.connect_bot("http://127.0.0.1:9/slack/events", verify=False)
    slack.faults.bot_is_down = True
    slack.person("ana").says("hello", PLACE)
    slack.advance(60)
    assert seen == []

    slack.connect_bot(url, verify=False)
    slack.faults.bot_is_down = False
    slack.advance(300)

    assert seen == ["3"]
    assert slack.problems == []


def test_a_refused_connection_is_retried_and_given_up(slack: LocalSlack) -> None:
    slack.connect_bot("http://127.0.0.1:9/slack/events", verify=False)

    slack.person("ana").says("hello", PLACE)
    slack.advance(3600)

    assert [str(problem) for problem in slack.problems] == ["event.message: connection_failed"] * 4
    assert len(slack.given_up) == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    shares=st.dictionaries(
        st.sampled_from(["drop", "lose_answer", "duplicate", "delay", "reorder"]),
        st.sampled_from([0.2, 0.5, 0.9]),
        min_size=1,
    ),
    count=st.integers(1, 6),
)
def test_every_event_arrives_or_is_given_up(
    slack: LocalSlack, heard: Recorder, shares: dict[DeliveryFault, float], count: int
) -> None:
    slack.reset()
    heard.events.clear()
    heard.envelopes.clear()
    for what, share in shares.items():
        slack.faults.delivery(what, share=share)
    for number in range(count):
        slack.person("ana").says(str(number), PLACE)

    slack.advance(3600)
    slack.wait_idle()

    arrived = {str(envelope["event_id"]) for envelope in heard.envelopes}
    given_up = set(slack.given_up)
    assert len(arrived | given_up) == count
    assert {event["text"] for event in heard.events} <= {str(n) for n in range(count)}
    assert slack.problems == []
