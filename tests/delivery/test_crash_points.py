"""The process ends at every point that there is, and starts again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.delivery.methods import METHODS
from bot.slack import delivery
from bot.slack.blocks.elements import Reply
from bot.slack.failures import Undelivered
from tests.delivery.station import PLACE, Station
from tests.delivery.steps import Crasher

Handler = Callable[[WebClient], object]


def every_point(
    station: Station, handler: Handler, check: Callable[[], None], *, again_after: int = 0
) -> None:
    """``check`` holds when the process ends at each point of ``handler``, and, if asked for, a
    second time some points later."""
    smooth = Crasher()
    station.slack.reset()
    station.handle(handler, smooth)
    check()
    assert smooth.passed > 3
    for point in range(1, smooth.passed + 1):
        station.slack.reset()
        station.handle(handler, Crasher(point, point + again_after))
        check()


def test_a_message_is_posted_once_wherever_the_process_ends(station: Station) -> None:
    def check() -> None:
        assert station.said() == ["one"]
        assert station.row().state == "sent"

    def post(client: WebClient) -> None:
        client.chat_postMessage(channel=PLACE, text="one")

    every_point(station, post, check)
    for later in (1, 2, 3, 4):
        every_point(station, post, check, again_after=later)


def test_a_reply_in_a_thread_is_posted_once_wherever_the_process_ends(station: Station) -> None:
    def answer(client: WebClient) -> None:
        parent = client.chat_postMessage(channel=PLACE, text="parent")["ts"]
        client.chat_postMessage(channel=PLACE, text="reply", thread_ts=parent)

    def check() -> None:
        assert station.said() == ["parent", "reply"]

    every_point(station, answer, check)


def test_what_a_handler_does_with_an_answer_is_right_wherever_the_process_ends(
    station: Station,
) -> None:
    def converse(client: WebClient) -> None:
        ts = delivery.post(client, PLACE, Reply("first", ()))
        assert ts is not None
        assert delivery.update(client, PLACE, ts, Reply("changed", ()))
        gone = delivery.post(client, PLACE, Reply("gone", ()))
        assert gone is not None
        delivery.remove(client, PLACE, gone)
        delivery.post(client, PLACE, Reply("last", ()), ts)

    def check() -> None:
        assert station.said() == ["changed", "last"]

    every_point(station, converse, check)


def test_a_private_message_is_never_lost_and_at_most_doubled(station: Station) -> None:
    def whisper(client: WebClient) -> None:
        delivery.whisper(client, PLACE, "UANA", Reply("for you", ()))

    def check() -> None:
        # Nobody can look a private message up: it is better seen twice than not at all.
        assert set(station.whispered()) == {"for you"}
        assert len(station.whispered()) <= 3

    every_point(station, whisper, check)
    station.slack.reset()
    station.handle(whisper)
    assert station.whispered() == ["for you"]


@dataclass(frozen=True)
class Act:
    """``call`` writes to Slack, given the ts of a message of the bot's, a fresh trigger and a fresh
    response_url; ``seen`` is what there is of it afterwards, ``wanted`` what that should be."""

    call: Callable[[WebClient, str, str, str], object]
    seen: Callable[[Station], object]
    wanted: object


def whispers(station: Station) -> set[str]:
    return set(station.whispered())


def modals(station: Station) -> list[str]:
    return station.slack.person("ana").modals


def home(station: Station) -> object:
    return station.slack.call(lambda: station.slack.slack.workspace.homes["UANA"].blocks)


def reactions(station: Station) -> list[str]:
    message = station.slack.channel(PLACE).messages[0]
    names = ("eyes", "wave")
    return station.slack.call(
        lambda: [u for name in names for u in message.reactions.get(name, [])]
    )


def respond(url: str, **how: Any) -> object:
    body = {"channel": {"id": PLACE}, "user": {"id": "UANA"}, "response_url": url}
    return delivery._respond(body, Reply("one", ()), **how)


def react(client: WebClient, ts: str, *_given: str) -> None:
    for name in ("eyes", "wave"):
        client.reactions_add(channel=PLACE, timestamp=ts, name=name)
    client.reactions_remove(channel=PLACE, timestamp=ts, name="wave")


def upload(client: WebClient, *_given: str) -> object:
    return client.files_upload_v2(channel=PLACE, content="a", filename="a.csv", title="a")


SECTION = {"type": "section", "block_id": "b", "text": {"type": "plain_text", "text": "x"}}
MODAL = {"type": "modal", "title": {"type": "plain_text", "text": "Hello"}, "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}

ACTS: dict[str, Act] = {
    "chat.postMessage": Act(
        lambda c, _ts, _t, _u: c.chat_postMessage(channel=PLACE, text="one"),
        Station.said,
        ["before", "one"],
    ),
    "chat.postEphemeral": Act(
        lambda c, _ts, _t, _u: c.chat_postEphemeral(channel=PLACE, user="UANA", text="one"),
        whispers,
        {"one"},
    ),
    "chat.update": Act(
        lambda c, ts, _t, _u: c.chat_update(channel=PLACE, ts=ts, text="one"),
        Station.said,
        ["one"],
    ),
    "chat.delete": Act(lambda c, ts, _t, _u: c.chat_delete(channel=PLACE, ts=ts), Station.said, []),
    "views.publish": Act(
        lambda c, _ts, _t, _u: c.views_publish(user_id="UANA", view=HOME), home, [SECTION]
    ),
    "reactions.add": Act(react, reactions, ["UJOURNEY"]),
    "files.completeUploadExternal": Act(upload, Station.said, ["before", ""]),
    "response_url.post": Act(
        lambda _c, _ts, _t, url: respond(url, response_type="in_channel"),
        Station.said,
        ["before", "one"],
    ),
    "response_url.tell": Act(lambda _c, _ts, _t, url: respond(url), whispers, {"one"}),
    "response_url.replace": Act(
        lambda _c, _ts, _t, url: respond(url, replace_original=True), Station.said, ["one"]
    ),
}


@pytest.mark.parametrize("method", sorted(ACTS))
def test_every_method_does_its_work_wherever_the_process_ends(
    station: Station, method: str
) -> None:
    act = ACTS[method]

    def play(crasher: Crasher) -> None:
        given = _given(station)
        station.handle(lambda client: act.call(client, *given), crasher)
        assert act.seen(station) == act.wanted
        assert station.row().state == "sent"

    smooth = Crasher()
    play(smooth)
    for point in range(1, smooth.passed + 1):
        play(Crasher(point))


@pytest.mark.parametrize("method", ["views.open", "views.push", "views.update"])
def test_a_modal_opens_at_most_once_and_a_loss_is_known(station: Station, method: str) -> None:
    """Its trigger lasts three seconds and works once: a second try would help nobody."""

    def play(crasher: Crasher) -> None:
        _, trigger, _ = _given(station)
        opened: list[str] = []
        if method != "views.open":
            plain = WebClient(station.slack.bot_token, station.slack.api_base_url)
            opened = [plain.views_open(trigger_id=_given(station)[1], view=MODAL)["view"]["id"]]
            trigger = station.slack.call(lambda: station.slack.slack.workspace.new_trigger("UANA"))

        def act(client: WebClient) -> str:
            where = {"view_id": opened[0]} if method == "views.update" else {"trigger_id": trigger}
            try:
                client.api_call(method, json={**where, "view": MODAL})
            except Undelivered as error:
                return "unclear" if error.unclear else "given up"
            return "shown"

        outcome = station.handle(act, crasher)
        assert outcome in ("shown", "unclear")
        if method == "views.update":
            assert (outcome, modals(station)) == ("shown", ["Hello"])
        else:
            most = len(opened) + 1
            assert len(modals(station)) in ((most,) if outcome == "shown" else (most - 1, most))

    smooth = Crasher()
    play(smooth)
    assert station.row().state == "sent"
    for point in range(1, smooth.passed + 1):
        play(Crasher(point))


def test_no_method_is_left_out() -> None:
    modal = {"views.open", "views.push", "views.update"}
    with_another = {"files.getUploadURLExternal", "reactions.remove"}
    assert set(ACTS) | modal | with_another == set(METHODS)


def _given(station: Station) -> tuple[str, str, str]:
    """A local Slack as new, with one message of the bot's: its ts, a trigger, a response_url."""
    station.slack.reset()
    plain = WebClient(station.slack.bot_token, station.slack.api_base_url)
    ts = str(plain.chat_postMessage(channel=PLACE, text="before")["ts"])
    slack = station.slack.slack

    def make() -> tuple[str, str]:
        name = slack.workspace.new_response_url(PLACE, "UANA", "a button", source_ts=ts)
        return slack.workspace.new_trigger("UANA"), f"{slack.base_url}/response/{name}"

    return (ts, *station.slack.call(make))
