"""Did Slack do it? Asked before anything is sent a second time."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from bot.delivery.answers import Answer, Refused, Taken
from bot.delivery.history import next_cursor, reading_of
from bot.delivery.methods import Method
from bot.store.outbox import Kept

EVENT_TYPE = "journeydesk_delivery"
CLOCKS_APART = timedelta(minutes=10)
"""Slack's requests would be refused long before its clock and ours are this far apart."""
PAGE = 200
PAGES = 25


@dataclass(frozen=True)
class Found:
    """It is there."""

    response: Mapping[str, Any]


@dataclass(frozen=True)
class Absent:
    """It is not there, so Slack did not do it."""


@dataclass(frozen=True)
class Blind:
    """The app may not look, or there is too much to look through."""

    why: str


Looked = Found | Absent | Blind
Ask = Callable[[str, Mapping[str, Any]], Answer]


class NotNow(Exception):
    """Slack does not let us look at the moment."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(type(answer).__name__)
        self.answer = answer


def marked(kept: Kept) -> dict[str, Any]:
    """The arguments of a message with its key in its metadata, which only apps see."""
    arguments = {name: dict(value or {}) for name, value in kept.arguments.items()}
    body = arguments.setdefault("json", {})
    if "metadata" in body:
        raise ValueError("the metadata of a message is taken by its key")
    body["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"key": kept.key}}
    return arguments


def look(ask: Ask, kept: Kept, method: Method) -> Looked:
    """Raises NotNow."""
    return _in_file(ask, kept) if method.lookup == "file" else _in_history(ask, kept)


def _in_history(ask: Ask, kept: Kept) -> Looked:
    if not kept.channel.startswith(("C", "G", "D")):
        return Blind("not a channel")
    method, wanted = reading_of(
        kept.channel,
        (kept.arguments.get("json") or {}).get("thread_ts"),
        oldest=f"{(kept.created_at - CLOCKS_APART).timestamp():.6f}",
        include_all_metadata=True,
        limit=PAGE,
    )
    for _ in range(PAGES):
        answer = ask(method, {"params": wanted})
        if isinstance(answer, Refused):
            return Absent() if answer.error == "thread_not_found" else Blind(answer.error)
        if not isinstance(answer, Taken):
            raise NotNow(answer)
        for message in _objects(answer.response.get("messages")):
            if _key(message) == kept.key:
                return Found({"ok": True, "channel": kept.channel, "ts": message.get("ts")})
        cursor = next_cursor(answer.response)
        if cursor is None:
            return Absent()
        wanted["cursor"] = cursor
    return Blind("too many messages")


def _in_file(ask: Ask, kept: Kept) -> Looked:
    given = kept.arguments.get("params") or {}
    listed = [given.get("channel_id"), *str(given.get("channels") or "").split(",")]
    channels = {channel for channel in listed if channel}
    files = [file.get("id") for file in _objects(json.loads(given.get("files") or "[]"))]
    if not channels or not files:
        # Shared with nobody: completing it a second time shows nobody anything.
        return Absent()
    answer = ask("files.info", {"params": {"file": files[0]}})
    if isinstance(answer, Refused):
        return Blind(answer.error)
    if not isinstance(answer, Taken):
        raise NotNow(answer)
    file = answer.response.get("file") or {}
    for channel, ts in _shares(file):
        if channel in channels:
            response = {"ok": True, "channel": channel, "files": [{"id": one} for one in files]}
            return Found(response | ({"ts": ts} if ts else {}))
    return Absent()


def _shares(file: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Where a file was shared, with the ts of the message where Slack tells it."""
    for kind in (file.get("shares") or {}).values():
        for channel, posts in kind.items():
            yield channel, next((post.get("ts") for post in _objects(posts)), None)
    for kind in ("channels", "groups", "ims"):
        for channel in file.get(kind) or ():
            yield channel, None


def _key(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != EVENT_TYPE:
        return None
    return (metadata.get("event_payload") or {}).get("key")


def _objects(items: object) -> list[Mapping[str, Any]]:
    return [item for item in items if isinstance(item, Mapping)] if isinstance(items, list) else []
