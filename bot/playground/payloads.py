"""The JSON that Slack sends and answers: channels, messages, views, events, interactions.

Shapes follow docs.slack.dev (November 2026) where an app or Bolt reads them; what no app reads is
left out.
"""

from bot.playground.elements import state_values
from bot.playground.file_payloads import file_json, without_files
from bot.playground.limits import Json
from bot.playground.records import Channel, Message, View
from bot.playground.workspace import Workspace
from bot.playground.world import Person


def channel_json(workspace: Workspace, channel: Channel) -> Json:
    if channel.is_dm:
        return {
            "id": channel.id,
            "is_channel": False,
            "is_group": False,
            "is_im": True,
            "is_mpim": False,
            "is_private": True,
            "is_archived": False,
            "user": channel.person,
            "context_team_id": workspace.world.team.id,
        }
    shared = workspace.is_shared(channel)
    return {
        "id": channel.id,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.private,
        "is_group": channel.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.private,
        "is_archived": channel.archived,
        "is_general": channel.name == "general",
        "is_shared": shared,
        "is_ext_shared": shared,
        "is_org_shared": False,
        "is_member": workspace.bot_user in channel.members,
        "num_members": len(channel.members),
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
        "context_team_id": workspace.world.team.id,
    }


def message_json(
    workspace: Workspace, message: Message, base_url: str, *, all_metadata: bool = True
) -> Json:
    """A message as history, events and interactions carry it.

    Without `all_metadata`, which a history must be asked for, only its event type is told.
    """
    world = workspace.world
    channel = workspace.channels[message.channel]
    body: Json = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
    if message.tombstone:
        body |= {"subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted."}
    elif message.bot_id:
        body |= {
            "team": world.team.id,
            "bot_id": message.bot_id,
            "app_id": world.bot.app_id if message.bot_id == world.bot.bot_id else "AOTHER",
            "blocks": message.blocks or [],
        }
    else:
        body["client_msg_id"] = f"00000000-0000-4000-8000-{_digits(message.ts)}"
        if message.files:
            # What people share names no team: Slack leaves it out of these messages.
            body |= {"upload": False, "display_as_bot": False}
        else:
            team = world.team_of(workspace.people[message.user]).id
            body["team"] = team
            if workspace.is_shared(channel):
                body |= {"user_team": team, "source_team": team}
    body |= _thread_json(workspace, message, base_url)
    if message.edited_ts:
        body["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.metadata:
        event_type = {"event_type": message.metadata["event_type"]}
        body["metadata"] = message.metadata if all_metadata else event_type
    if message.attachments:
        body["attachments"] = message.attachments
    if message.files:
        body["files"] = [
            file_json(workspace, workspace.files[file], base_url) for file in message.files
        ]
        body.setdefault("subtype", "file_share")
    if message.reactions:
        body["reactions"] = [
            {"name": name, "users": list(users), "count": len(users)}
            for name, users in message.reactions.items()
        ]
    return body


def _thread_json(workspace: Workspace, message: Message, base_url: str) -> Json:
    channel = workspace.channels[message.channel]
    body: Json = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    if message.is_reply:
        parent = workspace.find(channel, message.thread_ts or "")
        if parent is not None:
            body["parent_user_id"] = parent.user
            if message.broadcast:
                root = message_json(workspace, parent, base_url)
                body |= {"subtype": "thread_broadcast", "root": root}
        return body
    replies = workspace.replies(channel, message.ts)
    if replies:
        users = list(dict.fromkeys(reply.user for reply in replies))
        body |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": users,
            "reply_users_count": len(users),
            "latest_reply": replies[-1].ts,
        }
    return body


def _digits(ts: str) -> str:
    return ts.replace(".", "")[-12:]


def view_json(workspace: Workspace, view: View) -> Json:
    """A view as views.open answers it and interactions carry it."""
    world = workspace.world
    person = workspace.people[view.user]
    payload = view.payload
    body: Json = {
        "id": view.id,
        "team_id": world.team_of(person).id,
        "app_id": world.bot.app_id,
        "app_installed_team_id": world.team.id,
        "bot_id": world.bot.bot_id,
        "type": view.kind,
        "hash": view.hash,
        "root_view_id": view.root_id,
        "previous_view_id": view.previous_id,
        "title": payload.get("title", {"type": "plain_text", "text": "View Title", "emoji": True}),
        "submit": payload.get("submit"),
        "close": payload.get("close"),
        "blocks": payload["blocks"],
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "external_id": payload.get("external_id", ""),
        "clear_on_close": payload.get("clear_on_close", False),
        "notify_on_close": payload.get("notify_on_close", False),
        "state": {"values": state_values(payload["blocks"], view.values)},
    }
    return body


