"""How a reply leaves: to one person, into a direct message, in place of an older message."""

import logging
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.delivery.methods import response_method
from bot.delivery.run import current_run
from bot.slack.blocks.elements import Block, Reply
from bot.slack.blocks.modals import notice_view
from bot.slack.failures import SLACK_FAILURES
from bot.slack.texts import mrkdwn
from converter.report.model import Language

log = logging.getLogger(__name__)

Body = Mapping[str, Any]
RESPOND_SECONDS = 2
Answered = Literal["sent", "refused", "unclear"]
_ENDS: Mapping[str, Answered] = {"sent": "sent", "failed": "refused", "gave_up": "unclear"}
_GONE = ("message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found")


class NotPublished(RuntimeError):
    """Slack did not let us post, or (``unclear``) did not say whether it did."""

    def __init__(self, *, unclear: bool) -> None:
        super().__init__("unclear" if unclear else "refused")
        self.unclear = unclear


def acknowledgement(reply: Reply) -> dict[str, Any]:
    """The body of a slash command's answer, for the asker only."""
    return {"response_type": "ephemeral", "text": reply.text, "blocks": list(reply.blocks)}


def whisper(
    client: WebClient, channel: str, user: str, reply: Reply, thread_ts: str | None = None
) -> None:
    """A message that only ``user`` sees. Raises what slack_sdk raises."""
    client.chat_postEphemeral(
        channel=channel,
        user=user,
        text=reply.text,
        blocks=list(reply.blocks),
        thread_ts=thread_ts,
    )


def post(
    client: WebClient,
    channel: str,
    reply: Reply,
    thread_ts: str | None = None,
    *,
    broadcast: bool = False,
) -> str | None:
    """A message that everybody in ``channel`` sees; gives its ts. ``broadcast``: a reply that the
    channel sees, too. Raises what slack_sdk raises."""
    posted = client.chat_postMessage(
        channel=channel,
        text=reply.text,
        blocks=list(reply.blocks),
        thread_ts=thread_ts,
        reply_broadcast=True if broadcast and thread_ts else None,
        unfurl_links=False,
        unfurl_media=False,
    )
    ts = posted.get("ts")
    return ts if isinstance(ts, str) else None


def update(client: WebClient, channel: str, ts: str, reply: Reply) -> bool:
    """Puts ``reply`` in place of a message of ours; False where that is not there any more."""
    try:
        client.chat_update(channel=channel, ts=ts, text=reply.text, blocks=list(reply.blocks))
    except SlackApiError as error:
        if error.response.get("error") not in _GONE:
            raise
        log.info("an answer could not be changed: %s", error.response.get("error"))
        return False
    return True


def remove(client: WebClient, channel: str, ts: str) -> None:
    """Deletes a message of ours; one that is gone already is fine."""
    try:
        client.chat_delete(channel=channel, ts=ts)
    except SlackApiError as error:
        if error.response.get("error") not in _GONE:
            raise
        log.info("an answer was gone already: %s", error.response.get("error"))


def react(client: WebClient, channel: str, ts: str, emoji: str) -> None:
    """Our mark on somebody's message; where Slack refuses, it goes without."""
    try:
        client.reactions_add(channel=channel, timestamp=ts, name=emoji)
    except SlackApiError as error:
        log.info("a message could not be marked: %s", error.response.get("error"))


def direct(client: WebClient, user: str) -> str:
    """The id of our direct conversation with ``user``. Raises what slack_sdk raises."""

    def ask() -> str:
        return str(client.conversations_open(users=user)["channel"]["id"])

    run = current_run()
    return str(run.step(ask)) if run is not None else ask()


def rewrite(client: WebClient, body: Body, reply: Reply, language: Language) -> None:
    """Puts ``reply`` in place of the message that was clicked.

    Where Slack refuses, the person gets a message of its own, else a sentence in a modal.
    """
    if _respond(body, reply, replace_original=True) == "sent":
        return
    channel, user = channel_of(body), body.get("user", {}).get("id")
    if channel and user:
        try:
            whisper(client, channel, user, reply, thread_of(body))
        except SLACK_FAILURES as error:
            log.info("a reply could not be shown again: %s", error)
        else:
            return
    open_modal(client, body, notice_view(mrkdwn(language, "cannot_show"), language))


