"""Clicks in the conversation: for everybody who may ask."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.listeners.click import entered, may_ask
from bot.slack.people import Person
from bot.slack.ports import Asked
from bot.slack.services import Services
from bot.slack.talk_reference import TalkRef


@dataclass(frozen=True)
class TalkClick:
    """A click of somebody of the workspace, guests included."""

    person: Person
    ref: TalkRef


def admitted(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> TalkClick | None:
    """The click, or None after telling the person why nothing happens."""
    found = entered(ack, body, context, client, services, TalkRef.decode, may_ask)
    return None if found is None else TalkClick(*found)


def turn_of(
    click: TalkClick, body: dict[str, Any], client: WebClient, services: Services
) -> Asked | None:
    """The turn that was clicked under, or None after saying that it is gone."""
    asked = services.talk.get(click.person.workspace_id, click.ref.turn)
    if asked is None or asked.turn.outcome == "deleted":
        say(click, body, client, "question_gone")
        return None
    return asked


def say(click: TalkClick, body: dict[str, Any], client: WebClient, key: str) -> None:
    """One of our sentences to whoever clicked."""
    language = click.ref.language
    delivery.tell(client, body, sentences.sentence(language, key), language)
