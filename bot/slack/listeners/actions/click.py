"""Clicks under a conversion: for full members, and on an automation that is still there."""

from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.listeners.click import entered, full_member
from bot.slack.people import Person
from bot.slack.reference import Ref
from bot.slack.services import Services


@dataclass(frozen=True)
class Click:
    """A click of somebody who may see the automation that ``ref`` names, which exists."""

    person: Person
    ref: Ref


def admitted(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Click | None:
    """The click, or None after telling the person why nothing happens."""
    found = entered(ack, body, context, client, services, Ref.decode, full_member)
    if found is None:
        return None
    person, ref = found
    if services.automations.get(person.workspace_id, ref.key) is None:
        delivery.tell(client, body, sentences.sentence(ref.language, "gone"), ref.language)
        return None
    return Click(person=person, ref=ref)
