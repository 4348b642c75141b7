"""Files that people share: what apps hear of them, and who may read them."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused
from bot.playground.limits import Json

from .recorder import Recorder

PNG = b"\x89PNG\r\n\x1a\n"


def fetch(url: str, token: str | None, *, follow: bool = False) -> httpx.Response:
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    return httpx.get(url, headers=headers, follow_redirects=follow, trust_env=False)


def page_for_people(url: str, token: str | None) -> bool:
    """Was the client sent to a page, as Slack does with whoever may not read the file?"""
    first, last = fetch(url, token), fetch(url, token, follow=True)
    return (first.status_code, last.status_code) == (302, 200) and "<!doctype html" in last.text


def test_apps_hear_of_a_message_with_its_files(slack: LocalSlack, heard: Recorder) -> None:
    said = slack.person("ana").says("see this", "#support", files=[("my map.png", PNG)])

    (event,) = heard.events
    assert (event["type"], event["subtype"]) == ("message", "file_share")
    assert (event["text"], event["user"], event["ts"]) == ("see this", "UANA", said.ts)
    assert "team" not in event
    (file,) = event["files"]
    assert (file["name"], file["mimetype"], file["size"]) == ("my map.png", "image/png", 8)
    assert (file["user"], file["mode"]) == ("UANA", "hosted")
    assert urlsplit(file["url_private"]).path.endswith(f"-{file['id']}/my%20map.png")
    assert urlsplit(file["url_private_download"]).path.endswith("/download/my%20map.png")
    assert file["permalink"].startswith(slack.url)


def test_several_files_go_with_one_message_without_words(
    slack: LocalSlack, heard: Recorder
) -> None:
    parent = slack.person("ana").says("broken", "#support")
    said = slack.person("ana").says("", "#support", parent, [("a.csv", b"a"), ("b.txt", b"b")])

    assert heard.events[-1]["thread_ts"] == parent.ts
    assert [file["name"] for file in heard.events[-1]["files"]] == ["a.csv", "b.txt"]
    assert said.plain == "    Ana Ruiz:\n      {file: a.csv}\n      {file: b.txt}"


def test_a_mention_with_a_file_carries_it_without_a_subtype(
    slack: LocalSlack, heard: Recorder
) -> None:
    slack.person("ana").says("@journeydesk this one?", "#support", files=[("a.csv", b"a")])

    mention, message = heard.events
    assert (mention["type"], "subtype" in mention) == ("app_mention", False)
    assert mention["files"] == message["files"]


def test_with_a_file_a_text_is_never_a_command(slack: LocalSlack, heard: Recorder) -> None:
    slack.person("ana").says("/convert x", "#support", files=[("a.csv", b"a")])

    assert heard.forms == []
    assert heard.events[0]["text"] == "/convert x"


@pytest.mark.parametrize("name", ["url_private", "url_private_download"])
def test_the_app_reads_a_file_with_its_token(
    slack: LocalSlack, client: WebClient, name: str
) -> None:
    said = slack.person("ana").says("", files=[("données.csv", b"a;b")])

    file = client.files_info(file=str(said.files[0]["id"]))["file"]

    answer = fetch(file[name], slack.bot_token)
    assert (answer.status_code, answer.content) == (200, b"a;b")
    assert answer.headers["content-type"].startswith("text/csv")


@pytest.mark.parametrize("token", [None, "xoxb-wrong", "xapp-local-app-token"])
def test_without_the_token_there_is_a_page_instead_of_the_file(
    slack: LocalSlack, client: WebClient, token: str | None
) -> None:
    said = slack.person("ana").says("", files=[("a.csv", b"a")])

    file = client.files_info(file=str(said.files[0]["id"]))["file"]

    assert page_for_people(file["url_private"], token)


def test_a_file_needs_the_scope_and_somebody_who_shows_it_to_the_bot(slack: LocalSlack) -> None:
    def private(local: LocalSlack, channel: str | None) -> str:
        said = local.person("ana").says("", channel, files=[("a.csv", b"a")])
        file = local.slack.workspace.files[str(said.files[0]["id"])]
        return f"{local.url}/files-pri/TLAVANDE-{file.id}/a.csv"

    elsewhere = private(slack, "#general")
    assert page_for_people(elsewhere, slack.bot_token)
    slack.invite_bot("#general")
    assert fetch(elsewhere, slack.bot_token).content == b"a"
    with LocalSlack(scopes=["chat:write"]) as narrow:
        assert page_for_people(private(narrow, "#marketing"), narrow.bot_token)


def test_the_app_does_not_know_of_files_where_it_is_not(
    slack: LocalSlack, client: WebClient
) -> None:
    said = slack.person("ana").says("", "#general", files=[("a.csv", b"a")])
    file = str(said.files[0]["id"])

    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_info(file=file)
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": file}], channel_id="CMARKETING")


def test_the_app_passes_a_file_on(slack: LocalSlack, client: WebClient) -> None:
    said = slack.person("ana").says("", files=[("a.csv", b"a;b")])
    file = client.files_info(file=str(said.files[0]["id"]))["file"]
    content = fetch(file["url_private_download"], slack.bot_token).content

    client.files_upload_v2(channel="CSUPPORT", filename=file["name"], content=content)

    (copy,) = slack.person("chloe").last("#support").files
    assert copy["name"] == "a.csv"
    assert fetch(slack.url + str(copy["url"]), None).content == b"a;b"


def bare(file: Json) -> Json:
    return {
        "id": file["id"],
        "mode": "file_access",
        "file_access": "check_file_info",
        "created": 0,
        "timestamp": 0,
        "user": "",
    }


def test_events_of_a_shared_channel_tell_of_a_file_no_more_than_its_id(
    slack: LocalSlack, heard: Recorder, client: WebClient
) -> None:
    ana = slack.person("ana")
    said = ana.says("@journeydesk look", "#marketing", files=[("a.csv", b"a")])
    ana.edits(said, "@journeydesk look here")
    ana.deletes(said)

    def files(event: Json) -> Sequence[Json]:
        message = event.get("message") or event.get("previous_message") or event
        return list(message["files"])

    assert len(heard.events) == 4
    assert [files(event) for event in heard.events] == [[bare(said.files[0])]] * 4

    again = ana.says("", "#marketing", files=[("b.csv", b"b")])
    assert client.files_info(file=str(again.files[0]["id"]))["file"]["name"] == "b.csv"


def test_a_deleted_message_takes_its_file_from_the_app(
    slack: LocalSlack, client: WebClient
) -> None:
    ana = slack.person("ana")
    said = ana.says("", files=[("a.csv", b"a")])
    url = client.files_info(file=str(said.files[0]["id"]))["file"]["url_private"]

    ana.deletes(said)

    assert page_for_people(url, slack.bot_token)


@pytest.mark.parametrize("file", [("", b"x"), ("a.csv", b"")])
def test_a_file_has_a_name_and_a_content(slack: LocalSlack, file: tuple[str, bytes]) -> None:
    with pytest.raises(Refused, match="no_file"):
        slack.person("ana").says("x", files=[file])


def test_a_download_can_fail_as_calls_do(slack: LocalSlack, client: WebClient) -> None:
    said = slack.person("ana").says("", files=[("a.csv", b"a")])
    url = client.files_info(file=str(said.files[0]["id"]))["file"]["url_private"]

    slack.faults.api("error_before", method="download", calls={1})

    assert fetch(url, slack.bot_token).status_code == 500
    assert fetch(url, slack.bot_token).status_code == 200


def test_a_picture_is_described_for_those_who_do_not_see_it(
    slack: LocalSlack, client: WebClient
) -> None:
    client.files_upload_v2(channel="CSUPPORT", filename="a.png", content=PNG, alt_txt="A map")

    (shown,) = slack.person("ana").last("#support").files
    assert shown["alt_text"] == "A map"
    with pytest.raises(SlackApiError, match="alt_txt_too_large"):
        client.files_getUploadURLExternal(filename="a.png", length=8, alt_txt="x" * 1001)
