"""Messages: by mention (answered privately), in a direct message, in agreed channels, and in
threads that the bot is part of.

A mention in a channel arrives twice, as ``app_mention`` and as ``message``; only the first is
looked at there. Deliveries of the same message are recognised by event id, channel and time.
"""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack import exchange
from bot.slack.desk import hearing as desk_hearing
from bot.slack.exchange import Incoming
from bot.slack.listeners.events.changes import changed, deleted
from bot.slack.listeners.events.keys import keys_of
from bot.slack.messages import PLAIN_SUBTYPES, by_a_bot
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from bot.talk.hearing import Hearing


def app_mention(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    incoming = _question(event, context, client, services)
    if incoming is not None and not _of_a_case(incoming, event, body):
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
        changed(event, body, context, client, services, _as_new)
        return
    if subtype == "message_deleted":
        deleted(event, body, context, client, services)
        return
    incoming = _question(event, context, client, services)
    if incoming is None or _of_a_case(incoming, event, body):
        return
    if incoming.spoken.direct:
        _addressed(incoming, body)
    elif not incoming.spoken.mentioned:
        _overheard(incoming, body)


def _as_new(incoming: Incoming, event: dict[str, Any], body: dict[str, Any]) -> None:
    if not _of_a_case(incoming, event, body):
        _addressed(incoming, body)


def _of_a_case(incoming: Incoming, event: dict[str, Any], body: dict[str, Any]) -> bool:
    """Whether it belongs to a case; it is passed on once, however often it is delivered."""
    spoken, services = incoming.spoken, incoming.services
    workspace, client = spoken.workspace_id, incoming.client
    if not desk_hearing.belongs(services, client, workspace, event, mentioned=spoken.mentioned):
        return False
    keys = keys_of(body, f"{spoken.channel}:{spoken.ts}")
    with (
        services.talk.alone(spoken.workspace_id, spoken.channel, spoken.ts),
        services.events.once(spoken.workspace_id, *keys) as first,
    ):
        if first:
            desk_hearing.pass_on(services, incoming.client, spoken.workspace_id, event)
    return True


def _addressed(incoming: Incoming, body: dict[str, Any]) -> None:
    """What was said to the bot."""
    _once(incoming, body, lambda: incoming.services.talk.hear(incoming.spoken))


def _overheard(incoming: Incoming, body: dict[str, Any]) -> None:
    """What people say in channels: only looked at in agreed ones and in known threads."""
    spoken = incoming.spoken
    if spoken.thread_ts is None and not spoken.agreed:
        return
    heard = incoming.services.talk.hear(spoken)
    if heard not in ("ignore", "other_person"):
        _once(incoming, body, lambda: heard)


def _once(incoming: Incoming, body: dict[str, Any], hear: Callable[[], Hearing]) -> None:
    spoken, services = incoming.spoken, incoming.services
    keys = keys_of(body, f"{spoken.channel}:{spoken.ts}")
    with (
        services.talk.alone(spoken.workspace_id, spoken.channel, spoken.ts),
        services.events.once(spoken.workspace_id, *keys) as first,
    ):
        if first:
            exchange.answer(incoming, hear())


def _question(
    event: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Incoming | None:
    if _is_no_question(event, context):
        return None
    return exchange.read(event, workspace_of(context), context.bot_user_id, services, client)


def _is_no_question(event: dict[str, Any], context: BoltContext) -> bool:
    """Messages of bots (ourselves among them), edits and deletions, joins and the like."""
    return (
        by_a_bot(event)
        or bool(event.get("edited"))
        or event.get("user") == context.bot_user_id
        or event.get("subtype") not in PLAIN_SUBTYPES
    )
