"""The desk: cases, what is done with them, what is said in them. Stored."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.desk import case as rules
from bot.desk.case import Case, Deed, Illegal, State
from bot.desk.metrics import CaseFacts
from bot.desk.packet import Packet
from bot.desk.record import Card, Message, NewCase, Side, Step
from bot.store.desk import CaseRepository, DeskSettingsRepository, Occupied
from bot.store.desk_messages import CaseMessageRepository, Files
from bot.store.engine import reading, writing
from bot.store.repositories import WorkspaceRepository
from converter.frozen import Frozen

LONGEST_NAME = 255
"""Characters of an author's name, or of the id of a message, that are kept."""


class Opened(Frozen):
    """``new``: False for the unfinished case that was there."""

    case: Case
    new: bool


class Done(Frozen):
    """``case`` as it is now, ``before`` as it was when that was decided; None where it is gone.

    ``illegal``: not in the state that the case is in. ``occupied``: the case may not be opened
    again while the requester has another unfinished one in its thread.
    """

    case: Case | None
    did: bool
    before: Case | None
    why: Literal["done", "illegal", "occupied", "gone"]

    @property
    def change(self) -> tuple[Case, Case] | None:
        """The case before and after, where it was done."""
        if self.did and self.before is not None and self.case is not None:
            return self.before, self.case
        return None


class Said(Frozen):
    """``new``: False for a message that was there."""

    id: int
    new: bool


