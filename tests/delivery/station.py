"""A bot's sending side over a local Slack: handlers run in it, and survive its crashes."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.delivery.courier import Courier, Patience
from bot.delivery.outbox import Outbox
from bot.delivery.pace import ChannelPace, Pace
from bot.delivery.run import Deliveries, Inline
from bot.delivery.transport import SlackTransport, sending_client
from bot.durable import Json
from bot.playground.driver import LocalSlack
from bot.playground.records import Message
from bot.slack.outgoing import OutgoingClient
from bot.slack.resending import Resending
from bot.store.engine import reading
from bot.store.outbox import Kept, Listed, OutboxRepository
from tests.delivery.steps import Clock, Crash, Crasher, CrashingTransport, ReplayingSteps

TEAM = "TLAVANDE"
PLACE = "CMARKETING"
T = TypeVar("T")

_numbers = itertools.count(1)


@dataclass
class Station:
    slack: LocalSlack
    engine: Engine
    clock: Clock
    patience: Patience = field(default_factory=Patience)
    base_url: str | None = None

    def client(self) -> OutgoingClient:
        base_url = self.base_url or self.slack.api_base_url
        return OutgoingClient(self.slack.bot_token, base_url, retry_handlers=[])

    def outbox(self) -> Outbox:
        return Outbox(self.engine, self.clock.now)

    def handle(
        self,
        handler: Callable[[OutgoingClient], T],
        crasher: Crasher | None = None,
        pace: Pace | None = None,
    ) -> T:
        """Run ``handler`` to its end, in a new process after every crash."""
        crasher, work_id = crasher or Crasher(), f"work-{next(_numbers)}"
        self.work_id, self.records = work_id, dict[str, str]()
        for _ in range(len(crasher.at) + 1):
            try:
                return self.run_once(handler, work_id, self.records, crasher, pace)
            except Crash:
                continue
        raise AssertionError("it crashed more often than it was told to")

    def run_once(
        self,
        handler: Callable[[OutgoingClient], T],
        work_id: str,
        records: dict[str, str],
        crasher: Crasher,
        pace: Pace | None = None,
    ) -> T:
        steps = ReplayingSteps(work_id, records, crasher, self.clock)
        with self._deliveries(crasher, pace).during(steps, TEAM):
            return handler(self.client())

    def resend(self, key: str, crasher: Crasher | None = None) -> Json:
        """Have a given-up delivery sent again, in a new process after every crash."""
        crasher, work_id = crasher or Crasher(), f"work-{next(_numbers)}"
        records: dict[str, str] = {}
        for _ in range(len(crasher.at) + 1):
            steps = ReplayingSteps(work_id, records, crasher, self.clock)
            work = Resending(self.engine, self._deliveries(crasher), self.clock.now)
            try:
                return work.handle(steps, TEAM, key)
            except Crash:
                continue
        raise AssertionError("it crashed more often than it was told to")

    def _deliveries(self, crasher: Crasher, pace: Pace | None = None) -> Deliveries:
        outbox = self.outbox()
        transport = CrashingTransport(SlackTransport(self._connect), crasher)
        courier = Courier(outbox, transport, self.patience)
        pace = pace or ChannelPace(clock=self._seconds, sleep=self.clock.sleep)
        return Deliveries(outbox, Inline(courier, pace))

    def row(self, number: int = 1) -> Kept:
        """The delivery that a handler's call ``number`` made, last time."""
        with reading(self.engine) as session:
            found = OutboxRepository(session, TEAM).get(f"{self.work_id}:{number}")
        assert found is not None
        return found

    def undelivered(self) -> tuple[Listed, ...]:
        return self.outbox().undelivered(TEAM)

    def said(self, channel: str = PLACE) -> list[str]:
        """What the bot said where everybody reads it, in order."""
        return [m.text for m in self._messages(channel) if m.only_for is None]

    def whispered(self, channel: str = PLACE) -> list[str]:
        return [m.text for m in self._messages(channel) if m.only_for is not None]

    def _messages(self, channel: str) -> list[Message]:
        room = self.slack.channel(channel)
        bot = self.slack.slack.world.bot.bot_id
        return self.slack.call(lambda: [m for m in room.messages if m.bot_id == bot])

    def _connect(self, workspace_id: str) -> WebClient:
        assert workspace_id == TEAM
        return sending_client(self.slack.bot_token, self.base_url or self.slack.api_base_url)

    def _seconds(self) -> float:
        return self.clock.now().timestamp()
