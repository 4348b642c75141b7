"""The methods of the Web API: how one is declared, and what it is called with."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import ApiError
from bot.playground.limits import Finding, Json
from bot.playground.records import Channel
from bot.playground.slack import Slack
from bot.playground.workspace import Workspace

# Arguments that are JSON text where the call is a form.
_STRUCTURED = frozenset({"blocks", "attachments", "view", "metadata", "files"})
_TRUE = (True, "true", "True", "1", 1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of a method, its arguments parsed."""

    slack: Slack
    args: dict[str, Any]

    @property
    def workspace(self) -> Workspace:
        return self.slack.workspace

    def string(self, key: str) -> str:
        """A required argument; raises ApiError("invalid_arguments") naming it."""
        value = self.optional(key)
        if value is None:
            raise ApiError("invalid_arguments", [Finding(f"missing required field: {key}", "")])
        return value

    def optional(self, key: str) -> str | None:
        value = self.args.get(key)
        if value in (None, ""):
            return None
        if isinstance(value, bool | dict | list):
            raise ApiError("invalid_arguments", [Finding("must provide a string", f"/{key}")])
        return str(value)

    def flag(self, key: str) -> bool:
        return self.args.get(key) in _TRUE

    def number(self, key: str, default: int, low: int, high: int) -> int:
        try:
            value = int(self.args.get(key, default) or default)
        except (TypeError, ValueError, OverflowError):
            value = low - 1
        if not low <= value <= high:
            raise ApiError(f"invalid_{key}" if key in ("limit", "cursor") else "invalid_arguments")
        return value

    def needs(self, scope: str) -> None:
        """Raises ApiError("missing_scope") unless the app was granted `scope`."""
        if scope not in self.slack.scopes:
            raise ApiError(
                "missing_scope", needed=scope, provided=",".join(sorted(self.slack.scopes))
            )

    def channel(self, key: str = "channel") -> Channel:
        """The channel named by id, as far as the app may know of it."""
        channel = self.workspace.channels.get(self.string(key))
        if channel is None or (channel.private and self.workspace.bot_user not in channel.members):
            raise ApiError("channel_not_found")
        return channel

    def joined_channel(self, key: str = "channel") -> Channel:
        """As `channel`, and the bot is a member."""
        channel = self.channel(key)
        if self.workspace.bot_user not in channel.members:
            raise ApiError("not_in_channel")
        return channel

    def page(self, items: list[Any], default: int = 100) -> tuple[list[Any], Json]:
        """The asked-for page of `items`, and the cursor to the next one."""
        limit = self.number("limit", default, 1, 1000)
        cursor = self.optional("cursor") or "at:0"
        if not cursor.startswith("at:") or not cursor[3:].isascii() or not cursor[3:].isdigit():
            raise ApiError("invalid_cursor")
        start = int(cursor[3:])
        following = f"at:{start + limit}" if start + limit < len(items) else ""
        return items[start : start + limit], {"next_cursor": following}


Handler = Callable[[Call], Json]


@dataclass(frozen=True, slots=True)
class Method:
    """``of_app``: it takes the app-level token."""

    name: str
    scope: str | None
    handler: Handler
    of_app: bool = False


METHODS: dict[str, Method] = {}


def method(
    name: str, scope: str | None = None, *, of_app: bool = False
) -> Callable[[Handler], Handler]:
    """Register a handler; it gives the answer without `ok` and raises ApiError."""

    def register(handler: Handler) -> Handler:
        METHODS[name] = Method(name, scope, handler, of_app)
        return handler

    return register


def structured(args: dict[str, Any]) -> dict[str, Any]:
    """Parse the arguments that forms carry as JSON text; raises ApiError."""
    parsed = dict(args)
    for key in _STRUCTURED & args.keys():
        value = args[key]
        if isinstance(value, str):
            try:
                parsed[key] = json.loads(value) if value else None
            except ValueError as error:
                code = "invalid_blocks_format" if key == "blocks" else "invalid_arguments"
                raise ApiError(code, [Finding("must be JSON", f"/{key}")]) from error
    return parsed
