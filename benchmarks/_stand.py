"""What the benchmarks of the whole bot stand on: a local Slack and servers, each a process."""

import asyncio
import json
import secrets
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks._held import held_bytes
from bot.demo.process import Child, clean_environment
from bot.playground.signing import Signer
from bot.playground.world import World
from bot.web.server import free_port

START_SECONDS = 120
FORM = "application/x-www-form-urlencoded"


@dataclass
class Stand:
    """``port`` is where the local Slack, at ``slack``, expects the bot."""

    folder: Path
    secret: str = field(default_factory=lambda: secrets.token_hex(16))
    token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(8)}")
    port: int = field(default_factory=free_port)
    slack_port: int = field(default_factory=free_port)
    _children: list[Child] = field(default_factory=list)

    @property
    def slack(self) -> str:
        return f"http://127.0.0.1:{self.slack_port}"

    def start_slack(self, world: World | None = None) -> None:
        """The local Slack, with rate limits and a world of its own."""
        url = f"http://127.0.0.1:{self.port}/slack/events"
        options = ["--port", str(self.slack_port), "--bot-url", url]
        options += ["--signing-secret", self.secret, "--bot-token", self.token]
        if world is not None:
            file = self.folder / "world.json"
            file.write_text(world.model_dump_json(by_alias=True), encoding="utf-8")
            options += ["--world", str(file)]
        self._start("slack", ["bot.playground", *options], {}, self.slack)

    def start_bot(
        self, *arguments: str, name: str = "bot", module: str = "bot", **settings: str
    ) -> Child:
        """``journeydesk serve`` with ``arguments``, as ``module`` runs it; it answers on /health
        when this returns."""
        port = settings.setdefault("PORT", str(self.port))
        url = f"http://127.0.0.1:{port}/health"
        return self._start(name, [module, "serve", *arguments], settings, url)

    def start_server(self, kind: str, port: int, **settings: str) -> Child:
        """One of ``benchmarks._edge_server``."""
        arguments = ["benchmarks._edge_server", kind, str(port)]
        # Not /health: the bot is unwell there, as it takes in what it does not work on.
        return self._start(kind, arguments, settings, f"http://127.0.0.1:{port}/")

    def open_conversations(self, users: Sequence[str]) -> None:
        """Everybody's direct conversation with the bot, before that starts. The events go to
        somebody who does nothing: Slack would deliver them again a minute later, into what is
        being measured, and the bot would greet everybody then."""
        heard = self.start_server("deaf", self.port)
        for user in users:
            self.ask("/page/dm", user=user)
        heard.stop()

    def signed(self, body: bytes, content_type: str = FORM) -> bytes:
        """A request as it goes over the wire; good for five minutes."""
        proof = Signer(self.secret).headers(body)
        lines = "".join(f"{name}: {value}\r\n" for name, value in proof.items())
        head = (
            "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n{lines}\r\n"
        )
        return head.encode() + body

    def ask(self, path: str, **body: str) -> Any:
        """What the page's route ``path`` of the local Slack answers; a POST where there is a
        body."""
        data = json.dumps(body).encode() if body else None
        headers = {"Content-Type": "application/json", "Origin": self.slack}
        request = urllib.request.Request(f"{self.slack}{path}", data, headers)
        with _opener().open(request, timeout=30) as answer:
            return json.load(answer)

    def _start(
        self, name: str, arguments: Sequence[str], settings: dict[str, str], address: str
    ) -> Child:
        environment = {
            **clean_environment(),
            "SLACK_BOT_TOKEN": self.token,
            "SLACK_SIGNING_SECRET": self.secret,
            "SLACK_API_BASE_URL": f"{self.slack}/api/",
            "DATABASE_URL": f"sqlite:///{self.folder / 'bot.sqlite3'}",
            **settings,
        }
        child = Child(name, arguments, environment, self.folder, address)
        self._children.append(child)
        _wait(child)
        return child

    def stop(self) -> None:
        while self._children:
            self._children.pop().stop()


@contextmanager
def stand(folder: Path) -> Iterator[Stand]:
    """With nothing started yet; everything that is, is stopped at the end."""
    made = Stand(folder)
    try:
        yield made
    finally:
        made.stop()


async def exchange(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes
) -> tuple[int, bytes]:
    """Status and body of the answer, over a connection that stays open."""
    writer.write(request)
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
    body = await reader.readexactly(int(length or 0))
    return int(head.split(maxsplit=2)[1]), body


def resident(pid: int, what: str = "VmRSS") -> float:
    """Megabytes (10^6 bytes) of memory that the process holds; ``VmHWM``: the most it ever held."""
    return held_bytes(what, pid) / 1e6


def _wait(child: Child) -> None:
    """Until it answers over HTTP, and is not unwell. Raises RuntimeError with its last lines."""
    until = time.monotonic() + START_SECONDS
    while child.alive() and time.monotonic() < until:
        try:
            with _opener().open(child.address, timeout=5):
                return
        except urllib.error.HTTPError as answer:
            if answer.code == 404:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError(f"{child.name} does not run:\n{child.tail()}")


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(urllib.request.ProxyHandler({}))
