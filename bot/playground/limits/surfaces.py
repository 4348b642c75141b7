"""Where a block may stand, and what is counted over a whole message or view."""

from dataclasses import dataclass, field
from typing import Literal

Surface = Literal["message", "modal", "home"]

# Blocks that Slack lists for some surfaces only (docs.slack.dev/blocks.json, November 2026).
# A block that is not named here may stand anywhere.
SURFACES: dict[str, frozenset[Surface]] = {
    "alert": frozenset({"modal"}),
    "carousel": frozenset({"message", "home"}),
    "container": frozenset({"message"}),
    "context_actions": frozenset({"message"}),
    "markdown": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "table": frozenset({"message"}),
    "task_card": frozenset({"message"}),
}

MOST_BLOCKS: dict[Surface, int] = {"message": 50, "modal": 100, "home": 100}


@dataclass(slots=True)
class Tally:
    """Counted over one message or view."""

    surface: Surface
    block_ids: set[str] = field(default_factory=set)
    markdown_characters: int = 0
    tables: int = 0
    focused: int = 0
