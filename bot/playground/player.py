"""A person of the local Slack, played by a test."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.playground import interactions, people
from bot.playground.elements import Element, elements_of
from bot.playground.errors import Refused
from bot.playground.interactions import Place
from bot.playground.limits import Json
from bot.playground.page_view import message_for
from bot.playground.people import Done
from bot.playground.records import Message, Notice, Values, View
from bot.playground.transcript import write_message
from bot.playground.typed_text import clean
from bot.playground.world import Person

if TYPE_CHECKING:
    from bot.playground.driver import LocalSlack


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as one person sees it at one moment. `plain` is all of it as text."""

    ts: str
    channel: str
    user: str
    name: str
    text: str
    blocks: list[Json]
    plain: str
    thread_ts: str | None = None
    is_bot: bool = False
    ephemeral: bool = False
    edited: bool = False
    notice: Notice | None = None
    reactions: dict[str, int] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)

    @property
    def buttons(self) -> list[str]:
        """The labels of its buttons, in order."""
        return [element.label for element in elements_of(self.blocks) if element.kind == "button"]


class Player:
    """What a person can do and see. Names of channels: "#marketing", an id, or "dm"."""

    def __init__(self, slack: "LocalSlack", person: Person) -> None:
        self._slack = slack
        self.person = person
        self.id = person.id
        self._suggested: dict[str, list[Json]] = {}

    def __repr__(self) -> str:
        return f"Player({self.person.name})"

    # talking

    def says(
        self,
        text: str,
        channel: str | None = None,
        thread: Seen | str | None = None,
        files: Sequence[tuple[str, bytes]] = (),
    ) -> Seen:
        """Post a message, in the direct conversation with the bot unless a channel is named.

        `files` are names and contents; with them `text` may be empty.
        """
        room = self._slack.channel(channel, self.id)
        slack = self._slack.slack
        chosen = [
            self._slack.call(partial(people.upload, slack, self.id, name, content)).id
            for name, content in files
        ]
        done = self._slack.act(people.say(slack, self.id, room.id, text, _ts(thread), chosen))
        return self._one(channel, str(done.ts))

    def mentions(self, text: str, channel: str, thread: Seen | str | None = None) -> Seen:
        """Post a message that begins with a mention of the bot."""
        return self.says(f"@{self._slack.slack.world.bot.name} {text}", channel, thread)

    def runs(self, command: str, channel: str | None = None) -> Notice | None:
        """Run a slash command; gives Slack's own line ("timeout", "error") if the bot failed."""
        room = self._slack.channel(channel, self.id)
        return self._slack.act(people.say(self._slack.slack, self.id, room.id, command)).notice

    def edits(self, message: Seen, text: str) -> None:
        self._slack.act(people.edit(self._slack.slack, self.id, message.channel, message.ts, text))

    def deletes(self, message: Seen) -> None:
        self._slack.act(people.delete(self._slack.slack, self.id, message.channel, message.ts))

    def joins(self, channel: str) -> None:
        room = self._slack.channel(channel)
        self._slack.act(people.join(self._slack.slack, self.id, room.id))

    def opens_home(self) -> None:
        """Open the app's Home tab."""
        self._slack.act(people.open_home(self._slack.slack, self.id))

    def opens_dm(self) -> None:
        """Open the app's Messages tab."""
        self._slack.act(people.open_dm(self._slack.slack, self.id))

    # clicking

    def clicks(self, what: str, message: Seen | None = None) -> Notice | None:
        """Click the button with this label or action_id.

        It is looked for in `message` if given, else in the uppermost modal, else in the Home tab
        and the messages this person sees, newest first. A confirm dialog is confirmed.
        """
        place, element = self._find(what, message, ("button", "icon_button", "feedback_buttons"))
        given: Json = {}
        if element.kind == "feedback_buttons":
            pair = (element.json["positive_button"], element.json["negative_button"])
            given = {"value": next(b["value"] for b in pair if b["text"]["text"] == what)}
        return self._click(place, element, given).notice

    def selects(self, action_id: str, value: object, message: Seen | None = None) -> Notice | None:
        """Choose in a select, radio, checkbox, overflow or picker.

        `value` is an option's value or label (a list of them where several can be chosen), somebody
        by handle or id, a channel by "#name" or id, a date or time. External selects take what
        `types_in_select` loaded.
        """
        place, element = self._find(action_id, message, None)
        return self._click(place, element, self._given(element, value)).notice

    def types_in_select(self, action_id: str, query: str, message: Seen | None = None) -> list[str]:
        """Type into an external select: the labels that the bot offers, groups flattened."""
        place, element = self._find(action_id, message, None)
        work = interactions.options(self._slack.slack, self.id, place, element, clean(query))
        body = self._slack.act(work)
        groups = [group["options"] for group in body.get("option_groups", [])]
        offered = [*body.get("options", []), *(option for group in groups for option in group)]
        self._suggested[action_id] = offered
        return [option["text"]["text"] for option in offered]

    def submits(self, values: Mapping[str, object] | None = None) -> dict[str, str]:
        """Fill in the uppermost modal and submit it; gives the errors by block_id.

        `values` maps an action_id, block_id or label to what is typed or chosen.
        """
        view = self._modal()
        filled: Values = {}
        for key, value in (values or {}).items():
            element = self._in(view, key, None)
            if element is None:
                raise Refused("element_not_found")
            filled.setdefault(element.block_id, {})[element.action_id] = self._given(element, value)
        try:
            self._slack.act(interactions.submit(self._slack.slack, self.id, view.id, filled))
        except Refused as no:
            if no.code != "validation":
                raise
            return no.errors
        return {}

    def closes(self) -> None:
        """Close the uppermost modal."""
        self._slack.act(interactions.close(self._slack.slack, self.id, self._modal().id))

    def uses_shortcut(self, callback_id: str, message: Seen | None = None) -> Notice | None:
        """Use a message shortcut, or a global one without a message."""
        found = self._message(message) if message else None
        return self._slack.act(
            interactions.shortcut(self._slack.slack, self.id, callback_id, found)
        ).notice

    # seeing

    def sees(self, channel: str | None = None) -> list[Seen]:
        """The messages of a channel that this person sees, oldest first."""
        room = self._slack.channel(channel, self.id)
        writer = self._slack.writer()
        slack = self._slack.slack

        def look() -> list[Seen]:
            return [
                _seen(write_message, writer, message_for(slack, message, self.id))
                for message in slack.workspace.visible(room, self.id)
            ]

        return self._slack.call(look)

    def last(self, channel: str | None = None) -> Seen:
        """The newest message of a channel that this person sees; raises LookupError."""
        seen = self.sees(channel)
        if not seen:
            raise LookupError(f"{self.person.name} sees nothing in {channel or 'dm'}")
        return seen[-1]

    def waits_for(self, what: str | Callable[[Seen], bool], channel: str | None = None) -> Seen:
        """The newest message that contains `what`, or for which `what` holds, once it is there.

        Raises TimeoutError.
        """
        room = self._slack.channel(channel, self.id)
        writer = self._slack.writer()
        slack = self._slack.slack
        found: list[Seen] = []

        def look() -> bool:
            for message in reversed(slack.workspace.visible(room, self.id)):
                seen = _seen(write_message, writer, message_for(slack, message, self.id))
                if what in seen.plain if isinstance(what, str) else what(seen):
                    found.append(seen)
                    return True
            return False

        try:
            self._slack.wait_until(look)
        except TimeoutError:
            shown = self._slack.transcript(channel, seen_by=self)
            raise TimeoutError(f"{self!r} waited for {what!r} and sees:\n{shown}") from None
        return found[-1]

    @property
    def modals(self) -> list[str]:
        """The titles of the open modals, uppermost last."""
        stack = self._slack.slack.workspace.modals.get(self.id, [])
        return [view.payload["title"]["text"] for view in stack]

    # finding

    def _click(self, place: Place, element: Element, given: Json) -> Done:
        return self._slack.act(
            interactions.click(self._slack.slack, self.id, place, element, given)
        )

    def _modal(self) -> View:
        stack = self._slack.slack.workspace.modals.get(self.id, [])
        if not stack:
            raise Refused("view_not_found")
        return stack[-1]

    def _message(self, seen: Seen) -> Message:
        return people.message_of(self._slack.slack, self.id, seen.channel, seen.ts)

    def _one(self, channel: str | None, ts: str) -> Seen:
        return next(seen for seen in self.sees(channel) if seen.ts == ts)

    def _find(
        self, what: str, message: Seen | None, kinds: tuple[str, ...] | None
    ) -> tuple[Place, Element]:
        def look() -> tuple[Place, Element] | None:
            for place in self._places(message):
                element = self._in(place, what, kinds)
                if element is not None:
                    return place, element
            return None

        found = self._slack.call(look)
        if found is None:
            raise LookupError(f"{self!r} sees no {what!r}")
        return found

    def _places(self, message: Seen | None) -> list[Place]:
        workspace = self._slack.slack.workspace
        if message is not None:
            return [self._message(message)]
        stack = workspace.modals.get(self.id)
        if stack:
            return [stack[-1]]
        messages = [
            message
            for channel in workspace.channels_of(self.id)
            for message in workspace.visible(channel, self.id)
        ]
        newest_first = sorted(messages, key=lambda message: float(message.ts), reverse=True)
        home = workspace.homes.get(self.id)
        return [*newest_first, *([home] if home else [])]

    def _in(self, place: Place, what: str, kinds: tuple[str, ...] | None) -> Element | None:
        found = [
            element
            for element in elements_of(place.blocks)
            if (kinds is None or element.kind in kinds) and what in _names(element)
        ]
        if len(found) > 1:
            raise LookupError(f"{len(found)} elements are called {what!r}")
        return found[0] if found else None

    def _given(self, element: Element, value: object) -> Json:
        key = element.value_key
        if key is None:
            return {}
        if key in ("selected_option", "selected_options"):
            offered = [*element.options(), *self._suggested.get(element.action_id, [])]
            if isinstance(value, list):
                return {key: [_option(offered, item) for item in value]}
            return {key: None if value is None else _option(offered, value)}
        if key in ("selected_user", "selected_channel", "selected_conversation") and value:
            return {key: self._place_or_person(key, str(value))}
        return {key: clean(value) if isinstance(value, str) else value}

    def _place_or_person(self, key: str, name: str) -> str:
        """The id behind a name; raises Refused("invalid_choice") for what the menu lacks."""
        workspace = self._slack.slack.workspace
        if key == "selected_user":
            known = workspace.handles()
            found = known.get(name.removeprefix("@"), name)
            offered = set(known.values())
        else:
            found = workspace.channel_names().get(name.removeprefix("#"), name)
            any_kind = key == "selected_conversation"
            offered = {
                channel.id
                for channel in workspace.channels_of(self.id)
                if any_kind or channel.kind == "channel"
            }
        if found not in offered:
            raise Refused("invalid_choice")
        return found


def _names(element: Element) -> set[str]:
    names = {element.action_id, element.label}
    if element.is_input:
        names.add(element.block_id)
    if element.kind == "feedback_buttons":
        names |= {element.json[f"{p}_button"]["text"]["text"] for p in ("positive", "negative")}
    return names


def _option(offered: list[Json], wanted: Any) -> Json:
    for option in offered:
        if wanted in (option["value"], option["text"]["text"]):
            return option
    raise Refused("invalid_choice")


def _ts(thread: Seen | str | None) -> str | None:
    if isinstance(thread, Seen):
        return thread.thread_ts or thread.ts
    return thread


def _seen(write: Callable[..., list[str]], writer: object, message: Json) -> Seen:
    return Seen(
        ts=message["ts"],
        channel=message["channel"],
        user=message["user"],
        name=message["name"],
        text=message["text"],
        blocks=message["blocks"] or [],
        plain="\n".join(write(writer, message)),
        thread_ts=message["thread_ts"],
        is_bot=message["is_bot"],
        ephemeral=message["ephemeral"],
        edited=message["edited"],
        notice=message["notice"],
        reactions={reaction["name"]: reaction["count"] for reaction in message["reactions"]},
        files=message["files"],
    )
