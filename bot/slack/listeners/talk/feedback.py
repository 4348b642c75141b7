"""Thumbs under an answer, and the reason for a thumb down."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.details import REASONS, feedback_view
from bot.slack.listeners.talk.click import admitted, say
from bot.slack.services import Services
from bot.slack.talk_reference import TalkRef
from bot.slack.workspace import workspace_of


def judge(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    person, ref = click.person, click.ref
    verdict = ref.verdict
    if verdict is None or not services.talk.feedback(
        person.workspace_id, ref.turn, person.user_id, verdict
    ):
        say(click, body, client, "question_gone")
    elif verdict == "up":
        say(click, body, client, "feedback_thanks")
    else:
        delivery.open_modal(client, body, feedback_view(ref))


def save_reason(ack: Ack, body: dict[str, Any], context: BoltContext, services: Services) -> None:
    """The verdict itself is stored already; the form only says why."""
    ack()
    view = body.get("view") or {}
    ref = TalkRef.decode(view.get("private_metadata"))
    if ref is None or context.user_id is None:
        return
    values = (view.get("state") or {}).get("values") or {}
    chosen = ((values.get("reason") or {}).get("reason") or {}).get("selected_option") or {}
    reason = chosen.get("value")
    comment = ((values.get("comment") or {}).get("comment") or {}).get("value")
    services.talk.explain(
        workspace_of(context),
        ref.turn,
        context.user_id,
        reason if reason in REASONS else None,
        comment if isinstance(comment, str) else None,
    )
