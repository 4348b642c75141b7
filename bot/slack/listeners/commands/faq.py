"""``/faq``: the answer is the acknowledgement itself, for the asker only."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.private import answer_privately
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def faq_command(
    ack: Ack,
    command: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    person = services.people.of(client, workspace_of(context), context.user_id)
    if services.allowance.allowed(person.workspace_id, person.user_id) != "yes":
        ack(delivery.acknowledgement(sentences.too_many(person.language)))
        return
    reply = answer_privately(
        services,
        person,
        str(command.get("channel_id") or ""),
        str(command.get("text") or ""),
        context.bot_user_id,
    )
    ack(delivery.acknowledgement(reply))
