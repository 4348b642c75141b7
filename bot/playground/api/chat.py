"""chat.*"""

from bot.playground.api.registry import Call, method
from bot.playground.content import read_content
from bot.playground.errors import ApiError
from bot.playground.limits import Json
from bot.playground.records import Channel, Message


@method("chat.postMessage", "chat:write")
def chat_post_message(call: Call) -> Json:
    channel = _target(call)
    content = read_content(call.args)
    thread_ts = _thread(call, channel)
    seconds = call.slack.limiter.wait(channel.id)
    if seconds:
        raise ApiError("ratelimited", status=429, headers={"Retry-After": str(seconds)})
    message = call.slack.bot_message(channel, content)
    message.thread_ts = thread_ts
    message.broadcast = thread_ts is not None and call.flag("reply_broadcast")
    call.slack.post(message)
    return {"channel": channel.id, "ts": message.ts, "message": call.slack.snapshot(message)}


@method("chat.postEphemeral", "chat:write")
def chat_post_ephemeral(call: Call) -> Json:
    channel = _target(call)
    user = call.string("user")
    if user not in channel.members:
        raise ApiError("user_not_in_channel")
    content = read_content(call.args)
    thread_ts = _thread(call, channel)
    message = call.slack.bot_message(channel, content)
    message.thread_ts, message.only_for = thread_ts, user
    call.slack.post(message)
    return {"message_ts": message.ts}


@method("chat.update", "chat:write")
def chat_update(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, call.string("ts"), "cant_update_message")
    if channel.archived:
        raise ApiError("is_inactive")
    content = read_content(call.args, text_required=False)
    if content.text is None and content.blocks is None and content.attachments is None:
        raise ApiError("no_text")
    text = message.text if content.text is None else content.text
    blocks = message.blocks if content.blocks is None else content.blocks
    if not text.strip() and not blocks and not (content.attachments or message.attachments):
        raise ApiError("no_text")
    call.slack.rewrite(message, content)
    return {
        "channel": channel.id,
        "ts": message.ts,
        "text": message.text,
        "message": call.slack.snapshot(message),
    }


@method("chat.delete", "chat:write")
def chat_delete(call: Call) -> Json:
    channel = call.channel()
    message = _own(call, channel, call.string("ts"), "cant_delete_message")
    call.slack.remove(message)
    return {"channel": channel.id, "ts": message.ts}


@method("chat.getPermalink")
def chat_get_permalink(call: Call) -> Json:
    channel = call.channel()
    message = call.workspace.find(channel, call.string("message_ts"))
    if message is None or message.only_for is not None:
        raise ApiError("message_not_found")
    domain = call.slack.world.team.domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{message.ts.replace('.', '')}"
    if message.is_reply:
        link += f"?thread_ts={message.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _target(call: Call) -> Channel:
    """Where to post: a channel id, #name, or a user id for the direct conversation."""
    name = call.string("channel")
    channels = call.workspace.channels
    if name in call.workspace.people:
        return call.workspace.dm(name)
    channel = channels.get(name) or channels.get(
        call.workspace.channel_names().get(name.removeprefix("#"), "")
    )
    if channel is None or (channel.private and call.workspace.bot_user not in channel.members):
        raise ApiError("channel_not_found")
    if call.workspace.bot_user not in channel.members and (
        "chat:write.public" not in call.slack.scopes
    ):
        raise ApiError("not_in_channel")
    if channel.archived:
        raise ApiError("is_archived")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    """The thread to post in; replies to replies and to ephemeral messages are refused."""
    ts = call.optional("thread_ts")
    if ts is None:
        return None
    parent = call.workspace.find(channel, ts)
    if parent is None or parent.is_reply or parent.only_for is not None:
        raise ApiError("cannot_reply_to_message")
    return ts


def _own(call: Call, channel: Channel, ts: str, refusal: str) -> Message:
    message = call.workspace.find(channel, ts)
    if message is None or message.only_for is not None or message.tombstone:
        raise ApiError("message_not_found")
    if message.bot_id != call.slack.world.bot.bot_id:
        raise ApiError(refusal)
    return message
