"""The desk of a served bot, as tests look at it and move its clock."""

from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete

from bot.desk.case import Case
from bot.playground.player import Player, Seen
from bot.services.desk import Desk
from bot.slack.alarm import key_of
from bot.slack.desk.timing import KIND
from bot.store.engine import writing
from bot.store.models import (
    CaseMessageRow,
    CaseRow,
    CaseStepRow,
    ConversationRow,
    DeskSettingsRow,
    FeedbackRow,
    ReceivedEventRow,
    TurnRow,
    UnansweredRow,
)
from tests.scenarios.bot import TEAM
from tests.scenarios.timed import Timed

DESK = "#desk"
ASKED = "What happens to my contacts when I convert?"
TABLES = (
    CaseMessageRow,
    CaseStepRow,
    CaseRow,
    DeskSettingsRow,
    FeedbackRow,
    ReceivedEventRow,
    UnansweredRow,
    TurnRow,
    ConversationRow,
)


@dataclass
class Room(Timed):
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.desk = Desk(self.wired.engine)

    def clear(self) -> None:
        with writing(self.wired.engine) as session:
            for table in TABLES:
                session.execute(delete(table))

    def set(self, text: str) -> None:
        """How the desk works from now on, as if somebody had saved it: hours and times, in the
        words of its file."""
        saved = {"text": f'triage_channel = "CDESK"\n{text}'}
        self.desk.save_settings(TEAM, saved, "UANA")

    def passes(self, span: timedelta) -> None:
        """Time goes by, and the alarms of all unfinished cases ring until nothing is due."""
        self.clock.at += span
        before: list[Case] = []
        while (cases := self.cases) != before:
            before = cases
            self.ring(KIND, *map(key_of, cases))

    @property
    def cases(self) -> list[Case]:
        """The unfinished ones, the oldest first."""
        return sorted(self.desk.unfinished(TEAM, 10), key=lambda case: case.id)

    @property
    def case(self) -> Case:
        """The newest one."""
        found = self.desk.get(TEAM, 1)
        number = 1
        while (later := self.desk.get(TEAM, number + 1)) is not None:
            found, number = later, number + 1
        assert found is not None
        return found

    @property
    def state(self) -> str:
        """Of the newest case."""
        return self.case.state

    @property
    def steps(self) -> list[str]:
        return [step.kind for step in self.desk.steps(TEAM, self.case.id)]

    def card(self, agent: Player) -> Seen:
        """The card of the newest case, as it stands now."""
        place = self.desk.card(TEAM, self.case.id)
        assert place is not None
        return next(seen for seen in agent.sees(DESK) if seen.ts == place.ts)

    def under(self, agent: Player) -> list[str]:
        """What stands below the card of the newest case."""
        ts = self.card(agent).ts
        return [seen.plain for seen in agent.sees(DESK) if seen.thread_ts == ts != seen.ts]

    def asks(self, requester: Player) -> None:
        """A case in the requester's direct messages, from the button under an answer."""
        requester.says(ASKED)
        requester.clicks("faq_person")
