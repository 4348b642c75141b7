"""What sending maps with replies needs, once per process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Standing = Literal["new", "coming", "sent", "over"]
"""How a map stands with a person: never sent, on its way, there, or not to be had."""


@dataclass
class LastMap:
    """What became of the last one in this process: where Slack ``refused`` it, the next reply
    promises none."""

    refused: bool = False


@dataclass(frozen=True)
class MapParts:
    """``standing`` is that of the work with an id. ``start`` has it begin, given its id, workspace
    and key; safe to call again."""

    standing: Callable[[str], Standing]
    start: Callable[[str, str, str], bool]
    last: LastMap = field(default_factory=LastMap)
