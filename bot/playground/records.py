"""What a workspace holds. These records change in place; only the server's event loop may touch
them.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from bot.playground.limits import Json

Notice = Literal["timeout", "error"]
NOTICE_AUTHOR = "USLACKBOT"

# block_id -> action_id -> Slack's state value
Values = dict[str, dict[str, Json]]


@dataclass(slots=True)
class Message:
    """`user` is the author's id. `only_for` is the addressee of an ephemeral message."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[Json] | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    only_for: str | None = None
    edited_ts: str | None = None
    metadata: Json | None = None
    attachments: list[Json] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    broadcast: bool = False
    tombstone: bool = False
    notice: Notice | None = None
    command: str = ""
    choices: dict[str, Values] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass(slots=True)
class Channel:
    """A public or private channel, or the direct conversation of `person` with the bot."""

    id: str
    name: str
    topic: str = ""
    private: bool = False
    person: str | None = None
    members: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    archived: bool = False

    @property
    def is_dm(self) -> bool:
        return self.person is not None

    @property
    def kind(self) -> Literal["im", "group", "channel"]:
        """Slack's channel_type."""
        return "im" if self.is_dm else "group" if self.private else "channel"


@dataclass(slots=True)
class View:
    """A modal or a Home tab as it stands; `payload` is what the bot sent, ids filled in."""

    id: str
    user: str
    payload: Json
    hash: str
    root_id: str
    previous_id: str | None = None
    values: Values = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        return str(self.payload["type"])

    @property
    def blocks(self) -> list[Json]:
        return list(self.payload["blocks"])


@dataclass(slots=True)
class File:
    """`user` is who uploaded it, `created` when, in seconds."""

    id: str
    user: str
    created: int
    name: str
    length: int
    title: str = ""
    alt_text: str = ""
    mimetype: str = "application/octet-stream"
    content: bytes | None = None
    shares: list[Message] = field(default_factory=list)


@dataclass(slots=True)
class Trigger:
    """A trigger_id: opens one view for `user`, once, until `expires`."""

    user: str
    expires: float
    used: bool = False


@dataclass(slots=True)
class ResponseUrl:
    """Where the bot may answer an interaction: `uses` left until `expires`."""

    channel: str
    user: str
    expires: float
    command: str
    uses: int = 5
    source_ts: str | None = None
    thread_ts: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the bot got wrong. `where` names the call, `reason` says why."""

    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.where}: {self.reason}"


def strings(value: Any) -> dict[str, str]:
    """A mapping of strings, or an empty one if `value` is something else."""
    if isinstance(value, dict) and all(isinstance(item, str) for item in value.values()):
        return {str(key): item for key, item in value.items()}
    return {}
