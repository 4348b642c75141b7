"""What the desk is made of, once per process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.desk.case import Case
from bot.desk.channels.model import Event
from bot.desk.due import Due
from bot.desk.settings import DeskSettings
from bot.services.background import Background
from bot.services.desk import Desk
from bot.services.numbers import Numbers
from bot.slack.desk.agents import Agents

Arm = Callable[[str, Case, Due, str], None]
"""Has the clock look at a case when something of it is due."""


class Outside(Protocol):
    def __call__(
        self, workspace_id: str, case_id: int, event: Event, number: int, by: str = ""
    ) -> None:
        """Have the channels outside of Slack told of an event, once each: ``number`` is that of the
        message, or the version that it made of the case. The channel that ``by``, who did it, came
        through knows."""


@dataclass(frozen=True)
class DeskParts:
    """Made once per process. ``settings`` is None where a workspace has no desk."""

    desk: Desk
    background: Background
    agents: Agents
    settings: Callable[[str], DeskSettings | None]
    arm: Arm
    outside: Outside
    numbers: Numbers
    now: Callable[[], datetime]
