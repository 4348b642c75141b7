"""Rows of readings of a Mailchimp account, and of what they have read so far."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, delete, select, update

from bot.store.models import AccountPieceRow, AccountReadRow
from bot.store.repositories import Repository, insert, insert_if_absent
from converter.frozen import Frozen

OPEN = "account"
ReadState = Literal["running", "done", "failed"]
Part = Literal["account", "campaigns", "automation", "entry"]
"""``automation`` as it is listed, ``entry`` with its e-mails and queues: an element of a bundle."""


class Reading(Frozen):
    """See AccountReadRow for the meaning of what stands here."""

    id: int
    state: ReadState
    asked_by: str
    account_id: str | None
    total: int
    unread: int
    problem: str | None
    begun_at: datetime
    ended_at: datetime | None


class Piece(Frozen):
    """``value`` is JSON text."""

    part: Part
    position: int
    value: str


_FIELDS = tuple(Reading.model_fields)


class AccountReadRepository(Repository):
    def begin(self, asked_by: str, now: datetime) -> int | None:
        """The id of a new reading; None where one runs. The workspace exists."""
        add = insert_if_absent(self._session, AccountReadRow).values(
            workspace_id=self._workspace_id,
            open_key=OPEN,
            state="running",
            asked_by=asked_by,
            total=0,
            unread=0,
            begun_at=now,
        )
        return self._session.scalar(add.returning(AccountReadRow.id))

    def get(self, read_id: int) -> Reading | None:
        return self._first(AccountReadRow.id == read_id)

    def running(self) -> Reading | None:
        return self._first(AccountReadRow.open_key == OPEN)

    def last_done(self) -> Reading | None:
        return self._first(AccountReadRow.state == "done")

    def end(
        self,
        read_id: int,
        now: datetime,
        *,
        account_id: str | None = None,
        total: int = 0,
        unread: int = 0,
        problem: str | None = None,
    ) -> bool:
        """Done, or failed where there is a ``problem``; its pieces go. Whether it ran until now."""
        ended = self._changes_one(
            update(AccountReadRow)
            .where(self._mine(), AccountReadRow.id == read_id, AccountReadRow.open_key == OPEN)
            .values(
                open_key=None,
                state="failed" if problem else "done",
                account_id=account_id,
                total=total,
                unread=unread,
                problem=problem,
                ended_at=now,
            )
        )
        if ended:
            row = AccountPieceRow
            mine = (row.workspace_id == self._workspace_id) & (row.read_id == read_id)
            self._session.execute(delete(row).where(mine))
        return ended

    def put(self, read_id: int, pieces: Iterable[Piece]) -> None:
        """Each replaces the one that stands in its place."""
        for piece in pieces:
            values = {"value": piece.value}
            self._session.execute(
                insert(self._session, AccountPieceRow)
                .values(
                    workspace_id=self._workspace_id,
                    read_id=read_id,
                    part=piece.part,
                    position=piece.position,
                    **values,
                )
                .on_conflict_do_update(index_elements=["read_id", "part", "position"], set_=values)
            )

    def pieces(self, read_id: int, part: Part, start: int = 0, count: int = 1) -> Iterator[str]:
        """The values of ``count`` places from ``start`` on, in order."""
        row = AccountPieceRow
        yield from self._session.scalars(
            select(row.value)
            .where(
                row.workspace_id == self._workspace_id,
                row.read_id == read_id,
                row.part == part,
                row.position >= start,
                row.position < start + count,
            )
            .order_by(row.position)
        )

    def forget_before(self, moment: datetime) -> None:
        """Readings that ended before, but the last one that was done."""
        last = self.last_done()
        row = AccountReadRow
        old = row.ended_at < moment
        if last is not None:
            old &= row.id != last.id
        self._session.execute(delete(row).where(self._mine(), old))

    def _mine(self) -> ColumnElement[bool]:
        return AccountReadRow.workspace_id == self._workspace_id

    def _first(self, which: ColumnElement[bool]) -> Reading | None:
        columns = [getattr(AccountReadRow, name) for name in _FIELDS]
        found = self._session.execute(
            select(*columns).where(self._mine(), which).order_by(AccountReadRow.id.desc()).limit(1)
        ).first()
        return Reading(**dict(zip(_FIELDS, found, strict=True))) if found is not None else None
