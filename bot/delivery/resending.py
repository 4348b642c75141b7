"""Sending once more what was given up, when whoever runs the bot asks for it."""

from typing import Literal

from bot.delivery.outbox import Outbox
from bot.store.outbox import Kept

KIND = "resend"

Refusal = Literal["delivered", "refused", "under_way", "expired", "overtaken"]

_LASTING = frozenset(
    {
        "chat.postMessage",
        "chat.postEphemeral",
        "chat.update",
        "chat.delete",
        "files.completeUploadExternal",
        "reactions.add",
        "reactions.remove",
    }
)
"""Of the others the permission has run out or the result is awaited by nobody: modals, the Home
tab, which is made anew, response_urls, and an upload that nobody completes."""
_ENDS: dict[str, Refusal] = {"sent": "delivered", "failed": "refused"}


def work_id_of(kept: Kept) -> str:
    """The same however often it is asked for; another one when it was given up again."""
    tried = f"{kept.tried_at:%Y%m%dT%H%M%S%f}" if kept.tried_at else "never"
    return f"{KIND}:{kept.key}:{tried}"


def refusal(outbox: Outbox, workspace_id: str, kept: Kept) -> Refusal | None:
    """Why it is not sent again; None where it may be. Raises what SQLAlchemy raises."""
    if kept.state != "gave_up":
        return _ENDS.get(kept.state, "under_way")
    if kept.method not in _LASTING:
        return "expired"
    if kept.method == "chat.update" and _overtaken(outbox, workspace_id, kept):
        return "overtaken"
    return None


def _overtaken(outbox: Outbox, workspace_id: str, kept: Kept) -> bool:
    """Whether the message was changed again, or taken away, since."""
    changes = outbox.later(workspace_id, kept, "chat.update", "chat.delete")
    return any(_message(one) == _message(kept) for one in changes)


def _message(change: Kept) -> object:
    # Slack's answer names it, too: of what was sent, the arguments are gone.
    return (change.arguments.get("json") or {}).get("ts") or change.response.get("ts")
