"""From a request's body to the dictionary that Bolt works on, or Malformed.

Bolt reads a body before it looks at it, and trips over shapes that Slack never sends. Here a
body is read once, and has what Bolt and the listeners rely on, or is refused.
"""

import json
from typing import Any
from urllib.parse import parse_qsl

MOST_FIELDS = 200
_TEXTS = ("ts", "thread_ts", "event_ts", "text", "bot_id", "subtype", "channel_type")
_NAMED = ("user", "channel", "team")
_EVENTS = ("event_callback", "app_rate_limited", "url_verification")

Payload = dict[str, Any]


class Malformed(ValueError):
    """The body is not what its type needs. The message holds nothing of the body."""


def payload_of(body: bytes, content_type: bytes) -> Payload:
    """An event, a slash command or an interaction. Raises Malformed."""
    kind, _, parameters = content_type.lower().partition(b";")
    if b"charset" in parameters and b"utf-8" not in parameters:
        raise Malformed("charset")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("not UTF-8") from None
    if kind.strip() == b"application/json":
        return _event(_object(text))
    if kind.strip() == b"application/x-www-form-urlencoded":
        return _form(text)
    raise Malformed("content type")


def checked(body: object) -> Payload:
    """The same for a body that is read already, as it comes through a socket. Raises Malformed."""
    if not isinstance(body, dict):
        raise Malformed("not an object")
    if "command" in body:
        return _command(body)
    return _event(body) if body.get("type") in _EVENTS else _interaction(body)


def _object(text: str) -> Payload:
    try:
        value = json.loads(text)
        if "\\u" in text:
            # Half of a surrogate pair is a string that cannot be stored or sent.
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (ValueError, RecursionError):
        raise Malformed("not JSON") from None
    if not isinstance(value, dict):
        raise Malformed("not an object")
    return value


def _form(text: str) -> Payload:
    try:
        fields = dict(
            parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MOST_FIELDS)
        )
    except ValueError:
        raise Malformed("not a form") from None
    if "payload" in fields:
        return _interaction(_object(fields["payload"]))
    if fields.get("ssl_check") == "1":
        return dict(fields)
    return _command(fields)


def _command(fields: Payload) -> Payload:
    if not str(fields.get("command", "")).startswith("/"):
        raise Malformed("neither a command nor a payload")
    for needed in ("team_id", "user_id", "channel_id"):
        _text(fields, needed)
    _address(fields.get("response_url"))
    return {"text": "", **fields}


def _event(body: Payload) -> Payload:
    _text(body, "type")
    if body["type"] == "url_verification":
        _text(body, "challenge")
    elif body["type"] == "event_callback":
        _text(body, "team_id")
        _text(body, "event_id")
        event = _dict(body, "event")
        _text(event, "type")
        _plain(event)
        for inner in ("message", "previous_message"):
            if event.get(inner) is not None:
                _plain(_dict(event, inner))
    else:
        _need(body["type"] == "app_rate_limited", "type")
    _common(body)
    return body


def _interaction(body: Payload) -> Payload:
    _text(body, "type")
    _text(_dict(body, "user"), "id")
    if body["type"] == "block_actions":
        actions = body.get("actions")
        _need(isinstance(actions, list) and bool(actions), "actions")
        for action in body["actions"]:
            _need(isinstance(action, dict), "actions")
            _text(action, "action_id")
            _text(action, "block_id")
            _text(action, "type")
    elif body["type"] == "block_suggestion":
        _text(body, "action_id")
        _text(body, "block_id")
        _need(isinstance(body.get("value"), str), "value")
    elif body["type"] in ("view_submission", "view_closed"):
        _text(_dict(body, "view"), "id")
        _text(body["view"], "type")
        _need(isinstance(body["view"].get("callback_id"), str), "callback_id")
        _state(body["view"])
    else:
        # Dialogs, attachments and workflow steps are of an older Slack; the bot makes none.
        _need(body["type"] in ("shortcut", "message_action"), "type")
        _text(body, "callback_id")
    _common(body)
    return body


def _state(view: Payload) -> None:
    if view.get("state") is None:
        return
    for block in _dict(_dict(view, "state"), "values").values():
        _need(isinstance(block, dict), "state")
        _need(all(isinstance(field, dict) for field in block.values()), "state")


def _common(body: Payload) -> None:
    """The parts that Bolt looks into to learn who and where, whatever the type."""
    _plain(body)
    for name in ("view", "container", "message", "enterprise"):
        _need(body.get(name) is None or isinstance(body[name], dict), name)
    for name in ("team_id", "user_id", "channel_id", "trigger_id", "response_url", "event_id"):
        _need(body.get(name) is None or isinstance(body[name], str), name)
    _address(body.get("response_url"))
    grants = body.get("authorizations")
    _need(grants is None or isinstance(grants, list), "authorizations")
    _need(all(isinstance(grant, dict) for grant in grants or ()), "authorizations")
    view = body.get("view") or {}
    for name in ("id", "hash", "private_metadata", "callback_id", "app_installed_team_id"):
        _need(view.get(name) is None or isinstance(view[name], str), name)


def _address(value: object) -> None:
    """Where an answer may be sent later; None or empty where nothing can."""
    _need(not value or str(value).startswith(("https://", "http://")), "response_url")


def _plain(holder: Payload) -> None:
    for name in _TEXTS:
        _need(holder.get(name) is None or isinstance(holder[name], str), name)
    for name in _NAMED:
        value = holder.get(name)
        if isinstance(value, dict):
            _need(isinstance(value.get("id"), str), name)
        else:
            _need(value is None or isinstance(value, str), name)


def _dict(holder: Payload, name: str) -> Payload:
    value = holder.get(name)
    if not isinstance(value, dict):
        raise Malformed(name)
    return value


def _text(holder: Payload, name: str) -> None:
    value = holder.get(name)
    _need(isinstance(value, str) and bool(value), name)


def _need(holds: bool, name: str) -> None:
    if not holds:
        raise Malformed(name)
