"""Modals of one page: a code explained, how to reach a person."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.desk.packet import Automation
from bot.slack import delivery
from bot.slack.blocks.modals import explain_view, person_view
from bot.slack.blocks.sentences import sentence
from bot.slack.desk.opening import Wanted, begin, elsewhere
from bot.slack.desk.scene import stage
from bot.slack.listeners.actions.click import admitted
from bot.slack.services import Services
from converter import codes, plans
from converter import explain as explain_code


def explain(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    language = click.ref.language
    if click.ref.code not in codes():
        delivery.tell(client, body, sentence(language, "stale"), language)
        return
    view = explain_view(explain_code(click.ref.code, language), language)
    delivery.open_modal(client, body, view)


def person(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    ref = click.ref
    workspace = click.person.workspace_id
    report = services.automations.convert(workspace, ref.key, ref.language, ref.plan)
    scene = stage(services, client, workspace)
    if scene is None:
        delivery.open_modal(client, body, person_view(report, plans(), ref))
        return
    wanted = Wanted(
        start="conversion",
        language=ref.language,
        channel=delivery.channel_of(body),
        private=True,
        automation=Automation(
            key=ref.key,
            name=report.name,
            level=report.level,
            codes=tuple(dict.fromkeys(d.code for d in report.diagnostics)),
            plan=ref.plan or services.automations.plan(workspace, ref.key),
        ),
    )
    elsewhere(scene, body, begin(scene, click.person, wanted), ref.language)
