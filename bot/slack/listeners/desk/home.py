"""The desk's buttons in the App Home: its cases as CSV, its settings."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.desk.settings_form import settings_view, written_in
from bot.slack.blocks.sentences import sentence
from bot.slack.desk.home import DAYS, may_run, table
from bot.slack.desk.preferences import save, written_before
from bot.slack.desk.scene import stage
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.texts import plain
from bot.slack.workspace import workspace_of


def send_csv(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    person = _agent(ack, body, context, client, services)
    scene = stage(services, client, person.workspace_id) if person is not None else None
    if person is None or scene is None:
        return
    name, text = table(scene, person)
    client.files_upload_v2(
        content=text,
        filename=name,
        title=name,
        channel=delivery.direct(client, person.user_id),
        initial_comment=plain(person.language, "desk_csv_sent", n=DAYS),
    )


def open_settings(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    person = _agent(ack, body, context, client, services)
    desk = services.desk
    if person is None or desk is None:
        return
    written = written_before(desk, person.workspace_id)
    delivery.open_modal(client, body, settings_view(written, person.language))


def save_settings(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """What is wrong in it is told in their direct messages, and nothing is saved."""
    person = _agent(ack, body, context, client, services)
    desk = services.desk
    if person is None or desk is None:
        return
    told = save(desk, person, written_in(body.get("view") or {}))
    delivery.post(client, delivery.direct(client, person.user_id), told)


def _agent(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Person | None:
    ack()
    person = services.people.of(client, workspace_of(context), context.user_id)
    context["language"] = person.language
    if may_run(services, client, person):
        return person
    reply = sentence(person.language, "desk_not_an_agent")
    delivery.tell(client, body, reply, person.language)
    return None
