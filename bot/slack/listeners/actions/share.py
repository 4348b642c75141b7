"""Share: the answer for everybody in the channel, once a message however often it is clicked."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.report import private_reply, shared_reply
from bot.slack.blocks.sentences import sentence
from bot.slack.listeners.actions.click import admitted
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
    try:
        with services.events.once(person.workspace_id, key) as first:
            if first:
                shown = shared_reply(report, ref, person.user_id)
                delivery.publish(client, body, shown)
    except delivery.NotPublished as problem:
        why = "share_unclear" if problem.unclear else "cannot_share"
        delivery.tell(client, body, sentence(ref.language, why), ref.language)
        return
    delivery.rewrite(client, body, private_reply(report, ref, shared=True), ref.language)
