"""``/convert``: the answer is the acknowledgement itself, for the asker only."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import conversation, delivery
from bot.slack.blocks import sentences
from bot.slack.maps.offer import Offer
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
    if services.allowance.allowed(person.workspace_id, person.user_id) != "yes":
        ack(delivery.acknowledgement(sentences.too_many(person.language)))
        return
    request = read_command(command.get("text") or "")
    can_share = command.get("channel_name") != "directmessage"
    offer = Offer(services, person)
    reply = conversation.answer(services, person, request, can_share=can_share, offer=offer)
    ack(delivery.acknowledgement(reply))
    offer.begin()
