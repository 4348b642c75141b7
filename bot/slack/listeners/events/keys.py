"""Under which keys an event is known, so that it is handled once."""

from typing import Any


def keys_of(body: dict[str, Any], key: str) -> tuple[str, ...]:
    """Slack's id of the event, where it has one, and ``key`` for what it is about."""
    event_id = str(body.get("event_id") or "")
    return (event_id, key) if event_id else (key,)
