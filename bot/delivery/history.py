"""Reading back what stands in a channel or a thread, page by page."""

from collections.abc import Mapping
from typing import Any


def reading_of(channel: str, thread_ts: str | None, **wanted: Any) -> tuple[str, dict[str, Any]]:
    """The method that reads, and its parameters; ``wanted`` are further ones."""
    params = {"channel": channel, **wanted}
    if thread_ts:
        return "conversations.replies", {**params, "ts": thread_ts}
    return "conversations.history", params


def next_cursor(response: Mapping[str, Any]) -> str | None:
    """Where the next page begins; None after the last."""
    return (response.get("response_metadata") or {}).get("next_cursor") or None
