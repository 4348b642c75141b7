"""Messages: by mention (answered privately), in a direct message, in agreed channels, and in
threads that the bot is part of.

A mention in a channel arrives twice, as ``app_mention`` and as ``message``; only the first is
looked at there. Deliveries of the same message are recognised by event id, channel and time.
"""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack import exchange
from bot.slack.exchange import Incoming
from bot.slack.listeners.events.changes import changed, deleted
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
    incoming = _question(event, context, client, services)
    if incoming is not None:
        _addressed(incoming, body)


def message(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    subtype = event.get("subtype")
    if subtype == "message_changed":
        changed(event, body, context, client, services, _addressed)
        return
    if subtype == "message_deleted":
        deleted(event, body, context, client, services)
        return
    incoming = _question(event, context, client, services)
    if incoming is None:
        return
    if incoming.spoken.direct:
        _addressed(incoming, body)
    elif not incoming.spoken.mentioned:
        _overheard(incoming, body)


def _addressed(incoming: Incoming, body: dict[str, Any]) -> None:
    """Once: what was said to the bot."""
    spoken, services = incoming.spoken, incoming.services
    keys = (str(body.get("event_id") or ""), f"{spoken.channel}:{spoken.ts}")
    with (
        services.talk.alone(spoken.workspace_id, spoken.channel, spoken.ts),
        services.events.once(spoken.workspace_id, *(key for key in keys if key)) as first,
    ):
        if first:
            exchange.answer(incoming, services.talk.hear(spoken))


def _overheard(incoming: Incoming, body: dict[str, Any]) -> None:
    """What people say in channels: only looked at in agreed ones and in known threads."""
    spoken = incoming.spoken
    if spoken.thread_ts is None and not spoken.agreed:
        return
    heard = incoming.services.talk.hear(spoken)
    if heard in ("ignore", "other_person"):
        return
    keys = (str(body.get("event_id") or ""), f"{spoken.channel}:{spoken.ts}")
    with (
        incoming.services.talk.alone(spoken.workspace_id, spoken.channel, spoken.ts),
        incoming.services.events.once(spoken.workspace_id, *(key for key in keys if key)) as first,
    ):
        if first:
            exchange.answer(incoming, heard)


def _question(
    event: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Incoming | None:
    if _is_no_question(event, context):
        return None
    return exchange.read(event, workspace_of(context), context.bot_user_id, services, client)


def _is_no_question(event: dict[str, Any], context: BoltContext) -> bool:
    """Messages of bots (ourselves among them), edits and deletions, joins and the like."""
    return (
        bool(event.get("bot_id") or event.get("bot_profile") or event.get("edited"))
        or event.get("user") == context.bot_user_id
        or event.get("subtype") not in PLAIN_SUBTYPES
    )
