"""What a person reads when something goes wrong, and what the log keeps."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.sentences import sentence
from bot.slack.failures import SLACK_FAILURES, SlackUnavailable
from bot.slack.services import Services
from converter.report.model import Language

log = logging.getLogger(__name__)

AGAIN = 503
"""Slack delivers an event again when it is answered like this."""


def error_handler(services: Services) -> Callable[..., BoltResponse]:
    """For ``App.error``: one sentence with a short id to the person, id and traceback to the log.

    The log line holds no payload: what people write and what accounts hold stays out of it.
    """

    def handle_error(
        error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> BoltResponse:
        reference = secrets.token_hex(4)
        if isinstance(error, SlackUnavailable):
            log.warning("error %s: %s", reference, error)
            if body.get("type") == "event_callback":
                # Without a token nothing can be posted; Slack asks again in a minute.
                return BoltResponse(status=AGAIN, body="")
        else:
            log.error("error %s", reference, exc_info=error)
        language = _language(services, context)
        key = "slack_unavailable" if isinstance(error, SlackUnavailable) else "went_wrong"
        return _tell(sentence(language, key, id=reference), body, client, language)

    return handle_error


def _tell(
    reply: Reply, body: dict[str, Any], client: WebClient, language: Language
) -> BoltResponse:
    if "command" in body:
        return BoltResponse(status=200, body=delivery.acknowledgement(reply))
    kind = body.get("type")
    if kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []})
    if kind == "event_callback":
        told = _tell_where_it_happened(reply, body.get("event") or {}, client)
        return BoltResponse(status=200 if told else AGAIN, body="")
    try:
        delivery.tell(client, body, reply, language)
    except SLACK_FAILURES as failure:
        log.warning("the person could not be told: %s", type(failure).__name__)
    return BoltResponse(status=200, body="")


def _tell_where_it_happened(reply: Reply, event: dict[str, Any], client: WebClient) -> bool:
    channel, user = event.get("channel"), event.get("user")
    if event.get("type") not in ("app_mention", "message") or not channel or not user:
        return False
    try:
        if event.get("channel_type") == "im":
            delivery.post(client, channel, reply, event.get("thread_ts"))
        else:
            delivery.whisper(client, channel, user, reply, event.get("thread_ts"))
    except SLACK_FAILURES as failure:
        log.warning("the person could not be told: %s", type(failure).__name__)
        return False
    return True


def _language(services: Services, context: BoltContext) -> Language:
    """The language of the reply that was clicked, else the person's if known, else the default."""
    clicked: Language | None = context.get("language")
    team = context.authorize_result.team_id if context.authorize_result else context.team_id
    return clicked or services.people.language(team, context.user_id)
