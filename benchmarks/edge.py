"""The HTTP edge: what the guard and the wiring cost, and how fast /convert answers.

Everything runs on this machine, each server and the sender in a process of its own. Requests are
signed, over connections that stay open; the servers take turns, round by round.

``python -m benchmarks.edge million [COUNT]`` is another measurement, run by hand: a million
requests that Slack never sends, and what they leave in memory and in the log.
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode

from benchmarks import Row
from benchmarks.__main__ import machine, table
from benchmarks._million import million
from benchmarks._stand import Stand, exchange, stand
from bot.web.server import free_port

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
    with tempfile.TemporaryDirectory() as name, stand(Path(name)) as place:
        setup = _Setup(place)
        rows = _throughput(setup)
        return rows + _latency(setup)


class _Setup:
    """The local Slack, bare Bolt, and the bot with an account of large automations."""

    def __init__(self, place: Stand) -> None:
        self._place = place
        self.ours, self.bare = place.port, free_port()
        account = place.folder / "account.json"
        account.write_text(
            json.dumps({"automations": [large_automation(n) for n in range(AUTOMATIONS)]})
        )
        place.start_slack()
        place.start_server("bare", self.bare)
        place.start_server("ours", self.ours, JOURNEYDESK_BUNDLE=str(account))
        world = place.ask("/page/world")
        person = next(
            p for p in world["people"] if p["role"] == "member" and p["locale"] == "en-US"
        )
        view = place.ask(f"/page/view?user={person['id']}")
        channel = next(c for c in view["channels"] if c["kind"] == "channel")
        self.who = {
            "team_id": world["team"]["id"],
            "user_id": person["id"],
            "channel_id": channel["id"],
        }

    def request(self, command: str, text: str) -> bytes:
        """A signed slash command, ready to be sent again and again within five minutes."""
        fields = {"command": command, "text": text, "trigger_id": "1.2", **self.who}
        return self._place.signed(urlencode(fields).encode())


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
            status, body = await exchange(reader, writer, requests[number % len(requests)])
            if status != 200:
                raise RuntimeError(f"{status}: {body.decode()}")
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


def _spread(values: list[float]) -> str:
    return f"{min(values):.0f} to {max(values):.0f}/s"


def _row(what: str, result: str, spread: str, how: str) -> Row:
    return {"measured": what, "median": result, "spread": spread, "how": how}


def main(arguments: Sequence[str]) -> int:
    if not arguments or arguments[0] != "million" or len(arguments) > 2:
        print("python -m benchmarks.edge million [COUNT]")
        return 2
    count = int(arguments[1]) if len(arguments) == 2 else 1_000_000
    print(machine(), table(million(count)), sep="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
