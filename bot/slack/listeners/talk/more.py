"""What stands behind an answer: the details, the plans, the search menu, a person.

Modals and private messages: what others read in the channel does not change.
"""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.desk.case import Start
from bot.slack import delivery
from bot.slack.blocks.details import entry_view, plans_view, reach_view
from bot.slack.desk.opening import begin, elsewhere, of_turn
from bot.slack.desk.scene import stage
from bot.slack.listeners.talk.click import admitted, say, turn_of
from bot.slack.ports import Asked
from bot.slack.services import Services
from bot.slack.showing import HUMAN, to_pick
from converter import plans


def details(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    ref = click.ref
    entry = services.talk.entry(click.person.workspace_id, ref.topic or "", ref.language)
    if entry is None:
        say(click, body, client, "subject_gone")
        return
    view = entry_view(entry, ref)
    if (body.get("view") or {}).get("type") == "modal":
        delivery.turn_page(client, body, view)
    else:
        client.views_open(trigger_id=body.get("trigger_id", ""), view=view)


def compare_plans(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        delivery.open_modal(client, body, plans_view(plans(), click.ref.language))


def reach(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """The conversation is passed on to people, where there are some; else who can help."""
    click = admitted(ack, body, context, client, services)
    if click is None:
        return
    scene = stage(services, client, click.person.workspace_id)
    if scene is None:
        delivery.open_modal(client, body, reach_view(plans(), click.ref.language))
        return
    asked = turn_of(click, body, client, services)
    if asked is None:
        return
    opened = begin(scene, click.person, of_turn(asked, _start(asked)))
    elsewhere(scene, body, opened, click.ref.language)


def _start(asked: Asked) -> Start:
    view = asked.turn.view
    if view.topics[:1] == (HUMAN,):
        return "words"
    return "ladder" if view.shape in ("person", "rephrase") else "button"


def convert(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        language = click.ref.language
        reply = to_pick(services, click.person, language, share=click.ref.share)
        delivery.tell(client, body, reply, language, delivery.thread_of(body))
