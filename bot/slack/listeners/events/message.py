"""Questions in messages: by mention (answered privately) and in a direct message.

A mention in a channel arrives twice, as ``app_mention`` and as ``message``; only the first is
looked at there. Deliveries of the same message are recognised by event id, channel and time.
"""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack import conversation, delivery
from bot.slack.blocks.elements import Reply
from bot.slack.request import read_message
from bot.slack.services import Services
from bot.slack.workspace import workspace_of

PLAIN_SUBTYPES = (None, "file_share", "thread_broadcast")


def app_mention(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    _answer_once(event, body, context, client, services)


def direct_message(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    if event.get("channel_type") == "im":
        _answer_once(event, body, context, client, services)


def _answer_once(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    channel, user, ts = event.get("channel"), event.get("user"), event.get("ts")
    if not (channel and user and ts) or _is_no_question(event, context):
        return
    workspace = workspace_of(context)
    keys = (str(body.get("event_id") or ""), f"{channel}:{ts}")
    with services.events.once(workspace, *(key for key in keys if key)) as first:
        if first:
            private = event.get("channel_type") != "im"
            reply = _reply(event, workspace, context, client, services, can_share=private)
            if private:
                delivery.whisper(client, channel, user, reply, event.get("thread_ts"))
            else:
                delivery.post(client, channel, reply, event.get("thread_ts"))


def _reply(
    event: dict[str, Any],
    workspace: str,
    context: BoltContext,
    client: WebClient,
    services: Services,
    *,
    can_share: bool,
) -> Reply:
    person = services.people.of(client, workspace, event["user"])
    request = read_message(event.get("text") or "", context.bot_user_id)
    return conversation.answer(services, person, request, can_share=can_share)


def _is_no_question(event: dict[str, Any], context: BoltContext) -> bool:
    """Messages of bots (ourselves among them), edits and deletions, joins and the like."""
    return (
        bool(event.get("bot_id") or event.get("bot_profile") or event.get("edited"))
        or event.get("user") == context.bot_user_id
        or event.get("subtype") not in PLAIN_SUBTYPES
    )
