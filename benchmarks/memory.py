"""What one process on SQLite holds in memory where the matcher goes by words alone.

Events arrive at a pace that the process keeps up with, so that no backlog is measured.
"""

import asyncio
import tempfile
import time
from pathlib import Path

from benchmarks import Row
from benchmarks._arrivals import crowd, questions, send_when_due
from benchmarks._stand import Stand, resident, stand
from benchmarks.ack import OFTEN
from bot.demo.process import Child

NAME = "memory"
EVENTS = 1000
RATE = 4.0
PEOPLE = 200
REST_SECONDS = 10.0
FLOOR = "150 MB"


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as name, stand(Path(name)) as place:
        world, users = crowd(PEOPLE)
        place.start_slack(world)
        place.open_conversations(users)
        # The first start learns the model and makes the tables; every other is like the second.
        _started(place, Path(name)).stop()
        bot = _started(place, Path(name))
        time.sleep(REST_SECONDS)
        rows = [_row("after the start", bot)]
        due = [number / RATE for number in range(EVENTS)]
        sent = asyncio.run(send_when_due(place, questions(world, users, EVENTS), due))
        if any(one.status != 200 for one in sent):
            raise RuntimeError("an event was not acknowledged")
        time.sleep(REST_SECONDS)
        return [*rows, _row(f"after {EVENTS:,} events, {RATE:g} a second", bot)]


def _started(place: Stand, folder: Path) -> Child:
    settings = {**OFTEN, "JOURNEYDESK_CACHE": str(folder / "cache")}
    return place.start_bot(module="benchmarks._words_only", **settings)


def _row(when: str, bot: Child) -> Row:
    return {
        "journeydesk serve, SQLite, words alone": when,
        "resident": f"{resident(bot.pid):.0f} MB",
        "most until then": f"{resident(bot.pid, 'VmHWM'):.0f} MB",
        "floor": FLOOR,
    }
