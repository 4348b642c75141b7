"""Waiting for what happens in other threads and processes."""

import time
from collections.abc import Callable

from bot.playground.driver import LocalSlack

PATIENCE = 60.0
"""Seconds that a busy machine may take for what takes moments."""


def wait_for(
    condition: Callable[[], object],
    seconds: float = PATIENCE,
    told: Callable[[], object] = lambda: "it never came",
) -> None:
    """Return when ``condition`` holds; fails with what ``told`` gives when it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, told()
        time.sleep(0.02)


def answers(slack: LocalSlack, person: str = "UBEN") -> int:
    """How many messages of the bot stand in somebody's direct conversation with it."""
    room, bot = slack.channel("dm", person), slack.slack.world.bot.bot_id
    return slack.call(lambda: sum(message.bot_id == bot for message in room.messages))
