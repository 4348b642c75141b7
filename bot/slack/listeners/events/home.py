"""The App Home: what the bot does and how to ask, in the person's language."""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack.blocks.sentences import home_view
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def home_opened(
    event: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    user = event.get("user")
    if event.get("tab") != "home" or not user:
        return
    person = services.people.of(client, workspace_of(context), user)
    client.views_publish(user_id=user, view=home_view(person.language))
