"""Share: a conversion for everybody in the channel, once a message."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import conversation, delivery
from bot.slack.blocks.report import shared_reply
from bot.slack.listeners.actions.click import admitted
from bot.slack.listeners.sharing import shared_once
from bot.slack.services import Services


def share(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    person, ref = click.person, click.ref
    container = body.get("container") or {}
    key = f"share:{container.get('channel_id')}:{container.get('message_ts')}:{ref.encode()}"
    report = services.automations.convert(person.workspace_id, ref.key, ref.language, ref.plan)
    shown = shared_reply(report, ref, person.user_id)
    if shared_once(services, client, body, person, key, shown, ref.language):
        again = conversation.converted(services, person, ref, shared=True)
        delivery.rewrite(client, body, again, ref.language)
