"""The local Slack as a whole: one workspace, one installed app, and what passes between them."""

import secrets
from collections.abc import Iterable, Sequence

from bot.playground.clock import Clock
from bot.playground.content import Content
from bot.playground.delivery import Delivery
from bot.playground.dispatcher import Dispatcher
from bot.playground.faults import Faults
from bot.playground.limits import Json
from bot.playground.notices import notice
from bot.playground.payloads import (
    changed_event,
    deleted_event,
    event_envelope,
    message_event,
    message_json,
)
from bot.playground.rate_limit import RateLimiter
from bot.playground.records import NOTICE_AUTHOR, Channel, Message, Notice, Problem
from bot.playground.signing import Signer
from bot.playground.sockets import ByAddress, Sockets
from bot.playground.workspace import Workspace
from bot.playground.world import World

_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}


class Slack:
    """`problems` collects what the bot got wrong; `base_url` is where this server answers; `faults`
    are those that tests switch on; without an ``app_token`` there is no Socket Mode."""

    def __init__(
        self,
        world: World,
        clock: Clock,
        signer: Signer,
        delivery: Delivery,
        *,
        bot_token: str,
        app_token: str = "",
        rate_limits: bool = True,
        scopes: Sequence[str] | None = None,
        faults: Faults | None = None,
    ) -> None:
        self.world = world
        self.clock = clock
        self.bot_token = bot_token
        self.app_token = app_token
        self.scopes = frozenset(world.scopes if scopes is None else scopes)
        self.base_url = ""
        self.closing = False
        self.problems: list[Problem] = []
        self.faults = faults or Faults()
        self.sockets = Sockets()
        self.dispatcher = Dispatcher(
            clock, signer, ByAddress(delivery, self.sockets), self.problems, self.faults
        )
        self.limiter = RateLimiter(clock, enabled=rate_limits)
        self.workspace = Workspace(world, clock)

    def reset(self) -> None:
        """Back to the world as it began; timestamps go on growing, the bot stays connected."""
        self.dispatcher.forget()
        self.faults.reset()
        self.problems.clear()
        self.limiter = RateLimiter(self.clock, enabled=self.limiter.enabled)
        seqs = self.workspace.seqs
        self.workspace.changed(self.workspace.people)
        self.workspace = Workspace(self.world, self.clock, last_us=self.workspace.last_us)
        self.workspace.seqs.update(seqs)

    def end_streams(self) -> None:
        """The server is about to stop: whoever follows changes is let go."""
        self.closing = True
        self.sockets.drop()
        self.workspace.changed(self.workspace.people)

    def report(self, where: str, reason: str) -> None:
        self.problems.append(Problem(where, reason))

    # events

    def envelopes(self, events: Iterable[Json]) -> list[Json]:
        """The events that this app gets: it needs the scope, and must be in the channel."""
        return [
            event_envelope(self.workspace, event, self.workspace.new_id("Ev"))
            for event in events
            if self._hears(event)
        ]

    def _hears(self, event: Json) -> bool:
        channel = self.workspace.channels.get(str(event.get("channel")))
        kind = event["type"]
        if kind == "app_home_opened" or channel is None:
            return True
        if self.world.bot.user_id not in channel.members:
            return False
        if kind == "app_mention":
            return "app_mentions:read" in self.scopes
        if kind == "member_joined_channel":
            return ("groups:read" if channel.private else "channels:read") in self.scopes
        return _HISTORY[channel.kind] in self.scopes

    def snapshot(self, message: Message, *, all_metadata: bool = True) -> Json:
        return message_json(self.workspace, message, self.base_url, all_metadata=all_metadata)

    # messages of the bot

    def bot_message(self, channel: Channel, content: Content) -> Message:
        """A message of the bot, not posted yet."""
        return Message(
            ts=self.workspace.next_ts(),
            channel=channel.id,
            user=self.world.bot.user_id,
            bot_id=self.world.bot.bot_id,
            text=content.text or "",
            blocks=content.blocks,
            attachments=content.attachments,
            metadata=content.metadata,
        )

    def post(self, message: Message) -> None:
        """Post a message of an app. The bot hears its own messages too, as apps do in Slack."""
        self.workspace.post(message)
        if message.only_for is None:
            event = message_event(self.workspace, message, self.base_url)
            self.dispatcher.events_soon(self.envelopes([event]))

    def rewrite(self, message: Message, content: Content) -> None:
        """Replace what the bot gave; fields that it did not give stay as they are."""
        channel = self.workspace.channels[message.channel]
        before = self.snapshot(message)
        if content.text is not None:
            message.text = content.text
        if content.blocks is not None:
            message.blocks = self.workspace.with_ids(content.blocks)
        elif content.text is not None:
            # Slack marks a bot's message as edited when its text changes and no blocks do.
            message.edited_ts = self.workspace.next_ts()
        if content.attachments is not None:
            message.attachments = content.attachments
        if content.metadata is not None:
            message.metadata = content.metadata
        message.choices.clear()
        self.workspace.saw(channel, message)
        if message.only_for is None:
            event = changed_event(self.workspace, channel, before, self.snapshot(message))
            self.dispatcher.events_soon(self.envelopes([event]))

    def remove(self, message: Message) -> None:
        channel = self.workspace.channels[message.channel]
        before = self.snapshot(message)
        self.workspace.remove(channel, message)
        if message.only_for is None:
            event = deleted_event(self.workspace, channel, before)
            self.dispatcher.events_soon(self.envelopes([event]))

    # Slack's own lines

    def tell(
        self,
        channel: Channel,
        user: str,
        kind: Notice,
        *,
        command: str,
        code: str,
        thread: str | None,
    ) -> Message:
        """Slack's own line for one person: what they did got no answer."""
        locale = self.workspace.people[user].locale
        what = command or notice("this_action", locale)
        text = notice(kind, locale, command=what, error=code)
        return self.workspace.post(
            Message(
                ts=self.workspace.next_ts(),
                channel=channel.id,
                user=NOTICE_AUTHOR,
                text=text,
                only_for=user,
                notice=kind,
                command=command,
                thread_ts=thread,
            )
        )

    def new_challenge(self) -> str:
        return secrets.token_hex(16)
