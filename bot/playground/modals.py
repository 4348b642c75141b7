"""Opening, stacking, changing and closing views."""

from typing import Any

from bot.playground.errors import ApiError
from bot.playground.limits import VIEW_BYTES, Finding, Json, check_view, view_size
from bot.playground.records import View
from bot.playground.slack import Slack
from bot.playground.workspace import MOST_VIEWS


def exchange_trigger(slack: Slack, trigger_id: str) -> str:
    """Use up a trigger_id; gives the person it stands for. Raises ApiError."""
    trigger = slack.workspace.triggers.get(trigger_id)
    if trigger is None:
        raise ApiError("invalid_trigger_id")
    if trigger.used:
        raise ApiError("exchanged_trigger_id")
    if slack.clock.now() >= trigger.expires:
        raise ApiError("expired_trigger_id")
    trigger.used = True
    return trigger.user


def read_view(slack: Slack, view: Any, kind: str, replacing: View | None = None) -> Json:
    """The view that the bot sent, checked. Raises ApiError: invalid_arguments and others."""
    findings = check_view(view)
    if not findings and view["type"] != kind:
        findings = [Finding(f"unsupported type: {view['type']}, must be {kind}", "/view/type")]
    if findings:
        raise ApiError("invalid_arguments", findings)
    payload: Json = view
    if view_size(payload) > VIEW_BYTES:
        raise ApiError("view_too_large")
    external_id = payload.get("external_id")
    if external_id:
        other = slack.workspace.find_view(None, external_id)
        if other is not None and other is not replacing:
            raise ApiError("duplicate_external_id")
    return payload


def open_modal(slack: Slack, user: str, payload: Json) -> View:
    """Start a new stack; what was open before gives way."""
    view = slack.workspace.new_view(user, payload)
    slack.workspace.modals[user] = [view]
    slack.workspace.changed([user])
    return view


def push_modal(slack: Slack, user: str, payload: Json) -> View:
    """Put a view on the person's stack of at most three; raises ApiError("push_limit_reached")."""
    stack = slack.workspace.modals.get(user, [])
    if not stack:
        raise ApiError("invalid_trigger_id")
    if len(stack) >= MOST_VIEWS:
        raise ApiError("push_limit_reached")
    view = slack.workspace.new_view(user, payload, below=stack[-1])
    stack.append(view)
    slack.workspace.changed([user])
    return view


def close_modal(slack: Slack, view: View) -> None:
    """Take a view off its stack, wherever it is in it."""
    stack = slack.workspace.modals.get(view.user, [])
    if view in stack:
        stack.remove(view)
        slack.workspace.changed([view.user])


def close_all(slack: Slack, user: str) -> None:
    if slack.workspace.modals.pop(user, None):
        slack.workspace.changed([user])
