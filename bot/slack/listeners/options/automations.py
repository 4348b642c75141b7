"""The search menu: automations that match what is typed, for those who may see them."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack.blocks.elements import Block
from bot.slack.blocks.picker import found_options
from bot.slack.mrkdwn import unescape
from bot.slack.reference import Ref
from bot.slack.request import LONGEST
from bot.slack.services import Services
from bot.slack.workspace import workspace_of


def find_automations(
    ack: Ack,
    options: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    person = services.people.of(client, workspace_of(context), context.user_id)
    found: list[Block] = []
    if person.may_see:
        ref = Ref.decode(options.get("block_id")) or Ref(key=0, language=person.language)
        query = unescape(options.get("value") or "").strip()[:LONGEST]
        found = found_options(services.automations.search(person.workspace_id, query), ref)
    ack(options=found)
