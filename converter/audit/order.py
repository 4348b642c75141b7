"""The order to migrate in: the same for the same account, with the reason for each place."""

from collections.abc import Sequence
from itertools import islice

from converter.audit.brief import AuditBrief
from converter.audit.model import STAGES, Stage, Turn
from converter.audit.queues import ends, waiting_text
from converter.audit.words import SHOWN, names, say, sentences
from converter.report.model import LEVELS, Language, Level

BY_LEVEL: dict[Level, Stage] = {
    "not_needed": "not_needed",
    "partial": "partial",
    "blocked": "blocked",
    "failed": "failed",
}
WAITING = ("queued", "dated", "together", "partial", "blocked")
"""Stages in which a queue matters for when to move."""


def migration_order(
    briefs: Sequence[AuditBrief],
    sets: Sequence[Sequence[AuditBrief]],
    language: Language,
    timezone: str | None,
) -> tuple[Turn, ...]:
    """Every brief once. ``sets`` are those of double sends, by their number from 1."""
    of = {id(brief): number for number, members in enumerate(sets, 1) for brief in members}
    moving = [sum(1 for b in members if b.level not in BY_LEVEL) for members in sets]
    ranks = [_set_rank(number, members) for number, members in enumerate(sets, 1)]
    placed = []
    for brief in briefs:
        number = of.get(id(brief))
        stage = stage_of(brief, together=number is not None and moving[number - 1] > 1)
        together = ranks[number - 1] if number is not None and stage == "together" else ()
        placed.append((_rank(brief, stage, together), brief, stage, number))
    placed.sort(key=lambda one: one[0])
    turns = []
    for place, (_, brief, stage, number) in enumerate(placed, 1):
        details = sentences(
            _shared(brief, stage, number, sets, language),
            _waiting(brief, stage, language, timezone),
        )
        turns.append(
            Turn(
                id=brief.id,
                name=brief.name,
                place=place,
                stage=stage,
                level=brief.level,
                double_send=number,
                reason=sentences(say(_key(brief, stage), language), details),
                details=details,
            )
        )
    return tuple(turns)


def stage_of(brief: AuditBrief, together: bool) -> Stage:
    """``together``: another automation that converts can start on the same event."""
    stays = BY_LEVEL.get(brief.level)
    if stays is not None:
        return stays
    if together:
        return "together"
    if rehearses(brief):
        return "rehearsal"
    if brief.classic is not None and brief.classic.dated:
        return "dated"
    return "simple" if brief.queued == 0 else "queued"


def rehearses(brief: AuditBrief) -> bool:
    """Nothing of it is live and nobody waits: a draft, or paused with an empty queue."""
    if brief.status == "save":
        return not brief.queued
    paused = brief.status == "paused" or (brief.classic is not None and brief.classic.wholly_paused)
    return paused and brief.queued == 0


def _set_rank(number: int, members: Sequence[AuditBrief]) -> tuple[int, ...]:
    """Sets in which nobody waits first, small ones before large ones."""
    return int(any(b.queued != 0 for b in members)), len(members), number


def _rank(brief: AuditBrief, stage: Stage, together: tuple[int, ...]) -> tuple[object, ...]:
    """By stage; within it what is easier first, sets side by side; at last by name."""
    waits = ends(brief) if stage in ("queued", "together") else ()
    return (
        STAGES.index(stage),
        *together,
        *waits,
        LEVELS.index(brief.level),
        brief.points or 0,
        *brief.by_name(),
    )


def _shared(
    brief: AuditBrief,
    stage: Stage,
    number: int | None,
    sets: Sequence[Sequence[AuditBrief]],
    language: Language,
) -> str | None:
    """Which others start on the same event."""
    if number is None:
        return None
    members = sets[number - 1]
    # No more than are named: a set may hold the whole account.
    others = [b.name for b in islice((b for b in members if b is not brief), SHOWN)]
    listed = names(language, others, len(members) - 1 - len(others))
    key = "order_set" if stage == "together" else "order_set_elsewhere"
    return say(key, language, number=str(number), names=listed)


def _waiting(
    brief: AuditBrief, stage: Stage, language: Language, timezone: str | None
) -> str | None:
    if not brief.queued or stage not in WAITING:
        return None
    return waiting_text(brief, language, timezone)


def _key(brief: AuditBrief, stage: Stage) -> str:
    if stage == "rehearsal":
        return "order_draft" if brief.status == "save" else "order_paused"
    if stage == "simple":
        return f"order_simple_{brief.level}"
    if stage == "queued":
        return "order_queued" if brief.queued else "order_unread"
    return f"order_{stage}"
