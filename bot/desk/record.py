"""What is kept of a case beside its state. Pure."""

from datetime import datetime
from typing import Any, Literal

from bot.desk.case import Kind, Start, State
from bot.desk.packet import Packet
from converter.frozen import Frozen
from converter.report.model import Language

Side = Literal["requester", "agent", "note", "bot"]
"""Who says something in a case; a ``note`` is an agent's, and stays among agents."""


class NewCase(Frozen):
    """What a case is opened with. ``turn_id``: under whose answer a person was asked for.
    ``closed``: the desk is closed now."""

    requester: str
    channel: str
    thread_ts: str
    language: Language
    start: Start
    topic: str | None = None
    packet: Packet = Packet()
    turn_id: int | None = None
    priority: int = 0
    closed: bool = False


class Card(Frozen):
    """Where the card of a case stands."""

    channel: str
    ts: str


class Step(Frozen):
    """What made the case ``version``. ``by`` is empty for the clock; the first step is ``open``."""

    version: int
    at: datetime
    by: str
    kind: Kind | Literal["open"]
    from_state: State | None
    to_state: State
    why: str | None


class Message(Frozen):
    """Something said in a case. ``source_…`` is where it was written, ``copy_…`` where the other
    side reads it. ``files`` are as their channel describes them. Of one that was deleted, or whose
    case ended long ago, there is neither text nor file."""

    id: int
    case_id: int
    side: Side
    author: str
    source_channel: str
    source_ts: str
    copy_channel: str | None
    copy_ts: str | None
    text: str
    files: tuple[dict[str, Any], ...]
    at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None
