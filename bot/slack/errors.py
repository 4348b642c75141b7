"""What a person reads when something goes wrong, and what the log keeps."""

import logging
import secrets
from collections.abc import Callable
from typing import Any

from slack_bolt import BoltContext, BoltResponse
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery.run import current_run
from bot.slack import delivery
from bot.slack.blocks.elements import Reply, section
from bot.slack.blocks.sentences import sentence
from bot.slack.failures import SLACK_FAILURES, SlackUnavailable, Undelivered
from bot.slack.services import Services
from bot.slack.texts import mrkdwn
from converter.report.model import Language

log = logging.getLogger(__name__)

AGAIN = 503
"""Slack delivers an event again when it is answered like this."""
_CLOSED = {
    "not_in_channel": "not_there",
    "channel_not_found": "not_there",
    "is_archived": "archived_there",
}
"""Refusals after which nothing more can be said in that channel, and what the person is told."""


def error_handler(services: Services) -> Callable[..., BoltResponse]:
    """For ``App.error``: one sentence with a short id to the person, id and traceback to the log.

    The log line holds no payload: what people write and what accounts hold stays out of it. Bolt
    lets no exception of a listener through, so a durable run finds it in its ``problem``.
    """

    def handle_error(
        error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> BoltResponse:
        run = current_run()
        if run is None:
            return answered(error, body, context, client)
        run.problem = error
        if isinstance(error, SlackUnavailable):
            # Nothing was done yet, and nothing can be said: it is tried again.
            return BoltResponse(status=AGAIN, body="")
        if not run.last_try and not isinstance(error, Undelivered | SlackApiError):
            # It is tried again: the person hears of it if that fails, too.
            return BoltResponse(status=AGAIN, body="")
        with run.aside("error"):
            return answered(error, body, context, client)

    def answered(
        error: Exception, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> BoltResponse:
        reference = secrets.token_hex(4)
        if isinstance(error, Undelivered) and not error.unclear:
            # Slack has not answered for minutes: what we would say now would not arrive either.
            log.warning("error %s: %s", reference, error)
            return BoltResponse(status=200, body="")
        if isinstance(error, SlackUnavailable):
            log.warning("error %s: %s", reference, error)
            if body.get("type") == "event_callback":
                # Without a token nothing can be posted; Slack asks again in a minute.
                return BoltResponse(status=AGAIN, body="")
        else:
            log.error("error %s", reference, exc_info=error)
        language = _language(services, context)
        key = "slack_unavailable" if isinstance(error, SlackUnavailable) else "went_wrong"
        reply = sentence(language, key, id=reference)
        if body.get("type") == "event_callback" and current_run() is not None:
            _tell_somewhere(reply, body.get("event") or {}, client, error, language, reference)
            return BoltResponse(status=200, body="")
        return _tell(reply, body, client, language)

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


def _tell_somewhere(
    reply: Reply,
    event: dict[str, Any],
    client: WebClient,
    error: Exception,
    language: Language,
    reference: str,
) -> None:
    """Where it happened; where Slack does not let us, to the person alone; else the log says that
    nobody knows. The event is accepted: Slack will not deliver it again."""
    code = error.response.get("error") if isinstance(error, SlackApiError) else None
    closed = _CLOSED.get(code or "")
    if closed is None and _tell_where_it_happened(reply, event, client):
        return
    user, channel = event.get("user"), event.get("channel")
    if user and channel and event.get("channel_type") != "im":
        if closed is not None:
            text = mrkdwn(language, closed).replace("[channel]", f"<#{channel}>")
            reply = Reply(text, (section(text),))
        try:
            delivery.post(client, user, reply)
        except SLACK_FAILURES as failure:
            log.info("not in a direct message either: %s", type(failure).__name__)
        else:
            return
    log.warning("error %s: nobody could be told (%s)", reference, code or type(error).__name__)


def _language(services: Services, context: BoltContext) -> Language:
    """The language of the reply that was clicked, else the person's if known, else the default."""
    clicked: Language | None = context.get("language")
    team = context.authorize_result.team_id if context.authorize_result else context.team_id
    return clicked or services.people.language(team, context.user_id)