def publish(client: WebClient, body: Body, reply: Reply) -> None:
    """Posts where the click was, for everybody, or raises NotPublished.

    Only a clear refusal is followed by a second way: else the answer could stand there twice.
    """
    thread_ts = thread_of(body)
    extra = {"thread_ts": thread_ts} if thread_ts else {}
    answered = _respond(body, reply, response_type="in_channel", replace_original=False, **extra)
    channel = channel_of(body)
    if answered == "sent":
        return
    if answered == "unclear" or not channel:
        raise NotPublished(unclear=answered == "unclear")
    try:
        post(client, channel, reply, thread_ts)
    except SlackApiError as error:
        log.info("a share was refused: %s", error.response.get("error"))
        raise NotPublished(unclear=False) from error
    except SLACK_FAILURES as error:
        raise NotPublished(unclear=True) from error


def tell(
    client: WebClient,
    body: Body,
    reply: Reply,
    language: Language,
    thread_ts: str | None = None,
) -> None:
    """A reply to whoever clicked, beside the message or on top of the modal."""
    extra = {"thread_ts": thread_ts} if thread_ts else {}
    told = _respond(body, reply, response_type="ephemeral", replace_original=False, **extra)
    if told == "sent":
        return
    open_modal(client, body, notice_view(reply.text, language))


def open_modal(client: WebClient, body: Body, view: Block) -> None:
    """Opens a modal for a click, on top of the one that was clicked in. Raises what slack_sdk
    raises; the three seconds of a trigger being over is no fault of ours and only noted."""
    trigger_id = body.get("trigger_id", "")
    try:
        if (body.get("view") or {}).get("type") == "modal":
            client.views_push(trigger_id=trigger_id, view=view)
        else:
            client.views_open(trigger_id=trigger_id, view=view)
    except SlackApiError as error:
        if error.response.get("error") not in ("expired_trigger_id", "exchanged_trigger_id"):
            raise
        log.info("a modal came too late")


def turn_page(client: WebClient, body: Body, view: Block) -> None:
    """Puts another page into the open modal; one that was closed or turned meanwhile stays."""
    shown = body.get("view") or {}
    try:
        client.views_update(view_id=shown.get("id"), hash=shown.get("hash"), view=view)
    except SlackApiError as error:
        if error.response.get("error") not in ("hash_conflict", "not_found", "view_not_found"):
            raise
        log.info("a page could not be turned: %s", error.response.get("error"))


def thread_of(body: Body) -> str | None:
    """The thread that the clicked message stands in."""
    for part in ("container", "message"):
        thread_ts = (body.get(part) or {}).get("thread_ts")
        if isinstance(thread_ts, str) and thread_ts:
            return thread_ts
    return None


def channel_of(body: Body) -> str:
    """Where the click was; empty in a modal and on the home tab."""
    return str((body.get("channel") or {}).get("id") or "")


def _respond(body: Body, reply: Reply, **how: Any) -> Answered:
    """Through the click's own response_url; a click in a modal has none. In a durable run
    “unclear” is rare: what is lost there is looked up."""
    url = body.get("response_url")
    if not isinstance(url, str) or not url:
        return "refused"
    said = {"text": reply.text, "blocks": list(reply.blocks), **how}
    run = current_run()
    if run is not None:
        place, arguments = channel_of(body), {"json": said}
        ended = run.send(response_method(said), place, arguments, SecretStr(url))
        return _ENDS[ended.state]
    webhook = WebhookClient(url, timeout=RESPOND_SECONDS, retry_handlers=[])
    try:
        answered = webhook.send_dict(said)
    except SLACK_FAILURES as error:
        # The address is a capability: anybody who knows it can post. It stays out of the log.
        log.info("a response_url did not answer: %s", type(error).__name__)
        return "unclear"
    if answered.status_code == 200:
        return "sent"
    log.info("a response_url answered %s: %s", answered.status_code, answered.body[:80])
    return "unclear" if answered.status_code >= 500 else "refused"
