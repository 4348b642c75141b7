"""conversations.*"""

import re

from bot.playground.api.registry import Call, method
from bot.playground.errors import ApiError
from bot.playground.limits import Json
from bot.playground.payloads import channel_json, joined_event
from bot.playground.records import Channel, Message

_READ = {"channel": "channels:read", "group": "groups:read", "im": "im:read"}
_HISTORY = {"channel": "channels:history", "group": "groups:history", "im": "im:history"}
_TS = re.compile(r"\d{1,12}(\.\d{1,6})?", re.ASCII)
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


@method("conversations.open", "im:write")
def conversations_open(call: Call) -> Json:
    given = call.optional("channel")
    if given is not None:
        channel = call.channel()
        if not channel.is_dm:
            raise ApiError("method_not_supported_for_channel_type")
        return {"channel": {"id": channel.id}}
    users = [user.strip() for user in call.string("users").split(",")]
    if len(users) != 1:
        raise ApiError("method_not_supported_for_channel_type")
    if users[0] == call.workspace.bot_user:
        raise ApiError("cannot_dm_bot")
    if users[0] not in call.workspace.people:
        raise ApiError("user_not_found")
    known = any(channel.person == users[0] for channel in call.workspace.channels.values())
    channel = call.workspace.dm(users[0])
    already = {"no_op": True, "already_open": True} if known else {}
    full = channel_json(call.workspace, channel) if call.flag("return_im") else {"id": channel.id}
    return {"channel": full, **already}


@method("conversations.info")
def conversations_info(call: Call) -> Json:
    channel = call.channel()
    call.needs(_READ[channel.kind])
    return {"channel": channel_json(call.workspace, channel)}


@method("conversations.members")
def conversations_members(call: Call) -> Json:
    channel = call.channel()
    call.needs(_READ[channel.kind])
    members, cursor = call.page(channel.members)
    return {"members": members, "response_metadata": cursor}


@method("conversations.list")
def conversations_list(call: Call) -> Json:
    names = (call.optional("types") or "public_channel").split(",")
    if any(name.strip() not in _TYPES for name in names):
        raise ApiError("invalid_types")
    kinds = {_TYPES[name.strip()] for name in names}
    for kind in kinds & _READ.keys():
        call.needs(_READ[kind])
    bot = call.workspace.bot_user
    channels = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds and (channel.kind == "channel" or bot in channel.members)
    ]
    shown, cursor = call.page(channels)
    listed = [channel_json(call.workspace, channel) for channel in shown]
    return {"channels": listed, "response_metadata": cursor}


@method("conversations.join", "channels:join")
def conversations_join(call: Call) -> Json:
    channel = call.channel()
    if channel.kind != "channel":
        raise ApiError("method_not_supported_for_channel_type")
    body: Json = {"channel": channel_json(call.workspace, channel)}
    bot = call.workspace.bot_user
    if bot in channel.members:
        return body | {"warning": "already_in_channel"}
    channel.members.append(bot)
    call.workspace.changed(channel.members)
    event = joined_event(call.workspace, channel, bot, None)
    call.slack.dispatcher.events_soon(call.slack.envelopes([event]))
    return {"channel": channel_json(call.workspace, channel)}


@method("conversations.history")
def conversations_history(call: Call) -> Json:
    channel = _readable(call)
    messages = [
        message
        for message in reversed(_between(call, channel))
        if not message.is_reply or message.broadcast
    ]
    return _listed(call, messages)


@method("conversations.replies")
def conversations_replies(call: Call) -> Json:
    channel = _readable(call)
    ts = call.string("ts")
    asked = call.workspace.find(channel, ts)
    if asked is None or asked.only_for is not None:
        raise ApiError("thread_not_found")
    if asked.is_reply:
        return _listed(call, [asked])
    replies = [m for m in _between(call, channel) if m.is_reply and m.thread_ts == ts]
    return _listed(call, [asked, *replies])


def _readable(call: Call) -> Channel:
    """The channel, if its messages may be read: with the scope of its kind, as a member."""
    channel = call.channel()
    call.needs(_HISTORY[channel.kind])
    return call.joined_channel()


def _between(call: Call, channel: Channel) -> list[Message]:
    """The messages that everybody sees between `oldest` and `latest`, oldest first."""
    low, high = _time(call, "oldest", 0.0), _time(call, "latest", float("inf"))
    edge = call.flag("inclusive")
    return [
        message
        for message in channel.messages
        if message.only_for is None
        and (low < float(message.ts) < high or (edge and float(message.ts) in (low, high)))
    ]


def _time(call: Call, key: str, default: float) -> float:
    given = call.optional(key)
    if given is None:
        return default
    if not _TS.fullmatch(given):
        raise ApiError(f"invalid_ts_{key}")
    return float(given)


def _listed(call: Call, messages: list[Message]) -> Json:
    shown, cursor = call.page(messages)
    everything = call.flag("include_all_metadata")
    return {
        "messages": [call.slack.snapshot(m, all_metadata=everything) for m in shown],
        "has_more": bool(cursor["next_cursor"]),
        "response_metadata": cursor,
    }
