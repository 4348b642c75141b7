"""``/support``, the shortcut on a message, and the form that is sent."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.desk.forms import filled, support_view, where_from
from bot.slack.blocks.desk.requester import no_desk
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.sentences import refusal
from bot.slack.desk.opening import Wanted, begin, elsewhere
from bot.slack.desk.scene import Scene, stage
from bot.slack.failures import SLACK_FAILURES
from bot.slack.people import Person
from bot.slack.request import question_of
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from converter import plans


def support_command(
    ack: Ack,
    command: dict[str, Any],
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    """Opens the form, with what was typed in it."""
    person, scene = _asking(client, context, services)
    if not isinstance(scene, Scene):
        ack(delivery.acknowledgement(scene))
        return
    ack()
    said = question_of(str(command.get("text") or ""), context.bot_user_id)
    channel = str(command.get("channel_id") or "")
    subjects = services.talk.answers.topics(person.workspace_id, person.language)
    delivery.open_modal(client, body, support_view(subjects, person.language, channel, said))


def ask_person(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """The message goes along; it may be anybody's."""
    ack()
    person, scene = _asking(client, context, services)
    if not isinstance(scene, Scene):
        delivery.tell(client, body, scene, person.language)
        return
    message = body.get("message") or {}
    channel = delivery.channel_of(body)
    link = _permalink(client, channel, str(message.get("ts") or ""))
    wanted = Wanted(
        start="shortcut",
        language=person.language,
        channel=channel,
        private=True,
        said=question_of(str(message.get("text") or ""), None),
        link=link,
    )
    elsewhere(scene, body, begin(scene, person, wanted), person.language)


def send_form(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    ack()
    person, scene = _asking(client, context, services)
    if not isinstance(scene, Scene):
        return
    view = body.get("view") or {}
    form = filled(view)
    _, channel = where_from(view)
    wanted = Wanted(
        start="form",
        language=person.language,
        channel=channel,
        private=True,
        said=form.said,
        topic=form.topic,
        priority=1 if form.urgent else 0,
        form=str(view.get("id") or ""),
    )
    begin(scene, person, wanted)


def _asking(
    client: WebClient, context: BoltContext, services: Services
) -> tuple[Person, Scene | Reply]:
    """Who asks, and the desk; else why there is none for them."""
    person = services.people.of(client, workspace_of(context), context.user_id)
    if not person.may_ask:
        return person, refusal(person.language, person.standing)
    scene = stage(services, client, person.workspace_id)
    return person, scene or no_desk(person.language, plans())


def _permalink(client: WebClient, channel: str, ts: str) -> str | None:
    try:
        return str(client.chat_getPermalink(channel=channel, message_ts=ts)["permalink"])
    except SLACK_FAILURES:
        return None
