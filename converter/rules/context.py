"""What the rules share while one automation is converted."""

from dataclasses import dataclass, field

from converter.catalog import TARGETS, TRIGGERS, Trigger
from converter.classic import ClassicAutomation, ClassicDelay, ClassicEmail
from converter.findings import Finding, Param, span, the_email, worded
from converter.journey import UNIT_HOURS, PointId, Unit
from converter.language import phrase, quote, shorten
from converter.path import Path
from converter.plans import Limits
from converter.questions import Ask, answer_for
from converter.reading import Notes
from converter.report.model import LedgerStatus

DELAY_LENGTH = ("amount", "type", "direction")
CALLED_BY_PROGRAMS = ("api", "manual")
"""Actions that somebody's own program may cause, through Mailchimp's API (CJ309)."""
PURCHASES = ("lifetime_purchase_value", "purchase_orders")
"""What the “best customers” automation of old clients asked of a purchase."""
DELAY_LEAVES = (*DELAY_LENGTH, "action")


@dataclass(slots=True)
class Context:
    automation: ClassicAutomation
    notes: Notes
    limits: Limits
    path: Path = field(default_factory=Path)
    asks: list[Ask] = field(default_factory=list)
    clock: int | None = 0
    """Hours since the event of the first e-mail, where they are known: not after a wait."""
    skipped: set[int] = field(default_factory=set)
    """Places of e-mails that contacts outside their segment skip."""
    sent: dict[int, PointId] = field(default_factory=dict)
    """The send_email point of each e-mail, by place."""

    @property
    def first(self) -> ClassicEmail:
        return self.automation.emails[0]

    @property
    def next_id(self) -> PointId:
        """The id that the next point will get."""
        return f"p{len(self.path.steps) + 1}"

    def hours(self, email: ClassicEmail) -> int:
        return email.delay.amount * UNIT_HOURS[email.delay.unit]

    def trigger(self, email: ClassicEmail) -> Trigger | None:
        return TRIGGERS.get(email.delay.action or "")

    def label(self, email: ClassicEmail) -> Param:
        return the_email(email.place, email.label)

    def find(
        self,
        code: str,
        email: ClassicEmail,
        leaf: str,
        point: PointId | None,
        in_series: bool = False,
        **params: Param,
    ) -> None:
        """A finding about an e-mail; ``leaf`` is the path below it."""
        params.setdefault("email", self.label(email))
        params.setdefault("where", self.label(email))
        self.notes.findings.append(Finding(code, email.pointer + leaf, params, point, in_series))

    def claim_delay(
        self,
        email: ClassicEmail,
        status: LedgerStatus,
        code: str | None = None,
        target: PointId | None = None,
        leaves: tuple[str, ...] = DELAY_LEAVES,
    ) -> None:
        for leaf in leaves:
            self.notes.claims.claim(f"{email.pointer}/delay/{leaf}", status, code, target)

    def add_delay(self, email: ClassicEmail, hours: int | None = None) -> int:
        """The delay point before an e-mail, if there is anything to wait for; gives the hours.

        ``hours`` replaces the e-mail's own delay where it was counted from somewhere else.
        """
        amount, unit = email.delay.amount, email.delay.unit
        if hours is not None:
            amount, unit = in_unit(hours, email.delay.unit, self.first.delay.unit)
        total = amount * UNIT_HOURS[unit]
        if amount:
            point = self.path.add(
                "delay", f"{email.pointer}/delay", email.place, amount=amount, unit=unit
            )
            self.claim_delay(email, "converted", None, point, DELAY_LENGTH)
        return total

    def placeholder(
        self, email: ClassicEmail, code: str, leaves: tuple[str, ...] = DELAY_LEAVES
    ) -> PointId:
        point = self.path.add("placeholder", f"{email.pointer}/delay", email.place, code=code)
        self.claim_delay(email, "placeholder", code, point, leaves)
        return point

    def parameters(self, trigger: Trigger, question: str, pointer: str) -> dict[str, object]:
        """What is known of the trigger's target: answered, carried by old clients, or asked."""
        if trigger.target is None:
            return {}
        legacy: dict[str, object] = {}
        if question == "starting_point":
            named = (
                *TARGETS[trigger.target].legacy,
                *(PURCHASES if trigger.id == "buy_any" else ()),
            )
            legacy = {n: self.automation.legacy[n] for n in named if n in self.automation.legacy}
        if trigger.target == "store" and self.automation.store:
            return {"store": self.automation.store, **legacy}
        given = answer_for(self.automation, question, "parameters", self.notes)
        if given is not None:
            return dict(given) if isinstance(given, dict) else {trigger.target: given}
        if legacy:
            return legacy
        self.asks.append(Ask(question, pointer, "parameters", target=trigger.target))
        return {}


def in_unit(hours: int, *units: Unit) -> tuple[int, Unit]:
    """``hours`` in the largest unit that fits evenly and is no finer than the classic one needs."""
    candidates: set[Unit] = {*units, "day"}
    for unit in sorted(candidates, key=lambda u: -UNIT_HOURS[u]):
        if hours % UNIT_HOURS[unit] == 0:
            return hours // UNIT_HOURS[unit], unit
    return hours, "hour"


def offset_words(delay: ClassicDelay) -> Param:
    return span(delay.amount, delay.unit)


def trigger_words(trigger: Trigger) -> Param:
    return worded(lambda language: trigger.label[language])


def hidden(trigger: Trigger) -> Param:
    """“the tag”: what the API does not tell about a trigger."""
    target = TARGETS[trigger.target or ""]
    return worded(target.words)


def action_words(action: str | None) -> Param:
    return worded(
        lambda language: quote(language, shorten(action)) if action else phrase("none", language)
    )
