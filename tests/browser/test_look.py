"""That the page can be read and used: widths, contrast, names of controls, its words, its code."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import bot.playground
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser

PAGE = Path(bot.playground.__file__).with_name("page")
AA_TEXT = 4.5  # WCAG 2.2, contrast of text with its ground
AA_LARGE = 3.0  # … of text from 24 px, or 18.66 px in bold

CONTRAST = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const over = (top, under) => {
    const a = top[3] / 255;
    return [0, 1, 2].map((i) => top[i] * a + under[i] * (1 - a)).concat(255);
  };
  const ground = (node) => {
    const stack = [];
    for (let each = node; each; each = each.parentElement) {
      const color = rgba(getComputedStyle(each).backgroundColor);
      stack.push(color);
      if (color[3] === 255) break;
    }
    return stack.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 255]);
  };
  const light = (color) => {
    const [r, g, b] = color.slice(0, 3).map((v) => {
      const part = v / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const node = text.parentElement;
    if (!text.data.trim()) continue;
    if (!node.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    if (node.closest(".emoji, .sr, button:disabled, noscript")) continue;
    const style = getComputedStyle(node);
    const back = ground(node);
    const front = over(rgba(style.color), back);
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    found.push({ text: text.data.trim().slice(0, 40), ratio: (high + 0.05) / (low + 0.05), large });
  }
  return found;
}"""

UNNAMED = """() => {
  const selector = "button, a[href], input, textarea, [role=dialog], dialog";
  const text = (nodes) => [...nodes].map((each) => each?.textContent ?? "").join("").trim();
  const named = (node) => {
    const ids = (node.getAttribute("aria-labelledby") ?? "").split(" ");
    return node.getAttribute("aria-label") || text(node.labels ?? [])
      || text(ids.map((id) => document.getElementById(id))) || text([node]);
  };
  return [...document.querySelectorAll(selector)]
    .filter((node) => node.checkVisibility() && !named(node))
    .map((node) => node.outerHTML.slice(0, 120));
}"""


def fill_with_everything(page: Page) -> None:
    box = page.locator("#main .composer textarea")
    for text in ("Bonjour @journeydesk", "/convert silence", "/convert Bienvenue"):
        box.fill(text)
        box.press("Enter")
        expect(box).to_have_value("")
    expect(page.locator("#main .message.ephemeral .header")).to_have_count(1)
    expect(page.locator("#main .message.notice")).to_have_count(1)
    expect(page.locator("#main .wait")).to_have_text("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(open_page: OpenPage, scheme: str) -> None:
    page = open_page(scheme=scheme)
    fill_with_everything(page)
    measured = page.evaluate(CONTRAST)
    page.get_by_role("button", name="Répondre", exact=True).click()
    page.get_by_role("dialog").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Enregistrer").click()
    page.locator(".field-error:visible").first.wait_for()
    measured += page.evaluate(CONTRAST)
    assert len(measured) > 60
    weak = [each for each in measured if each["ratio"] < (AA_LARGE if each["large"] else AA_TEXT)]
    assert weak == []


def test_every_control_has_a_name(open_page: OpenPage) -> None:
    page = open_page()
    fill_with_everything(page)
    assert page.evaluate(UNNAMED) == []
    page.get_by_role("button", name="Répondre", exact=True).click()
    page.get_by_role("dialog").wait_for()
    assert page.evaluate(UNNAMED) == []


@pytest.mark.parametrize("width", [320, 390])
def test_a_phone_never_scrolls_sideways(open_page: OpenPage, width: int) -> None:
    page = open_page(width=width, height=780)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    fill_with_everything(page)
    assert page.evaluate(fits)
    log = page.locator("#messages")
    assert log.evaluate("(node) => node.scrollWidth <= node.clientWidth")
    page.get_by_role("button", name="Répondre", exact=True).click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    assert page.evaluate(fits)
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    page.get_by_role("button", name="Ouvrir la liste des canaux").click()
    expect(page.locator("#sidebar .nav-item").first).to_be_focused()
    page.get_by_role("button", name="support", exact=True).click()
    expect(page.locator("#main h1")).to_contain_text("support")
    assert page.evaluate(fits)


def test_messages_are_reached_and_read_with_arrow_keys(open_page: OpenPage) -> None:
    page = open_page()
    box = page.locator("#main .composer textarea")
    for text in ("un", "deux", "trois"):
        box.fill(text)
        box.press("Enter")
        expect(page.locator("#main .message:not(.outgoing)").last).to_contain_text(text)
    expect(page.locator("#main .outgoing")).to_have_count(0)
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#main .message").last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.locator("#main .message").nth(1)).to_be_focused()
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    expect(focused).to_have_attribute("aria-label", "Répondre dans le fil")
    expect(page.locator("#main .log")).to_have_attribute("aria-live", "polite")


def test_every_sentence_of_the_page_is_in_both_languages(open_page: OpenPage) -> None:
    page = open_page()
    words = page.evaluate("async () => (await import('/static/i18n.js')).words")
    assert len(words) > 60
    for key, (english, french) in words.items():
        pairs = zip(
            english if isinstance(english, list) else [english],
            french if isinstance(french, list) else [french],
            strict=True,
        )
        for one, other in pairs:
            assert one, key
            assert other, key
            places = set(re.findall(r"\{\w+\}", one))
            assert places == set(re.findall(r"\{\w+\}", other)), key
            # `~` stands for the no-break space that French puts before these marks
            assert not re.search(r"[^~][:;!?»]", other), key
            assert "’" not in one + other, key


def test_the_code_never_makes_markup_from_text() -> None:
    sources = sorted(PAGE.glob("*.js"))
    assert len(sources) > 15
    forbidden = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\b|new Function"
        r"|createContextualFragment|setHTML"
    )
    for source in sources:
        assert not forbidden.search(source.read_text(encoding="utf-8")), source.name
    markup = (PAGE / "index.html").read_text(encoding="utf-8")
    assert "default-src 'self'" in markup
    assert not re.search(r"<script(?![^>]*\bsrc=)|\son\w+=|https?://", markup)
    for sheet in PAGE.glob("*.css"):
        assert "url(" not in sheet.read_text(encoding="utf-8"), sheet.name
