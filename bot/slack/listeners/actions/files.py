"""“Report as files”: the report on an automation, for the person who asks, in their messages."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.sentences import sentence
from bot.slack.listeners.actions.click import admitted
from bot.slack.messages import is_direct
from bot.slack.report_files import page_and_findings, send
from bot.slack.services import Services
from bot.slack.texts import mrkdwn, plain


def send_report(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    person, ref = click.person, click.ref
    row = services.automations.convert(person.workspace_id, ref.key, ref.language, ref.plan)
    name = row.name.strip() or plain(ref.language, "untitled")
    comment = mrkdwn(ref.language, "files_comment", name=name)
    files = page_and_findings(row, ref.language, ref.plan)
    sent = send(client, person.user_id, files, comment)
    if not sent:
        delivery.tell(client, body, sentence(ref.language, "files_refused"), ref.language)
    elif not is_direct(delivery.channel_of(body)):
        delivery.tell(client, body, sentence(ref.language, "files_sent"), ref.language)
