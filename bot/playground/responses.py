"""Answers of the bot outside the Web API: response_url, and what acknowledges a command."""

import json
from typing import Any

from bot.playground.content import Content, read_content
from bot.playground.delivery import Answer
from bot.playground.errors import ApiError
from bot.playground.limits import Finding, Json
from bot.playground.records import Message, ResponseUrl
from bot.playground.slack import Slack

_KEYS = frozenset(
    {
        "text",
        "blocks",
        "attachments",
        "metadata",
        "response_type",
        "replace_original",
        "delete_original",
        "thread_ts",
        "mrkdwn",
        "parse",
        "link_names",
        "unfurl_links",
        "unfurl_media",
    }
)


def use_response_url(slack: Slack, name: str, raw: bytes) -> None:
    """A POST to /response/<name>; raises ApiError (status 404 for used or expired ones)."""
    record = slack.workspace.response_urls.get(name)
    if record is None:
        raise ApiError("no_such_url", status=404)
    if slack.clock.now() >= record.expires:
        raise ApiError("expired_url", status=404)
    if record.uses <= 0:
        raise ApiError("used_url", status=404)
    record.uses -= 1
    try:
        body = _parse(raw.decode("utf-8", "replace"))
        _respond(slack, record, body)
    except ApiError as error:
        _show(slack, record, "response_url", error)
        raise ApiError(error.code, error.findings, status=400) from error


def take_acknowledgement(slack: Slack, record: ResponseUrl, answer: Answer) -> None:
    """The body that acknowledged a slash command: nothing, plain text, or a message as JSON."""
    text = answer.body.strip()
    if not text:
        return
    try:
        is_json = answer.content_type.startswith("application/json") and text[0] in "{["
        body = _parse(text) if is_json else {"text": answer.body}
        _respond(slack, record, body)
    except ApiError as error:
        _show(slack, record, f"the answer to {record.command}", error)


def _parse(text: str) -> Json:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise ApiError("invalid_payload") from error
    if not isinstance(body, dict):
        raise ApiError("invalid_payload")
    return body


def _respond(slack: Slack, record: ResponseUrl, body: dict[str, Any]) -> None:
    workspace = slack.workspace
    channel = workspace.channels[record.channel]
    _check_keys(body)
    source = workspace.find(channel, record.source_ts) if record.source_ts else None
    if body.get("delete_original") is True:
        if source is not None:
            slack.remove(source)
        return
    content = read_content(body)
    if body.get("replace_original") is True and source is not None:
        _replace(slack, source, content)
        return
    message = slack.bot_message(channel, content)
    thread_ts = body.get("thread_ts")
    if thread_ts is not None:
        parent = workspace.find(channel, thread_ts)
        if parent is None or parent.is_reply:
            raise ApiError("cannot_reply_to_message")
        message.thread_ts = thread_ts
    if body.get("response_type", "ephemeral") == "ephemeral":
        message.only_for = record.user
    slack.post(message)


def _replace(slack: Slack, source: Message, content: Content) -> None:
    """A replaced message is what the new content says: without blocks, it has none."""
    whole = Content(
        content.text or "",
        content.blocks or [],
        content.attachments or [],
        content.metadata,
    )
    slack.rewrite(source, whole)


def _check_keys(body: dict[str, Any]) -> None:
    findings = [
        Finding(f"invalid additional property: {key}", "") for key in body if key not in _KEYS
    ]
    kind = body.get("response_type", "ephemeral")
    if kind not in ("ephemeral", "in_channel"):
        findings.append(Finding("must be one of: ephemeral, in_channel", "/response_type"))
    for key in ("replace_original", "delete_original"):
        if not isinstance(body.get(key, False), bool):
            findings.append(Finding("must be a boolean", f"/{key}"))
    if not isinstance(body.get("thread_ts"), str | None):
        findings.append(Finding("must provide a string", "/thread_ts"))
    if findings:
        raise ApiError("invalid_arguments", findings)


def _show(slack: Slack, record: ResponseUrl, where: str, error: ApiError) -> None:
    slack.report(where, str(error))
    channel = slack.workspace.channels[record.channel]
    slack.tell(
        channel,
        record.user,
        "error",
        command=record.command,
        code=error.code,
        thread=record.thread_ts,
    )
