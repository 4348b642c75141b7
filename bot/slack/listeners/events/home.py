"""The App Home and the first contact: what the bot does, how to ask, questions to begin with."""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.ladder import welcome_reply
from bot.slack.blocks.sentences import home_view
from bot.slack.services import Services
from bot.slack.showing import suggested
from bot.slack.workspace import workspace_of


def home_opened(
    event: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    user, tab, channel = event.get("user"), event.get("tab"), event.get("channel")
    if not user or tab not in ("home", "messages"):
        return
    workspace = workspace_of(context)
    person = services.people.of(client, workspace, user)
    questions = suggested(services, workspace, person.language)
    if tab == "home":
        client.views_publish(user_id=user, view=home_view(person.language, questions))
    elif (
        person.standing in ("member", "guest")
        and isinstance(channel, str)
        and services.talk.first_contact(workspace, channel)
    ):
        delivery.post(client, channel, welcome_reply(questions, person.language))
