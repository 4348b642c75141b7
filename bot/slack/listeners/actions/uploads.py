"""A file that somebody sent, forgotten again."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.sentences import sentence
from bot.slack.file_reference import FileRef
from bot.slack.listeners.click import entered, full_member
from bot.slack.services import Services


def forget_file(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = entered(ack, body, context, client, services, FileRef.decode, full_member)
    if found is None:
        return
    person, ref = found
    gone = services.automations.forget_file(person.workspace_id, ref.number)
    key = "upload_forgotten" if gone else "upload_gone"
    delivery.rewrite(client, body, sentence(ref.language, key), ref.language)
