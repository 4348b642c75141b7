"""The local Slack for tests: a server in a thread, and people to play.

    with LocalSlack() as slack:
        slack.connect_bot("http://127.0.0.1:3000/slack/events")
        ana = slack.person("ana")
        ana.runs("/convert Welcome", channel="#marketing")
        ana.clicks("Share")
        print(slack.transcript("#marketing", seen_by=ana))

Every action returns when the bot has acknowledged it. What the bot does afterwards is waited for
with `ana.waits_for(…)` or `slack.wait_until(…)`, which look again after every change; nothing
sleeps.
"""

from collections.abc import Callable, Coroutine, Sequence
from types import TracebackType
from typing import Any, Self, TypeVar

from bot.playground import people
from bot.playground.clock import Clock, ManualClock
from bot.playground.delivery import Delivery, HttpDelivery
from bot.playground.dispatcher import NoAcknowledgement
from bot.playground.faults import Faults
from bot.playground.page_view import view_for
from bot.playground.player import Player
from bot.playground.records import Channel, Problem
from bot.playground.server import ServerThread
from bot.playground.signing import Signer
from bot.playground.slack import Slack
from bot.playground.sockets import ADDRESS, Sockets
from bot.playground.transcript import Writer, write_message, write_view
from bot.playground.world import World, default_world

WAIT_SECONDS = 60.0
"""Of real time; a busy machine may need them."""

T = TypeVar("T")


