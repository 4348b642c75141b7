"""What becomes of a cut-over by a deed, and what the deed needs."""

from datetime import datetime

from converter.cutover.facts import Facts
from converter.cutover.model import BEFORE_LIVE, STATES, TO, Cutover, Deed, Illegal, Refused, Tick
from converter.report.model import Acceptance, CutoverState


def done(
    cutover: Cutover,
    deed: Deed,
    now: datetime,
    facts: Facts | None = None,
    *,
    four_eyes: bool = True,
) -> Cutover:
    """The cut-over after the deed; nothing else changes one. ``facts``: what its report says now;
    None where there is none any more. ``four_eyes``: whoever checked may not approve.

    Raises Illegal and Refused.
    """
    to = TO[deed.kind].get(cutover.state)
    if to is None:
        raise Illegal(deed.kind, cutover.state)
    if deed.kind == "back":
        to = _how_far_back(cutover, deed, to)
    changes = _CHANGES[deed.kind](cutover, deed, now, facts)
    if deed.kind == "approve" and four_eyes and deed.by == cutover.checked_by:
        raise Refused("same_person")
    changes |= {"state": to, "version": cutover.version + 1}
    if to != cutover.state:
        changes |= {"since": now, "told_at": None}
    if to in ("classic_live", "draft"):
        changes |= dict.fromkeys(("checked_by", "checked_at", "approved_by", "approved_at"))
    elif to == "checked":
        changes |= dict.fromkeys(("approved_by", "approved_at"))
    return cutover.model_copy(update=changes)


def open_musts(cutover: Cutover, facts: Facts) -> tuple[str, ...]:
    """The ids of the tasks that must be done and are not ticked."""
    return tuple(task for task in facts.must if task not in cutover.ticked())


def open_decisions(cutover: Cutover, facts: Facts) -> tuple[str, ...]:
    """The ids of the decisions that nobody has taken."""
    taken = cutover.accepted(facts)
    return tuple(one.id for one in facts.decisions if one.id not in taken)


def _how_far_back(cutover: Cutover, deed: Deed, one_step: CutoverState) -> CutoverState:
    to = deed.to or one_step
    if to not in BEFORE_LIVE or STATES.index(to) >= STATES.index(cutover.state):
        raise Illegal("back", cutover.state)
    return to


def _of(facts: Facts | None, cutover: Cutover) -> Facts:
    if facts is None:
        raise Refused("no_report")
    # What becomes of the automation once its journey is on counts no more.
    if facts.digest != cutover.digest and cutover.before_live:
        raise Refused("changed")
    return facts


def _ready(cutover: Cutover, facts: Facts | None) -> Facts:
    known = _of(facts, cutover)
    if not known.convertible:
        raise Refused("not_convertible")
    if undecided := open_decisions(cutover, known):
        raise Refused("decisions_open", undecided)
    if undone := open_musts(cutover, known):
        raise Refused("tasks_open", undone)
    return known


Changes = dict[str, object]


def _draft(cutover: Cutover, _deed: Deed, _now: datetime, facts: Facts | None) -> Changes:
    if not _of(facts, cutover).convertible:
        raise Refused("not_convertible")
    return {}


def _tick(cutover: Cutover, deed: Deed, now: datetime, facts: Facts | None) -> Changes:
    if deed.task not in _of(facts, cutover).tasks:
        raise Refused("no_such_task")
    if deed.task in cutover.ticked():
        raise Refused("already")
    return {"ticks": (*cutover.ticks, Tick(task=deed.task, by=deed.by, at=now))}


def _untick(cutover: Cutover, deed: Deed, _now: datetime, _facts: Facts | None) -> Changes:
    left = tuple(tick for tick in cutover.ticks if tick.task != deed.task)
    if left == cutover.ticks:
        raise Refused("no_such_task")
    return {"ticks": left}


def _accept(cutover: Cutover, deed: Deed, now: datetime, facts: Facts | None) -> Changes:
    known = _of(facts, cutover)
    found = next((one for one in known.decisions if one.id == deed.task), None)
    if found is None:
        raise Refused("no_such_task")
    if found.id in cutover.accepted(known):
        raise Refused("already")
    why = (deed.why or "").strip()
    new = Acceptance(code=found.code, pointer=found.pointer, by=deed.by, at=now, why=why)
    return {"acceptances": (*cutover.acceptances, new)}


