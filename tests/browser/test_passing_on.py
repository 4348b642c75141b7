"""What agents and requesters need on the page: files, menus of people, replies to the channel."""

import pytest
from playwright.sync_api import FilePayload, Page, expect
from slack_sdk import WebClient

from bot.playground.driver import LocalSlack
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

TABLE = FilePayload(name="séries.csv", mimeType="text/csv", buffer=b"a;b")
PICTURE = FilePayload(
    name="carte.svg",
    mimeType="image/svg+xml",
    buffer=b'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"/>',
)


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    return WebClient(token=slack.bot_token, base_url=slack.api_base_url)


def attach(page: Page, *files: FilePayload) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator("#main").get_by_role("button", name="Joindre des fichiers").click()
    chooser.value.set_files(list(files))
    expect(page.locator("#main .attached .chip")).to_have_count(len(files))


def test_files_are_chosen_and_sent_with_a_text(open_page: OpenPage, slack: LocalSlack) -> None:
    page = open_page()
    attach(page, TABLE, PICTURE)
    box = page.locator("#main .composer textarea")
    box.fill("les deux")
    box.press("Enter")

    message = page.locator("#main .message")
    expect(message).to_contain_text("les deux")
    expect(message.get_by_role("link", name="Ouvrir séries.csv")).to_be_visible()
    picture = message.locator(".file-picture img")
    expect(picture).to_have_js_property("complete", True)
    expect(picture).to_have_js_property("naturalWidth", 20)
    expect(page.locator("#main .attached")).to_be_hidden()
    seen = slack.person("ben").last("#marketing")
    assert [file["name"] for file in seen.files] == ["séries.csv", "carte.svg"]


def test_a_file_goes_without_words_and_can_be_taken_back_before(open_page: OpenPage) -> None:
    page = open_page()
    send = page.locator("#main").get_by_role("button", name="Envoyer")
    expect(send).to_be_disabled()
    attach(page, TABLE, PICTURE)
    page.get_by_role("button", name="Retirer carte.svg").click()
    send.click()

    expect(page.locator("#main .message .file")).to_have_count(1)
    expect(page.locator("#main .message .file-picture")).to_have_count(0)
    expect(send).to_be_disabled()


def test_an_empty_file_is_refused(open_page: OpenPage) -> None:
    page = open_page()
    with page.expect_file_chooser() as chooser:
        page.locator("#main").get_by_role("button", name="Joindre des fichiers").click()
    chooser.value.set_files(FilePayload(name="vide.txt", mimeType="text/plain", buffer=b""))

    expect(page.locator(".toast")).to_contain_text("Ce fichier est vide")
    expect(page.locator("#main .attached")).to_be_hidden()


def test_somebody_is_chosen_from_the_menu_of_people(open_page: OpenPage, client: WebClient) -> None:
    menu = {
        "type": "users_select",
        "action_id": "agent",
        "placeholder": {"type": "plain_text", "text": "À qui ?"},
    }
    client.chat_postMessage(
        channel="CMARKETING", text="x", blocks=[{"type": "actions", "elements": [menu]}]
    )
    page = open_page()
    page.get_by_role("combobox", name="À qui ?").fill("chl")
    page.get_by_role("option", name="@Chloé Petit").click()

    expect(page.locator("#main .message.ephemeral")).to_contain_text("Confié à @Chloé Petit")
    expect(page.get_by_role("combobox", name="À qui ?")).to_have_value("@Chloé Petit")


def test_a_reply_to_the_channel_stands_there_and_leads_to_its_thread(
    open_page: OpenPage, slack: LocalSlack, client: WebClient
) -> None:
    parent = slack.person("ana").says("question", "#marketing")
    client.chat_postMessage(
        channel="CMARKETING", text="réponse", thread_ts=parent.ts, reply_broadcast=True
    )
    page = open_page()
    row = page.locator("#main .message", has_text="réponse")
    row.get_by_role("button", name="A répondu dans un fil").click()

    thread = page.locator("#side .message")
    expect(thread).to_have_count(2)
    expect(thread.nth(1)).to_contain_text("Envoyé aussi dans le canal")
