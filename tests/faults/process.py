"""The bot as a process of its own beside a local Slack: started, killed, started again."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from bot.demo.process import Child, Process, clean_environment
from bot.playground.driver import LocalSlack
from bot.web.server import free_port
from tests.faults.forked import Forked
from tests.scenarios.bot import OFTEN
from tests.waiting import wait_for

HOST = "127.0.0.1"
QUICK = ("tests.faults.quick_bot", "serve")
FORKED = ("journeydesk", "serve")
REAL = ("bot", "serve")
START_SECONDS = 90.0


class BotProcess:
    """`journeydesk serve`: by default `FORKED`, with a matcher that is loaded at once; `QUICK` is
    the same as a program that is started anew, `REAL` the bot as it is.

    It keeps its port and its database, a SQLite file in `folder` unless `settings` name another.
    `settings` are environment variables. Several can be made over one database: the one that
    `receives` is where the local Slack sends everything.

    Being killed is the test's doing: what does not arrive meanwhile is no problem of the bot's.
    """

    def __init__(
        self,
        slack: LocalSlack,
        folder: Path,
        command: Sequence[str] = FORKED,
        settings: Mapping[str, str] | None = None,
        *,
        receives: bool = True,
        name: str = "bot",
    ) -> None:
        self.port = free_port(HOST)
        self.url = f"http://{HOST}:{self.port}"
        self._slack = slack
        self._folder = folder
        self._command = tuple(command)
        self._receives = receives
        self._name = name
        self._starts = 0
        self._child: Process | None = None
        self._environment = {
            **clean_environment(),
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_BASE_URL": slack.api_base_url,
            "DATABASE_URL": f"sqlite:///{folder / 'bot.sqlite3'}",
            "JOURNEYDESK_LANG": "en",
            "JOURNEYDESK_CHANNELS": "CSUPPORT",
            "HOST": HOST,
            "PORT": str(self.port),
            **{name.upper(): value for name, value in OFTEN.items()},
            **(settings or {}),
        }

    @property
    def pid(self) -> int:
        return self._running().pid

    @property
    def alive(self) -> bool:
        return self._child is not None and self._child.alive()

    def start(self, *, wait: bool = True) -> None:
        """Start it; with `wait`, return when it answers on /health. Raises RuntimeError."""
        if self.alive:
            raise RuntimeError("it runs already")
        self._starts += 1
        name = f"{self._name}-{self._starts}"
        health = f"{self.url}/health"
        kind = Forked if self._command == FORKED else Child
        self._child = kind(name, self._command, self._environment, self._folder, health)
        if wait:
            self.wait_ready()

    def wait_ready(self) -> None:
        """Return when it answers on /health; from then on Slack's deliveries are expected to
        arrive. Raises RuntimeError with the end of its log."""
        child = self._running()
        until = time.monotonic() + START_SECONDS
        while not _healthy(child.address):
            if not child.alive() or time.monotonic() > until:
                raise RuntimeError(f"{child.name} does not run:\n{child.tail()}")
            time.sleep(0.05)
        if self._receives:
            first = self._slack.slack.dispatcher.url is None
            self._slack.connect_bot(f"{self.url}/slack/events", verify=first)
            self._slack.faults.bot_is_down = False

    def kill(self) -> None:
        """SIGKILL, in the middle of whatever it does."""
        if self._receives:
            self._slack.faults.bot_is_down = True
        self._running().kill()

    def wait_dead(self) -> None:
        """Return when it has ended by itself."""
        wait_for(lambda: not self.alive, told=lambda: f"{self._running().name} lives")
        if self._receives:
            self._slack.faults.bot_is_down = True

    def restart(self) -> None:
        """Killed and started again."""
        self.kill()
        self.start()

    def stop(self) -> None:
        """SIGTERM, as an operator stops it; nothing happens if it does not run."""
        if self._child is not None and self._child.alive():
            if self._receives:
                self._slack.faults.bot_is_down = True
            self._child.stop()

    def output(self) -> str:
        """What it has written to its log since the first start."""
        logs = [self._folder / f"{self._name}-{n}.log" for n in range(1, self._starts + 1)]
        return "".join(log.read_text("utf-8", "replace") for log in logs)

    def _running(self) -> Process:
        if self._child is None:
            raise RuntimeError("it was never started")
        return self._child


@contextmanager
def bot_process(
    slack: LocalSlack,
    folder: Path,
    command: Sequence[str] = FORKED,
    settings: Mapping[str, str] | None = None,
) -> Iterator[BotProcess]:
    """A running bot that is stopped at the end."""
    process = BotProcess(slack, folder, command, settings)
    try:
        process.start()
        yield process
    finally:
        process.stop()
        slack.disconnect_bot()


def _healthy(address: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
