"""Connecting, reading and disconnecting, for full members; each is asked again who they are."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery, home
from bot.slack.account import offering
from bot.slack.blocks import account as blocks
from bot.slack.blocks.elements import Reply
from bot.slack.listeners.click import let_in
from bot.slack.people import Person
from bot.slack.services import Services


def start(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """In the App Home: the link is made when it is asked for, and stands in the direct messages."""
    person = let_in(ack, body, context, client, services)
    if person is not None:
        reply = offering.connect(services, person, person.language)
        delivery.post(client, delivery.direct(client, person.user_id), reply)


def follow_link(ack: Ack) -> None:
    """Slack opens the address by itself."""
    ack()


def open_form(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    person = let_in(ack, body, context, client, services)
    if person is not None:
        delivery.open_modal(client, body, blocks.key_form(person.language))


def save_key(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """How that went is told in their direct messages."""
    person = let_in(ack, body, context, client, services)
    if person is None:
        return
    accounts, language = services.account.accounts, person.language
    key = blocks.pasted(body.get("view") or {})
    checked = accounts.with_key(person.workspace_id, person.user_id, key, language)
    if checked.connection is None:
        reply = blocks.told(language, "account_key_refused", why=checked.said)
        delivery.post(client, delivery.direct(client, person.user_id), reply)
        return
    accounts.read(person.workspace_id, person.user_id)


def read(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    person = let_in(ack, body, context, client, services)
    if person is not None:
        _tell(body, client, services, person, offering.read(services, person, person.language))


def disconnect(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    person = let_in(ack, body, context, client, services)
    if person is not None:
        reply = offering.disconnect(services, person, person.language)
        _tell(body, client, services, person, reply)


def forget(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    person = let_in(ack, body, context, client, services)
    if person is not None:
        gone = services.account.accounts.forget(person.workspace_id)
        reply = blocks.told(person.language, "account_forgotten", n=gone)
        _tell(body, client, services, person, reply)


def _tell(
    body: dict[str, Any], client: WebClient, services: Services, person: Person, reply: Reply
) -> None:
    """Beside the message that was clicked; from the App Home, which then shows what is new, in
    their direct messages."""
    if (body.get("view") or {}).get("type") != "home":
        delivery.tell(client, body, reply, person.language, delivery.thread_of(body))
        return
    delivery.post(client, delivery.direct(client, person.user_id), reply)
    home.publish(services, client, person)
