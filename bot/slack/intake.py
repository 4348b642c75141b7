"""What of Slack's deliveries is kept as work, and under which key. Pure.

Slash commands and menus are answered in their acknowledgement, so they are not kept; nor is a form
that goes back to the person, to be corrected or continued.
"""

import json
from collections.abc import Collection
from hashlib import sha256
from typing import Any

from bot.slack.blocks.answering.form import answered_at_once
from bot.slack.messages import PLAIN_SUBTYPES, by_a_bot

Payload = dict[str, Any]

_SPOKEN = ("message", "app_mention")
_INTERACTIONS = ("block_actions", "view_submission", "message_action", "shortcut")


def key_of(payload: Payload, channels: Collection[str]) -> str | None:
    """The same for every delivery of the same thing, within a workspace; None for what is answered
    at once or asks for nothing. ``channels``: those in which every message is a question."""
    kind = payload.get("type")
    if kind == "event_callback":
        return _of_event(payload, payload["event"], channels)
    if kind == "view_submission" and answered_at_once(payload.get("view") or {}):
        return None
    if kind in _INTERACTIONS:
        return f"{kind}:{payload.get('trigger_id') or _digest(payload)}"
    return None


def is_interaction(key: str) -> bool:
    """Whether ``key`` is that of a click, a form or a shortcut."""
    return key.partition(":")[0] in _INTERACTIONS


def workspace_in(payload: Payload) -> str:
    """The workspace whose installation of the app a delivery is for."""
    grants = payload.get("authorizations") or [{}]
    team = payload.get("team")
    inner = team.get("id") if isinstance(team, dict) else team
    found = grants[0].get("team_id") or payload.get("team_id") or inner
    return found if isinstance(found, str) and found else "unknown"


def follows(later: Payload, earlier: Payload) -> bool:
    """Whether ``later`` is about what ``earlier`` makes: a change of that message, or the next one
    in the same conversation. Handled side by side, it could find nothing there yet."""
    one, other = _message(later), _message(earlier)
    if one is None or other is None or one.get("channel") != other.get("channel"):
        return False
    changed = changed_ts(later)
    if changed is not None:
        return changed == (changed_ts(earlier) or other.get("ts"))
    return changed_ts(earlier) is None and _conversation(one) == _conversation(other)


def followed(payload: Payload) -> tuple[str, ...]:
    """How the keys begin of all that a delivery can follow; empty for what follows nothing."""
    channel = (_message(payload) or {}).get("channel")
    return () if channel is None else (f"message:{channel}:", f"said:{channel}:", "event:")


def changed_ts(payload: Payload) -> str | None:
    """The message that was edited or deleted."""
    event = _message(payload) or {}
    changed: str | None = None
    if event.get("subtype") == "message_changed":
        changed = (event.get("message") or {}).get("ts")
    elif event.get("subtype") == "message_deleted":
        changed = event.get("deleted_ts")
    return changed


def _message(payload: Payload) -> Payload | None:
    event: Payload = payload.get("event") or {}
    spoken = payload.get("type") == "event_callback" and event.get("type") in _SPOKEN
    return event if spoken else None


def _conversation(event: Payload) -> str:
    """The thread that a message stands in, or may begin; empty for a direct conversation."""
    alone = "" if event.get("channel_type") == "im" else event.get("ts")
    return str(event.get("thread_ts") or alone)


def _of_event(payload: Payload, event: Payload, channels: Collection[str]) -> str | None:
    if event["type"] not in _SPOKEN:
        return f"event:{payload['event_id']}"
    inner = event.get("message") or event.get("previous_message") or {}
    if by_a_bot(event) or by_a_bot(inner):
        return None
    if event.get("subtype") not in PLAIN_SUBTYPES:
        return f"event:{payload['event_id']}"
    place = f"{event.get('channel')}:{event.get('ts')}"
    if event["type"] == "app_mention" or event.get("channel_type") == "im":
        return f"message:{place}"
    # A mention arrives as a message of the channel, too, which is another thing to look at; what
    # people say to each other there is not kept.
    if event.get("thread_ts") is None and event.get("channel") not in channels:
        return None
    return f"said:{place}"


def _digest(payload: Payload) -> str:
    return sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest()
