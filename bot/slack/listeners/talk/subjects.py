"""Picking from a list: all subjects, or a question to begin with."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.elements import Reply
from bot.slack.listeners.talk.click import TalkClick, admitted, say
from bot.slack.ports import Asked, Question
from bot.slack.private import asking, picked, subjects
from bot.slack.services import Services


def list_subjects(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        ref = click.ref
        reply = subjects(services, click.person, ref.language, share=ref.share)
        delivery.tell(client, body, reply, ref.language, delivery.thread_of(body))


def pick_subject(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """The answer takes the place of the list."""
    click = admitted(ack, body, context, client, services)
    found = _picked(click, body, client, services, private=True) if click else None
    if click is not None and found is not None:
        asked, reply = found
        services.talk.answered(click.person.workspace_id, asked, None)
        delivery.rewrite(client, body, reply, click.ref.language)


def suggest(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """In the direct conversation, the answer is a message as if the question had been written."""
    click = admitted(ack, body, context, client, services)
    found = _picked(click, body, client, services, private=False) if click else None
    if click is not None and found is not None:
        asked, reply = found
        ts = delivery.post(client, asked.channel, reply)
        services.talk.answered(click.person.workspace_id, asked, ts)


def _picked(
    click: TalkClick,
    body: dict[str, Any],
    client: WebClient,
    services: Services,
    *,
    private: bool,
) -> tuple[Asked, Reply] | None:
    question = _question(click, body).model_copy(update={"private": private})
    found = picked(services, click.person, question, click.ref.topic or "")
    if found is None:
        say(click, body, client, "subject_gone")
    return found


def _question(click: TalkClick, body: dict[str, Any]) -> Question:
    """The label that was clicked stands for the question."""
    action = (body.get("actions") or [{}])[0]
    label = (action.get("selected_option") or action).get("text") or {}
    channel = delivery.channel_of(body)
    text = str(label.get("text") or "")
    return asking(click.person, channel, text, click.ref.language)
