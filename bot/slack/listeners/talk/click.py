"""What every click in the conversation goes through: acknowledge, read the ids, ask who it is."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.listeners.actions.click import clicked_value
from bot.slack.people import Person
from bot.slack.ports import Asked
from bot.slack.services import Services
from bot.slack.talk_reference import TalkRef
from bot.slack.workspace import workspace_of


@dataclass(frozen=True)
class TalkClick:
    """A click of somebody of the workspace, guests included: answers hold nothing of an account."""

    person: Person
    ref: TalkRef


def admitted(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> TalkClick | None:
    """The click, or None after telling the person why nothing happens."""
    ack()
    person = services.people.of(client, workspace_of(context), context.user_id)
    ref = TalkRef.decode(clicked_value(body))
    language = ref.language if ref else person.language
    context["language"] = language
    if person.standing not in ("member", "guest"):
        refused = sentences.refusal(language, person.standing)
        delivery.tell(client, body, refused, language)
        return None
    if ref is None:
        delivery.tell(client, body, sentences.sentence(language, "stale"), language)
        return None
    return TalkClick(person=person, ref=ref)


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
