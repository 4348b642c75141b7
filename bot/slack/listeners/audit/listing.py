"""The automations of one level in a modal: opened from the result, turned page by page."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.audit.pages import PAGE, page_view, pages_of
from bot.slack.blocks.elements import Block
from bot.slack.listeners.audit.click import Click, clicked
from bot.slack.services import Services


def open_list(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = clicked(ack, body, context, client, services)
    if click is not None:
        delivery.open_modal(client, body, _page(click))


def turn_page(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = clicked(ack, body, context, client, services)
    if click is not None:
        delivery.turn_page(client, body, _page(click))


def _page(click: Click) -> Block:
    level = click.ref.level or "converted"
    total = click.audit.levels.get(level, 0)
    page = min(click.ref.page, pages_of(total) - 1)
    rows = click.parts.audits.listed(
        click.person.workspace_id, click.audit.id, level, page * PAGE, PAGE
    )
    ref = click.ref.model_copy(update={"page": page})
    return page_view(rows, ref, level, total)
