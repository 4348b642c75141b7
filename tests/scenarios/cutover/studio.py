"""Cut-overs of a served bot, as tests look at them and move their clock."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete

from bot.cutover.ports import Account, AccountSilent
from bot.playground.player import Player, Seen
from bot.services.cutovers import Cutovers
from bot.slack.alarm import key_of
from bot.slack.cutover.timing import KIND
from bot.store.engine import writing
from bot.store.models import CutoverCardRow, CutoverRow, CutoverStepRow, ReceivedEventRow
from converter.cutover import Cutover
from tests.scenarios.account import Json, account, automation, delay, write
from tests.scenarios.bot import TEAM
from tests.scenarios.timed import Timed

NAME = "Parrainage"


def partial(subject: str = "Merci") -> Json:
    """A series whose second e-mail waits for something no journey knows, and needs a decision."""
    emails = [(subject, delay("signup")), ("Suite", delay("ecomm_bought_category", 1, "day"))]
    return automation("71ad000020", NAME, emails, "emailSeries")


def with_partial(subject: str = "Merci") -> Json:
    known = account()
    return known | {"automations": [*known["automations"], partial(subject)]}


@dataclass
class Mailchimp:
    """An account that answers what a test sets. It is silent where ``status`` and ``queue`` are
    "silent", and not connected while ``connected`` is False."""

    connected: bool = False
    status: str | None = "archived"
    queue: int | None = None
    silent: bool = False

    def of(self, _workspace_id: str) -> Account | None:
        return self if self.connected else None

    def status_of(self, _automation_id: str) -> str | None:
        if self.silent:
            raise AccountSilent("no answer")
        return self.status

    def queue_of(self, _automation_id: str) -> int | None:
        if self.silent:
            raise AccountSilent("no answer")
        return self.queue


@dataclass
class Studio(Timed):
    mailchimp: Mailchimp
    bundle: Path
    cutovers: Cutovers = field(init=False)

    def __post_init__(self) -> None:
        self.cutovers = Cutovers(self.wired.engine)

    def clear(self) -> None:
        with writing(self.wired.engine) as session:
            for table in (CutoverCardRow, CutoverStepRow, CutoverRow, ReceivedEventRow):
                session.execute(delete(table))
        self.load(with_partial())

    def load(self, bundle: Json) -> None:
        write(bundle, self.bundle)
        self.wired.automations.load(TEAM, [self.bundle])

    def passes(self, span: timedelta) -> None:
        """Time goes by, and the alarm of each cut-over rings once."""
        self.clock.at += span
        for one in self.cutovers.under_way(TEAM, 10):
            self.ring(KIND, key_of(one))

    @property
    def cutover(self) -> Cutover:
        """The newest one."""
        found = self.cutovers.under_way(TEAM, 10)
        number = found[-1].id if found else 1
        while (later := self.cutovers.get(TEAM, number + 1)) is not None:
            number = later.id
        one = self.cutovers.get(TEAM, number)
        assert one is not None
        return one

    @property
    def state(self) -> str:
        return self.cutover.state

    @property
    def steps(self) -> list[str]:
        return [step.kind for step in self.cutovers.steps(TEAM, self.cutover.id)]

    def card(self, player: Player) -> Seen:
        """Their card, as it stands now."""
        found = self.cutovers.cards(TEAM, self.cutover.id)
        place = next(card for card in found if card.person == player.id)
        return next(seen for seen in player.sees() if seen.ts == place.ts)

    def begins(self, player: Player, name: str = NAME) -> None:
        player.says(f"convert {name}")
        player.clicks("cutover_open")

    def boxes(self, card: Seen) -> Json:
        """The checkboxes of a card."""
        return next(
            one
            for block in card.blocks
            for one in block.get("elements", ())
            if one.get("type") == "checkboxes"
        )

    def box(self, card: Seen, label: str) -> str:
        """The value of the first one whose label holds that."""
        options = self.boxes(card)["options"]
        return str(next(o["value"] for o in options if label in o["text"]["text"]))

    def ticks(self, player: Player, label: str) -> None:
        """One more."""
        card = self.card(player)
        before = [one["value"] for one in self.boxes(card).get("initial_options", ())]
        player.selects("cutover_tick", [*before, self.box(card, label)], card)

    def drafts(self, player: Player) -> None:
        self.begins(player)
        player.clicks("cutover_draft", self.card(player))

    def checks(self, player: Player) -> None:
        """Everything decided, ticked and checked."""
        self.drafts(player)
        player.selects("cutover_plan", "Standard", self.card(player))
        player.clicks("cutover_accept", self.card(player))
        player.submits({"words": "We send it by hand"})
        self.ticks(player, "Indispensable" if player.id == "UANA" else "Must")
        player.clicks("cutover_check", self.card(player))

    def approves(self, checker: Player, approver: Player) -> None:
        self.checks(checker)
        checker.clicks("cutover_ask", self.card(checker))
        checker.submits({"person": approver.person.name})
        approver.clicks("cutover_approve", self.card(approver))
        approver.submits()
