"""Share: a private answer for everybody in the channel, once a question."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.answer import answer_reply, shared_answer
from bot.slack.listeners.sharing import shared_once
from bot.slack.listeners.talk.click import admitted, say, turn_of
from bot.slack.services import Services


def share(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    asked = turn_of(click, body, client, services) if click is not None else None
    if click is None or asked is None:
        return
    person, ref, language = click.person, click.ref, click.ref.language
    if asked.asker != person.user_id:
        say(click, body, client, "not_yours")
        return
    entry = services.talk.entry(person.workspace_id, ref.topic or "", language)
    if entry is None:
        say(click, body, client, "subject_gone")
        return
    key = f"share:turn:{ref.turn}:{ref.topic}"
    seen = shared_answer(entry, ref, person.user_id, asked.text, bare=services.plain)
    if shared_once(services, client, body, person, key, seen, language):
        reply = answer_reply(entry, ref, shared=True, bare=services.plain)
        delivery.rewrite(client, body, reply, language)
