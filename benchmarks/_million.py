"""A million malformed requests to the bot as it is served: statuses, memory, log."""

import asyncio
import hashlib
import hmac
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks import Row
from benchmarks._malformed import MARK, Malformed, malformed
from benchmarks._stand import resident, stand

SEED = 20261122
CONNECTIONS = 16
WARM_UP = 2_000


def million(count: int) -> list[Row]:
    """Send ``count`` requests. Reads memory from /proc, so Linux only."""
    with tempfile.TemporaryDirectory() as name, stand(Path(name)) as place:
        place.start_slack()
        bot, port, secret = place.start_bot(), place.port, place.secret
        random_ = random.Random(SEED)
        asyncio.run(_storm(port, secret, random_, min(WARM_UP, count)))
        before, logged = resident(bot.pid), bot.log.stat().st_size
        started = time.perf_counter()
        statuses: Counter[int] = Counter()
        sizes = []
        for part in _parts(count, 10):
            statuses += asyncio.run(_storm(port, secret, random_, part))
            sizes.append(resident(bot.pid))
        seconds = time.perf_counter() - started
        with bot.log.open(encoding="utf-8", errors="replace") as log:
            leaks = sum(MARK in line for line in log)
        written = bot.log.stat().st_size - logged
        return [
            _row("requests", f"{count}", f"{count / seconds:.0f}/s"),
            _row("answers", _counted(statuses), "status: how often"),
            _row("5xx", str(sum(n for s, n in statuses.items() if s >= 500)), ""),
            _row("memory before", f"{before:.1f} MB", f"resident, after {WARM_UP} requests"),
            _row("memory after", f"{sizes[-1]:.1f} MB", _tenths(sizes)),
            _row("log", f"{written} bytes", f"{written / count:.1f} a request"),
            _row("log lines with a piece of a body", str(leaks), ""),
        ]


async def _storm(port: int, secret: str, random_: random.Random, count: int) -> Counter[int]:
    """Statuses; 0 where the bot closed the connection without one."""
    left = iter(range(count))
    statuses: Counter[int] = Counter()

    async def sender() -> None:
        for _ in left:
            statuses[await _one(port, _wire(secret, malformed(random_)))] += 1

    await asyncio.gather(*(sender() for _ in range(CONNECTIONS)))
    return statuses


async def _one(port: int, wire: bytes) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(wire)
        line = await reader.readline()
        await reader.read()
    except ConnectionError:
        return 0
    finally:
        writer.close()
    return int(line.split()[1]) if line else 0


def _wire(secret: str, request: Malformed) -> bytes:
    timestamp = str(int(time.time()))
    signature = request.signature
    if request.sign:
        base = b"v0:" + timestamp.encode() + b":" + request.body
        signature = "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    head = (
        "POST /slack/events HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Type: {request.content_type}\r\nContent-Length: {len(request.body)}\r\n"
        f"X-Slack-Request-Timestamp: {timestamp}\r\nX-Slack-Signature: {signature}\r\n\r\n"
    )
    return head.encode() + request.body


def _parts(count: int, parts: int) -> list[int]:
    each, rest = divmod(count, parts)
    return [each + (number < rest) for number in range(parts)]


def _counted(statuses: Counter[int]) -> str:
    return ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))


def _tenths(sizes: list[float]) -> str:
    return "after each tenth: " + ", ".join(f"{size:.1f}" for size in sizes)


def _row(what: str, result: str, how: str) -> Row:
    return {"measured": what, "result": result, "how": how}
