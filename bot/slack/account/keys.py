"""API keys that somebody wrote where others can read them: they are warned, and nothing is kept."""

import re
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.mailchimp.connecting.pasted import holds_key
from bot.slack import delivery
from bot.slack.blocks import account as blocks
from bot.slack.messages import by_a_bot, is_direct
from bot.slack.services import Services
from bot.slack.workspace import workspace_of

Payload = dict[str, Any]
_MENTION = re.compile("<@[^<>]*>")


def warn_of_keys(
    ack: Ack,
    body: Payload,
    context: BoltContext,
    client: WebClient,
    services: Services,
    next: Callable[[], None],
) -> BoltResponse | None:
    """Bolt middleware: what holds a key reaches no listener, but for the form that asks for one."""
    text, event = _written(body)
    if not holds_key(text):
        next()
        return None
    user = event.get("user") or context.user_id
    person = services.people.of(client, workspace_of(context), user)
    reply = blocks.told(person.language, "account_key_written")
    if "command" in body:
        return ack(delivery.acknowledgement(reply))
    if not event:
        delivery.post(client, delivery.direct(client, person.user_id), reply)
        return ack()
    channel, ts = str(event.get("channel")), str(event.get("ts"))
    # A mention arrives as a message, too.
    with services.events.once(person.workspace_id, f"key:{channel}:{ts}") as first:
        if first and is_direct(channel):
            delivery.post(client, channel, reply, event.get("thread_ts"))
        elif first:
            delivery.whisper(client, channel, person.user_id, reply, event.get("thread_ts"))
    return ack()


def _written(body: Payload) -> tuple[str, Payload]:
    """What a person wrote, and the message it stands in, where it stands in one."""
    if "command" in body:
        return str(body.get("text") or ""), {}
    event: Payload = body.get("event") or {}
    if event.get("type") in ("message", "app_mention"):
        inner = event.get("message") if event.get("subtype") == "message_changed" else event
        if not isinstance(inner, dict) or by_a_bot(inner):
            return "", {}
        place = {name: inner.get(name) for name in ("ts", "thread_ts", "user")}
        said = _MENTION.sub(" ", str(inner.get("text") or ""))
        return said, {**place, "channel": event.get("channel")}
    view = body.get("view") or {}
    if body.get("type") == "view_submission" and view.get("callback_id") != blocks.FORM:
        fields = ((view.get("state") or {}).get("values") or {}).values()
        typed = [one.get("value") for field in fields for one in field.values()]
        return "\n".join(one for one in typed if isinstance(one, str)), {}
    return "", {}
