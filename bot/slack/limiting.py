"""Clicks and shortcuts over the limit: left out before they are kept, and the person is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.allowance import Allowance, Verdict
from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.services import Services
from bot.slack.workspace import workspace_of

Payload = dict[str, Any]

CLICKS = 3
"""As many times as people may ask, they may click: an answer has several buttons."""
MARK = "journeydesk_left_out"
"""Stands in a payload that is kept only to tell the person that it was left out."""


@dataclass(frozen=True)
class Limits:
    """``asking`` is the limit of questions and commands, which shortcuts count among; ``clicking``
    the one of buttons and menus. A form that somebody filled in is always taken: the click that
    opened it was counted."""

    asking: Allowance
    clicking: Allowance

    def verdict(self, payload: Payload, workspace_id: str) -> Verdict:
        kind = payload.get("type")
        user = (payload.get("user") or {}).get("id")
        if not user or kind not in ("block_actions", "message_action", "shortcut"):
            return "yes"
        allowance = self.clicking if kind == "block_actions" else self.asking
        return allowance.allowed(workspace_id, user)


def tell_left_out(
    ack: Ack,
    body: Payload,
    context: BoltContext,
    client: WebClient,
    services: Services,
    next: Callable[[], None],
) -> BoltResponse | None:
    """Bolt middleware: what carries the mark reaches no listener."""
    if MARK not in body:
        next()
        return None
    person = services.people.of(client, workspace_of(context), context.user_id)
    clicked = body.get("type") == "block_actions"
    reply = (sentences.too_many_clicks if clicked else sentences.too_many)(person.language)
    delivery.tell(client, body, reply, person.language)
    return ack()
