"""Between Enter and the answer: what is on its way is on the screen, and no key is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.sending import HeldBack, send

pytestmark = pytest.mark.browser

STANDING = "#main .message:not(.outgoing)"


def test_a_text_stays_on_the_screen_until_it_stands_in_the_conversation(
    open_page: OpenPage,
) -> None:
    page = open_page()
    views = HeldBack(page, "**/page/view?*")
    with page.expect_response("**/page/say"):
        send(page, "Un")
    with page.expect_response("**/page/say"):
        send(page, "Deux")
    views.wait_for_one()
    page.wait_for_timeout(300)  # the page has read both answers
    # Taken by the server, not seen in a view yet: the texts are shown as under way.
    expect(page.locator("#main .outgoing")).to_have_count(2)
    views.let_all_go()
    expect(page.locator(STANDING)).to_have_count(2)
    expect(page.locator("#main .outgoing")).to_have_count(0)


def test_arrow_up_edits_a_message_that_is_still_on_its_way(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "Bonjour")
    expect(page.locator(STANDING)).to_contain_text("Bonjour")
    texts = HeldBack(page, "**/page/say")
    send(page, "Un <premier> texte")
    page.locator("#main .outgoing").wait_for()
    page.keyboard.press("ArrowUp")
    texts.let_one_go()
    editor = page.locator(STANDING).last.get_by_role("textbox")
    expect(editor).to_have_value("Un <premier> texte")
    expect(editor).to_be_focused()


def test_who_writes_on_meanwhile_is_not_interrupted_by_an_editor(open_page: OpenPage) -> None:
    page = open_page()
    texts = HeldBack(page, "**/page/say")
    send(page, "Un texte")
    page.locator("#main .outgoing").wait_for()
    page.keyboard.press("ArrowUp")
    page.keyboard.type("Je continue")
    texts.let_one_go()
    expect(page.locator(STANDING)).to_contain_text("Un texte")
    expect(page.locator("#main .editor")).to_have_count(0)
    expect(page.locator("#main .composer textarea")).to_have_value("Je continue")


def test_keys_pressed_before_the_next_frame_reach_what_was_just_opened(
    open_page: OpenPage,
) -> None:
    page = open_page()
    send(page, "Bonjour")
    message = page.locator(STANDING)
    expect(message).to_contain_text("Bonjour")
    page.evaluate("window.requestAnimationFrame = () => 0")  # a machine too busy to draw
    page.keyboard.press("ArrowUp")
    page.keyboard.type(" à tous")
    expect(message.get_by_role("textbox")).to_have_value("Bonjour à tous")
    page.keyboard.press("Escape")
    expect(message).to_be_focused()
    message.get_by_role("button", name="Répondre dans le fil").click()
    page.keyboard.type("Moi")
    expect(page.locator("#side .composer textarea")).to_have_value("Moi")
    page.keyboard.press("Escape")
    expect(page.locator("#side .thread")).to_have_count(0)
    expect(message).to_be_focused()


def test_a_pending_line_stands_while_the_bot_answers_and_goes_with_it(open_page: OpenPage) -> None:
    page = open_page()
    texts = HeldBack(page, "**/page/say")
    send(page, "/convert Bienvenue")
    expect(page.locator("#main .wait")).to_contain_text("journeydesk prépare sa réponse…")
    texts.let_one_go()
    expect(page.locator("#main .message.ephemeral")).to_have_count(1)
    expect(page.locator("#main .wait")).to_have_text(re.compile(r"^$"))