def _revoke(cutover: Cutover, deed: Deed, _now: datetime, facts: Facts | None) -> Changes:
    known = _of(facts, cutover)
    found = next((one for one in known.decisions if one.id == deed.task), None)
    if found is None or found.id not in cutover.accepted(known):
        raise Refused("no_such_task")
    place = (found.code, found.pointer)
    left = (one for one in cutover.acceptances if (one.code, one.pointer) != place)
    return {"acceptances": tuple(left)}


def _plan(_cutover: Cutover, deed: Deed, _now: datetime, _facts: Facts | None) -> Changes:
    return {"plan": deed.plan}


def _check(cutover: Cutover, deed: Deed, now: datetime, facts: Facts | None) -> Changes:
    _ready(cutover, facts)
    return {"checked_by": deed.by, "checked_at": now}


def _approve(cutover: Cutover, deed: Deed, now: datetime, facts: Facts | None) -> Changes:
    known = _ready(cutover, facts)
    if known.plan != "fits":
        raise Refused("plan_unknown" if known.plan == "unknown" else "plan_too_small")
    return {"approved_by": deed.by, "approved_at": now}


def _turn_on(cutover: Cutover, deed: Deed, now: datetime, facts: Facts | None) -> Changes:
    if deed.status in ("save", "paused", "sending") and not deed.sure:
        raise Refused("still_classic", (deed.status,))
    # Once it is on, an automation that is no longer in any file is no reason to deny it.
    known = _ready(cutover, facts) if facts is not None else None
    queue = deed.queue if deed.queue is not None or known is None else known.queue
    return {
        "turned_on_by": deed.by,
        "turned_on_at": now,
        "queue": queue,
        "fell_at": now,
        "looked_at": now if deed.queue is not None else None,
        "last_send": known.last_send if known is not None else None,
    }


def _drain(_cutover: Cutover, deed: Deed, now: datetime, _facts: Facts | None) -> Changes:
    if deed.queue or (deed.queue is None and not deed.by.strip()):
        raise Refused("queue_not_empty", (str(deed.queue or ""),))
    changes: Changes = {"drained_by": deed.by}
    return changes | ({"queue": 0, "looked_at": now} if deed.queue == 0 else {})


def _back(_cutover: Cutover, _deed: Deed, _now: datetime, _facts: Facts | None) -> Changes:
    return {}


def _change(cutover: Cutover, _deed: Deed, _now: datetime, facts: Facts | None) -> Changes:
    if facts is None:
        raise Refused("no_report")
    if facts.digest == cutover.digest:
        raise Refused("already")
    # What was compared is not what stands there now.
    ticks = tuple(t for t in cutover.ticks if t.task in facts.tasks and t.task not in facts.compare)
    still = {(one.code, one.pointer) for one in facts.decisions}
    kept = tuple(one for one in cutover.acceptances if (one.code, one.pointer) in still)
    return {"digest": facts.digest, "ticks": ticks, "acceptances": kept}


def _watch(cutover: Cutover, deed: Deed, now: datetime, _facts: Facts | None) -> Changes:
    if deed.queue is None:
        return {"looked_at": now}
    fell = cutover.queue is None or deed.queue < cutover.queue
    return {
        "queue": deed.queue,
        "looked_at": now,
        "fell_at": now if fell else cutover.fell_at,
    }


def _tell(_cutover: Cutover, _deed: Deed, now: datetime, _facts: Facts | None) -> Changes:
    return {"told_at": now}


_CHANGES = {
    "draft": _draft,
    "tick": _tick,
    "untick": _untick,
    "accept": _accept,
    "revoke": _revoke,
    "plan": _plan,
    "check": _check,
    "approve": _approve,
    "turn_on": _turn_on,
    "drain": _drain,
    "back": _back,
    "change": _change,
    "watch": _watch,
    "tell": _tell,
}
