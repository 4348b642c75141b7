"""Buttons of an audit: another one, cancel it, show its result, send its files."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.services.audits import Result
from bot.slack import delivery, home
from bot.slack.audit.asking import ask
from bot.slack.audit.files_order import FilesOrder
from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.audit import progress, result
from bot.slack.blocks.sentences import sentence
from bot.slack.listeners.audit.click import Click, clicked
from bot.slack.listeners.click import entered, full_member, may_ask
from bot.slack.messages import is_direct
from bot.slack.services import Services


def start(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """Another audit, for the same plan as the one whose button it is."""
    found = entered(ack, body, context, client, services, AuditRef.decode, full_member)
    if found is None:
        return
    person, ref = found
    parts = services.audit
    before = parts.audits.get(person.workspace_id, ref.audit) if parts is not None else None
    plan = before.plan if before is not None else None
    answer = ask(services, person, ref.language, plan)
    # In the direct conversation the next message is the answer.
    if not (answer.begun and is_direct(delivery.channel_of(body))):
        delivery.tell(client, body, answer.reply, ref.language)
    if (body.get("view") or {}).get("type") == "home":
        home.publish(services, client, person)


def cancel(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """By whoever asked for it, also where they are a guest by now, or by a full member."""
    click = clicked(ack, body, context, client, services, may_ask)
    if click is None:
        return
    language, workspace = click.ref.language, click.person.workspace_id
    if not click.person.may_see and click.person.user_id != click.audit.asked_by:
        delivery.tell(client, body, sentence(language, "audit_not_yours"), language)
        return
    audits = click.parts.audits
    if not audits.stop(workspace, click.audit.id, click.person.user_id):
        delivery.tell(client, body, sentence(language, "audit_cancelled_late"), language)
        return
    stopped = audits.get(workspace, click.audit.id)
    if stopped is not None:
        delivery.rewrite(client, body, progress.over(stopped), language)


def show(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """The result once more, in the direct conversation of whoever clicked."""
    click = clicked(ack, body, context, client, services)
    if click is None:
        return
    language, found = click.ref.language, _result(click, body, client)
    if found is None:
        return
    direct = delivery.direct(client, click.person.user_id)
    delivery.post(client, direct, result.reply(found.audit, found.stored, found.earlier))
    delivery.tell(client, body, sentence(language, "audit_home_shown"), language)


def send(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    click = clicked(ack, body, context, client, services)
    if click is None:
        return
    language, person = click.ref.language, click.person
    order = FilesOrder(audit=click.audit.id, user_id=person.user_id, language=language)
    new = click.parts.send(person.workspace_id, click.audit, order)
    told = sentence(language, "audit_files_begun" if new else "audit_files_under_way")
    delivery.tell(client, body, told, language)


def _result(click: Click, body: dict[str, Any], client: WebClient) -> Result | None:
    """None after telling that it is gone."""
    language = click.ref.language
    found = click.parts.audits.result(click.person.workspace_id, click.audit.id, language)
    if found is None:
        delivery.tell(client, body, sentence(language, "audit_gone"), language)
    return found
