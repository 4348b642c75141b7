"""What every click goes through: acknowledge, ask who it is, read the ids, admit or say why not."""

from collections.abc import Callable
from typing import Any, TypeVar

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks import sentences
from bot.slack.carried import Carried
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.workspace import workspace_of
from converter.report.model import Language

Ref = TypeVar("Ref", bound=Carried)


def full_member(person: Person) -> bool:
    return person.may_see


def may_ask(person: Person) -> bool:
    return person.may_ask


def let_in(
    ack: Ack,
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
    may: Callable[[Person], bool] = full_member,
    language: Language | None = None,
) -> Person | None:
    """Who clicked or sent a form; None after telling them why nothing happens, in ``language`` or
    without one in theirs."""
    ack()
    person = services.people.of(client, workspace_of(context), context.user_id)
    language = context["language"] = language or person.language
    if may(person):
        return person
    delivery.tell(client, body, sentences.refusal(language, person.standing), language)
    return None


def entered(
    ack: Ack,
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
    decode: Callable[[object], Ref | None],
    may: Callable[[Person], bool],
) -> tuple[Person, Ref] | None:
    """Who clicked, and what the button carries; None after telling the person why nothing happens.

    ``may``: whether somebody is let in.
    """
    ref = decode(clicked_value(body))
    spoken = ref.language if ref is not None else None
    person = let_in(ack, body, context, client, services, may, spoken)
    if person is None:
        return None
    if ref is None:
        stale = sentences.sentence(person.language, "stale")
        delivery.tell(client, body, stale, person.language)
        return None
    return person, ref


def clicked_value(body: dict[str, Any]) -> object:
    """The value of the button, or of the option that was chosen."""
    action = (body.get("actions") or [{}])[0]
    return (action.get("selected_option") or {}).get("value") or action.get("value")
