"""What people do in Slack's client, except in messages and views: talk, run commands, come and go.

Every action returns when the bot has acknowledged it or the deadline has passed. Actions raise
Refused for what Slack's client would not let a person do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.playground.dispatcher import NoAcknowledgement
from bot.playground.errors import Refused
from bot.playground.limits import MESSAGE_TEXT, Json
from bot.playground.payloads import (
    changed_event,
    command_form,
    deleted_event,
    home_event,
    joined_event,
    mention_event,
    message_event,
)
from bot.playground.records import Channel, File, Message, Notice
from bot.playground.responses import take_acknowledgement
from bot.playground.slack import Slack
from bot.playground.typed_text import clean, mark_up
from bot.playground.world import Person

_COMMAND = re.compile(r"(/\S+)\s*(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an action: the message's ts, and Slack's own line if the bot failed."""

    ts: str | None = None
    notice: Notice | None = None


def person(slack: Slack, user: str) -> Person:
    found = slack.workspace.people.get(user)
    if found is None:
        raise Refused("user_not_found")
    return found


def channel_of(slack: Slack, user: str, channel_id: str) -> Channel:
    """A channel that the person is a member of; raises Refused("channel_not_found")."""
    person(slack, user)
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or user not in channel.members:
        raise Refused("channel_not_found")
    return channel


def message_of(slack: Slack, user: str, channel_id: str, ts: str) -> Message:
    """A message that the person sees; raises Refused("message_not_found")."""
    channel = channel_of(slack, user, channel_id)
    message = slack.workspace.find(channel, ts)
    if message is None or message.only_for not in (None, user):
        raise Refused("message_not_found")
    return message


def upload(slack: Slack, user: str, name: str, content: bytes) -> File:
    """Choose a file for the next message."""
    person(slack, user)
    if not name.strip() or not content:
        raise Refused("no_file")
    return slack.workspace.add_file(user, clean(name.strip()), len(content), content)


async def say(
    slack: Slack,
    user: str,
    channel_id: str,
    text: str,
    thread_ts: str | None = None,
    files: Sequence[str] = (),
) -> Done:
    """Type `text` and press Enter; a text that begins with / is a command, unless it comes with
    `files`: ids of files that this person has chosen and not sent yet."""
    channel = channel_of(slack, user, channel_id)
    if channel.archived:
        raise Refused("is_archived")
    if thread_ts is not None:
        parent = slack.workspace.find(channel, thread_ts)
        if parent is None or parent.is_reply or parent.only_for is not None:
            raise Refused("thread_not_found")
    chosen = [_chosen(slack, user, file) for file in files]
    if text.startswith("/") and not chosen:
        if thread_ts is not None:
            raise Refused("commands_not_in_threads")
        return await run_command(slack, user, channel, text)
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user=user,
        text="" if chosen and not text.strip() else _typed(slack, text),
        thread_ts=thread_ts,
    )
    slack.workspace.show(message, chosen)
    slack.workspace.post(message)
    events = [message_event(slack.workspace, message, slack.base_url)]
    if not channel.is_dm and f"<@{slack.workspace.bot_user}>" in message.text:
        events.insert(0, mention_event(slack.workspace, message, slack.base_url))
    await slack.dispatcher.events(slack.envelopes(events))
    return Done(ts=message.ts)


async def run_command(slack: Slack, user: str, channel: Channel, typed: str) -> Done:
    """Run a slash command as typed, such as `/convert Welcome`."""
    match = _COMMAND.fullmatch(typed.rstrip())
    known = {command.name for command in slack.world.commands}
    if match is None or match[1] not in known:
        raise Refused("unknown_command")
    name, text = match[1], clean(match[2])
    if len(text) > MESSAGE_TEXT:
        raise Refused("msg_too_long")
    workspace = slack.workspace
    marked = mark_up(text, workspace.handles(), workspace.channel_names(), names=True)
    url = workspace.new_response_url(channel.id, user, name)
    fields = command_form(workspace, user, channel, name, marked) | {
        "response_url": f"{slack.base_url}/response/{url}",
        "trigger_id": workspace.new_trigger(user),
    }
    try:
        answer = await slack.dispatcher.form("command", name, fields)
    except NoAcknowledgement as missed:
        return Done(notice=_tell(slack, channel, user, missed, command=name))
    take_acknowledgement(slack, workspace.response_urls[url], answer)
    return Done()


