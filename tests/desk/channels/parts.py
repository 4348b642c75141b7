"""A case to send, and the two ends that know the same secrets."""

from datetime import UTC, datetime
from typing import Any

from bot.desk.channels.model import Outgoing
from bot.desk.channels.reply_address import ReplyAddresses

SECRET = "what only the bot knows"
SIGNING = "what both sides know, and nobody else"
NOW = 1_795_000_000.0
REPLIES = ReplyAddresses("support@desk.example.org", SECRET)


def outgoing(**changes: Any) -> Outgoing:
    given: dict[str, Any] = {
        "case_id": 41,
        "workspace_id": "T0DESK",
        "event": "opened",
        "language": "en",
        "subject": "The welcome series stops after two e-mails",
        "text": "It stopped on Monday.\nWhat can I do?",
        "requester": "Zoé Martin",
        "summary": ("Topic: triggers", "Plan: Standard"),
        "key": "desk:T0DESK:41:1:0",
        "at": datetime(2026, 11, 23, 9, 30, tzinfo=UTC),
    }
    return Outgoing(**(given | changes))
