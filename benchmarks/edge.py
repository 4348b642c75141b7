"""The HTTP edge: what the guard and the wiring cost, and how fast /convert answers.

Everything runs on this machine, each server and the sender in a process of its own. Requests are
signed, over connections that stay open; the servers take turns, round by round.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from benchmarks import Row
from bot.demo.process import clean_environment

NAME = "edge"
ROUNDS = 7
REQUESTS = 2000
CONNECTIONS = 8
CONVERTS = 500
EMAILS = 30
TITLE = "Thirty e-mails"
AUTOMATIONS = 50
"""More than the bot keeps reports of: in turn, each of them is converted every time."""


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        setup = _Setup(Path(folder), stack)
        rows = _throughput(setup)
        return rows + _latency(setup)


class _Setup:
    """The local Slack, bare Bolt, and the bot with an account of large automations."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.secret = secrets.token_hex(16)
        slack, self.bare, self.ours = (_free_port() for _ in range(3))
        account = folder / "account.json"
        account.write_text(
            json.dumps({"automations": [large_automation(n) for n in range(AUTOMATIONS)]})
        )
        token = "xoxb-benchmark"
        environment = {
            **clean_environment(),
            "SLACK_BOT_TOKEN": token,
            "SLACK_SIGNING_SECRET": self.secret,
            "SLACK_API_BASE_URL": f"http://127.0.0.1:{slack}/api/",
            "DATABASE_URL": f"sqlite:///{folder / 'edge.sqlite3'}",
            "JOURNEYDESK_BUNDLE": str(account),
        }
        events = f"http://127.0.0.1:{self.ours}/slack/events"
        options = ["--port", slack, "--bot-url", events]
        options += ["--signing-secret", self.secret, "--bot-token", token]
        stack.enter_context(_process(["bot.playground", *options], slack, environment))
        for kind, port in (("bare", self.bare), ("ours", self.ours)):
            server = ["benchmarks._edge_server", kind, port]
            stack.enter_context(_process(server, port, environment))
        world = _json(f"http://127.0.0.1:{slack}/page/world")
        person = next(
            p for p in world["people"] if p["role"] == "member" and p["locale"] == "en-US"
        )
        view = _json(f"http://127.0.0.1:{slack}/page/view?user={person['id']}")
        channel = next(c for c in view["channels"] if c["kind"] == "channel")
        self.who = {
            "team_id": world["team"]["id"],
            "user_id": person["id"],
            "channel_id": channel["id"],
        }

    def request(self, command: str, text: str) -> bytes:
        """A signed slash command, ready to be sent again and again within five minutes."""
        fields = {"command": command, "text": text, "trigger_id": "1.2", **self.who}
        body = urlencode(fields).encode()
        timestamp = str(int(time.time())).encode()
        base = b"v0:" + timestamp + b":" + body
        signature = hmac.new(self.secret.encode(), base, hashlib.sha256).hexdigest()
        head = (
            "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\nX-Slack-Request-Timestamp: {timestamp.decode()}\r\n"
            f"X-Slack-Signature: v0={signature}\r\n\r\n"
        )
        return head.encode() + body


def _throughput(setup: _Setup) -> list[Row]:
    rates: dict[str, list[float]] = {"bare": [], "ours": []}
    ports = {"bare": setup.bare, "ours": setup.ours}
    for port in ports.values():
        asyncio.run(_send(port, [setup.request("/empty", "")], 300, CONNECTIONS))
    for number in range(ROUNDS):
        # Each goes first in every other round, so that neither profits from its place.
        for kind in ("bare", "ours") if number % 2 else ("ours", "bare"):
            request = setup.request("/empty", "")
            started = time.perf_counter()
            asyncio.run(_send(ports[kind], [request], REQUESTS, CONNECTIONS))
            rates[kind].append(REQUESTS / (time.perf_counter() - started))
    bare, ours = median(rates["bare"]), median(rates["ours"])
    how = f"{ROUNDS} rounds of {REQUESTS} requests over {CONNECTIONS} connections"
    return [
        _row("empty slash command, bare Bolt", f"{bare:.0f}/s", _spread(rates["bare"]), how),
        _row("empty slash command, the bot", f"{ours:.0f}/s", _spread(rates["ours"]), how),
        _row("the bot to bare Bolt", f"{ours / bare:.2f}", "", "ratio of the two medians"),
    ]


def _latency(setup: _Setup) -> list[Row]:
    requests = [setup.request("/convert", f"a{n}") for n in range(AUTOMATIONS)]
    answers = asyncio.run(_send(setup.ours, requests, AUTOMATIONS, 1))
    for _, body in answers:
        answer = json.loads(body)
        if TITLE not in json.dumps(answer["blocks"]):
            raise RuntimeError(f"/convert does not answer with a report: {answer}")
    rows = []
    for connections in (1, CONNECTIONS):
        sent = asyncio.run(_send(setup.ours, requests, CONVERTS, connections))
        cuts = quantiles([seconds * 1000 for seconds, _ in sent], n=100)
        rows.append(
            _row(
                f"/convert of {EMAILS} e-mails, {connections} at a time",
                f"p50 {cuts[49]:.1f} ms",
                f"p99 {cuts[98]:.1f} ms",
                f"{CONVERTS} requests, signed request to whole answer",
            )
        )
    return rows


async def _send(
    port: int, requests: Sequence[bytes], count: int, connections: int
) -> list[tuple[float, bytes]]:
    """Seconds and body of each answer; requests go out in turn. Raises RuntimeError unless 200."""
    left = iter(range(count))
    done: list[tuple[float, bytes]] = []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number in left:
            started = time.perf_counter()
            writer.write(requests[number % len(requests)])
            head = await reader.readuntil(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(head.decode())
            length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
            body = await reader.readexactly(int(length or 0))
            done.append((time.perf_counter() - started, body))
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(one() for _ in range(connections)))
    return done


def large_automation(number: int = 0) -> dict[str, Any]:
    """Thirty e-mails; every third waits for an opening, every fifth has a segment."""
    emails: list[dict[str, Any]] = []
    for n in range(1, EMAILS + 1):
        action = "signup" if n == 1 else "previous_campaign_sent"
        email: dict[str, Any] = {
            "id": f"e{n}",
            "position": n,
            "status": "sending",
            "delay": {"amount": n % 4 + 1, "type": "day", "direction": "after", "action": action},
            "settings": {"title": f"E-mail {n}", "subject_line": f"News number {n}"},
        }
        if n % 3 == 0:
            email["delay"]["action"] = "previous_campaign_opened"
        if n % 5 == 0:
            condition = {"condition_type": "TextMerge", "field": "FNAME", "op": "is", "value": "A"}
            email["recipients"] = {"segment_opts": {"match": "all", "conditions": [condition]}}
        emails.append(email)
    title = f"{TITLE} {number:02d}"
    automation = {"id": f"a{number}", "status": "sending", "settings": {"title": title}}
    return {"automation": automation, "emails": emails}


@contextmanager
def _process(arguments: list[Any], port: int, environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", *(str(argument) for argument in arguments)]
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(600):
            if process.poll() is not None:
                raise RuntimeError(f"{command} ended with {process.returncode}")
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _json(url: str) -> Any:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as answer:
        return json.load(answer)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _spread(values: list[float]) -> str:
    return f"{min(values):.0f} to {max(values):.0f}/s"


def _row(what: str, result: str, spread: str, how: str) -> Row:
    return {"measured": what, "median": result, "spread": spread, "how": how}
