"""“Answer this”: an answer to somebody's message, for the one who asked for it only."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.sentences import sentence
from bot.slack.private import answer_privately
from bot.slack.request import question_of
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def answer_message(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    ack()
    person = services.people.of(client, workspace_of(context), context.user_id)
    message = body.get("message") or {}
    channel = delivery.channel_of(body)
    raw = str(message.get("text") or "")
    if message.get("bot_id") or not question_of(raw, context.bot_user_id):
        reply = sentence(person.language, "nothing_to_answer")
    else:
        reply = answer_privately(services, person, channel, raw, context.bot_user_id)
    delivery.tell(client, body, reply, person.language, message.get("thread_ts"))
