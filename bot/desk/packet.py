"""What travels with a case, so that the requester repeats nothing."""

from datetime import datetime
from typing import Literal

from converter.frozen import Frozen
from converter.report.model import Level


class Exchange(Frozen):
    """A question and what the bot did about it: ``topics`` that stood in its answer, best first,
    ``shape`` how they were shown."""

    at: datetime
    question: str
    shape: Literal["answer", "confirm", "choose", "rephrase", "person"]
    topics: tuple[str, ...] = ()
    confidence: float = 0.0
    helped: bool | None = None


class Automation(Frozen):
    """The automation that it is about. ``level`` is the converter's verdict, ``codes`` those of its
    findings that block or warn, ``plan`` the plan it was checked for."""

    key: int
    name: str
    level: Level
    codes: tuple[str, ...] = ()
    plan: str | None = None


class Packet(Frozen):
    """``said`` is what the requester wrote for the agent, ``exchanges`` the talk before, oldest
    first, ``confidence`` the matcher's in the topic of the case. ``link`` leads to the message that
    it began with."""

    said: str = ""
    exchanges: tuple[Exchange, ...] = ()
    confidence: float | None = None
    automation: Automation | None = None
    link: str | None = None
