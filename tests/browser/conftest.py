"""A real Chromium, the local Slack, and a tiny app behind it.

Every page that a test opens is watched: what it writes to its console, and every address it asks
for. At the end of the test both must be clean.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from bot.playground.driver import LocalSlack
from tests.browser.tiny_bot import TinyBot, make_app

expect.set_options(timeout=20_000)

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 15_000  # milliseconds that a condition may take on a busy machine

OpenPage = Callable[..., Page]


def chromium() -> str | None:
    """The browser to use: JOURNEYDESK_CHROMIUM, else the first known name in PATH."""
    wanted = os.environ.get("JOURNEYDESK_CHROMIUM")
    if wanted:
        return shutil.which(wanted)
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")  # its event loop must not outlive the module: others start theirs
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip(
            "the page is tested in a real browser and none was found: install one of "
            f"{', '.join(NAMES)}, or point JOURNEYDESK_CHROMIUM at it"
        )
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def running_slack() -> Iterator[LocalSlack]:
    with LocalSlack() as slack:
        app = make_app(slack.api_base_url, slack.bot_token, slack.signing_secret)
        with TinyBot(app) as bot:
            slack.connect_bot(bot.url)
            yield slack


@pytest.fixture
def slack(running_slack: LocalSlack) -> Iterator[LocalSlack]:
    """The local Slack as it starts: nobody has said anything.

    What the page sends must be what Slack would: nothing but the wanted silence may go wrong.
    """
    running_slack.reset()
    yield running_slack
    assert [each for each in running_slack.problems if each.where != "/convert"] == []


@contextmanager
def watched_pages(browser: Browser, origin: str) -> Iterator[OpenPage]:
    """Opens pages: `open_page(person="Ben Carter", width=…, height=…, scheme="dark")`."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []
    asked: list[str] = []

    def opened(
        person: str = "Ana Ruiz", width: int = 1360, height: int = 860, scheme: str = "light"
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: complaints.append(f"error: {error}"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(origin)
        page.wait_for_selector("#app[aria-busy=false]")
        if person != "Ana Ruiz":
            play(page, person)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    elsewhere = [url for url in asked if not url.startswith((f"{origin}/", "data:"))]
    assert elsewhere == []


@pytest.fixture
def open_page(browser: Browser, slack: LocalSlack) -> Iterator[OpenPage]:
    with watched_pages(browser, slack.url) as opened:
        yield opened


def play(page: Page, person: str) -> None:
    """Switch to another person, with the mouse."""
    page.locator(".me").click()
    page.get_by_role("menuitemradio", name=person).click()
    page.locator(".me", has_text=person).wait_for()
