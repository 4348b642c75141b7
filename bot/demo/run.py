"""Starting the demo, telling where it is, and ending it without leaving anything behind."""

import contextlib
import os
import secrets
import shutil
import signal
import sys
import tempfile
import threading
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import FrameType

from bot.cli.learning import answers_ready
from bot.cli.usage import UsageProblem
from bot.demo.process import Child, clean_environment
from bot.settings import tongue
from bot.web.server import PortTaken, free_port, listen
from bot.words import texts
from converter.report.model import Language

HOST = "127.0.0.1"
PAGE_PORT = 3210
START_SECONDS = 90
SLACK_MODULE: tuple[str, ...] = ("bot.playground",)
MAILCHIMP_MODULE: tuple[str, ...] = ("bot.playground.mailchimp",)
BOT_MODULE: tuple[str, ...] = ("bot", "serve")
DESK = "CDESK"
"""The channel of the local Slack in which requests are taken."""
SAMPLE = Path(__file__).with_name("sample-account.json")

Say = Callable[[str], None]


class _DemoFailed(Exception):
    """Has the sentence for the person."""


def _print(sentence: str) -> None:
    print(sentence, flush=True)


def demo(
    port: int | None = None,
    open_browser: bool = True,
    lang: Language | None = None,
    say: Say = _print,
    stop: threading.Event | None = None,
) -> int:
    """Run until Ctrl+C, SIGTERM or ``stop``. Gives the exit code: 0, or 1 if it could not run.

    ``port`` is the page's; without it 3210, or any free one when that is taken.
    """
    language = lang or tongue()
    stopping = stop or threading.Event()
    children: list[Child] = []
    said = texts("demo")
    with _signals(stopping):
        try:
            page_port = _page_port(port, language)
            page = f"http://{HOST}:{page_port}/"
            folder = _folder(page_port)
            _learn(language)
            say(said.say("starting", language))
            _start(children, page_port, folder, language)
            _wait(children, stopping, language)
            if not stopping.is_set():
                _welcome(say, page, language)
                if open_browser and browser_wanted(os.environ, sys.platform):
                    webbrowser.open(page)
            while not stopping.wait(0.5):
                _check(children, language)
        except _DemoFailed as failure:
            say(str(failure))
            return 1
        finally:
            for child in children:
                child.ask_to_stop()
            for child in children:
                child.stop()
    say(said.say("stopped", language))
    return 0


def _learn(language: Language) -> None:
    """Makes the matcher ready here, with a counter, so that the bot starts at once."""
    try:
        answers_ready(language)
    except UsageProblem as problem:
        raise _DemoFailed(str(problem)) from None


def browser_wanted(environment: Mapping[str, str], platform: str) -> bool:
    """Not on a build server, and not where there is no screen."""
    if environment.get("CI"):
        return False
    if platform.startswith("linux"):
        return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
    return True


def _start(children: list[Child], page_port: int, folder: Path, language: Language) -> None:
    """The local Slack and the simulated Mailchimp, then the bot; they know secrets that are made
    for this start only."""
    secret, token = secrets.token_hex(16), f"xoxb-demo-{secrets.token_hex(12)}"
    bot_port = free_port(HOST)
    slack = f"http://{HOST}:{page_port}"
    bot_url = f"http://{HOST}:{bot_port}"
    environment = clean_environment()
    arguments = ["--port", str(page_port), "--bot-url", f"{bot_url}/slack/events"]
    arguments += ["--signing-secret", secret, "--bot-token", token]
    children.append(Child("slack", [*SLACK_MODULE, *arguments], environment, folder, f"{slack}/"))
    mailchimp = _mailchimp(children, bot_url, folder, environment)
    settings = {
        **mailchimp,
        "SLACK_BOT_TOKEN": token,
        "SLACK_SIGNING_SECRET": secret,
        "SLACK_API_BASE_URL": f"{slack}/api/",
        "DATABASE_URL": f"sqlite:///{folder / 'journeydesk.sqlite3'}",
        "JOURNEYDESK_BUNDLE": str(SAMPLE),
        "JOURNEYDESK_TRIAGE_CHANNEL": DESK,
        "JOURNEYDESK_LANG": language,
        "HOST": HOST,
        "PORT": str(bot_port),
    }
    environment |= settings
    children.append(Child("bot", BOT_MODULE, environment, folder, f"{bot_url}/health"))


def _mailchimp(
    children: list[Child], bot_url: str, folder: Path, environment: Mapping[str, str]
) -> dict[str, str]:
    """Start the simulated Mailchimp, with the sample account; what the bot has to know of it."""
    port, client, secret = free_port(HOST), secrets.token_hex(6), secrets.token_hex(16)
    address = f"http://{HOST}:{port}"
    arguments = ["--port", str(port), "--account", str(SAMPLE)]
    arguments += ["--client-id", client, "--client-secret", secret]
    arguments += ["--redirect", f"{bot_url}/mailchimp/callback"]
    started = [*MAILCHIMP_MODULE, *arguments]
    children.append(Child("mailchimp", started, environment, folder, f"{address}/"))
    return {
        "MAILCHIMP_BASE_URL": f"{address}/3.0/",
        "JOURNEYDESK_MAILCHIMP_LOGIN": f"{address}/",
        "JOURNEYDESK_MAILCHIMP_CLIENT_ID": client,
        "JOURNEYDESK_MAILCHIMP_CLIENT_SECRET": secret,
        "JOURNEYDESK_PUBLIC_URL": bot_url,
    }


def _wait(children: list[Child], stopping: threading.Event, language: Language) -> None:
    """Until all of them answer. Raises _DemoFailed when one ends or takes too long."""
    waiting = list(children)
    for _ in range(START_SECONDS * 10):
        _check(children, language)
        waiting = [child for child in waiting if not _answers(child.address)]
        if not waiting or stopping.wait(0.1):
            return
    raise _DemoFailed(_failure("too_slow", waiting[0], language))


def _check(children: list[Child], language: Language) -> None:
    for child in children:
        if not child.alive():
            raise _DemoFailed(_failure("died", child, language))


def _failure(key: str, child: Child, language: Language) -> str:
    said = texts("demo")
    what = said.say(f"the_{child.name}", language)
    return said.say(key, language, what=what, log=str(child.log)) + "\n\n" + child.tail()


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _welcome(say: Say, page: str, language: Language) -> None:
    said = texts("demo")
    say("")
    say(said.say("ready", language, page=page))
    for key in said:
        if key.startswith("try_"):
            say("  " + said.say(key, language))
    say(said.say("how_to_stop", language))


def _page_port(port: int | None, language: Language) -> int:
    try:
        listen(HOST, port or PAGE_PORT).close()
    except PortTaken as reason:
        if port is None:
            return free_port(HOST)
        where = f"{HOST}:{port}"
        sentence = texts("demo").say("port_taken", language, where=where, why=str(reason))
        raise _DemoFailed(sentence) from reason
    return port or PAGE_PORT


def _folder(page_port: int) -> Path:
    """An empty folder for this start: the local Slack forgets everything, so the bot must too."""
    folder = Path("var/demo").resolve() / str(page_port)
    try:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bot.log").touch()
    except OSError:
        return Path(tempfile.mkdtemp(prefix="journeydesk-demo-"))
    return folder


@contextlib.contextmanager
def _signals(stopping: threading.Event) -> Iterator[None]:
    """Ctrl+C, SIGTERM and a closed terminal set ``stopping`` while the demo runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    numbers = [
        signal.SIGINT,
        signal.SIGTERM,
        *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else []),
    ]
    previous = {number: signal.signal(number, handle) for number in numbers}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