class LocalSlack:
    """A local Slack, running from `__enter__` to `__exit__`.

    `clock` is a ManualClock unless given: deadlines, expiries, retries and rate limits go by it
    and it moves only by `advance`. For this reason `rate_limits` are off unless asked for.
    `problems` holds what the bot got wrong so far; a test asserts that it is empty. `faults` are
    switched on by tests, `seed` makes their dice.
    """

    def __init__(
        self,
        *,
        world: World | None = None,
        clock: Clock | None = None,
        rate_limits: bool = False,
        scopes: Sequence[str] | None = None,
        delivery: Delivery | None = None,
        port: int = 0,
        seed: int = 0,
    ) -> None:
        self.signing_secret = "local-signing-secret"  # noqa: S105 - of a server on this machine
        self.bot_token = "xoxb-local-bot-token"  # noqa: S105
        self.app_token = "xapp-local-app-token"  # noqa: S105
        self.clock = clock or ManualClock()
        self.slack = Slack(
            world or default_world(),
            self.clock,
            Signer(self.signing_secret),
            delivery or HttpDelivery(),
            bot_token=self.bot_token,
            app_token=self.app_token,
            rate_limits=rate_limits,
            scopes=scopes,
            faults=Faults(seed),
        )
        self._server = ServerThread(self.slack, port)
        self._settle: Callable[[], object] | None = None

    def __enter__(self) -> Self:
        self._server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.stop()

    @property
    def url(self) -> str:
        """Where the page is, without a slash at the end."""
        return self.slack.base_url

    @property
    def api_base_url(self) -> str:
        """The `base_url` of a WebClient; ends with a slash, as slack_sdk wants it."""
        return f"{self.slack.base_url}/api/"

    @property
    def problems(self) -> list[Problem]:
        return self.slack.problems

    @property
    def faults(self) -> Faults:
        return self.slack.faults

    @property
    def given_up(self) -> list[str]:
        """The event_ids of the events that Slack does not send any more, unacknowledged."""
        return self.slack.dispatcher.given_up

    def connect_bot(
        self, url: str, *, verify: bool = True, settle: Callable[[], object] | None = None
    ) -> None:
        """Send everything to the bot at `url` from now on, after the url_verification handshake.

        `settle` is called after every action of a person: a bot that works on after it has
        acknowledged can use it to return when its work is done. Raises RuntimeError if the
        handshake fails.
        """
        self.slack.dispatcher.url = url
        self._settle = settle
        if not verify:
            return
        challenge = self.slack.new_challenge()
        try:
            answered = self.run(self.slack.dispatcher.verify_url(challenge))
        except NoAcknowledgement as missed:
            self.slack.dispatcher.url = None
            raise RuntimeError(f"url_verification of {url}: {missed}") from missed
        if answered != challenge:
            self.slack.dispatcher.url = None
            raise RuntimeError(f"url_verification of {url}: wrong answer {answered!r}")

    def connect_through_socket(self, settle: Callable[[], object] | None = None) -> None:
        """Send everything through Socket Mode from now on, over whatever connection the bot opens.
        `settle` as in `connect_bot`."""
        self.slack.dispatcher.url = ADDRESS
        self._settle = settle

    @property
    def sockets(self) -> Sockets:
        """The connections of Socket Mode."""
        return self.slack.sockets

    def disconnect_bot(self) -> None:
        """The bot is not reachable any more: events are lost, commands fail."""
        self.slack.dispatcher.url = None

    def reset(self) -> None:
        """Back to the world as it began, with the bot still connected."""

        async def work() -> None:
            await self.slack.dispatcher.idle()
            self.slack.reset()

        self.run(work())

    # people and places

    def person(self, name: str) -> Player:
        """Somebody of the world, by handle ("ana") or id ("UANA"); raises KeyError."""
        for person in self.slack.world.people:
            if name in (person.name, person.id):
                return Player(self, person)
        raise KeyError(name)

    def channel(self, name: str | None, user: str | None = None) -> Channel:
        """A channel by "#name" or id; None and "dm" are the conversation of `user` with the bot.

        Raises KeyError.
        """
        workspace = self.slack.workspace
        if name in (None, "dm"):
            if user is None:
                raise KeyError("whose direct conversation?")
            return self.call(lambda: workspace.dm(user))
        wanted = str(name)
        found = workspace.channel_names().get(wanted.removeprefix("#"), wanted)
        return workspace.channels[found]

    def invite(self, name: str, channel: str, *, by: str | None = None) -> None:
        """Somebody of the world becomes a member of a channel; with a stranger (Slack Connect) the
        channel is shared with their company from then on. `by` is the inviter's name."""
        invited, room = self.person(name).id, self.channel(channel)
        inviter = self.person(by).id if by is not None else None
        self.act(people.join(self.slack, invited, room.id, inviter))

    def remove(self, name: str, channel: str) -> None:
        """Somebody is a member of a channel no more."""
        gone, room = self.person(name).id, self.channel(channel)
        self.call(lambda: people.leave(self.slack, gone, room))

    def invite_bot(self, channel: str) -> None:
        """Make the bot a member of a channel."""
        room = self.channel(channel)
        self.act(people.join(self.slack, self.slack.workspace.bot_user, room.id))

    def remove_bot(self, channel: str) -> None:
        """The bot is a member no more: it hears nothing there and may not post."""
        room = self.channel(channel)
        self.call(lambda: people.leave(self.slack, self.slack.workspace.bot_user, room))

    def archive(self, channel: str) -> None:
        """Nobody can post there any more; what was said stays readable."""
        room = self.channel(channel)
        self.call(lambda: people.archive(self.slack, room))

    def other_bot_says(self, text: str, channel: str, thread: str | None = None) -> None:
        """A message of another app's bot, which a careful bot does not answer."""
        room = self.channel(channel)
        self.act(people.other_bot_says(self.slack, room.id, text, thread))

    # time and waiting

    def advance(self, seconds: float) -> None:
        """Move the clock on, stopping at whatever is due on the way until the bot took it."""
        clock = self.clock
        if not isinstance(clock, ManualClock):
            raise TypeError("only a ManualClock can be advanced")
        target = clock.now() + seconds
        while self.run(self._move(clock, target)):
            pass
        self._settled()

    async def _move(self, clock: ManualClock, target: float) -> bool:
        """On to what is due next, and no further than `target`; whether anything was due. What is
        on its way, or sets out in this moment, is not late because the clock jumps."""
        await self.slack.dispatcher.idle()
        due = clock.next_due()
        if due is None or due > target:
            clock.advance(max(0.0, target - clock.now()))
            return False
        clock.advance(max(0.0, due - clock.now()))
        return True

    def wait_until(self, condition: Callable[[], bool], timeout: float = WAIT_SECONDS) -> None:
        """Return as soon as `condition` holds; raises TimeoutError after real `timeout` seconds.

        The condition runs on the server's thread, after every change: it may look at anything
        and must not act or wait.
        """
        self.run(self.slack.workspace.until(condition), timeout)

    def wait_idle(self) -> None:
        """Return when no request is on its way to the bot."""
        self.run(self.slack.dispatcher.idle())

    # looking

    def transcript(
        self, channel: str | None = None, *, seen_by: "Player", thread: str | None = None
    ) -> str:
        """A channel, or one thread of it, as the person sees it, with their open modals.

        Replies follow their parent, indented; one that was sent to the channel as well stands there
        too. Ids do not appear, so the text is the same on
        every run.
        """
        room = self.channel(channel, seen_by.id)
        shown = self.call(lambda: view_for(self.slack, seen_by.id))
        messages = shown["messages"].get(room.id, [])
        lines: list[str] = []
        writer = self.writer()
        for message in messages:
            if message["broadcast"] and thread is None:
                lines += write_message(writer, message, in_channel=True)
            top = message["thread_ts"] in (None, message["ts"])
            if not top or (thread is not None and message["ts"] != thread):
                continue
            lines += write_message(writer, message)
            for reply in messages:
                if reply["thread_ts"] == message["ts"] != reply["ts"]:
                    lines += write_message(writer, reply)
        for modal in shown["modals"]:
            lines += write_view(writer, modal)
        return "\n".join(lines)

    def home_transcript(self, *, seen_by: "Player") -> str:
        """The person's Home tab as text; empty if the bot has published none."""
        home = self.call(lambda: view_for(self.slack, seen_by.id))["home"]
        return "\n".join(write_view(self.writer(), home)) if home else ""

    def writer(self) -> Writer:
        world, workspace = self.slack.world, self.slack.workspace
        names = {person.id: person.name for person in world.people}
        names[world.bot.user_id] = world.bot.name
        names |= {channel: name for name, channel in workspace.channel_names().items()}
        return Writer(names)

    # running things on the server's thread

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        return self._server.run(work, timeout)

    def call(self, function: Callable[[], T]) -> T:
        async def work() -> T:
            return function()

        return self.run(work())

    def act(self, work: Coroutine[Any, Any, T]) -> T:
        """Run what a person does, then let the bot finish its work if it told how."""
        result = self.run(work)
        self._settled()
        return result

    def _settled(self) -> None:
        if self._settle is not None:
            self._settle()
