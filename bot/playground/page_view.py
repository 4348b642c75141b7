"""What the browser page shows: a person's view of the workspace, as JSON."""

from bot.playground.elements import state_values
from bot.playground.file_payloads import page_path
from bot.playground.limits import Json
from bot.playground.notices import notice
from bot.playground.records import NOTICE_AUTHOR, Channel, Message, View
from bot.playground.slack import Slack
from bot.playground.world import Person

_NEUTRAL = "#6b6f76"


def world_json(slack: Slack) -> Json:
    world = slack.world
    return {
        "team": {"id": world.team.id, "name": world.team.name},
        "bot": {
            "id": world.bot.user_id,
            "name": world.bot.name,
            "color": world.bot.color,
        },
        "people": [person_json(person) for person in world.people],
        "commands": [{"name": c.name, "hint": dict(c.hint)} for c in world.commands],
        "shortcuts": [{"id": s.callback_id, "name": s.name} for s in world.shortcuts],
        "try": {language: list(texts) for language, texts in world.try_.items()},
    }


def person_json(person: Person) -> Json:
    return person.model_dump(include={"id", "name", "real_name", "locale", "role", "color"})


def view_for(slack: Slack, user: str) -> Json:
    """Everything that `user` sees at this moment."""
    workspace = slack.workspace
    channels = workspace.channels_of(user)
    home = workspace.homes.get(user)
    return {
        "seq": workspace.seqs[user],
        "me": person_json(workspace.people[user]),
        "channels": [_channel_json(slack, channel, user) for channel in channels],
        "messages": {
            channel.id: [
                message_for(slack, message, user) for message in workspace.visible(channel, user)
            ]
            for channel in channels
        },
        "home": None if home is None else shown_view(home),
        "modals": [shown_view(view) for view in workspace.modals.get(user, [])],
    }


def message_for(slack: Slack, message: Message, user: str) -> Json:
    """A message as `user` sees it."""
    workspace, bot = slack.workspace, slack.world.bot
    channel = workspace.channels[message.channel]
    author = workspace.people.get(message.user)
    if author is not None:
        name, color = author.real_name, author.color
    elif message.user == bot.user_id:
        name, color = bot.name, bot.color
    else:
        name, color = ("Slackbot" if message.user == NOTICE_AUTHOR else "Other app"), _NEUTRAL
    text = message.text
    if message.tombstone:
        text = notice("message_deleted", workspace.people[user].locale)
    return {
        "ts": message.ts,
        "channel": message.channel,
        "user": message.user,
        "name": name,
        "is_bot": message.bot_id is not None,
        "color": color,
        "text": text,
        "blocks": message.blocks or None,
        "thread_ts": message.thread_ts,
        "reply_count": 0 if message.is_reply else len(workspace.replies(channel, message.ts)),
        "broadcast": message.broadcast,
        "edited": message.edited_ts is not None,
        "ephemeral": message.only_for is not None,
        "reactions": [{"name": n, "count": len(u)} for n, u in message.reactions.items()],
        "files": [
            {
                "id": file.id,
                "name": file.name,
                "title": file.title or file.name,
                "mimetype": file.mimetype,
                "alt_text": file.alt_text,
                "url": page_path(file),
            }
            for file in (workspace.files[file_id] for file_id in message.files)
        ],
        "notice": message.notice,
        "deleted": message.tombstone,
        "state": state_values(message.blocks, message.choices.get(user, {})),
    }


def shown_view(view: View) -> Json:
    payload = view.payload

    def text(key: str) -> str | None:
        return payload[key]["text"] if key in payload else None

    return {
        "id": view.id,
        "type": view.kind,
        "title": text("title") or "",
        "submit": text("submit"),
        "close": text("close"),
        "blocks": view.blocks,
        "errors": dict(view.errors) or None,
        "state": state_values(view.blocks, view.values),
    }


def _channel_json(slack: Slack, channel: Channel, user: str) -> Json:
    visible = slack.workspace.visible(channel, user)
    return {
        "id": channel.id,
        "name": slack.world.bot.name if channel.is_dm else channel.name,
        "kind": "dm" if channel.is_dm else "channel",
        "private": channel.private,
        "topic": channel.topic,
        "members": list(channel.members),
        "last_ts": visible[-1].ts if visible else None,
    }