class Desk:
    """Made once per process; safe to share between threads. Each call is one transaction. Raises
    what SQLAlchemy raises, and KeyTrouble."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._now = now

    # cases

    def open(self, workspace_id: str, new: NewCase) -> Opened:
        """A new case, or the one that the requester has in that thread and that is not over."""
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            cases = CaseRepository(session, workspace_id)
            while True:
                made = cases.open(new, self._now())
                if made is not None:
                    return Opened(case=made, new=True)
                there = cases.at(new.channel, new.thread_ts, new.requester)
                # Else it ended between the two statements.
                if there is not None:
                    return Opened(case=there, new=False)

    def do(self, workspace_id: str, case_id: int, deed: Deed) -> Done:
        """Do it, if the case is in a state for it. Of several at once one wins, and the others are
        decided on what it made of the case."""
        deed = deed.model_copy(
            update={"by": _name(deed.by), "agent": _name(deed.agent) if deed.agent else None}
        )
        with writing(self._engine) as session:
            cases = CaseRepository(session, workspace_id)
            while True:
                before = cases.get(case_id)
                if before is None:
                    return Done(case=None, did=False, before=None, why="gone")
                now = self._now()
                try:
                    after = rules.done(before, deed, now)
                    if cases.change(before, after, deed, now):
                        return Done(case=after, did=True, before=before, why="done")
                except Illegal:
                    return Done(case=before, did=False, before=before, why="illegal")
                except Occupied:
                    return Done(case=before, did=False, before=before, why="occupied")

    def get(self, workspace_id: str, case_id: int) -> Case | None:
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).get(case_id)

    def at(self, workspace_id: str, channel: str, thread_ts: str, requester: str) -> Case | None:
        """The requester's unfinished case there."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).at(channel, thread_ts, requester)

    def last_at(
        self, workspace_id: str, channel: str, thread_ts: str, requester: str
    ) -> Case | None:
        """The requester's unfinished case there, else the one that was resolved last."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).last_at(channel, thread_ts, requester)

    def by_card(self, workspace_id: str, channel: str, ts: str) -> Case | None:
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).by_card(channel, ts)

    def card(self, workspace_id: str, case_id: int) -> Card | None:
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).card(case_id)

    def carded(self, workspace_id: str, case_id: int, channel: str, ts: str) -> bool:
        """Its card stands there now; False where there is no such case."""
        with writing(self._engine) as session:
            cases = CaseRepository(session, workspace_id)
            return cases.carded(case_id, Card(channel=channel, ts=ts))

    def packet(self, workspace_id: str, case_id: int) -> Packet | None:
        """None where it is forgotten, or there is no such case."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).packet(case_id)

    def outside(self, workspace_id: str, case_id: int) -> dict[str, str]:
        """By channel outside of Slack, what it calls the case."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).outside(case_id)

    def called(self, workspace_id: str, case_id: int, channel: str, name: str) -> bool:
        """A channel outside of Slack calls it that; False where there is no such case."""
        with writing(self._engine) as session:
            return CaseRepository(session, workspace_id).called(case_id, channel, name)

    def steps(self, workspace_id: str, case_id: int) -> tuple[Step, ...]:
        """Oldest first."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).steps(case_id)

    # many cases

    def unfinished(
        self, workspace_id: str, limit: int, agent: str | None = None
    ) -> tuple[Case, ...]:
        """Those of an agent, or all; the most urgent first, of these the oldest."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).unfinished(limit, agent)

    def asked_by(self, workspace_id: str, requester: str, limit: int) -> tuple[Case, ...]:
        """The newest first."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).asked_by(requester, limit)

    def open_now(self, workspace_id: str) -> dict[State, int]:
        """How many unfinished ones are in which state."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).open_now()

    def facts(self, workspace_id: str, since: datetime, until: datetime) -> tuple[CaseFacts, ...]:
        """Of each case that is unfinished, or was opened or resolved from ``since`` until before
        ``until``, in the order in which they were opened."""
        with reading(self._engine) as session:
            return CaseRepository(session, workspace_id).facts(since, until)

    # messages

    def said(
        self,
        workspace_id: str,
        case_id: int,
        side: Side,
        author: str,
        source_channel: str,
        source_ts: str,
        text: str,
        files: Files = (),
    ) -> Said:
        """Keep a message. One that is there stays as it was: the same place is the same message.

        Raises LookupError when the workspace has no such case.
        """
        with writing(self._engine) as session:
            message_id, new = CaseMessageRepository(session, workspace_id).put(
                case_id,
                side,
                _name(author),
                source_channel,
                _place(source_ts),
                text,
                files,
                self._now(),
            )
            return Said(id=message_id, new=new)

    def copied(self, workspace_id: str, message_id: int, channel: str, ts: str) -> bool:
        """The other side reads it there; False where there is no such message."""
        with writing(self._engine) as session:
            messages = CaseMessageRepository(session, workspace_id)
            return messages.copied(message_id, channel, _place(ts))

    def message(self, workspace_id: str, message_id: int) -> Message | None:
        with reading(self._engine) as session:
            return CaseMessageRepository(session, workspace_id).get(message_id)

    def message_at(self, workspace_id: str, channel: str, ts: str) -> Message | None:
        """The message that was written there."""
        with reading(self._engine) as session:
            return CaseMessageRepository(session, workspace_id).at(channel, _place(ts))

    def messages(self, workspace_id: str, case_id: int) -> tuple[Message, ...]:
        """Oldest first."""
        with reading(self._engine) as session:
            return CaseMessageRepository(session, workspace_id).all(case_id)

    def edited(
        self,
        workspace_id: str,
        message_id: int,
        text: str,
        edited_at: datetime,
        files: Files | None = None,
    ) -> bool:
        """False where a newer edit, or its deletion, came first. ``files`` None: as they were."""
        with writing(self._engine) as session:
            messages = CaseMessageRepository(session, workspace_id)
            return messages.edit(message_id, text, files, edited_at)

    def deleted(self, workspace_id: str, message_id: int) -> bool:
        """False where it was deleted already. What somebody deleted is not kept."""
        with writing(self._engine) as session:
            return CaseMessageRepository(session, workspace_id).delete(message_id, self._now())

    # settings, and what goes

    def settings(self, workspace_id: str) -> dict[str, Any] | None:
        """As JSON; None where none were saved."""
        with reading(self._engine) as session:
            return DeskSettingsRepository(session, workspace_id).get()

    def save_settings(self, workspace_id: str, settings: dict[str, Any], by: str) -> None:
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            DeskSettingsRepository(session, workspace_id).put(settings, by, self._now())

    def forget_before(self, workspace_id: str, moment: datetime) -> None:
        """Drop what people wrote in cases that ended before ``moment``; what is counted stays."""
        with writing(self._engine) as session:
            CaseRepository(session, workspace_id).forget_before(moment)


def _name(text: str) -> str:
    return text.replace("\0", "")[:LONGEST_NAME]


def _place(ts: str) -> str:
    """The id of a message as it is kept; one that is too long for its column by its digest."""
    plain = len(ts) <= LONGEST_NAME and "\0" not in ts
    return ts if plain else "sha256:" + sha256(ts.encode()).hexdigest()
