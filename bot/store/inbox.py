"""What Slack delivered: kept before it is acknowledged, emptied when it is done."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.dialects.postgresql import Insert, insert

from bot.store.models import InboxRow
from bot.store.repositories import BATCH, Repository, delete_some, insert_if_absent
from converter.frozen import Frozen


class Kept(Frozen):
    """A delivery on its way into the inbox."""

    workspace_id: str
    key: str
    kind: str
    body: str
    received_at: datetime


class Received(Frozen):
    """A delivery as it is stored; see InboxRow."""

    key: str
    kind: str
    body: str
    received_at: datetime
    done_at: datetime | None


class Waiting(Frozen):
    """A delivery that is not handled yet, without what it says."""

    key: str
    received_at: datetime


def put_alone(kept: Kept) -> Insert:
    """What PostgreSQL is told for ``InboxRepository.put`` where nothing else is in the
    transaction."""
    return insert(InboxRow).values(**kept.model_dump()).on_conflict_do_nothing()


class InboxRepository(Repository):
    def put(self, key: str, kind: str, body: str, now: datetime) -> bool:
        """Whether ``key`` is new; what a key stands for never changes. The workspace exists."""
        add = insert_if_absent(self._session, InboxRow).values(
            workspace_id=self._workspace_id, key=key, kind=kind, body=body, received_at=now
        )
        return self._session.scalar(add.returning(InboxRow.id)) is not None

    def get(self, key: str) -> Received | None:
        row = self._session.scalar(select(InboxRow).where(self._mine, InboxRow.key == key))
        return _received(row) if row is not None else None

    def done(self, key: str, now: datetime) -> None:
        """It is handled: its body goes, its key stays for those who deliver it again."""
        self._session.execute(
            update(InboxRow)
            .where(self._mine, InboxRow.key == key, InboxRow.done_at.is_(None))
            .values(done_at=now, body="")
        )

    def open(self, before: datetime) -> tuple[Waiting, ...]:
        """What came before that moment and is not handled yet, oldest first."""
        row = InboxRow
        # Column by column: no key is needed to list, and nothing of what people wrote is read.
        found = self._session.execute(
            select(row.key, row.received_at)
            .where(self._mine, row.received_at < before, row.done_at.is_(None))
            .order_by(row.received_at, row.id)
        )
        return tuple(Waiting.model_validate(dict(one._mapping)) for one in found)

    def open_before(
        self, key: str, within: timedelta, beginnings: Sequence[str]
    ) -> tuple[Received, ...]:
        """What came before ``key``, not long before, and is not handled yet; oldest first. Only
        that whose own key begins with one of ``beginnings``."""
        mine = select(InboxRow.id, InboxRow.received_at).where(self._mine, InboxRow.key == key)
        row = self._session.execute(mine).first()
        if row is None:
            return ()
        found = self._session.scalars(
            select(InboxRow)
            .where(
                self._mine,
                InboxRow.received_at >= row.received_at - within,
                InboxRow.id < row.id,
                InboxRow.done_at.is_(None),
                or_(*(InboxRow.key.startswith(one, autoescape=True) for one in beginnings)),
            )
            .order_by(InboxRow.id)
        )
        return tuple(_received(one) for one in found)

    def forget_before(self, moment: datetime, most: int = BATCH) -> bool:
        """Drop what was handled and came before ``moment``, ``most`` rows of it; whether there
        may be more."""
        old = InboxRow.received_at < moment
        return delete_some(
            self._session, InboxRow, most, self._mine, old, InboxRow.done_at.is_not(None)
        )

    @property
    def _mine(self) -> ColumnElement[bool]:
        return InboxRow.workspace_id == self._workspace_id


def _received(row: InboxRow) -> Received:
    return Received(
        key=row.key,
        kind=row.kind,
        body=row.body,
        received_at=row.received_at,
        done_at=row.done_at,
    )
