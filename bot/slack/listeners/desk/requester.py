"""What the requester does with their case: cancel it, say whether it helped."""

from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.desk.case import Deed, Rating
from bot.slack import delivery
from bot.slack.blocks.desk.requester import rated, sentence
from bot.slack.listeners.desk.acting import of_requester
from bot.slack.services import Services


def cancel(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    acting = of_requester(ack, body, context, client, services)
    if acting is None:
        return
    case = acting.do(Deed(kind="cancel", by=acting.person.user_id))
    if case is not None:
        delivery.rewrite(client, body, sentence(case, "desk_cancelled"), case.language)


def rating(rating: Rating) -> Callable[..., None]:
    """The listener of a button that says whether it helped. Once: the thanks take the place of the
    buttons."""

    def listener(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
    ) -> None:
        acting = of_requester(ack, body, context, client, services)
        if acting is None:
            return
        if acting.case.rating is not None:
            acting.tell("desk_rated_already")
            return
        case = acting.do(Deed(kind="rate", by=acting.person.user_id, rating=rating))
        if case is not None:
            delivery.rewrite(client, body, rated(case, rating), case.language)

    return listener