async def edit(slack: Slack, user: str, channel_id: str, ts: str, text: str) -> Done:
    """Change one's own message."""
    message = _own(slack, user, channel_id, ts)
    channel = slack.workspace.channels[channel_id]
    new = _typed(slack, text)
    if new == message.text:
        return Done(ts=ts)
    before = slack.snapshot(message)
    message.text, message.edited_ts = new, slack.workspace.next_ts()
    slack.workspace.saw(channel, message)
    event = changed_event(slack.workspace, channel, before, slack.snapshot(message))
    await slack.dispatcher.events(slack.envelopes([event]))
    return Done(ts=ts)


async def delete(slack: Slack, user: str, channel_id: str, ts: str) -> Done:
    """Delete one's own message."""
    message = _own(slack, user, channel_id, ts)
    channel = slack.workspace.channels[channel_id]
    before = slack.snapshot(message)
    slack.workspace.remove(channel, message)
    if message.tombstone:
        # A message with replies leaves its place: apps are told that it changed, not that it went.
        event = changed_event(slack.workspace, channel, before, slack.snapshot(message))
    else:
        event = deleted_event(slack.workspace, channel, before)
    await slack.dispatcher.events(slack.envelopes([event]))
    return Done()


async def open_home(slack: Slack, user: str) -> Done:
    """Open the app's Home tab."""
    person(slack, user)
    await _opened(slack, user, "home")
    return Done()


async def open_dm(slack: Slack, user: str) -> Channel:
    """Open the app's Messages tab, which is the direct conversation with it."""
    person(slack, user)
    channel = slack.workspace.dm(user)
    await _opened(slack, user, "messages")
    return channel


async def join(slack: Slack, user: str, channel_id: str, inviter: str | None = None) -> Done:
    """A person or the bot becomes a member, by `inviter` if they did not come by themselves."""
    channel = slack.workspace.channels.get(channel_id)
    if channel is None or channel.is_dm:
        raise Refused("channel_not_found")
    if user in channel.members:
        return Done()
    channel.members.append(user)
    slack.workspace.changed(channel.members)
    event = joined_event(slack.workspace, channel, user, inviter)
    await slack.dispatcher.events(slack.envelopes([event]))
    return Done()


def leave(slack: Slack, user: str, channel: Channel) -> None:
    """A person leaves a channel, or somebody removes the bot from it."""
    channel.members.remove(user)
    slack.workspace.changed([*channel.members, user])


def archive(slack: Slack, channel: Channel) -> None:
    channel.archived = True
    slack.workspace.changed(channel.members)


async def other_bot_says(slack: Slack, channel_id: str, text: str, thread_ts: str | None) -> Done:
    """A message of another app's bot."""
    channel = slack.workspace.channels[channel_id]
    message = Message(
        ts=slack.workspace.next_ts(),
        channel=channel.id,
        user="UOTHERBOT",
        bot_id="BOTHER",
        text=text,
        thread_ts=thread_ts,
    )
    slack.workspace.post(message)
    event = message_event(slack.workspace, message, slack.base_url)
    await slack.dispatcher.events(slack.envelopes([event]))
    return Done(ts=message.ts)


def tell_missed(slack: Slack, message: Message, user: str, missed: NoAcknowledgement) -> Notice:
    """Slack's own line where a click in a message got no answer."""
    channel = slack.workspace.channels[message.channel]
    return _tell(slack, channel, user, missed, thread=message.thread_ts)


def _tell(
    slack: Slack,
    channel: Channel,
    user: str,
    missed: NoAcknowledgement,
    *,
    command: str = "",
    thread: str | None = None,
) -> Notice:
    kind: Notice = "timeout" if missed.code == "operation_timeout" else "error"
    slack.tell(channel, user, kind, command=command, code=missed.code, thread=thread)
    return kind


async def _opened(slack: Slack, user: str, tab: str) -> None:
    event: Json = home_event(slack.workspace, user, tab)
    await slack.dispatcher.events(slack.envelopes([event]))


def _typed(slack: Slack, text: str) -> str:
    if not text.strip():
        raise Refused("no_text")
    if len(text) > MESSAGE_TEXT:
        raise Refused("msg_too_long")
    return mark_up(clean(text.strip()), slack.workspace.handles(), slack.workspace.channel_names())


def _chosen(slack: Slack, user: str, file_id: str) -> File:
    file = slack.workspace.files.get(file_id)
    if file is None or file.user != user or file.shares:
        raise Refused("no_file")
    return file


def _own(slack: Slack, user: str, channel_id: str, ts: str) -> Message:
    message = message_of(slack, user, channel_id, ts)
    if message.user != user or message.tombstone:
        raise Refused("not_yours")
    return message
