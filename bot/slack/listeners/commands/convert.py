"""``/convert``: the answer is the acknowledgement itself, for the asker only."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import conversation, delivery
from bot.slack.request import read_command
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def convert_command(
    ack: Ack,
    command: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    person = services.people.of(client, workspace_of(context), context.user_id)
    request = read_command(command.get("text") or "")
    can_share = command.get("channel_name") != "directmessage"
    ack(
        delivery.acknowledgement(
            conversation.answer(services, person, request, can_share=can_share)
        )
    )
