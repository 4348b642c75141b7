"""The page's API: what a person sees and does over HTTP, and who is kept out."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.__main__ import main
from bot.playground.driver import LocalSlack
from bot.playground.limits import Json
from bot.playground.world import default_world, read_world

from .block_kit import actions, button, divider, form, plain, view
from .conftest import Bots


class Page:
    """A browser's requests, played by Ana."""

    def __init__(self, slack: LocalSlack) -> None:
        self._slack = slack
        self.http = httpx.Client(base_url=slack.url, headers={"Origin": slack.url}, trust_env=False)

    def post(self, name: str, **fields: Any) -> Json:
        answer = self.http.post(f"/page/{name}", json={"user": "UANA", **fields})
        assert answer.status_code == 200
        return dict(answer.json())

    def view(self, user: str = "UANA") -> Json:
        return dict(self.http.get("/page/view", params={"user": user}).json())

    def messages(self, channel: str = "CMARKETING", user: str = "UANA") -> list[Json]:
        return list(self.view(user)["messages"][channel])


@pytest.fixture
def page(slack: LocalSlack) -> Iterator[Page]:
    page = Page(slack)
    yield page
    page.http.close()


@pytest.fixture
def app(bots: Bots) -> App:
    app = bots.bolt(process_before_response=True)

    @app.event("message")
    @app.event("app_mention")
    @app.event("app_home_opened")
    def heard() -> None:
        pass

    @app.command("/convert")
    def convert(ack: Ack) -> None:
        ack("in private")

    @app.action("open")
    def opened(ack: Ack, body: Json, client: WebClient) -> None:
        field = form({"type": "plain_text_input", "action_id": "name"})
        blocks = [field | {"block_id": "who"}]
        client.views_open(
            trigger_id=body["trigger_id"],
            view=view(callback_id="ask", submit=plain(text="Send"), blocks=blocks),
        )
        ack()

    @app.view("ask")
    def submitted(ack: Ack) -> None:
        ack()

    @app.options("find")
    def find(ack: Ack) -> None:
        ack(options=[{"text": plain(text="Welcome"), "value": "1"}])

    bots.connect(app)
    return app


def test_the_world(page: Page) -> None:
    world = page.http.get("/page/world").json()

    assert world["team"]["name"] == "Maison Lavande"
    assert world["bot"]["name"] == "journeydesk"
    assert [(p["name"], p["role"], p["locale"]) for p in world["people"]] == [
        ("ana", "member", "fr-FR"),
        ("ben", "member", "en-US"),
        ("chloe", "member", "fr-FR"),
        ("gus", "guest", "en-US"),
        ("sam", "stranger", "en-US"),
    ]
    assert world["commands"][0]["name"] == "/convert"
    assert set(world["commands"][0]["hint"]) == set(world["try"]) == {"en", "fr"}


def test_everybody_sees_their_own_channels(page: Page) -> None:
    ana, sam = page.view("UANA"), page.view("USAM")

    names = [channel["name"] for channel in ana["channels"]]
    assert names == ["marketing", "support", "general", "desk"]
    assert [channel["name"] for channel in sam["channels"]] == ["marketing"]
    assert (ana["home"], ana["modals"], ana["me"]["id"]) == (None, [], "UANA")
    assert page.http.get("/page/view?user=UNOBODY").status_code == 404


def test_talking_editing_and_deleting(page: Page, app: App) -> None:
    said = page.post("say", channel="CMARKETING", text="@journeydesk hi <b>")
    assert said["ok"] is True
    message = page.messages()[0]
    assert message["text"] == "<@UJOURNEY> hi &lt;b&gt;"
    assert (message["name"], message["is_bot"], message["edited"]) == ("Ana Ruiz", False, False)

    page.post("edit", channel="CMARKETING", ts=said["ts"], text="hello")
    assert [(m["text"], m["edited"]) for m in page.messages()] == [("hello", True)]
    reply = page.post("say", channel="CMARKETING", text="more", thread_ts=said["ts"])
    assert page.messages()[0]["reply_count"] == 1
    assert page.messages()[1]["thread_ts"] == said["ts"]
    page.post("delete", channel="CMARKETING", ts=reply["ts"])
    assert page.messages()[0]["reply_count"] == 0


def test_a_file_is_chosen_and_then_sent(page: Page, app: App) -> None:
    def upload(content: bytes, **query: str) -> Json:
        return dict(page.http.post("/page/upload", params=query, content=content).json())

    file = upload(b"a;b", user="UANA", name="série.csv")["file"]
    theirs = upload(b"x", user="UBEN", name="x.txt")["file"]
    page.post("say", channel="CMARKETING", text="", files=[file])

    (shown,) = page.messages()[0]["files"]
    assert page.http.get(shown["url"]).content == b"a;b"
    for refused in (file, theirs, "F0"):
        said = page.post("say", channel="CMARKETING", text="", files=[refused])
        assert (said["ok"], said["error"]) == (False, "no_file")
    assert upload(b"", user="UANA", name="x")["error"] == "no_file"
    assert upload(b"x", user="UNOBODY", name="x")["error"] == "user_not_found"
    large = b"x" * (20 * 1024 * 1024 + 1)
    assert upload(large, user="UANA", name="x")["error"] == "request_too_large"


