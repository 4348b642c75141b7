"""“Plan the cut-over”, under a conversion: the card, in direct messages."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.sentences import sentence
from bot.slack.cutover import cards
from bot.slack.cutover.scene import stage
from bot.slack.listeners.actions.click import admitted
from bot.slack.messages import is_direct
from bot.slack.services import Services
from converter.cutover import facts_of


def open_cutover(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    person, ref = click.person, click.ref
    workspace = person.workspace_id
    scene = stage(services, client, workspace)
    found = services.automations.get(workspace, ref.key)
    report = services.automations.convert(workspace, ref.key, ref.language, ref.plan)
    facts = facts_of(report)
    if scene is None or found is None or not facts.convertible:
        delivery.tell(client, body, sentence(ref.language, "cutover_cannot"), ref.language)
        return
    opened = scene.cutovers.open(
        workspace, found.automation_id, report.name, person.user_id, facts.digest, ref.plan
    )
    cards.give(scene, opened.cutover, person)
    if not is_direct(delivery.channel_of(body)):
        thread = delivery.thread_of(body)
        reply = sentence(ref.language, "cutover_in_direct")
        delivery.tell(client, body, reply, ref.language, thread)