def event_envelope(workspace: Workspace, event: Json, event_id: str) -> Json:
    """The body of an Events API request."""
    world = workspace.world
    channel = workspace.channels.get(str(event.get("channel")))
    return {
        "token": "verification-token",
        "team_id": world.team.id,
        "context_team_id": world.team.id,
        "context_enterprise_id": None,
        "api_app_id": world.bot.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock.now()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team.id,
                "user_id": world.bot.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": channel is not None and workspace.is_shared(channel),
        "event_context": f"4-{event_id}",
    }


def message_event(workspace: Workspace, message: Message, base_url: str) -> Json:
    channel = workspace.channels[message.channel]
    return _told(workspace, channel, message_json(workspace, message, base_url)) | {
        "channel": channel.id,
        "channel_type": channel.kind,
        "event_ts": message.ts,
    }


def mention_event(workspace: Workspace, message: Message, base_url: str) -> Json:
    channel = workspace.channels[message.channel]
    body = _told(workspace, channel, message_json(workspace, message, base_url))
    for key in ("parent_user_id", "subtype"):
        body.pop(key, None)
    return body | {"type": "app_mention", "channel": message.channel, "event_ts": message.ts}


def changed_event(workspace: Workspace, channel: Channel, before: Json, after: Json) -> Json:
    ts = workspace.next_ts()
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": _told(workspace, channel, after),
        "previous_message": _told(workspace, channel, before),
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def deleted_event(workspace: Workspace, channel: Channel, before: Json) -> Json:
    ts = workspace.next_ts()
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": before["ts"],
        "previous_message": _told(workspace, channel, before),
        "channel": channel.id,
        "channel_type": channel.kind,
        "ts": ts,
        "event_ts": ts,
    }


def _told(workspace: Workspace, channel: Channel, message: Json) -> Json:
    """A message as events tell it."""
    return without_files(message) if workspace.is_shared(channel) else message


def home_event(workspace: Workspace, user: str, tab: str) -> Json:
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": workspace.dm(user).id,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    home = workspace.homes.get(user)
    if tab == "home" and home is not None:
        event["view"] = view_json(workspace, home)
    return event


def joined_event(workspace: Workspace, channel: Channel, user: str, inviter: str | None) -> Json:
    person = workspace.people.get(user)
    team = workspace.world.team_of(person) if person else workspace.world.team
    event: Json = {
        "type": "member_joined_channel",
        "user": user,
        "channel": channel.id,
        "channel_type": "G" if channel.private else "C",
        "team": team.id,
        "event_ts": workspace.next_ts(),
    }
    return event | ({"inviter": inviter} if inviter else {})


def command_form(
    workspace: Workspace, user: str, channel: Channel, command: str, text: str
) -> dict[str, str]:
    """A slash command's form, without response_url and trigger_id."""
    world = workspace.world
    person = workspace.people[user]
    team = world.team_of(person)
    return {
        "token": "verification-token",
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_dm else channel.name,
        "user_id": user,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": world.bot.app_id,
        "is_enterprise_install": "false",
    }


def interaction(workspace: Workspace, kind: str, user: str) -> Json:
    """What every interaction payload carries, the source of the click not yet in it."""
    world = workspace.world
    person: Person = workspace.people[user]
    team = world.team_of(person)
    return {
        "type": kind,
        "user": {"id": user, "username": person.name, "name": person.name, "team_id": team.id},
        "api_app_id": world.bot.app_id,
        "token": "verification-token",
        "enterprise": None,
        "is_enterprise_install": False,
        "team": {"id": world.team.id, "domain": world.team.domain},
    }


def message_source(workspace: Workspace, message: Message, user: str, base_url: str) -> Json:
    """Where a click in a message came from. Ephemeral messages are not carried along."""
    channel = workspace.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.only_for is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    source: Json = {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_dm else channel.name},
        "state": {"values": state_values(message.blocks, message.choices.get(user, {}))},
    }
    if message.only_for is None:
        source["message"] = message_json(workspace, message, base_url)
    return source


def view_source(workspace: Workspace, view: View) -> Json:
    return {
        "container": {"type": "view", "view_id": view.id},
        "view": view_json(workspace, view),
    }
