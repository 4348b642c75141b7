"""What an audit needs of the classic side, beside the report of one automation."""

import json

from converter.catalog import TRIGGERS
from converter.classic import ClassicAutomation
from converter.frozen import Frozen
from converter.report.model import JourneyReport
from converter.rules.account import wholly_paused

OFFSET = ("amount", "unit", "direction")
"""Parameters that say how long after the event, not which event."""
ALWAYS_SHARED = "imports"
"""Whether imported contacts start it too does not tell two sign-ups apart."""
BY_ITS_DELAY = "time_since_purchase"
"""Here the delay is the event: 30 days without a purchase are not 60."""


class ClassicSide(Frozen):
    """``action`` is the first e-mail's, as the API names it; ``audience`` the name of the list."""

    action: str | None
    audience_id: str | None
    audience: str | None
    store: str | None
    target: str | None
    """Which tag, group, product …, comparable as text; None where there is none, or none is
    known (``target_known``)."""
    target_known: bool
    segmented: bool
    """A segment limits who gets the first e-mail."""
    wholly_paused: bool
    dated: bool
    """It goes by a date of each contact, or one for all."""
    removed: int
    queue_goes_on: bool
    """The last planned send that is known is not the last one: contacts wait for an e-mail that
    others follow, or not all who wait were listed."""

    @property
    def audience_key(self) -> str | None:
        return self.audience_id or self.audience


def classic_side(classic: ClassicAutomation, journey: JourneyReport | None) -> ClassicSide:
    """``journey`` knows the target that was answered, where there is one."""
    first = classic.emails[0]
    trigger = TRIGGERS.get(first.delay.action or "")
    wanted = trigger.target if trigger is not None else None
    target = None
    if journey is not None and trigger is not None:
        target = _target(dict(journey.starting_points[0].parameters), trigger.id, wanted)
    return ClassicSide(
        action=first.delay.action,
        audience_id=classic.audience_id,
        audience=classic.audience,
        store=classic.store,
        target=target,
        target_known=wanted in (None, ALWAYS_SHARED) or target is not None,
        segmented=first.segment is not None or classic.segment is not None,
        wholly_paused=wholly_paused(classic),
        dated=trigger is not None and trigger.date,
        removed=classic.removed,
        queue_goes_on=_goes_on(classic),
    )


def _goes_on(classic: ClassicAutomation) -> bool:
    queue = classic.queue
    if queue is None:
        return False
    more = any(email != classic.emails[-1].id for email in queue.waiting)
    return more or queue.dated < queue.contacts


def _target(parameters: dict[str, object], trigger: str, wanted: str | None) -> str | None:
    """The target as text that is equal for equal targets; None where it is not known."""
    delay = {key: parameters.pop(key, None) for key in OFFSET}
    if wanted in (None, ALWAYS_SHARED) or not parameters:
        return None
    if trigger == BY_ITS_DELAY:
        parameters |= delay
    shown: object = parameters
    if len(parameters) == 1:
        shown = next(iter(parameters.values()))
    text = shown if isinstance(shown, str) else json.dumps(shown, sort_keys=True, default=str)
    return " ".join(text.casefold().split())[:255]
