"""Modals that show all of a listing: opened from the reply, turned page by page."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.elements import Block
from bot.slack.blocks.pages import page_view
from bot.slack.listeners.actions.click import Click, admitted
from bot.slack.services import Services


def open_listing(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        delivery.open_modal(client, body, _page(click, services))


def turn_page(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        delivery.turn_page(client, body, _page(click, services))


def _page(click: Click, services: Services) -> Block:
    ref = click.ref
    workspace = click.person.workspace_id
    report = services.automations.convert(workspace, ref.key, ref.language, ref.plan)
    return page_view(report, ref)
