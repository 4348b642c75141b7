"""The page of a report as a browser shows it: on a telephone, in the dark, on paper."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request

from converter import Report
from converter.report.files import html
from converter.report.model import Language
from tests.converter.build import series
from tests.reports.accounts import branching, of, sample, two_hundred_points

pytestmark = pytest.mark.browser

LONG_NAME = "Bienvenue" * 12
CONTRAST = """
() => {
  const part = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const numbers = text => text.match(/[\\d.]+/g).map(Number);
  const behind = node => {
    for (; node; node = node.parentElement) {
      const found = numbers(getComputedStyle(node).backgroundColor);
      if (found.length < 4 || found[3] > 0) return found;
    }
    return numbers(getComputedStyle(document.documentElement).backgroundColor);
  };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim()) continue;
    const [one, other] = [light(numbers(getComputedStyle(node).color)), light(behind(node))];
    const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    if (ratio < 4.5) low.push([node.className, ratio]);
  }
  return low;
}
"""


def accounts(language: Language) -> dict[str, Report]:
    named = series(3)
    named["automation"]["settings"]["title"] = LONG_NAME
    return {
        "sample": sample(language, "essentials"),
        "long names": of(named, branching(), language=language),
        "two hundred points": of(two_hundred_points(), language=language),
        "one that is blocked": sample(language).model_copy(
            update={"automations": (sample(language).automations[2],)}
        ),
    }


Shown = Callable[..., Page]


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Iterator[Shown]:
    """Opens a report; at the end its page must have said nothing and asked for nothing."""
    said: list[str] = []
    asked: list[str] = []
    contexts = []

    def hear(message: ConsoleMessage) -> None:
        said.append(message.text)

    def note(request: Request) -> None:
        asked.append(request.url.split(":")[0])

    def show(report: Report, width: int = 1280, scheme: Literal["light", "dark"] = "light") -> Page:
        path = tmp_path / "report.html"
        path.write_text("".join(html(report)), encoding="utf-8")
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.on("console", hear)
        page.on("request", note)
        page.goto(path.as_uri())
        return page

    yield show
    for context in contexts:
        context.close()
    assert said == []
    assert set(asked) <= {"file", "data"}


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", ["sample", "long names", "two hundred points"])
@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_sticks_out_sideways(
    shown: Shown, language: Language, name: str, width: int
) -> None:
    page = shown(accounts(language)[name], width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["sample", "one that is blocked"])
def test_every_text_stands_out_from_what_is_behind_it(
    shown: Shown, name: str, scheme: Literal["light", "dark"]
) -> None:
    page = shown(accounts("en")[name], 1280, scheme)
    unfold(page)
    assert page.evaluate(CONTRAST) == []


def test_the_style_sheet_passes_the_policy(shown: Shown) -> None:
    page = shown(sample("en"), scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") == "864px"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"


def test_a_link_of_the_list_leads_to_its_automation(shown: Shown) -> None:
    page = shown(sample("en"))
    page.locator("nav a").last.click()
    page.wait_for_function(
        "document.querySelector('.automation:last-child').getBoundingClientRect().top < 900"
    )
    assert page.url.endswith("#a11")


def test_the_first_key_offers_to_skip_to_the_automations(shown: Shown) -> None:
    page = shown(sample("en"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the automations"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "automations"


def test_a_step_can_be_ticked_by_its_words(shown: Shown) -> None:
    page = shown(of(series(2)))
    page.locator(".steps label span").first.click()
    assert page.locator(".steps input").first.is_checked()


def test_on_paper_a_folded_journey_is_there_and_notes_stay_as_they_were(shown: Shown) -> None:
    page = shown(of(two_hundred_points()))
    page.emulate_media(media="print")
    assert page.locator(".points li").last.bounding_box() is not None
    assert page.locator(".points li").last.is_visible()
    assert not page.locator("details:not(.printed) .finding").first.is_visible()
    assert not page.locator(".skip").is_visible()
