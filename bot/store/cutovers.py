"""The rows of cut-overs."""

from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, CursorResult, func, select, update

from bot.cutover.record import Card, Step
from bot.store.models import CutoverCardRow, CutoverRow, CutoverStepRow
from bot.store.repositories import Repository, insert, insert_if_absent
from converter.cutover import Cutover, Deed
from converter.report.model import CutoverState

WHAT = 64


class CutoverRepository(Repository):
    def open(self, new: Cutover) -> Cutover | None:
        """The new one, with its id; None where the automation has one. Of two at once, one gets it.
        The workspace exists."""
        add = insert_if_absent(self._session, CutoverRow).values(
            workspace_id=self._workspace_id, automation_id=new.automation_id, **_values(new)
        )
        made = self._session.scalar(add.returning(CutoverRow.id))
        if made is None:
            return None
        opened = new.model_copy(update={"id": made})
        self._set(self._one(made), value=opened.model_dump_json())
        self._step(opened, Step.opening(opened))
        return opened

    def change(self, before: Cutover, after: Cutover, deed: Deed, now: datetime) -> bool:
        """Write ``after`` and its step, if the cut-over is still as ``before``."""
        as_it_was = self._one(before.id) & (CutoverRow.version == before.version)
        if not self._set(as_it_was, **_values(after)):
            return False
        what = deed.task or deed.plan or (None if deed.queue is None else str(deed.queue))
        step = Step(
            version=after.version,
            at=now,
            by=deed.by,
            kind=deed.kind,
            from_state=before.state,
            to_state=after.state,
            what=what,
            why=deed.why,
        )
        self._step(after, step)
        return True

    def get(self, cutover_id: int) -> Cutover | None:
        return self._first(CutoverRow.id == cutover_id)

    def of(self, automation_id: str) -> Cutover | None:
        return self._first(CutoverRow.automation_id == automation_id)

    def counts(self) -> dict[CutoverState, int]:
        found = self._session.execute(
            select(CutoverRow.state, func.count()).where(self._mine).group_by(CutoverRow.state)
        )
        return {cast("CutoverState", state): count for state, count in found}

    def under_way(self, limit: int) -> tuple[Cutover, ...]:
        """Those that are not drained, what has waited longest first."""
        wanted = (
            select(CutoverRow.value)
            .where(self._mine, CutoverRow.state != "drained")
            .order_by(CutoverRow.since, CutoverRow.id)
            .limit(limit)
        )
        return tuple(Cutover.model_validate_json(one) for one in self._session.scalars(wanted))

    def steps(self, cutover_id: int) -> tuple[Step, ...]:
        """Oldest first."""
        row = CutoverStepRow
        found = self._session.execute(
            select(*(getattr(row, name) for name in Step.model_fields))
            .where(row.workspace_id == self._workspace_id, row.cutover_id == cutover_id)
            .order_by(row.version)
        )
        return tuple(Step.model_validate(one._asdict()) for one in found)

    def cards(self, cutover_id: int) -> tuple[Card, ...]:
        row = CutoverCardRow
        found = self._session.execute(
            select(*(getattr(row, name) for name in Card.model_fields))
            .where(row.workspace_id == self._workspace_id, row.cutover_id == cutover_id)
            .order_by(row.id)
        )
        return tuple(Card.model_validate(one._asdict()) for one in found)

    def carded(self, cutover_id: int, card: Card) -> bool:
        """Somebody's card stands there now; False where there is no such cut-over."""
        if self.get(cutover_id) is None:
            return False
        values = card.model_dump()
        self._session.execute(
            insert(self._session, CutoverCardRow)
            .values(workspace_id=self._workspace_id, cutover_id=cutover_id, **values)
            .on_conflict_do_update(index_elements=["cutover_id", "person"], set_=values)
        )
        return True

    @property
    def _mine(self) -> ColumnElement[bool]:
        return CutoverRow.workspace_id == self._workspace_id

    def _one(self, cutover_id: int) -> ColumnElement[bool]:
        return self._mine & (CutoverRow.id == cutover_id)

    def _first(self, condition: ColumnElement[bool]) -> Cutover | None:
        found = self._session.scalar(select(CutoverRow.value).where(self._mine, condition))
        return Cutover.model_validate_json(found) if found is not None else None

    def _set(self, which: ColumnElement[bool], **values: object) -> bool:
        done = self._session.execute(update(CutoverRow).where(which).values(**values))
        return cast("CursorResult[object]", done).rowcount == 1

    def _step(self, after: Cutover, step: Step) -> None:
        values = step.model_dump() | {"what": (step.what or "")[:WHAT] or None}
        self._session.execute(
            insert(self._session, CutoverStepRow).values(
                workspace_id=self._workspace_id, cutover_id=after.id, **values
            )
        )


def _values(cutover: Cutover) -> dict[str, object]:
    """The columns that follow from a cut-over."""
    return {
        "state": cutover.state,
        "version": cutover.version,
        "since": cutover.since,
        "value": cutover.model_dump_json(),
    }
