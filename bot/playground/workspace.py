"""The state of one workspace, and who sees what of it."""

import asyncio
import copy
import itertools
import mimetypes
import secrets
from collections.abc import Callable, Iterable

from bot.playground.clock import Clock
from bot.playground.limits import Json
from bot.playground.records import Channel, File, Message, ResponseUrl, Trigger, Values, View
from bot.playground.world import Person, World

TRIGGER_SECONDS = 3.0
RESPONSE_SECONDS = 30 * 60.0
MOST_VIEWS = 3
_ASK_AGAIN_SECONDS = 0.1


class Workspace:
    """All state, with its rules of visibility. Belongs to the server's event loop."""

    def __init__(self, world: World, clock: Clock, *, last_us: int = 0) -> None:
        self.world = world
        self.clock = clock
        self.people: dict[str, Person] = {person.id: person for person in world.people}
        self.channels: dict[str, Channel] = {
            spec.id: Channel(spec.id, spec.name, spec.topic, spec.private, None, [*spec.members])
            for spec in world.channels
        }
        self.files: dict[str, File] = {}
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.triggers: dict[str, Trigger] = {}
        self.response_urls: dict[str, ResponseUrl] = {}
        self.last_us = last_us
        self.seqs: dict[str, int] = dict.fromkeys(self.people, 0)
        self._numbers = itertools.count(1)
        self._waiters: list[tuple[Callable[[], bool], asyncio.Future[None]]] = []

    # time and names

    def next_ts(self) -> str:
        """A message timestamp, greater than every one before it."""
        self.last_us = max(int(self.clock.now() * 1_000_000), self.last_us + 1)
        return f"{self.last_us // 1_000_000}.{self.last_us % 1_000_000:06d}"

    def new_id(self, prefix: str) -> str:
        return f"{prefix}{next(self._numbers):06d}{secrets.token_hex(2).upper()}"

    @property
    def bot_user(self) -> str:
        return self.world.bot.user_id

    def handles(self) -> dict[str, str]:
        """Handle to user id, the bot's among them."""
        return {person.name: person.id for person in self.people.values()} | {
            self.world.bot.name: self.bot_user
        }

    def channel_names(self) -> dict[str, str]:
        return {channel.name: channel.id for channel in self.channels.values() if not channel.is_dm}

    def is_shared(self, channel: Channel) -> bool:
        """Is the channel shared with another company?"""
        return any(
            self.people[member].role == "stranger"
            for member in channel.members
            if member in self.people
        )

    # who sees what

    def dm(self, user: str) -> Channel:
        """The direct conversation of `user` with the bot; made when first asked for."""
        channel_id = f"D{user[1:]}"
        if channel_id not in self.channels:
            members = [user, self.bot_user]
            self.channels[channel_id] = Channel(
                channel_id, channel_id.lower(), person=user, members=members
            )
            self.changed([user])
        return self.channels[channel_id]

    def channels_of(self, user: str) -> list[Channel]:
        return [channel for channel in self.channels.values() if user in channel.members]

    def visible(self, channel: Channel, user: str) -> list[Message]:
        """What `user` sees in a channel, oldest first: nothing unless they are a member."""
        if user not in channel.members:
            return []
        return [m for m in channel.messages if m.only_for in (None, user)]

    def find(self, channel: Channel, ts: str) -> Message | None:
        return next((message for message in channel.messages if message.ts == ts), None)

    def replies(self, channel: Channel, ts: str) -> list[Message]:
        """The replies of a thread that everybody sees, oldest first."""
        return [m for m in channel.messages if m.thread_ts == ts and m.is_reply and not m.only_for]

    def app_sees(self, file: File) -> bool:
        """May the app read the file? Its own, and what a conversation that it is in shows."""
        return file.user == self.bot_user or any(
            self.bot_user in self.channels[message.channel].members for message in file.shares
        )

    # changes

    def add_file(self, user: str, name: str, length: int, content: bytes | None = None) -> File:
        """A file of `user` that no message shows yet."""
        name = name.replace("/", "_")
        guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
        file = File(
            self.new_id("F"),
            user,
            int(self.clock.now()),
            name,
            length,
            mimetype=guessed,
            content=content,
        )
        self.files[file.id] = file
        return file

    def show(self, message: Message, files: Iterable[File]) -> None:
        """`message`, which is not posted yet, shows `files`."""
        for file in files:
            message.files.append(file.id)
            file.shares.append(message)

    def post(self, message: Message) -> Message:
        """Add a message; its blocks and elements get the ids that Slack would give them."""
        channel = self.channels[message.channel]
        if message.blocks is not None:
            message.blocks = self.with_ids(message.blocks)
        channel.messages.append(message)
        self.saw(channel, message)
        return message

    def remove(self, channel: Channel, message: Message) -> None:
        """Delete a message; a thread keeps its place with a tombstone."""
        for name in message.files:
            self.files[name].shares.remove(message)
        if not message.is_reply and self.replies(channel, message.ts):
            message.tombstone, message.blocks, message.files = True, None, []
            message.text = ""
        else:
            channel.messages.remove(message)
        self.saw(channel, message)

    def saw(self, channel: Channel, message: Message) -> None:
        """Tell everybody who can see `message` that it changed."""
        self.changed(channel.members if message.only_for is None else [message.only_for])

    def with_ids(self, blocks: list[Json]) -> list[Json]:
        """A copy of `blocks` with a block_id and action_id wherever the bot gave none."""
        blocks = copy.deepcopy(blocks)
        taken = {str(block.get("block_id")) for block in blocks}
        numbers = (f"b{number}" for number in itertools.count(1))
        for block in blocks:
            if "block_id" not in block:
                block["block_id"] = next(name for name in numbers if name not in taken)
            holders = [*block.get("elements", []), *block.get("actions", [])]
            holders += [block[key] for key in ("accessory", "element") if key in block]
            if block["type"] == "carousel":
                holders = [button for card in holders for button in card.get("actions", [])]
            for number, element in enumerate(holders, 1):
                if "action_id" not in element and element.get("type") not in _INERT:
                    element["action_id"] = f"{block['block_id']}-{number}"
            if block["type"] == "container":
                block["child_blocks"] = self.with_ids(block["child_blocks"])
        return blocks

    def new_trigger(self, user: str) -> str:
        name = f"{next(self._numbers)}.{self.last_us}.{secrets.token_hex(8)}"
        self.triggers[name] = Trigger(user, self.clock.now() + TRIGGER_SECONDS)
        return name

    def new_response_url(
        self,
        channel: str,
        user: str,
        command: str,
        source_ts: str | None = None,
        thread_ts: str | None = None,
    ) -> str:
        """The id of a new response_url."""
        name = secrets.token_hex(12)
        self.response_urls[name] = ResponseUrl(
            channel,
            user,
            self.clock.now() + RESPONSE_SECONDS,
            command,
            source_ts=source_ts,
            thread_ts=thread_ts,
        )
        return name

    def new_view(self, user: str, payload: Json, below: View | None = None) -> View:
        """A view that is not shown yet; `below` is the one it will stand on."""
        view_id = self.new_id("V")
        payload = {**payload, "blocks": self.with_ids(payload["blocks"])}
        root, previous = (below.root_id, below.id) if below else (view_id, None)
        return View(view_id, user, payload, self.new_hash(), root, previous)

    def new_hash(self) -> str:
        return f"{self.last_us}.{secrets.token_hex(4)}"

    def find_view(self, view_id: str | None, external_id: str | None = None) -> View | None:
        """An open modal or a Home tab, by its id or by the bot's external id."""
        views = itertools.chain(self.homes.values(), *self.modals.values())
        for view in views:
            if view.id == view_id or (
                external_id and view.payload.get("external_id") == external_id
            ):
                return view
        return None

    def replace_view(self, view: View, payload: Json) -> None:
        """Show `payload` in the place of `view`; inputs with the same ids keep their values."""
        view.payload = {**payload, "blocks": self.with_ids(payload["blocks"])}
        view.hash = self.new_hash()
        view.errors = {}
        view.values = _kept(view.values, view.blocks)
        self.changed([view.user])

    # telling about changes

    def changed(self, users: Iterable[str]) -> None:
        for user in users:
            if user in self.seqs:
                self.seqs[user] += 1
        for waiter in list(self._waiters):
            condition, future = waiter
            if future.done():
                continue
            try:
                met = condition()
            except Exception as error:  # whoever waits gets it
                future.set_exception(error)
            else:
                if met:
                    future.set_result(None)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Return as soon as `condition` holds; it is asked again after every change.

        What the condition looks at may lie outside this workspace and change without a word, so
        it is asked from time to time as well.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        waiter = (condition, future)
        self._waiters.append(waiter)
        try:
            while not (future.done() or condition()):
                await asyncio.wait({future}, timeout=_ASK_AGAIN_SECONDS)
            if future.done():
                future.result()
        finally:
            self._waiters.remove(waiter)


_INERT = frozenset({"plain_text", "mrkdwn", "image", "card"}) | {
    f"rich_text_{part}" for part in ("section", "list", "quote", "preformatted")
}


def _kept(values: Values, blocks: list[Json]) -> Values:
    ids = {
        (block["block_id"], element.get("action_id"))
        for block in blocks
        for element in [
            *block.get("elements", []),
            *(block[key] for key in ("accessory", "element") if key in block),
        ]
    }
    return {
        block_id: kept
        for block_id, actions in values.items()
        if (kept := {a: value for a, value in actions.items() if (block_id, a) in ids})
    }
