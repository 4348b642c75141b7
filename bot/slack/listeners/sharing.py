"""Share: for everybody in the channel, once however often it is clicked."""

from typing import Any

from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.sentences import sentence
from bot.slack.people import Person
from bot.slack.services import Services
from converter.report.model import Language


def shared_once(
    services: Services,
    client: WebClient,
    body: dict[str, Any],
    person: Person,
    key: str,
    reply: Reply,
    language: Language,
) -> bool:
    """Whether ``reply`` stands there; where it does not, ``person`` is told. ``key`` names it."""
    try:
        with services.events.once(person.workspace_id, key) as first:
            if first:
                delivery.publish(client, body, reply)
    except delivery.NotPublished as problem:
        why = "share_unclear" if problem.unclear else "cannot_share"
        delivery.tell(client, body, sentence(language, why), language)
        return False
    return True
