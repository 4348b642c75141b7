"""The App Home and the first contact: what the bot does, how to ask, questions to begin with."""

from typing import Any

from slack_bolt import BoltContext
from slack_sdk import WebClient

from bot.slack import delivery, home
from bot.slack.blocks.ladder import welcome_reply
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
    if tab == "home":
        home.publish(services, client, person)
    elif (
        person.may_ask
        and isinstance(channel, str)
        and services.talk.first_contact(workspace, channel)
    ):
        questions = suggested(services, workspace, person.language)
        delivery.post(client, channel, welcome_reply(questions, person.language))
