"""Clicks that put a conversion in place of the message: a candidate, a pick, another plan."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import conversation, delivery
from bot.slack.listeners.actions.click import Click, admitted
from bot.slack.maps.offer import Offer
from bot.slack.messages import is_direct
from bot.slack.services import Services
from converter import plan_named


def convert_candidate(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        _show(click, body, client, services)


another_plan = convert_candidate


def pick_automation(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        chosen = plan_named(_chosen_plan(body) or "")
        ref = click.ref.with_plan(chosen.id) if chosen else click.ref
        _show(Click(click.person, ref), body, client, services)


def _show(click: Click, body: dict[str, Any], client: WebClient, services: Services) -> None:
    offer = _offer(click, body, services)
    reply = conversation.converted(services, click.person, click.ref, offer=offer)
    delivery.rewrite(client, body, reply, click.ref.language)
    offer.begin()


def _offer(click: Click, body: dict[str, Any], services: Services) -> Offer:
    """In our direct conversation the map stands where the message does. What is private there may
    be in any direct conversation."""
    place = body.get("container") or {}
    channel = str(place.get("channel_id") or "")
    if is_direct(channel) and not place.get("is_ephemeral"):
        return Offer(services, click.person, channel, delivery.thread_of(body))
    return Offer(services, click.person)


def _chosen_plan(body: dict[str, Any]) -> str | None:
    """What the plan menu beside the search menu shows."""
    values = (body.get("state") or {}).get("values") or {}
    for block in values.values():
        option = (block.get("pick_plan") or {}).get("selected_option")
        if option:
            value = option.get("value")
            return value if isinstance(value, str) else None
    return None