def test_a_command_is_private(page: Page, app: App) -> None:
    assert page.post("say", channel="CMARKETING", text="/convert x")["notice"] is None

    assert page.messages()[0]["ephemeral"] is True
    assert page.messages(user="UBEN") == []


def test_a_shortcut_is_used_on_a_message(page: Page, app: App) -> None:
    used: list[Json] = []

    def take(ack: Ack, body: Json) -> None:
        ack()
        used.append(body)

    app.message_shortcut("answer_message")(take)
    assert page.http.get("/page/world").json()["shortcuts"][0]["id"] == "answer_message"
    ts = page.post("say", channel="CMARKETING", text="a question")["ts"]
    done = page.post("shortcut", channel="CMARKETING", ts=ts, callback_id="answer_message")
    assert done["ok"] is True
    assert used[0]["message"]["text"] == "a question"
    refused = page.post("shortcut", channel="CMARKETING", ts=ts, callback_id="another")
    assert refused["error"] == "invalid_request"


def test_a_failed_command_leaves_slacks_line(page: Page) -> None:
    answer = page.post("say", channel="CMARKETING", text="/convert x")

    assert (answer["ok"], answer["notice"]) == (True, "error")
    assert page.messages()[0]["notice"] == "error"
    assert page.messages()[0]["is_bot"] is False


REFUSALS: list[tuple[str, str, Json]] = [
    ("commands_not_in_threads", "say", {"channel": "CMARKETING", "text": "/convert"}),
    ("unknown_command", "say", {"channel": "CMARKETING", "text": "/other"}),
    ("no_text", "say", {"channel": "CMARKETING", "text": "  "}),
    ("msg_too_long", "say", {"channel": "CMARKETING", "text": "x" * 40_001}),
    ("channel_not_found", "say", {"channel": "CNOWHERE", "text": "x"}),
    ("channel_not_found", "say", {"text": "x"}),
    ("thread_not_found", "say", {"channel": "CMARKETING", "text": "x", "thread_ts": "1.0"}),
    ("user_not_found", "say", {"user": "UNOBODY", "channel": "CMARKETING", "text": "x"}),
    ("message_not_found", "edit", {"channel": "CMARKETING", "ts": "1.0", "text": "x"}),
    ("view_not_found", "submit", {"view_id": "V0"}),
    ("view_not_found", "close", {}),
    ("invalid_request", "click", {"block_id": "b", "action_id": "a"}),
]


@pytest.mark.parametrize(("code", "name", "fields"), REFUSALS)
def test_refusals_come_in_two_languages(
    page: Page, app: App, code: str, name: str, fields: Json
) -> None:
    if code == "commands_not_in_threads":
        said = page.post("say", channel="CMARKETING", text="hi")
        fields = fields | {"thread_ts": said["ts"]}

    answer = page.post(name, **fields)

    assert (answer["ok"], answer["error"]) == (False, code)
    assert set(answer["message"]) == {"en", "fr"}


def test_other_peoples_messages_stay_as_they_are(page: Page, slack: LocalSlack) -> None:
    theirs = slack.person("ben").says("mine", "#marketing")

    answer = page.post("delete", channel="CMARKETING", ts=theirs.ts)

    assert answer["error"] == "not_yours"


def test_a_modal_from_click_to_submission(page: Page, app: App, slack: LocalSlack) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_base_url)
    blocks = [actions(button(action_id="open")) | {"block_id": "act"}]
    ts = client.chat_postMessage(channel="CMARKETING", text="x", blocks=blocks)["ts"]
    place = {"channel": "CMARKETING", "message_ts": ts, "block_id": "act", "action_id": "open"}

    assert page.post("click", **place)["ok"] is True
    modal = page.view()["modals"][0]
    assert (modal["type"], modal["submit"], modal["errors"]) == ("modal", "Send", None)
    assert page.view("UBEN")["modals"] == []

    empty = page.post("submit", view_id=modal["id"], values={})
    assert (empty["ok"], list(empty["errors"])) == (False, ["who"])
    assert page.view()["modals"][0]["errors"] == empty["errors"]
    value = {"who": {"name": {"type": "plain_text_input", "value": "Zoé"}}}
    assert page.post("submit", view_id=modal["id"], values=value)["ok"] is True
    assert page.view()["modals"] == []
    assert page.post("click", **place | {"action_id": "gone"})["error"] == "element_not_found"


