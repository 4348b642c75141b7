"""What every click goes through: acknowledge, read the ids, ask who it is, load anew."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.people import Person
from bot.slack.reference import Ref
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


@dataclass(frozen=True)
class Click:
    """A click of somebody who may see the automation that ``ref`` names, which exists."""

    person: Person
    ref: Ref


def admitted(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Click | None:
    """The click, or None after telling the person why nothing happens."""
    ack()
    person = services.people.of(client, workspace_of(context), context.user_id)
    ref = Ref.decode(clicked_value(body))
    language = ref.language if ref else person.language
    context["language"] = language
    if not person.may_see:
        refused = sentences.refusal(language, person.standing)
        delivery.tell(client, body, refused, language)
        return None
    if ref is None:
        delivery.tell(client, body, sentences.sentence(language, "stale"), language)
        return None
    if services.automations.get(person.workspace_id, ref.key) is None:
        delivery.tell(client, body, sentences.sentence(language, "gone"), language)
        return None
    return Click(person=person, ref=ref)


def clicked_value(body: dict[str, Any]) -> object:
    """The value of the button, or of the option that was chosen."""
    action = (body.get("actions") or [{}])[0]
    return (action.get("selected_option") or {}).get("value") or action.get("value")
