"""What people click on the card of a cut-over."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.cutover.card import changed_ticks
from bot.slack.blocks.cutover.forms import accept_view, approve_view, ask_view, back_view
from bot.slack.blocks.cutover.told import log_view
from bot.slack.blocks.sentences import sentence
from bot.slack.cutover import asking, cards
from bot.slack.cutover.reference import CutRef
from bot.slack.listeners.cutover.acting import Acting, acting
from bot.slack.services import Services
from converter import plan_named
from converter.cutover import Deed, Kind


def tick(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    now, before = changed_ticks(body)
    refs = [("tick", CutRef.decode(value)) for value in now]
    refs += [("untick", CutRef.decode(value)) for value in before]
    known = [(kind, ref) for kind, ref in refs if ref is not None and ref.name]
    if not known:
        ack()
        return
    found = acting(ack, _with_value(body, known[0][1]), context, client, services)
    if found is None:
        return
    cutover = found.cutover
    for kind, ref in known:
        if ref.cutover != cutover.id:
            continue
        deed = Deed.model_validate({"kind": kind, "by": found.person.user_id, "task": ref.name})
        one = Acting(found.scene, found.person, cutover, ref, body)
        after = one.do(deed)
        if after is None:
            return
        cutover = after


def choose_plan(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    plan = plan_named(found.ref.name or "") if found is not None else None
    if found is not None and plan is not None and plan.id != found.cutover.plan:
        found.do(Deed(kind="plan", by=found.person.user_id, plan=plan.id))


def draft(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    _simply("draft", ack, body, context, client, services)


def check(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    _simply("check", ack, body, context, client, services)


def revoke(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None and found.ref.name:
        found.do(Deed(kind="revoke", by=found.person.user_id, task=found.ref.name))


def turn_on(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    _turned_on(acting(ack, body, context, client, services), sure=False)


def turn_on_sure(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    _turned_on(acting(ack, body, context, client, services), sure=True)


def drain(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """Mailchimp is asked first, where it can be; a person's word counts where it does not say."""
    found = acting(ack, body, context, client, services)
    if found is not None:
        queue = asking.queue_of(found.scene, found.cutover)
        found.do(Deed(kind="drain", by=found.person.user_id, queue=queue))


def turn_page(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None:
        cards.turn(found.scene, found.cutover, found.person, found.ref.page)


def open_accept(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is None:
        return
    task = found.task()
    if task is None or not task.decision or not found.cutover.may("accept"):
        found.tell(sentence(found.language, "cutover_changed"))
    else:
        delivery.open_modal(client, body, accept_view(task, found.ref))


def open_back(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None and _may(found, "back"):
        delivery.open_modal(client, body, back_view(found.cutover, found.ref))


def open_approve(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is None or not _may(found, "approve"):
        return
    scene, person = found.scene, found.person
    deed = Deed(kind="approve", by=person.user_id)
    hindered = scene.cutovers.hindered(found.cutover, deed, scene.facts(found.cutover))
    if hindered is not None:
        found.tell(found.why_not(hindered))
    else:
        delivery.open_modal(client, body, approve_view(found.cutover, person.user_id, found.ref))


def open_ask(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None and _may(found, "approve"):
        delivery.open_modal(client, body, ask_view(found.ref))


def open_log(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None:
        steps = found.scene.cutovers.steps(found.scene.workspace_id, found.cutover.id)
        delivery.open_modal(client, body, log_view(steps, found.tasks(), found.language))


def _simply(
    kind: Kind,
    ack: Ack,
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
) -> None:
    found = acting(ack, body, context, client, services)
    if found is not None:
        found.do(Deed(kind=kind, by=found.person.user_id))


def _turned_on(found: Acting | None, *, sure: bool) -> None:
    if found is None:
        return
    found.do(
        Deed(
            kind="turn_on",
            by=found.person.user_id,
            status=asking.status_of(found.scene, found.cutover),
            queue=asking.queue_of(found.scene, found.cutover),
            sure=sure,
        )
    )


def _may(found: Acting, kind: Kind) -> bool:
    if found.cutover.may(kind):
        return True
    found.tell(sentence(found.language, "cutover_changed"))
    return False


def _with_value(body: dict[str, Any], ref: CutRef) -> dict[str, Any]:
    """The click as one on a button: what was unticked leaves no option behind."""
    return body | {"actions": [{"value": ref.encode()}]}
