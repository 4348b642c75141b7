"""Choices that only count with a later one, and buttons that this version does not know."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.sentences import sentence
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def keep_choice(ack: Ack) -> None:
    """The plan menu: Slack sends its state along when an automation is picked."""
    ack()


def unknown_action(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    ack()
    language = services.people.language(workspace_of(context), context.user_id)
    delivery.tell(client, body, sentence(language, "stale"), language)
