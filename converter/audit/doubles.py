"""Automations that one event of one contact can start together: sets, never pairs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from converter.audit.brief import AuditBrief
from converter.audit.classic import BY_ITS_DELAY, ClassicSide
from converter.audit.model import DoubleSend, Named, TargetGroup
from converter.audit.words import names, say, sentences
from converter.catalog import TRIGGERS, Trigger
from converter.language import quote
from converter.report.model import Language

PURCHASE = "purchase"
FAMILIES = {
    "ecomm_bought_any": PURCHASE,
    "ecomm_bought_product": PURCHASE,
    "ecomm_bought_category": PURCHASE,
}
"""One purchase can start all three; every other event is a family of its own."""
NO_TARGET = (None, "imports", "store")
"""What a trigger asks for that does not tell two events of one audience and store apart."""

Key = tuple[str, str, str]


@dataclass(slots=True)
class _Event:
    """Everything that starts on one event of one audience."""

    known: dict[str, list[AuditBrief]] = field(default_factory=dict)
    any_target: list[AuditBrief] = field(default_factory=list)
    unknown: list[AuditBrief] = field(default_factory=list)

    def everybody(self) -> list[AuditBrief]:
        listed = [b for group in self.known.values() for b in group]
        return listed + self.any_target + self.unknown


class DoubleSends(NamedTuple):
    """``members`` runs along ``sets``."""

    sets: tuple[DoubleSend, ...]
    members: tuple[tuple[AuditBrief, ...], ...]


def double_sends(briefs: Iterable[AuditBrief], language: Language) -> DoubleSends:
    """Sets of two or more, of which one at least becomes a journey: those with the most that send
    today first. What nobody knows the audience of is in none, and nobody is in two."""
    events: dict[Key, _Event] = {}
    for brief in briefs:
        trigger, key = _trigger(brief), _key(brief)
        if trigger is not None and key is not None and brief.classic is not None:
            _take(events.setdefault(key, _Event()), brief, trigger, brief.classic)
    found = []
    for key, event in events.items():
        for part in _sets(event):
            everybody = part.everybody()
            if len(everybody) > 1 and any(b.points is not None for b in everybody):
                found.append((key, part))
    found.sort(key=_rank)
    return DoubleSends(
        sets=tuple(_said(n, key, part, language) for n, (key, part) in enumerate(found, 1)),
        members=tuple(tuple(_sorted(part.everybody())) for _, part in found),
    )


def live(brief: AuditBrief) -> bool:
    """Whether it sends today."""
    paused = brief.classic is not None and brief.classic.wholly_paused
    return brief.status not in ("save", "paused") and not paused


def _trigger(brief: AuditBrief) -> Trigger | None:
    found = TRIGGERS.get(brief.classic.action or "") if brief.classic is not None else None
    return found if found is not None and not found.series else None


def _key(brief: AuditBrief) -> Key | None:
    """Family, audience and store; None where the audience is not known."""
    side = brief.classic
    if side is None or side.action is None or side.audience_key is None:
        return None
    store = (side.store or "") if side.action.startswith("ecomm_") else ""
    return FAMILIES.get(side.action, side.action), side.audience_key, store


def _take(event: _Event, brief: AuditBrief, trigger: Trigger, side: ClassicSide) -> None:
    if trigger.target in NO_TARGET and trigger.id != BY_ITS_DELAY:
        event.any_target.append(brief)
    elif side.target is None:
        event.unknown.append(brief)
    else:
        event.known.setdefault(side.target, []).append(brief)


def _sets(event: _Event) -> list[_Event]:
    """One set where somebody's target is open; else one for each target."""
    if event.any_target or event.unknown:
        return [event]
    return [_Event(known={target: group}) for target, group in event.known.items()]


def _rank(found: tuple[Key, _Event]) -> tuple[object, ...]:
    key, event = found
    everybody = event.everybody()
    return (-sum(map(live, everybody)), -len(everybody), key, sorted(event.known))


def _said(number: int, key: Key, event: _Event, language: Language) -> DoubleSend:
    everybody = _sorted(event.everybody())
    sides = [b.classic for b in everybody if b.classic is not None]
    audience = min(side.audience or side.audience_key or "" for side in sides)
    lives = sum(map(live, everybody))
    moving = sum(1 for b in everybody if b.points is not None)
    segmented = sum(1 for side in sides if side.segmented)
    text = sentences(
        say(
            "double_send", language, count=len(everybody), event=_event(key, language),
            audience=quote(language, audience), names=names(language, [b.name for b in everybody]),
        ),
        _unknown(event, language),
        say("double_live" if lives > 1 else "double_not_live", language, live=lives),
        say("double_segments", language, count=segmented) if segmented else None,
        say("double_together" if moving > 1 else "double_alone", language),
    )  # fmt: skip
    return DoubleSend(
        number=number,
        event=key[0],
        audience=audience,
        store=key[2] or None,
        known=tuple(
            TargetGroup(target=target, automations=_named(event.known[target]))
            for target in sorted(event.known)
        ),
        any_target=_named(event.any_target),
        unknown=_named(event.unknown),
        live=lives,
        segmented=segmented,
        text=text,
    )


def _unknown(event: _Event, language: Language) -> str | None:
    """An answer can part them where it can be given, and nothing starts whatever the target."""
    asked = [b for b in event.unknown if b.points is not None]
    if not asked or event.any_target:
        return None
    return say("double_unknown", language, count=len(asked))


def _event(key: Key, language: Language) -> str:
    if key[0] == PURCHASE:
        return say("event_purchase", language)
    return TRIGGERS[key[0]].label[language]


def _sorted(briefs: Sequence[AuditBrief]) -> list[AuditBrief]:
    return sorted(briefs, key=AuditBrief.by_name)


def _named(briefs: Sequence[AuditBrief]) -> tuple[Named, ...]:
    return tuple(Named(id=b.id, name=b.name) for b in _sorted(briefs))
