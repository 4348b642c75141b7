"""What a million rows of history cost, against an empty database: intake, answers, clearing up.

``python -m benchmarks.history [sqlite|postgresql]``
"""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from threading import Thread

from sqlalchemy import Engine

from benchmarks import Row
from benchmarks.__main__ import machine, table
from benchmarks._arrivals import Sent, channel_of, crowd, questions, send_when_due
from benchmarks._history import multiply, unfinished
from benchmarks._postgresql import postgresql
from benchmarks._stand import Stand, stand
from benchmarks.ack import OFTEN
from bot.assembling import workspaces
from bot.delivery.outbox import Outbox
from bot.demo.process import Child
from bot.inbox import Inbox
from bot.store.keys import open_database
from bot.work import WorkEngine
from bot.work.shape import SCHEMA
from bot.work.sqlite import make_work_engine, work_file

NAME = "history"
ROWS = 1_000_000
EVENTS = 120
PATIENCE_SECONDS = 120.0
RATE = 2.0
"""A second: so few that none waits for another."""
KINDS = ("sqlite", "postgresql")


@dataclass(frozen=True)
class Times:
    """Milliseconds each: to the acknowledgement, and to the answer's place in the local Slack."""

    acknowledged: Sequence[float]
    answered: Sequence[float]


def run(kinds: Sequence[str] = KINDS) -> list[Row]:
    return [row for kind in kinds for row in _of_kind(kind)]


def _of_kind(kind: str) -> list[Row]:
    found: list[tuple[str, Times]] = []
    cleared: list[Row] = []
    for rows in (0, ROWS):
        with _database(kind) as settings, tempfile.TemporaryDirectory() as name:
            with stand(Path(name)) as place:
                settings.setdefault("DATABASE_URL", f"sqlite:///{name}/bot.sqlite3")
                times, made = _measured(place, settings, rows)
            found.append((f"{kind}, {made:,} rows" if rows else f"{kind}, empty", times))
            if rows:
                cleared.append(_cleared(kind, settings))
    empty = found[0][1]
    return [
        _row(f"{what}: {part}", getattr(times, part), getattr(empty, part))
        for what, times in found
        for part in ("acknowledged", "answered")
    ] + cleared


@contextmanager
def _database(kind: str) -> Iterator[dict[str, str]]:
    if kind == "sqlite":
        yield {}
        return
    with postgresql() as settings:
        yield settings


def _measured(place: Stand, settings: dict[str, str], rows: int) -> tuple[Times, int]:
    world, users = crowd(EVENTS + 21)
    place.start_slack(world)
    place.open_conversations(users)
    made = 0
    bot = _started(place, settings)
    _ask(place, questions(world, users[:1], 1), users[:1])
    if rows:
        # What is copied is over: copies of running work would be done.
        _done(settings)
        bot.stop()
        made = _multiplied(settings, rows)
        _started(place, settings)
    some = users[1:21]
    _ask(place, questions(world, some, len(some)), some)
    some = users[21:]
    return _ask(place, questions(world, some, len(some)), some), made


def _started(place: Stand, settings: dict[str, str]) -> Child:
    return place.start_bot(**OFTEN, **settings)


def _multiplied(settings: dict[str, str], rows: int) -> int:
    with _tables(settings) as (application, system, schema):
        return multiply(application, system, schema, rows)


def _done(settings: dict[str, str]) -> None:
    """Wait until no work is left; raises RuntimeError where it does not end."""
    until = time.monotonic() + PATIENCE_SECONDS
    with _tables(settings) as (_, system, schema):
        while unfinished(system, schema):
            if time.monotonic() > until:
                raise RuntimeError("the work does not end")
            time.sleep(0.2)


@contextmanager
def _tables(settings: dict[str, str]) -> Iterator[tuple[Engine, Engine, str | None]]:
    """The application's database, the engine's, and the schema of its tables there."""
    address = settings["DATABASE_URL"]
    application = open_database(address, settings.get("JOURNEYDESK_KEYS", ""))
    file = work_file(address) if application.dialect.name == "sqlite" else None
    system = make_work_engine(file) if file else application
    try:
        yield application, system, None if file else SCHEMA
    finally:
        system.dispose()
        application.dispose()


def _ask(place: Stand, bodies: Sequence[bytes], users: Sequence[str]) -> Times:
    """One message of each user, far enough apart; raises RuntimeError where one has no answer."""
    began = time.time()
    due = [number / RATE for number in range(len(bodies))]
    sent: list[Sent] = asyncio.run(send_when_due(place, bodies, due))
    if any(one.status != 200 for one in sent):
        raise RuntimeError("a message was not acknowledged")
    answered = [
        (_answer(place, user) - began - moment) * 1000
        for user, moment in zip(users, due, strict=True)
    ]
    return Times([one.seconds * 1000 for one in sent], answered)


def _answer(place: Stand, user: str) -> float:
    """When the answer came, by the clock."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        view = place.ask(f"/page/view?user={user}")
        for message in view["messages"].get(channel_of(user), ()):
            return float(message["ts"])
        time.sleep(0.2)
    raise RuntimeError(f"{user} got no answer")


def _cleared(kind: str, settings: dict[str, str]) -> Row:
    """All of it forgotten at once, while something comes in twenty times a second."""
    application = open_database(settings["DATABASE_URL"], settings.get("JOURNEYDESK_KEYS", ""))
    inbox, outbox = Inbox(application), Outbox(application)
    team = workspaces(application)[0]

    def forget(before: datetime) -> None:
        inbox.forget_before(team, before)
        outbox.forget_before(team, before)

    engine = WorkEngine(settings["DATABASE_URL"], application, forget=forget)
    engine.register("nothing", lambda *_: None)
    engine.start()
    told: list[int] = []
    began = time.perf_counter()
    clearing = Thread(target=lambda: told.append(engine.forget(datetime.now(UTC))))
    clearing.start()
    waits: list[float] = []
    body = json.dumps({"type": "event_callback", "event": {"text": "x" * 300}})
    while clearing.is_alive():
        key = f"new:{len(waits)}"
        at = time.perf_counter()
        inbox.put(team, key, "nothing", body)
        engine.accept(f"nothing:{key}", "nothing", team, key, delay=3600)
        waits.append((time.perf_counter() - at) * 1000)
        time.sleep(0.05)
    took = time.perf_counter() - began
    engine.stop(0)
    application.dispose()
    if not told:
        raise RuntimeError("it was not cleared up")
    cuts = quantiles(waits, n=100)
    return {
        "measured": f"{kind}: {told[0]:,} events forgotten in {took:.0f} s, intake meanwhile",
        "p50": f"{cuts[49]:.1f} ms",
        "p99": f"{cuts[98]:.1f} ms",
        "max": f"{max(waits):.0f} ms",
        "p50 to empty": "",
        "p99 to empty": "",
        "floor": "max < 2,500 ms",
    }


def _row(what: str, times: Sequence[float], empty: Sequence[float]) -> Row:
    cuts, base = quantiles(times, n=100), quantiles(empty, n=100)
    return {
        "measured": what,
        "p50": f"{cuts[49]:.1f} ms",
        "p99": f"{cuts[98]:.1f} ms",
        "max": f"{max(times):.0f} ms",
        "p50 to empty": f"{cuts[49] / base[49]:.2f}",
        "p99 to empty": f"{cuts[98] / base[98]:.2f}",
        "floor": "" if times is empty else "1.5",
    }


def main(arguments: Sequence[str]) -> int:
    print(machine(), table(run(arguments or KINDS)), sep="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
