"""What the fields of a message tell: of what kind it is, whose, and where it stands."""

from collections.abc import Mapping
from typing import Any

PLAIN_SUBTYPES = (None, "file_share", "thread_broadcast")
"""Of messages that a person wrote just now."""
TOMBSTONE = "tombstone"
"""The place of a deleted message that has replies."""


def by_a_bot(message: Mapping[str, Any]) -> bool:
    return bool(message.get("bot_id") or message.get("bot_profile"))


def is_direct(channel: str) -> bool:
    """Whether it is a conversation with the bot alone: Slack's ids of those begin with D."""
    return channel.startswith("D")
