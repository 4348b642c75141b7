"""Messages that were edited or deleted. Unfurled links and our own messages change nothing."""

from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack import exchange, revision
from bot.slack.desk import hearing as desk_hearing
from bot.slack.exchange import Incoming
from bot.slack.listeners.events.keys import keys_of
from bot.slack.messages import TOMBSTONE, by_a_bot
from bot.slack.request import mentions_bot
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def changed(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
    take_as_new: Callable[[Incoming, dict[str, Any], dict[str, Any]], None],
) -> None:
    """``take_as_new`` is for a message whose first delivery has not come."""
    now, before = event.get("message") or {}, event.get("previous_message") or {}
    if now.get("subtype") == TOMBSTONE:
        # Slack keeps the place of a deleted message that has replies, and says it changed.
        _gone(event, now.get("ts"), body, context, client, services)
        return
    when = revision.edited_at(now)
    placed = _placed(event, now)
    incoming = _incoming(placed, context, client, services)
    if incoming is None or when is None or now.get("text") == before.get("text"):
        return
    spoken = incoming.spoken
    with services.talk.alone(spoken.workspace_id, spoken.channel, spoken.ts):
        if desk_hearing.edited(services, client, spoken.workspace_id, spoken.channel, now, when):
            return
        asked = services.talk.known(spoken.workspace_id, spoken.channel, spoken.ts)
        if asked is None:
            if revision.is_new(incoming, when):
                take_as_new(incoming, placed, body)
            return
        key = f"edit:{spoken.channel}:{spoken.ts}:{now['edited'].get('ts')}"
        with services.events.once(spoken.workspace_id, *keys_of(body, key)) as first:
            if first and asked.asker == spoken.user:
                revision.revise(incoming, asked, when)


def deleted(
    event: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    _gone(event, event.get("deleted_ts"), body, context, client, services)


def _gone(
    event: dict[str, Any],
    ts: object,
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    channel = event.get("channel")
    if not (isinstance(channel, str) and isinstance(ts, str) and ts):
        return
    workspace = workspace_of(context)
    with services.talk.alone(workspace, channel, ts):
        if desk_hearing.deleted(services, client, workspace, channel, ts):
            return
        asked = services.talk.known(workspace, channel, ts)
        if asked is not None:
            with services.events.once(workspace, *keys_of(body, f"delete:{channel}:{ts}")) as first:
                if first:
                    revision.withdraw(services, client, workspace, asked)
        elif channel in services.channels or _was_said(event, context):
            # Should its first delivery come later, it is not answered any more.
            with services.events.once(workspace, f"{channel}:{ts}"):
                """Marked as handled."""


def _was_said(event: dict[str, Any], context: BoltContext) -> bool:
    """Whether a person said it to us; of channels' talk nothing is kept."""
    said = event.get("previous_message") or {}
    if by_a_bot(said) or said.get("user") == context.bot_user_id:
        return False
    direct = event.get("channel_type") == "im"
    return direct or mentions_bot(said.get("text") or "", context.bot_user_id)


def _placed(event: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """The message as its own event would have it."""
    placed = {**message, "channel": event.get("channel"), "channel_type": event.get("channel_type")}
    if placed.get("thread_ts") == placed.get("ts"):
        # The first message of a thread stands at the top level.
        placed.pop("thread_ts", None)
    return placed


def _incoming(
    message: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> Incoming | None:
    if by_a_bot(message) or message.get("user") == context.bot_user_id:
        return None
    return exchange.read(message, workspace_of(context), context.bot_user_id, services, client)
