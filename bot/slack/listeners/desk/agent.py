"""What agents do with a case: on its card, and in the forms that the card opens."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.desk.case import Deed, Kind
from bot.slack import delivery
from bot.slack.blocks.desk.forms import agent_of, ask_view, assign_view, words_of
from bot.slack.desk import relay
from bot.slack.listeners.click import clicked_value
from bot.slack.listeners.desk.acting import of_agent
from bot.slack.services import Services


def doing(kind: Kind) -> Callable[..., None]:
    """The listener of a button that does just this."""

    def listener(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
    ) -> None:
        acting = of_agent(ack, body, context, client, services)
        if acting is not None:
            closed = not acting.scene.settings.hours.is_open(acting.scene.parts.now())
            acting.do(Deed(kind=kind, by=acting.person.user_id, closed=closed))

    return listener


def prioritise(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    acting = of_agent(ack, body, context, client, services)
    if acting is None:
        return
    level = str(clicked_value(body)).partition("+")[2]
    if level.isdigit():
        acting.do(Deed(kind="prioritise", by=acting.person.user_id, priority=int(level)))


def open_ask(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    acting = of_agent(ack, body, context, client, services)
    if acting is not None:
        delivery.open_modal(client, body, ask_view(acting.case, acting.language))


def open_assign(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    acting = of_agent(ack, body, context, client, services)
    if acting is not None:
        delivery.open_modal(client, body, assign_view(acting.case, acting.language))


def ask(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """The question goes to the requester, and into the thread, so that other agents see it."""
    acting = of_agent(ack, body, context, client, services)
    words = words_of(body.get("view") or {})
    if acting is None or not words:
        return
    case = acting.do(Deed(kind="ask", by=acting.person.user_id))
    if case is not None:
        view = str((body.get("view") or {}).get("id") or "")
        relay.asked(acting.scene, case, acting.person, words, view)


def assign(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    acting = of_agent(ack, body, context, client, services)
    chosen = agent_of(body.get("view") or {})
    if acting is None or chosen is None:
        return
    among = acting.is_agent(chosen)
    if among is None:
        acting.tell("desk_agents_unknown")
    elif not among or acting.scene.person(chosen).standing not in ("member", "guest"):
        acting.tell("desk_no_agent", agent=chosen)
    else:
        acting.do(Deed(kind="assign", by=acting.person.user_id, agent=chosen))
