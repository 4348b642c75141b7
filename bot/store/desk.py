"""The desk's rows: cases and what happened to them."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from operator import attrgetter
from typing import Any, cast

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, CursorResult, Row, delete, func, or_, select, update
from sqlalchemy.exc import IntegrityError

from bot.desk.case import UNFINISHED, URGENT, Case, Deed, State, opening
from bot.desk.metrics import CaseFacts
from bot.desk.packet import Packet
from bot.desk.record import Card, NewCase, Step
from bot.store.models import (
    CaseMessageRow,
    CasePacketRow,
    CaseRow,
    CaseStepRow,
    DeskSettingsRow,
)
from bot.store.repositories import Repository, insert, insert_if_absent

_FIELDS = tuple(Case.model_fields)
_CASE = select(*(getattr(CaseRow, name) for name in _FIELDS))
_FACT = tuple(CaseFacts.model_fields)
_FACTS = select(*(getattr(CaseRow, name) for name in _FACT))
_facts = TypeAdapter(tuple[CaseFacts, ...])
SLICE = 200
"""Cases that are read and checked in one go: while they are, other threads stand still."""


class Occupied(RuntimeError):
    """The requester has another unfinished case in the same thread."""


class CaseRepository(Repository):
    def open(self, new: NewCase, now: datetime) -> Case | None:
        """The new case; None where its thread has an unfinished one of the same requester. Of two
        at once, one gets it. The workspace exists."""
        case = opening(0, now=now, **new.model_dump(exclude={"packet", "turn_id"}))
        add = insert_if_absent(self._session, CaseRow).values(
            workspace_id=self._workspace_id,
            turn_id=new.turn_id,
            outside="{}",
            **{name: value for name, value in _values(case).items() if name != "id"},
        )
        made = self._session.scalar(add.returning(CaseRow.id))
        if made is None:
            return None
        case = case.model_copy(update={"id": made})
        packet = {"case_id": made, "value": new.packet.model_dump_json()}
        self._session.execute(
            insert(self._session, CasePacketRow).values(workspace_id=self._workspace_id, **packet)
        )
        self._step(None, case, "open", new.requester, None, now)
        return case

    def change(self, before: Case, after: Case, deed: Deed, now: datetime) -> bool:
        """Write ``after`` and its step, if the case is still as ``before``: of two at once, one
        wins. Raises Occupied where it would be the second unfinished one of its thread."""
        old = _values(before)
        changes = {name: value for name, value in _values(after).items() if value != old[name]}
        as_it_was = self._one(before.id) & (CaseRow.version == before.version)
        if before.unfinished or not after.unfinished:
            changed = self._set(as_it_was, **changes)
        else:
            try:
                # What fails in here leaves the transaction as it was.
                with self._session.begin_nested():
                    changed = self._set(as_it_was, **changes)
            except IntegrityError as error:
                raise Occupied from error
        if not changed:
            return False
        self._step(before, after, deed.kind, deed.by, deed.why, now)
        return True

    def get(self, case_id: int) -> Case | None:
        return self._first(CaseRow.id == case_id)

    def at(self, channel: str, thread_ts: str, requester: str) -> Case | None:
        """The requester's unfinished case there."""
        return self._first(CaseRow.open_key == _open_key(channel, thread_ts, requester))

    def last_at(self, channel: str, thread_ts: str, requester: str) -> Case | None:
        """The requester's unfinished case there, else the one that was resolved last."""
        row = CaseRow
        found = self._session.execute(
            _CASE.where(
                self._mine,
                row.channel == channel,
                row.thread_ts == thread_ts,
                row.requester == requester,
                or_(row.open_key.is_not(None), row.state == "resolved"),
            )
            .order_by(row.open_key.is_(None), row.resolved_at.desc(), row.id.desc())
            .limit(1)
        ).first()
        return _case(found) if found is not None else None

    def by_card(self, channel: str, ts: str) -> Case | None:
        return self._first((CaseRow.card_channel == channel) & (CaseRow.card_ts == ts))

    def card(self, case_id: int) -> Card | None:
        found = self._session.execute(
            select(CaseRow.card_channel, CaseRow.card_ts).where(self._one(case_id))
        ).first()
        if found is None or found.card_channel is None or found.card_ts is None:
            return None
        return Card(channel=found.card_channel, ts=found.card_ts)

    def carded(self, case_id: int, card: Card) -> bool:
        """Its card stands there now; False where there is no such case."""
        return self._set(self._one(case_id), card_channel=card.channel, card_ts=card.ts)

    def packet(self, case_id: int) -> Packet | None:
        """None where it is forgotten, or there is no such case."""
        row = CasePacketRow
        mine = (row.workspace_id == self._workspace_id) & (row.case_id == case_id)
        found = self._session.scalar(select(row.value).where(mine))
        return Packet.model_validate_json(found) if found is not None else None

    def outside(self, case_id: int) -> dict[str, str]:
        """By channel outside of Slack, what it calls the case."""
        return _names(self._session.scalar(select(CaseRow.outside).where(self._one(case_id))))

    def called(self, case_id: int, channel: str, name: str) -> bool:
        """A channel outside of Slack calls it that; False where there is no such case."""
        held = select(CaseRow.outside).where(self._one(case_id)).with_for_update()
        names = _names(self._session.scalar(held)) | {channel: name}
        return self._set(self._one(case_id), outside=json.dumps(names, sort_keys=True))

    def steps(self, case_id: int) -> tuple[Step, ...]:
        row = CaseStepRow
        found = self._session.execute(
            select(*(getattr(row, name) for name in Step.model_fields))
            .where(row.workspace_id == self._workspace_id, row.case_id == case_id)
            .order_by(row.version)
        )
        return tuple(Step.model_validate(one._asdict()) for one in found)

    def unfinished(self, limit: int, agent: str | None = None) -> tuple[Case, ...]:
        """Those of an agent, or all; the most urgent first, of these the oldest."""
        row = CaseRow
        wanted = _CASE.where(self._mine, row.open_key.is_not(None))
        if agent is not None:
            wanted = wanted.where(row.agent == agent)
        found: list[Case] = []
        # Each priority is in the order of its index: nothing is sorted to be thrown away.
        for priority in range(URGENT, -1, -1):
            some = wanted.where(row.priority == priority).order_by(row.opened_at, row.id)
            left = some.limit(limit - len(found))
            found += (_case(one) for one in self._session.execute(left))
            if len(found) == limit:
                break
        return tuple(found)

    def threads(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Channel and thread of the cards of unfinished cases, the latest first."""
        row = CaseRow
        found = self._session.execute(
            select(row.card_channel, row.card_ts)
            .where(self._mine, row.open_key.is_not(None), row.card_ts.is_not(None))
            .order_by(row.id.desc())
            .limit(limit)
        )
        return tuple((str(channel), str(ts)) for channel, ts in found)

    def asked_by(self, requester: str, limit: int) -> tuple[Case, ...]:
        """The newest first."""
        mine = self._mine & (CaseRow.requester == requester)
        wanted = _CASE.where(mine).order_by(CaseRow.id.desc()).limit(limit)
        return tuple(_case(one) for one in self._session.execute(wanted))

    def open_now(self) -> dict[State, int]:
        """How many unfinished ones are in which state."""
        found = self._session.execute(
            select(CaseRow.state, func.count())
            .where(self._mine, CaseRow.open_key.is_not(None))
            .group_by(CaseRow.state)
        )
        return {cast("State", state): count for state, count in found}

    def facts(self, since: datetime, until: datetime) -> tuple[CaseFacts, ...]:
        """Of each case that is unfinished, or was opened or resolved from ``since`` until before
        ``until``, in the order in which they were opened."""
        row = CaseRow
        # An index is read for each: for an "or", SQLite reads every case that there ever was, and
        # the plain column would make it choose all that were opened before.
        earlier = func.coalesce(row.opened_at, row.opened_at) < since
        later = func.coalesce(row.opened_at, row.opened_at) >= until
        found: list[CaseFacts] = []
        for which in (
            (row.opened_at >= since, row.opened_at < until),
            (row.resolved_at >= since, row.resolved_at < until, earlier),
            (row.open_key.is_not(None), or_(earlier, later)),
        ):
            asked = _FACTS.where(self._mine, *which).execution_options(yield_per=SLICE)
            for some in self._session.execute(asked).partitions():
                rows = [dict(zip(_FACT, one, strict=True)) | _told(one.told) for one in some]
                found += _facts.validate_python(rows)
        found.sort(key=attrgetter("opened_at", "id"))
        return tuple(found)

    def more_than(self, count: int, since: datetime, until: datetime) -> bool:
        """Whether more than ``count`` are unfinished or were opened in that time."""
        row = CaseRow
        for which in (
            (row.opened_at >= since, row.opened_at < until),
            (row.open_key.is_not(None),),
        ):
            some = select(row.id).where(self._mine, *which).limit(count + 1).subquery()
            if (self._session.scalar(select(func.count()).select_from(some)) or 0) > count:
                return True
        return False

    def forget_before(self, moment: datetime) -> None:
        """Drop what people wrote in cases that ended before ``moment``; what is counted stays."""
        over = (CaseRow.open_key.is_(None), CaseRow.since < moment)
        ended = select(CaseRow.id).where(self._mine, *over)
        packet, step, message = CasePacketRow, CaseStepRow, CaseMessageRow
        for statement in (
            delete(packet).where(
                packet.workspace_id == self._workspace_id, packet.case_id.in_(ended)
            ),
            update(step)
            .where(
                step.workspace_id == self._workspace_id,
                step.why.is_not(None),
                step.case_id.in_(ended),
            )
            .values(why=None),
            update(message)
            .where(
                message.workspace_id == self._workspace_id,
                or_(message.text.is_not(None), message.files.is_not(None)),
                message.case_id.in_(ended),
            )
            .values(text=None, files=None),
        ):
            self._session.execute(statement)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return CaseRow.workspace_id == self._workspace_id

    def _one(self, case_id: int) -> ColumnElement[bool]:
        return self._mine & (CaseRow.id == case_id)

    def _first(self, condition: ColumnElement[bool]) -> Case | None:
        found = self._session.execute(_CASE.where(self._mine, condition).limit(1)).first()
        return _case(found) if found is not None else None

    def _set(self, which: ColumnElement[bool], **values: object) -> bool:
        done = self._session.execute(update(CaseRow).where(which).values(**values))
        return cast("CursorResult[object]", done).rowcount == 1

    def _step(
        self,
        before: Case | None,
        after: Case,
        kind: str,
        by: str,
        why: str | None,
        now: datetime,
    ) -> None:
        self._session.execute(
            insert(self._session, CaseStepRow).values(
                workspace_id=self._workspace_id,
                case_id=after.id,
                version=after.version,
                at=now,
                by=by,
                kind=kind,
                from_state=before.state if before is not None else None,
                to_state=after.state,
                why=why,
            )
        )


class DeskSettingsRepository(Repository):
    def get(self) -> dict[str, Any] | None:
        row = DeskSettingsRow
        found = self._session.scalar(
            select(row.value).where(row.workspace_id == self._workspace_id)
        )
        return dict(json.loads(found)) if found is not None else None

    def put(self, value: Mapping[str, Any], by: str, now: datetime) -> None:
        """The workspace exists."""
        values = {"value": json.dumps(dict(value)), "updated_by": by, "updated_at": now}
        self._session.execute(
            insert(self._session, DeskSettingsRow)
            .values(workspace_id=self._workspace_id, **values)
            .on_conflict_do_update(index_elements=["workspace_id"], set_=values)
        )


def _open_key(channel: str, thread_ts: str, requester: str) -> str:
    return f"{channel}:{thread_ts}:{requester}"


def _values(case: Case) -> dict[str, object]:
    """The columns that follow from a case."""
    values: dict[str, object] = {name: getattr(case, name) for name in _FIELDS}
    key = _open_key(case.channel, case.thread_ts, case.requester)
    return values | {
        "told": json.dumps(sorted(case.told)),
        "open_key": key if case.state in UNFINISHED else None,
    }


def _case(row: Row[Any]) -> Case:
    return Case.model_validate(row._asdict() | _told(row.told))


def _names(text: str | None) -> dict[str, str]:
    return dict(json.loads(text or "{}"))


@lru_cache(1024)
def _told(text: str) -> dict[str, frozenset[str]]:
    return {"told": frozenset(json.loads(text))}
