"""How soon Slack gets its acknowledgement while the bot is busy answering.

Direct messages with our own questions arrive at random, so many a second on average, for a minute,
signed, over HTTP. Each is answered against the local Slack. Everything is a process of its own on
this machine, the sender too.
"""

import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from benchmarks import Row
from benchmarks.__main__ import machine, table
from benchmarks._arrivals import Sent, channel_of, crowd, moments, questions, send_when_due
from benchmarks._postgresql import postgresql
from benchmarks._stand import Stand, stand
from bot.web.server import free_port

NAME = "ack"
RATE = 60
SECONDS = 60.0
PEOPLE = 600
"""Slack lets an app post once a second and channel; the bot answers a person 30 times in ten
minutes."""
QUIET_SECONDS = 10.0
WARM_UP = 25
OFTEN = {"JOURNEYDESK_USER_LIMIT": "100000/60", "JOURNEYDESK_WORKSPACE_LIMIT": "100000/60"}


def _bare(place: Stand) -> Iterator[None]:
    place.start_server("threads", place.port)
    yield


def _sqlite(place: Stand) -> Iterator[None]:
    place.start_bot(**OFTEN)
    yield


def _postgresql(place: Stand) -> Iterator[None]:
    with postgresql() as settings:
        shared = {**OFTEN, **settings}
        place.start_bot("--role", "receiver", name="receiver", **shared)
        place.start_bot("--role", "worker", name="worker", **shared, PORT=str(free_port()))
        try:
            yield
        finally:
            place.stop()


KINDS: dict[str, tuple[str, str, Callable[[Stand], Iterator[None]]]] = {
    "bare": ("bare Bolt, a thread pool, nothing kept", "", _bare),
    "sqlite": ("one process, SQLite", "p99 < 100 ms", _sqlite),
    "postgresql": ("receiver and worker, PostgreSQL", "p99 < 50 ms", _postgresql),
}


def run(kinds: Sequence[str] = tuple(KINDS), seconds: float = SECONDS) -> list[Row]:
    return [_measured(kind, seconds) for kind in kinds]


def _measured(kind: str, seconds: float) -> Row:
    what, floor, start = KINDS[kind]
    world, users = crowd(PEOPLE + WARM_UP)
    first, users = users[:WARM_UP], users[WARM_UP:]
    due = moments(RATE, seconds)
    with tempfile.TemporaryDirectory() as name, stand(Path(name)) as place:
        place.start_slack(world)
        place.open_conversations((*first, *users))
        with contextmanager(start)(place):
            # What a process does once, for the first messages it ever gets, is not measured.
            bodies = questions(world, first, WARM_UP)
            asyncio.run(send_when_due(place, bodies, [n / 5 for n in range(WARM_UP)]))
            _drained(place, dict.fromkeys(first, 1))
            bodies = questions(world, users, len(due))
            began = time.monotonic()
            sent = asyncio.run(send_when_due(place, bodies, due))
            asked = Counter(users[n % PEOPLE] for n in range(len(due)))
            found = _drained(place, asked)
            took = time.monotonic() - began
    return _row(what, floor, sent, asked, found, took)


def _drained(place: Stand, asked: Mapping[str, int]) -> Counter[str]:
    """Answers by user, as soon as everybody has as many as they ``asked`` for, or no more come."""
    before, looked = -1, time.monotonic()
    for user, count in asked.items():
        while _answers(place, user) < count:
            if time.monotonic() - looked > QUIET_SECONDS:
                # Everybody is looked at rarely: the local Slack has answers to take.
                found = Counter({one: _answers(place, one) for one in asked})
                if found.total() == before:
                    return found
                before, looked = found.total(), time.monotonic()
            time.sleep(0.5)
    return Counter({one: _answers(place, one) for one in asked})


def _answers(place: Stand, user: str) -> int:
    view = place.ask(f"/page/view?user={user}")
    return len(view["messages"].get(channel_of(user), ()))


def _row(
    what: str,
    floor: str,
    sent: Sequence[Sent],
    asked: Counter[str],
    found: Counter[str],
    took: float,
) -> Row:
    lost, doubled = (asked - found).total(), (found - asked).total()
    cuts = quantiles([one.seconds * 1000 for one in sent], n=1000)
    late = quantiles([one.late * 1000 for one in sent], n=100)
    return {
        "acknowledged by": what,
        "events": str(len(sent)),
        "p50": f"{cuts[499]:.1f} ms",
        "p99": f"{cuts[989]:.1f} ms",
        "max": f"{max(one.seconds for one in sent) * 1000:.0f} ms",
        "floor": floor,
        "not 200": str(sum(one.status != 200 for one in sent)),
        "not answered": str(lost),
        "twice": str(doubled),
        "answered within": f"{took:.0f} s",
        "sender late, p99": f"{late[98]:.1f} ms",
    }


def main(arguments: Sequence[str]) -> int:
    """``python -m benchmarks.ack [KIND …] [SECONDS]``"""
    seconds = [float(one) for one in arguments if one.replace(".", "").isdigit()]
    kinds = [one for one in arguments if one in KINDS]
    print(machine(), table(run(kinds or tuple(KINDS), *seconds)), sep="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
