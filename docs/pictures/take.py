"""Takes the pictures of the documentation from the running bot, in French and English.

    .venv/bin/python docs/pictures/take.py            all pictures, and the maps
    .venv/bin/python docs/pictures/take.py --check    only says which ones are missing

Needs a Chromium (see tests/browser/conftest.py for where it is looked for; JOURNEYDESK_CHROMIUM
names another one). It starts the local Slack with the real bot and the sample account in front of
it, asks in a browser as a person would, and photographs what comes back. Exit code: 0, or 1 where a
picture is missing or too heavy, or no browser was found.
"""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parents[1]))

from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

from bot.app import Wired  # noqa: E402
from bot.demo.run import SAMPLE  # noqa: E402
from bot.playground.driver import LocalSlack  # noqa: E402
from converter import Options, build_report, convert_bundle, read_bundle  # noqa: E402
from converter.picture import Theme, draw, png  # noqa: E402
from converter.report.files import html  # noqa: E402
from converter.report.model import Language  # noqa: E402
from tests.browser.conftest import ARGUMENTS, PATIENCE, chromium, play  # noqa: E402
from tests.scenarios.bot import served, settled  # noqa: E402

MOST_BYTES = 400_000
MORNING = 10
"""The hour that messages show: their minutes are those of the run."""
READERS: dict[Language, str] = {"fr": "Ana Ruiz", "en": "Ben Carter"}
WIDTH = 810
"""Pixels of the conversation: a reply fills its picture."""
SIDEBAR = 252
"""Pixels that stand left of the conversation; a reply's picture leaves them out."""


class Stand(NamedTuple):
    """The local Slack, and the bot in front of it."""

    slack: LocalSlack
    wired: Wired


@dataclass(frozen=True)
class Shot:
    """One picture of a reply: its name, and what is typed for it."""

    name: str
    command: str


REPLIES = (
    Shot("blocked", "/convert Suivi catégorie Bougies"),
    Shot("partial", "/convert Loyalty programme"),
    Shot("too-long", "/convert Onboarding 30 days plan:essentials"),
    Shot("clean", "/convert Merci pour votre achat"),
)
REPORT = (900, 1040)
"""Pixels of a report as a page: its top, to what matters most."""
OVERVIEW = "/convert Bienvenue newsletter plan:essentials"
SCHEMES = ("light", "dark")
MAPS: dict[str, tuple[str, Theme]] = {
    "journey": ("Bienvenue newsletter", "light"),
    "blocked": ("Suivi catégorie Bougies", "dark"),
}
"""Maps of journeys, in a folder of their own: the automation, and the theme."""
MAP_SCALE = 1.5


def names() -> list[str]:
    """Every file this script writes, without its folder."""
    replies = [f"{shot.name}.{lang}.png" for lang in READERS for shot in REPLIES]
    overviews = [f"overview-{scheme}.{lang}.png" for lang in READERS for scheme in SCHEMES]
    return replies + overviews + [f"report.{lang}.png" for lang in READERS]


def morning() -> str:
    """A time zone in which it is between ten and eleven now."""
    east = (MORNING - datetime.now(UTC).hour + 12) % 24 - 12
    return f"Etc/GMT{-east:+d}"  # these names count westwards


@contextmanager
def conversation(
    browser: Browser,
    stand: Stand,
    person: str,
    size: tuple[int, int],
    scheme: str = "light",
) -> Iterator[Page]:
    """The page as ``person`` sees it, in #marketing, nothing said yet."""
    # What follows a reply, its map, comes into the conversation that it is meant for.
    settled(stand.wired)
    stand.slack.reset()
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if scheme == "dark" else "light",
        timezone_id=morning(),
        reduced_motion="reduce",
    )
    try:
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.goto(stand.slack.url)
        page.wait_for_selector("#app[aria-busy=false]")
        if person != "Ana Ruiz":
            play(page, person)
        yield page
    finally:
        context.close()


def ask(page: Page, text: str) -> None:
    """Types a command and waits until the bot's answer stands there."""
    box = page.locator("#main .composer textarea")
    box.fill(text)
    box.press("Enter")
    page.locator("#main .message.ephemeral .blocks").last.wait_for()
    page.locator("#main .message.ephemeral button").last.wait_for()
    page.wait_for_function("document.fonts.status === 'loaded'")
    page.mouse.move(5, 5)


def take_reply(browser: Browser, stand: Stand, lang: Language, shot: Shot) -> Path:
    path = FOLDER / f"{shot.name}.{lang}.png"
    size = (WIDTH + SIDEBAR, 6000)
    with conversation(browser, stand, READERS[lang], size) as page:
        toggle = page.locator(".tips-toggle")
        if toggle.get_attribute("aria-expanded") == "true":
            toggle.click()
        ask(page, shot.command)
        page.locator("#main .message.ephemeral").last.screenshot(path=path)
    return path


def take_overview(browser: Browser, stand: Stand, lang: Language, scheme: str) -> Path:
    path = FOLDER / f"overview-{scheme}.{lang}.png"
    with conversation(browser, stand, READERS[lang], (1280, 900), scheme) as page:
        ask(page, OVERVIEW)
        # What was asked for begins at its verdict, not at its last line.
        page.locator("#main .message.ephemeral").last.evaluate(
            "node => node.scrollIntoView({block: 'start'})"
        )
        page.screenshot(path=path)
    return path


def take_report(browser: Browser, folder: Path, lang: Language) -> Path:
    """The report on the sample account, as ``convert --out`` writes it."""
    path = FOLDER / f"report.{lang}.png"
    bundle = read_bundle(SAMPLE)
    options = Options(language=lang, timezone=bundle.timezone)
    report = build_report(convert_bundle(bundle, options), options)
    written = folder / f"report.{lang}.html"
    written.write_text("".join(html(report)), encoding="utf-8")
    page = browser.new_page(viewport={"width": REPORT[0], "height": REPORT[1]})
    page.goto(written.as_uri())
    page.screenshot(path=path)
    page.close()
    return path


def draw_maps(lang: Language) -> Iterator[Path]:
    bundle = read_bundle(SAMPLE)
    options = Options(language=lang, timezone=bundle.timezone)
    rows = {row.name: row for row in convert_bundle(bundle, options)}
    for name, (automation, theme) in MAPS.items():
        path = FOLDER / "maps" / f"{name}.{lang}.png"
        path.write_bytes(png(draw(rows[automation], lang, theme=theme), MAP_SCALE))
        yield path


def take_all(executable: str) -> list[Path]:
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalSlack() as slack,
        served(slack, Path(folder), SAMPLE) as wired,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        stand = Stand(slack, wired)
        taken = []
        for lang in READERS:
            taken += [take_reply(browser, stand, lang, shot) for shot in REPLIES]
            taken += [take_overview(browser, stand, lang, scheme) for scheme in SCHEMES]
            taken.append(take_report(browser, Path(folder), lang))
            taken += draw_maps(lang)
        browser.close()
    return taken


def main(arguments: list[str]) -> int:
    if "--check" in arguments:
        missing = [name for name in names() if not (FOLDER / name).exists()]
        print("\n".join(missing) or "every picture is there")
        return 1 if missing else 0
    executable = chromium()
    if executable is None:
        print("no Chromium was found: install one, or point JOURNEYDESK_CHROMIUM at it")
        return 1
    heavy = 0
    for path in take_all(executable):
        size = path.stat().st_size
        heavy += size > MOST_BYTES
        print(f"{path.name}: {size // 1000} KB")
    return 1 if heavy else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
