"""Direct messages as Slack delivers them, sent when they are due, answered or not."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks._stand import Stand, exchange
from benchmarks.matching import sets
from bot.playground.world import Person, World, default_world

SEED = 20261122
JSON = "application/json"

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Sent:
    """``seconds`` from when it was due to the whole answer; ``late``: of these, until it was sent.
    ``status`` is 0 where the connection ended without an answer."""

    status: int
    seconds: float
    late: float


def crowd(people: int) -> tuple[World, tuple[str, ...]]:
    """The default world with ``people`` more members, and their ids."""
    world = default_world()
    ids = tuple(f"UP{n}" for n in range(people))
    new = tuple(Person(id=one, name=one.lower(), real_name=one) for one in ids)
    return world.model_copy(update={"people": world.people + new}), ids


def channel_of(user: str) -> str:
    """The direct conversation with the bot."""
    return f"D{user[1:]}"


def moments(rate: float, seconds: float, seed: int = SEED) -> list[float]:
    """When something comes, ``rate`` a second on average, each independently of the others."""
    random_ = random.Random(seed)
    found, at = [], random_.expovariate(rate)
    while at < seconds:
        found.append(at)
        at += random_.expovariate(rate)
    return found


def questions(world: World, users: Sequence[str], count: int) -> list[bytes]:
    """``count`` deliveries of different messages: the users ask in turn."""
    asked = [one.text for name in sets.OWN for one in sets.questions(name)]
    began = time.time()
    return [
        _delivery(world, users[n % len(users)], asked[n % len(asked)], f"{began + n / 1000:.6f}")
        for n in range(count)
    ]


def _delivery(world: World, user: str, text: str, ts: str) -> bytes:
    event = {
        "type": "message",
        "user": user,
        "team": world.team.id,
        "text": text,
        "ts": ts,
        "event_ts": ts,
        "channel": channel_of(user),
        "channel_type": "im",
    }
    return json.dumps(
        {
            "type": "event_callback",
            "team_id": world.team.id,
            "api_app_id": world.bot.app_id,
            "event_id": f"Ev{user}{ts}",
            "event_time": int(float(ts)),
            "event": event,
            "authorizations": [
                {"team_id": world.team.id, "user_id": world.bot.user_id, "is_bot": True}
            ],
        }
    ).encode()


async def send_when_due(place: Stand, bodies: Sequence[bytes], due: Sequence[float]) -> list[Sent]:
    """Each body at its moment, in seconds from now, whether or not earlier ones are answered."""
    free: list[Connection] = []
    began = time.perf_counter()

    async def one(body: bytes, moment: float) -> Sent:
        late = time.perf_counter() - began - moment
        connection = _usable(free) or await asyncio.open_connection("127.0.0.1", place.port)
        try:
            status, _ = await exchange(*connection, place.signed(body, JSON))
        except (OSError, asyncio.IncompleteReadError):
            connection[1].close()
            status = 0
        else:
            free.append(connection)
        return Sent(status, time.perf_counter() - began - moment, late)

    async with asyncio.TaskGroup() as group:
        tasks = []
        for body, moment in zip(bodies, due, strict=True):
            await asyncio.sleep(moment - (time.perf_counter() - began))
            tasks.append(group.create_task(one(body, moment)))
    for _, writer in free:
        writer.close()
    return [task.result() for task in tasks]


def _usable(free: list[Connection]) -> Connection | None:
    """One that the server has not closed for being idle."""
    while free:
        reader, writer = free.pop()
        if not reader.at_eof():
            return reader, writer
        writer.close()
    return None
