"""The forms that a cut-over's card opens, sent."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.cutover import forms
from bot.slack.blocks.desk.forms import words_of
from bot.slack.blocks.elements import Reply, section
from bot.slack.blocks.sentences import sentence
from bot.slack.cutover import cards
from bot.slack.listeners.cutover.acting import acting
from bot.slack.services import Services
from converter.cutover import Deed


def accept(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    why = words_of(body.get("view") or {})
    if found is not None and found.ref.name and why:
        found.do(Deed(kind="accept", by=found.person.user_id, task=found.ref.name, why=why))


def back(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    view = body.get("view") or {}
    why, to = words_of(view), forms.state_of(view)
    if found is not None and why and to is not None:
        found.do(Deed(kind="back", by=found.person.user_id, to=to, why=why))


def approve(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None:
        found.do(Deed(kind="approve", by=found.person.user_id))


def ask(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """Somebody is asked to approve: they get a card of their own."""
    found = acting(ack, body, context, client, services)
    chosen = forms.person_of(body.get("view") or {})
    if found is None or chosen is None:
        return
    scene, cutover = found.scene, found.cutover
    person = scene.person(chosen)
    if not person.may_see:
        found.tell(sentence(found.language, "cutover_ask_no_member"))
        return
    cards.give(scene, cutover, person)
    text = forms.asked(cutover, found.person.user_id, person.language)
    channel = delivery.direct(scene.client, person.user_id)
    delivery.post(scene.client, channel, Reply(text, (section(text),)))
    found.tell(sentence(found.language, "cutover_was_asked", name=person.name))
