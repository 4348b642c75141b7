"""Map: the journey as a picture, in our direct messages with whoever asks.

Slack shows a file only to those it was shared with, and a private reply shares nothing: a picture
in its blocks is refused, or stays blank. So it goes where it is private and can be shared.
"""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.sentences import sentence
from bot.slack.listeners.actions.click import admitted
from bot.slack.maps.posting import name_of, post_map
from bot.slack.services import Services
from converter.picture import NoPicture


def show_map(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    person, ref = click.person, click.ref
    report = services.automations.convert(person.workspace_id, ref.key, ref.language, ref.plan)
    name = name_of(report, ref.language)
    try:
        drawn = services.maps.draw(report, ref.language)
    except NoPicture:
        delivery.tell(client, body, sentence(ref.language, "map_none", name=name), ref.language)
        return
    direct = delivery.direct(client, person.user_id)
    here = (body.get("channel") or {}).get("id") == direct
    thread = delivery.thread_of(body) if here else None
    post_map(client, direct, thread, drawn, name, ref.language)
    if not here:
        delivery.tell(client, body, sentence(ref.language, "map_sent", name=name), ref.language)
