"""What a person does on the page: write, command, answer in threads, edit, switch."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, play
from tests.browser.sending import send
from tests.browser.tiny_bot import FORM, HOSTILE, mrkdwn

pytestmark = pytest.mark.browser


def test_a_command_is_typed_sent_and_answered_by_keyboard_alone(open_page: OpenPage) -> None:
    page = open_page()
    page.keyboard.press("Tab")
    expect(page.locator("#skips a").first).to_be_focused()
    page.keyboard.press("Enter")
    box = page.locator("#main .composer textarea")
    expect(box).to_be_focused()
    page.keyboard.type("/con")
    expect(page.get_by_role("option", name="/convert")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(box).to_have_value("/convert ")
    page.keyboard.type("Bienvenue")
    page.keyboard.press("Enter")
    header = page.locator("#main .message.ephemeral .header")
    expect(header).to_have_text("Bienvenue")
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_a_private_answer_says_so_and_only_its_person_sees_it(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    private = page.locator("#main .message.ephemeral")
    expect(private.locator(".only-you")).to_have_text("Visible uniquement par vous")
    other = open_page("Ben Carter")
    send(other, "Hello")
    expect(other.locator("#main .message")).to_have_count(1)
    expect(other.locator("#main .message.ephemeral")).to_have_count(0)
    send(other, "/convert Welcome")
    expect(other.locator("#main .only-you")).to_have_text("Only visible to you")


def test_a_button_reaches_the_app_and_its_answer_shows(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    page.get_by_role("button", name="Partager").click()
    shared = page.locator("#main .message:not(.ephemeral)")
    expect(shared).to_contain_text("Partagé par @Ana Ruiz")
    expect(shared.locator(".badge")).to_have_text("APPLI")


def test_a_confirmation_can_be_refused_and_given(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    forget = page.get_by_role("button", name="Oublier")
    forget.click()
    dialog = page.get_by_role("alertdialog", name="Vraiment ?")
    expect(dialog).to_contain_text("Rien ne sera gardé.")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(forget).to_be_focused()
    forget.click()
    dialog.get_by_role("button", name="Oui").click()
    expect(page.locator("#main .message.ephemeral")).to_contain_text("Oublié")


def test_an_overflow_menu_works_with_arrow_keys(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    page.locator("#main [data-action=export]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="csv")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#main .log")).to_contain_text("Export html")


def test_an_external_select_searches_as_somebody_types(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    select = page.locator("[data-action=pick] input")
    select.click()
    expect(page.get_by_role("option")).to_have_count(4)
    select.press_sequentially("panier")
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator("#main .log")).to_contain_text("Choisi : Panier abandonné")
    expect(select).to_have_value("Panier abandonné")


def test_a_modal_shows_an_error_beside_its_field_then_goes_through(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    page.get_by_role("button", name="Répondre", exact=True).click()
    dialog = page.get_by_role("dialog", name="Questions ouvertes")
    field = dialog.get_by_role("textbox", name="Quelle balise ?")
    expect(field).to_be_focused()
    page.keyboard.type("autre")
    page.keyboard.press("Enter")
    expect(dialog.locator("[data-input=tag] .field-error")).to_have_text(
        "Cette balise n'existe pas."
    )
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    field.fill("vip")
    dialog.get_by_role("combobox", name="Forfait").click()
    page.get_by_role("option", name="Standard").click()
    dialog.get_by_role("checkbox", name="lundi").check()
    dialog.get_by_role("button", name="Enregistrer").click()
    expect(dialog).to_have_count(0)
    expect(page.locator("#main .log")).to_contain_text("Noté : vip, Standard, 1 jour")


def test_a_long_modal_opens_at_its_beginning(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [{"type": "section", "text": mrkdwn(f"Constat {number}")} for number in range(60)]
    monkeypatch.setitem(FORM, "blocks", [*texts, *FORM["blocks"]])
    page = open_page()
    send(page, "/convert Bienvenue")
    page.get_by_role("button", name="Répondre", exact=True).click()
    dialog = page.get_by_role("dialog", name="Questions ouvertes")
    expect(dialog.get_by_text("Constat 0", exact=True)).to_be_in_viewport()
    expect(dialog.get_by_text("Constat 59", exact=True)).not_to_be_in_viewport()


def test_focus_stays_in_a_modal_and_escape_gives_it_back(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert Bienvenue")
    opener = page.get_by_role("button", name="Répondre", exact=True)
    opener.click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("Boolean(document.activeElement.closest('dialog[open]'))")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_a_thread_opens_beside_and_takes_a_reply(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "Qui s'occupe de la série ?")
    first = page.locator("#main .message:not(.outgoing)").first
    first.hover()
    first.get_by_role("button", name="Répondre dans le fil").click()
    send(page, "Moi.", "#side")
    expect(page.locator("#side .message")).to_have_count(2)
    expect(page.locator("#main .message")).to_have_count(1)
    expect(first.locator(".replies")).to_have_text("1 réponse")
    page.keyboard.press("Escape")
    expect(page.locator("#side .thread")).to_have_count(0)


def test_the_bot_answers_a_mention_in_a_thread(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator("#main .composer textarea")
    box.press_sequentially("@jou")
    expect(page.get_by_role("option", name="journeydesk")).to_be_visible()
    page.keyboard.press("Tab")
    expect(box).to_have_value("@journeydesk ")
    box.press_sequentially("que devient ma file ?")
    box.press("Enter")
    message = page.locator("#main .message").first
    expect(message.locator(".mention")).to_have_text("@journeydesk")
    message.locator(".replies").click()
    expect(page.locator("#side .log")).to_contain_text("Rien ne se perd.")
    expect(page.locator("#side .log strong")).to_have_text("Rien")


def test_a_command_in_a_thread_is_refused_and_given_back(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "Bonjour")
    first = page.locator("#main .message:not(.outgoing)").first
    first.hover()
    first.get_by_role("button", name="Répondre dans le fil").click()
    send(page, "/convert Bienvenue", "#side")
    expect(page.locator("#toasts .toast")).to_have_count(1)
    expect(page.locator("#side .composer textarea")).to_have_value("/convert Bienvenue")


def test_arrow_up_edits_the_last_message_and_an_empty_edit_asks_to_delete(
    open_page: OpenPage,
) -> None:
    page = open_page()
    send(page, "Un <premier> texte & plus")
    message = page.locator("#main .message:not(.outgoing)").first
    expect(message).to_contain_text("Un <premier> texte & plus")
    page.locator("#main .composer textarea").press("ArrowUp")
    editor = message.get_by_role("textbox")
    expect(editor).to_have_value("Un <premier> texte & plus")
    editor.fill("Un second texte")
    editor.press("Enter")
    expect(message).to_contain_text("Un second texte")
    expect(message.locator(".edited")).to_have_text("(modifié)")
    page.locator("#main .composer textarea").press("ArrowUp")
    editor.fill("")
    editor.press("Enter")
    page.get_by_role("alertdialog").get_by_role("button", name="Supprimer").click()
    expect(page.locator("#main .message")).to_have_count(0)


def test_shift_enter_breaks_the_line_and_a_draft_waits_in_its_channel(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator("#main .composer textarea")
    box.fill("une ligne")
    box.press("Shift+Enter")
    box.press_sequentially("et une autre")
    page.get_by_role("button", name="support", exact=True).click()
    expect(page.locator("#main .composer textarea")).to_have_value("")
    page.get_by_role("button", name="marketing").click()
    expect(box).to_have_value("une ligne\net une autre")
    box.press("Enter")
    expect(page.locator("#main .message .line")).to_have_text("une ligneet une autre")
    expect(page.locator("#main .message br")).to_have_count(1)


def test_unread_marks_count_what_arrived_elsewhere(open_page: OpenPage) -> None:
    page = open_page()
    other = open_page("Ben Carter")
    other.get_by_role("button", name="support", exact=True).click()
    send(other, "First")
    send(other, "Second")
    mark = page.locator("#sidebar .nav-item", has_text="support").locator(".unread")
    expect(mark).to_contain_text("2")
    expect(mark).to_contain_text("2 messages non lus")
    page.locator("#sidebar .nav-item", has_text="support").click()
    expect(mark).to_have_count(0)


def test_switching_the_person_switches_the_language_and_what_is_seen(open_page: OpenPage) -> None:
    page = open_page()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#sidebar h2").first).to_have_text("Canaux")
    send(page, "/convert Bienvenue")
    expect(page.locator("#main .message.ephemeral")).to_have_count(1)
    play(page, "Ben Carter")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#sidebar h2").first).to_have_text("Channels")
    expect(page.locator("#main .message")).to_have_count(0)
    expect(page.locator("#main .composer textarea")).to_have_attribute(
        "placeholder", "Message #marketing"
    )
    play(page, "Gus Meyer")
    expect(page.locator("#sidebar .nav-item")).to_have_count(2)
    page.reload()
    expect(page.locator(".me")).to_contain_text("Gus Meyer")


def test_hostile_text_is_shown_as_text(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert")
    private = page.locator("#main .message.ephemeral")
    expect(private.locator(".header")).to_have_text(HOSTILE)
    expect(private.locator("strong").first).to_have_text(HOSTILE)
    send(page, HOSTILE)
    expect(page.locator("#main .message:not(.ephemeral)")).to_contain_text("<img src=x onerror")
    page.locator("[data-action=pick] input").press_sequentially("script")
    expect(page.get_by_role("option")).to_have_count(1)
    expect(page.get_by_role("option")).to_contain_text("<script>alert(2)</script>")
    assert page.locator("#app img, #app script, #overlays script").count() == 0


def test_the_dm_with_the_bot_is_offered_and_its_home_tab_opens(open_page: OpenPage) -> None:
    page = open_page()
    page.locator("#sidebar").get_by_role("button", name="journeydesk").click()
    expect(page.locator("#main h1")).to_contain_text("journeydesk")
    send(page, "Bonjour")
    expect(page.locator("#main .log")).to_contain_text("Reçu : Bonjour")
    page.get_by_role("tab", name="Accueil").click()
    expect(page.locator("#home .header")).to_have_text("Vos automatisations")
    page.locator("#home").get_by_role("button", name="Répondre").click()
    expect(page.get_by_role("dialog", name="Questions ouvertes")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_suggestion_is_written_into_the_box_and_not_sent(open_page: OpenPage) -> None:
    page = open_page()
    first = page.locator("#side .suggestion").first
    text = first.inner_text()
    first.click()
    box = page.locator("#main .composer textarea")
    expect(box).to_have_value(text)
    expect(box).to_be_focused()
    expect(page.locator("#main .message")).to_have_count(0)


def test_slack_tells_when_the_app_fails_to_answer(open_page: OpenPage) -> None:
    page = open_page()
    send(page, "/convert silence")
    notice = page.locator("#main .message.notice")
    expect(notice).to_contain_text("/convert")
    expect(notice.locator(".only-you")).to_be_visible()
