"""reactions.*"""

import re

from bot.playground.api.registry import Call, method
from bot.playground.errors import ApiError
from bot.playground.limits import Json
from bot.playground.records import Channel, Message

_NAME = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")


@method("reactions.add", "reactions:write")
def reactions_add(call: Call) -> Json:
    channel, message, name = _target(call)
    users = message.reactions.setdefault(name, [])
    if call.workspace.bot_user in users:
        raise ApiError("already_reacted")
    users.append(call.workspace.bot_user)
    call.workspace.saw(channel, message)
    return {}


@method("reactions.remove", "reactions:write")
def reactions_remove(call: Call) -> Json:
    channel, message, name = _target(call)
    users = message.reactions.get(name, [])
    if call.workspace.bot_user not in users:
        raise ApiError("no_reaction")
    users.remove(call.workspace.bot_user)
    if not users:
        del message.reactions[name]
    call.workspace.saw(channel, message)
    return {}


def _target(call: Call) -> tuple[Channel, Message, str]:
    name = call.string("name").strip(":")
    if not _NAME.fullmatch(name):
        raise ApiError("invalid_name")
    if call.optional("channel") is None or call.optional("timestamp") is None:
        raise ApiError("no_item_specified")
    channel = call.joined_channel()
    if channel.archived:
        raise ApiError("is_archived")
    message = call.workspace.find(channel, call.string("timestamp"))
    if message is None or message.only_for is not None or message.tombstone:
        raise ApiError("message_not_found")
    return channel, message, name
