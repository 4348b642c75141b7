"""Answering what Mailchimp's API hides: the form opened, sent, and the conversion made anew."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack import conversation, delivery
from bot.slack.answer_reference import AnswersRef, Which
from bot.slack.blocks import sentences
from bot.slack.blocks.answering.form import (
    all_questions,
    answers_in_form,
    answers_view,
    mistakes,
    page,
)
from bot.slack.blocks.elements import Block, Reply, context
from bot.slack.listeners.actions.click import Click, admitted
from bot.slack.messages import is_direct
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.texts import mrkdwn
from bot.slack.workspace import workspace_of
from converter.questions import usable


def answer_questions(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    _open("open", admitted(ack, body, context, client, services), body, client, services)


def change_answers(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    _open("given", admitted(ack, body, context, client, services), body, client, services)


def save_answers(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """A form that goes on, or goes back with what is wrong, is answered with the acknowledgement;
    the last page is work: see bot.slack.intake."""
    view = body.get("view") or {}
    ref = AnswersRef.decode(view.get("private_metadata"))
    if ref is None:
        ack()
        return
    wrong = mistakes(view)
    if wrong:
        ack(response_action="errors", errors=wrong)
        return
    language = context["language"] = ref.language
    person = services.people.of(client, workspace_of(context), context.user_id)
    if not person.may_see:
        ack()
        delivery.tell(client, body, sentences.refusal(language, person.standing), language)
        return
    if services.automations.get(person.workspace_id, ref.reply.key) is None:
        ack()
        delivery.tell(client, body, sentences.sentence(language, "gone"), language)
        return
    changed = _save(view, ref, person, services)
    if ref.next is not None:
        following = ref.model_copy(update={"start": ref.next})
        ack(response_action="update", view=_view(following, person, services))
        return
    ack()
    if changed or ref.start:
        _show_again(ref, person, client, services)


def _open(
    which: Which, click: Click | None, body: dict[str, Any], client: WebClient, services: Services
) -> None:
    if click is None:
        return
    place = body.get("container") or {}
    channel = str(place.get("channel_id") or "")
    ours = is_direct(channel) and not place.get("is_ephemeral")
    ref = AnswersRef(
        reply=click.ref,
        which=which,
        channel=channel or None,
        ts=str(place["message_ts"]) if ours and place.get("message_ts") else None,
        thread=delivery.thread_of(body),
    )
    delivery.open_modal(client, body, _view(ref, click.person, services))


def _view(ref: AnswersRef, person: Person, services: Services) -> Block:
    workspace, reply = person.workspace_id, ref.reply
    report = services.automations.convert(workspace, reply.key, reply.language, reply.plan)
    asked = services.automations.questions(workspace, reply.key, reply.language)
    given = {one.question: one for one in services.questions.given(workspace, reply.key)}
    everything = all_questions(asked, reply.language)
    ref, shown = page(everything, report.questions, given, ref)
    return answers_view(report, shown, given, ref)


def _save(view: dict[str, Any], ref: AnswersRef, person: Person, services: Services) -> bool:
    """Whether there was anything to save."""
    workspace, key = person.workspace_id, ref.reply.key
    asked = services.automations.questions(workspace, key, ref.language)
    everything = all_questions(asked, ref.language)
    given = {one.question: one for one in services.questions.given(workspace, key)}
    kinds = {one.id: one.kind for one in everything}
    changed = {
        question: value
        for question, value in answers_in_form(view, everything, given).items()
        if value is None or usable(kinds[question], value)
    }
    if changed:
        services.questions.save(workspace, key, changed, person.user_id)
    return bool(changed)


def _show_again(ref: AnswersRef, person: Person, client: WebClient, services: Services) -> None:
    """In place of the message, where that can be changed, else as a new one for the person only:
    what Slack shows to one person alone cannot be changed later."""
    reply = conversation.converted(services, person, ref.reply)
    saved = context(mrkdwn(ref.language, "answers_saved"))
    reply = Reply(reply.text, (*reply.blocks, saved))
    if ref.channel and ref.ts and delivery.update(client, ref.channel, ref.ts, reply):
        return
    if ref.channel:
        try:
            delivery.whisper(client, ref.channel, person.user_id, reply, ref.thread)
        except SlackApiError:
            """The bot is not there any more, or never was: a command works everywhere."""
        else:
            return
    delivery.post(client, delivery.direct(client, person.user_id), reply)