def test_an_external_select(page: Page, app: App, slack: LocalSlack) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_base_url)
    select = {"type": "external_select", "action_id": "find", "min_query_length": 0}
    ts = client.chat_postMessage(
        channel="CMARKETING", text="x", blocks=[actions(select) | {"block_id": "act"}]
    )["ts"]
    place = {"channel": "CMARKETING", "message_ts": ts, "block_id": "act", "action_id": "find"}

    answer = page.post("options", **place, query="")

    assert [option["value"] for option in answer["options"]] == ["1"]
    chosen = page.post("click", **place, selected_option=answer["options"][0])
    assert (chosen["ok"], chosen["notice"]) == (True, "error"), "nobody listens to the choice"
    state = page.messages()[0]["state"]["act"]["find"]
    assert state["selected_option"]["value"] == "1"
    slack.problems.clear()


def test_home_and_direct_conversation(page: Page, app: App, slack: LocalSlack) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_base_url)
    client.views_publish(user_id="UANA", view=view("home", blocks=[divider()]))

    assert page.post("home")["ok"] is True
    assert page.view()["home"]["type"] == "home"
    dm = page.post("dm")["channel"]
    listed = page.view()["channels"][-1]
    assert (listed["id"], listed["kind"], listed["name"]) == (dm, "dm", "journeydesk")


def test_changes_are_told_to_those_who_see_them(page: Page, slack: LocalSlack) -> None:
    client = WebClient(token=slack.bot_token, base_url=slack.api_base_url)
    with page.http.stream("GET", "/page/events?user=UBEN") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = (line for line in stream.iter_lines() if line)
        assert next(lines) == "event: changed"
        first = json.loads(next(lines).removeprefix("data: "))["seq"]

        client.chat_postEphemeral(channel="CMARKETING", user="UANA", text="for Ana")
        client.chat_postMessage(channel="CMARKETING", text="for all")

        assert next(lines) == "event: changed"
        assert json.loads(next(lines).removeprefix("data: "))["seq"] == first + 1
        assert page.view("UBEN")["seq"] == first + 1


# who is kept out


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Host": "evil.test"}, 403),
        ({"Host": "127.0.0.1:1"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
    ],
)
def test_only_the_own_page_may_drive_the_server(
    page: Page, headers: dict[str, str], status: int
) -> None:
    body = {"user": "UANA", "channel": "CMARKETING", "text": "hi"}

    answer = page.http.post("/page/say", json=body, headers=headers)

    assert answer.status_code == status
    assert len(page.messages()) == (status == 200)
    if status == 403:
        assert answer.json()["error"] == "forbidden"


def test_another_host_name_reads_nothing(page: Page) -> None:
    for path in ("/", "/page/world", "/page/view?user=UANA", "/api/api.test"):
        assert page.http.get(path, headers={"Host": "evil.test:80"}).status_code == 403
    assert page.http.get("/page/world", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("path", ["../slack.py", "%2e%2e/slack.py", "/etc/passwd", "nothing.js"])
def test_only_the_pages_own_files_are_served(page: Page, path: str) -> None:
    assert page.http.get(f"/static/{path}").status_code == 404


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"user": 1}', b'{"text": "x"}', b"\xff"])
def test_unreadable_requests_are_refused(page: Page, body: bytes) -> None:
    answer = page.http.post("/page/say", content=body)

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_request")


def test_a_half_character_is_no_harm(page: Page, app: App) -> None:
    body = b'{"user": "UANA", "channel": "CMARKETING", "text": "x\\ud800"}'

    assert page.http.post("/page/say", content=body).json()["ok"] is True
    assert page.messages()[0]["text"] == "x?"


# the world of a process


def test_a_world_can_be_given_as_json(tmp_path: Path) -> None:
    path = tmp_path / "world.json"
    path.write_text(default_world().model_dump_json(by_alias=True), encoding="utf-8")

    assert read_world(path) == default_world()


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "Expecting"),
        ('{"team": {}}', "Field required"),
    ],
)
def test_a_wrong_world_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, complaint: str
) -> None:
    path = tmp_path / "world.json"
    path.write_text(text, encoding="utf-8")
    arguments = ["--port", "0", "--bot-url", "x", "--signing-secret", "s", "--bot-token", "t"]

    assert main([*arguments, "--world", str(path)]) == 2

    error = capsys.readouterr().err
    assert str(path) in error
    assert complaint in error


def test_members_of_a_world_must_exist(tmp_path: Path) -> None:
    whole = json.loads(default_world().model_dump_json(by_alias=True))
    whole["channels"][0]["members"].append("UNOBODY")
    path = tmp_path / "world.json"
    path.write_text(json.dumps(whole), encoding="utf-8")

    with pytest.raises(ValueError, match="UNOBODY"):
        read_world(path)
