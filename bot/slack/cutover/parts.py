"""What cut-overs are made of, once per process."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.cutover.due import Due
from bot.cutover.ports import Accounts
from bot.services.cutovers import Cutovers
from converter.cutover import Cutover

Arm = Callable[[str, Cutover, Due, str], None]
"""Has the clock look at a cut-over when something of it is due."""


@dataclass(frozen=True)
class CutoverParts:
    """Made once per process. ``awake`` moves a moment to when people may be written to."""

    cutovers: Cutovers
    accounts: Accounts
    arm: Arm
    awake: Callable[[str, datetime], datetime]
    now: Callable[[], datetime]
