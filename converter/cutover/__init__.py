"""The cut-over of one automation: states, guards, tasks, and the way back. Pure."""

from converter.cutover.facts import Decision, Facts, digest_of, facts_of, what_changed
from converter.cutover.machine import done, open_decisions, open_musts
from converter.cutover.model import (
    BEFORE_LIVE,
    KINDS,
    STATES,
    Cutover,
    Deed,
    Illegal,
    Kind,
    Reason,
    Refused,
    Tick,
)
from converter.cutover.words import (
    change_said,
    described,
    refusal,
    tasks,
    undo_plan,
    with_cutover,
)

__all__ = [
    "BEFORE_LIVE",
    "KINDS",
    "STATES",
    "Cutover",
    "Decision",
    "Deed",
    "Facts",
    "Illegal",
    "Kind",
    "Reason",
    "Refused",
    "Tick",
    "change_said",
    "described",
    "digest_of",
    "done",
    "facts_of",
    "open_decisions",
    "open_musts",
    "refusal",
    "tasks",
    "undo_plan",
    "what_changed",
    "with_cutover",
]
