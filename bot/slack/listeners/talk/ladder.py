"""Yes, No, a candidate, none of these: the asker's word on what was shown."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.listeners.talk.click import TalkClick, admitted, say
from bot.slack.ports import CONVERT, Asked
from bot.slack.services import Services
from bot.slack.showing import in_direct, shown

_WHY = {"already": "already", "not_yours": "not_yours", "gone": "question_gone"}


def say_yes(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        ref, person = click.ref, click.person
        result = services.talk.yes(person.workspace_id, ref.turn, ref.step, person.user_id)
        _show(click, body, client, services, *result)


def say_no(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        ref, person = click.ref, click.person
        result = services.talk.no(person.workspace_id, ref.turn, ref.step, person.user_id)
        _show(click, body, client, services, *result)


none_of_these = say_no


def pick(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = admitted(ack, body, context, client, services)
    if click is not None:
        ref, person = click.ref, click.person
        result = services.talk.choose(
            person.workspace_id, ref.turn, ref.step, person.user_id, ref.topic or ""
        )
        _show(click, body, client, services, *result)


def _show(
    click: TalkClick,
    body: dict[str, Any],
    client: WebClient,
    services: Services,
    step: str,
    asked: Asked | None,
) -> None:
    if step != "done" or asked is None:
        say(click, body, client, _WHY.get(step, "already"))
        return
    public = not asked.private and not in_direct(asked)
    reply = shown(services, click.person, asked, closed=public)
    delivery.rewrite(client, body, reply, click.ref.language)
    if public and asked.turn.view.topics[:1] == (CONVERT,):
        private = shown(services, click.person, asked)
        delivery.tell(client, body, private, click.ref.language, delivery.thread_of(body))
