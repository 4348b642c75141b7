"""What one process on SQLite holds in memory where the matcher goes by words alone.

Events arrive at a pace that the process keeps up with, so that no backlog is measured.
"""

import asyncio
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from benchmarks import Row
from benchmarks._arrivals import crowd, questions, send_when_due
from benchmarks._stand import resident, stand
from benchmarks.ack import OFTEN
from bot.demo.process import Child

NAME = "memory"
MODULE = "benchmarks._words_only"
EVENTS = 1000
RATE = 4.0
PEOPLE = 200
REST_SECONDS = 10.0
FLOOR = "150 MB"
AS_THE_IMAGE = {"PYTHONOPTIMIZE": "2"}
WAYS: dict[str, dict[str, str]] = {
    "journeydesk serve": {},
    "the same as the image starts it": AS_THE_IMAGE,
}


def run() -> list[Row]:
    return [row for way, settings in WAYS.items() for row in _measured(way, settings)]


def _measured(way: str, settings: Mapping[str, str]) -> list[Row]:
    with tempfile.TemporaryDirectory() as name, stand(Path(name)) as place:
        world, users = crowd(PEOPLE)
        place.start_slack(world)
        place.open_conversations(users)
        given = {**OFTEN, **settings, "JOURNEYDESK_CACHE": f"{name}/cache"}
        # The first start learns the model and makes the tables; every other is like the second.
        place.start_bot(module=MODULE, **given).stop()
        bot = place.start_bot(module=MODULE, **given)
        time.sleep(REST_SECONDS)
        rows = [_row(way, "after the start", bot)]
        due = [number / RATE for number in range(EVENTS)]
        sent = asyncio.run(send_when_due(place, questions(world, users, EVENTS), due))
        if any(one.status != 200 for one in sent):
            raise RuntimeError("an event was not acknowledged")
        time.sleep(REST_SECONDS)
        return [*rows, _row(way, f"after {EVENTS:,} events, {RATE:g} a second", bot)]


def _row(way: str, when: str, bot: Child) -> Row:
    return {
        "one process on SQLite, words alone": way,
        "when": when,
        "resident": f"{resident(bot.pid):.0f} MB",
        "most until then": f"{resident(bot.pid, 'VmHWM'):.0f} MB",
        "floor": FLOOR,
    }
