"""Reading and writing rows. A repository is made for one workspace, so no query can forget it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import cast

from pydantic import SecretStr
from sqlalchemy import ColumnElement, CursorResult, Delete, Update, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.models import (
    AutomationRow,
    Base,
    BundleRow,
    CaseRow,
    ConversationRow,
    InboxRow,
    OutboxRow,
    ReceivedEventRow,
    SecretRow,
    TurnRow,
    WorkspaceRow,
)
from converter.frozen import Frozen

BATCH = 500
"""Rows that are dropped in one transaction."""


class StoredAutomation(Frozen):
    """An entry as it is written; see AutomationRow for the meaning of each field."""

    automation_id: str
    kind: str
    name: str
    position: int
    entry_index: int
    pointer: str
    payload: str
    digest: str


class Heading(Frozen):
    """What is needed to find an automation by name, without its payload."""

    key: int
    automation_id: str
    kind: str
    name: str
    position: int
    loaded_from: str
    loaded_at: datetime


Stamp = tuple[int, datetime | None]
"""Another one whenever the bundles of a workspace are others."""


class Repository:
    """Bound to one workspace; every statement of a subclass names it."""

    def __init__(self, session: Session, workspace_id: str) -> None:
        if not workspace_id:
            raise ValueError("a repository needs a workspace")
        self._session = session
        self._workspace_id = workspace_id

    def _changes_one(self, statement: Update | Delete) -> bool:
        """Execute ``statement``; whether it met a row."""
        return cast("CursorResult[object]", self._session.execute(statement)).rowcount == 1


class WorkspaceRepository(Repository):
    def get(self) -> WorkspaceRow | None:
        return self._session.get(WorkspaceRow, self._workspace_id)

    def add(self, name: str = "") -> None:
        """Make the workspace's row, where it is not there."""
        insert = insert_if_absent(self._session, WorkspaceRow)
        self._session.execute(insert.values(id=self._workspace_id, name=name))

    def ensure(self, name: str | None = None) -> WorkspaceRow:
        """The workspace's row, made when it is not there; ``name`` replaces the one it has."""
        self.add(name or "")
        row = self._session.get_one(WorkspaceRow, self._workspace_id)
        if name and row.name != name:
            row.name = name
        return row

    def alone(self) -> None:
        """Whoever else asks for this waits until this transaction ends; SQLite's writers do anyway.

        The workspace has to be there.
        """
        self._session.execute(
            select(WorkspaceRow.id)
            .where(WorkspaceRow.id == self._workspace_id)
            .with_for_update(key_share=True)
        )


class BundleRepository(Repository):
    def all(self) -> Sequence[BundleRow]:
        mine = BundleRow.workspace_id == self._workspace_id
        return self._session.scalars(select(BundleRow).where(mine).order_by(BundleRow.id)).all()

    def stamp(self) -> Stamp:
        count, newest = self._session.execute(
            select(func.count(), func.max(BundleRow.loaded_at)).where(
                BundleRow.workspace_id == self._workspace_id
            )
        ).one()
        return count, newest

    def get(self, path: str) -> BundleRow | None:
        return self._session.scalar(
            select(BundleRow).where(
                BundleRow.workspace_id == self._workspace_id, BundleRow.path == path
            )
        )

    def put(
        self,
        path: str,
        digest: str,
        loaded_at: datetime,
        plan: str | None,
        source: str | None,
        entries: Iterable[StoredAutomation],
        timezone: str | None = None,
    ) -> None:
        """Remember a file and make ``entries`` all that is known from it."""
        row = self.get(path)
        if row is None:
            row = BundleRow(workspace_id=self._workspace_id, path=path)
            self._session.add(row)
        row.digest, row.loaded_at = digest, loaded_at
        row.plan, row.plan_source, row.timezone = plan, source, timezone
        self._session.flush()
        AutomationRepository(self._session, self._workspace_id).replace(path, entries)

    def remove(self, path: str) -> None:
        """Forget a file and every automation that came from it."""
        AutomationRepository(self._session, self._workspace_id).replace(path, ())
        self._session.execute(
            delete(BundleRow).where(
                BundleRow.workspace_id == self._workspace_id, BundleRow.path == path
            )
        )


class AutomationRepository(Repository):
    def get(self, key: int) -> AutomationRow | None:
        return self._session.scalar(
            select(AutomationRow).where(
                AutomationRow.workspace_id == self._workspace_id, AutomationRow.id == key
            )
        )

    def id_of(self, key: int) -> str | None:
        """Mailchimp's id of an automation."""
        row = AutomationRow
        mine = (row.workspace_id == self._workspace_id) & (row.id == key)
        return self._session.scalar(select(row.automation_id).where(mine))

    def count(self) -> int:
        mine = AutomationRow.workspace_id == self._workspace_id
        return (
            self._session.scalar(select(func.count()).select_from(AutomationRow).where(mine)) or 0
        )

    def count_from(self, loaded_from: str) -> int:
        """How many there are of one bundle, campaigns aside."""
        row = AutomationRow
        mine = (row.workspace_id == self._workspace_id) & (row.loaded_from == loaded_from)
        found = select(func.count()).select_from(row).where(mine, row.kind != "campaign")
        return self._session.scalar(found) or 0

    def headings(self) -> tuple[Heading, ...]:
        """Every automation without its payload: file by file, in the order of each file."""
        row, bundle = AutomationRow, BundleRow
        found = self._session.execute(
            select(
                row.id,
                row.automation_id,
                row.kind,
                row.name,
                row.position,
                row.loaded_from,
                bundle.loaded_at,
            )
            .join(
                bundle,
                (bundle.workspace_id == row.workspace_id) & (bundle.path == row.loaded_from),
            )
            .where(row.workspace_id == self._workspace_id)
            .order_by(row.loaded_from, row.position, row.id)
        )
        names = tuple(Heading.model_fields)
        return tuple(Heading(**dict(zip(names, line, strict=True))) for line in found)

    def replace(self, loaded_from: str, entries: Iterable[StoredAutomation]) -> None:
        """Make ``entries`` the content of a file. What stays keeps its key: buttons hold it."""
        row = AutomationRow
        mine = (row.workspace_id == self._workspace_id) & (row.loaded_from == loaded_from)
        known: dict[str, tuple[int, str]] = {
            automation_id: (key, digest)
            for key, automation_id, digest in self._session.execute(
                select(row.id, row.automation_id, row.digest).where(mine)
            )
        }
        for entry in entries:
            key, digest = known.pop(entry.automation_id, (None, None))
            if key is None:
                values = entry.model_dump()
                self._session.add(
                    row(workspace_id=self._workspace_id, loaded_from=loaded_from, **values)
                )
                continue
            kept = self._session.get_one(row, (self._workspace_id, key))
            kept.position, kept.entry_index = entry.position, entry.entry_index
            kept.pointer = entry.pointer
            if digest != entry.digest:
                kept.kind, kept.name = entry.kind, entry.name
                kept.payload, kept.digest = entry.payload, entry.digest
        self._session.flush()
        if known:
            gone = [key for key, _ in known.values()]
            for start in range(0, len(gone), 500):
                self._session.execute(
                    delete(row).where(mine, row.id.in_(gone[start : start + 500]))
                )


class EventRepository(Repository):
    def seen(self, keys: Sequence[str]) -> bool:
        row = ReceivedEventRow
        mine = (row.workspace_id == self._workspace_id) & row.key.in_(keys)
        return self._session.scalar(select(row.id).where(mine).limit(1)) is not None

    def mark(self, keys: Sequence[str], now: datetime) -> int:
        """How many of them were new."""
        add = insert_if_absent(self._session, ReceivedEventRow).returning(ReceivedEventRow.id)
        made = [
            self._session.scalar(
                add.values(workspace_id=self._workspace_id, key=key, received_at=now)
            )
            for key in keys
        ]
        return sum(key is not None for key in made)

    def forget(self, keys: Sequence[str]) -> None:
        row = ReceivedEventRow
        mine = (row.workspace_id == self._workspace_id) & row.key.in_(keys)
        self._session.execute(delete(row).where(mine))

    def forget_before(self, moment: datetime, most: int = BATCH) -> bool:
        """``most`` of those; whether there may be more."""
        row = ReceivedEventRow
        mine = row.workspace_id == self._workspace_id
        return delete_some(self._session, row, most, mine, row.received_at < moment)


class SecretRepository(Repository):
    """Secrets by name. They stand encrypted: see bot.store.secrets for what that may raise."""

    def put(self, name: str, value: SecretStr, now: datetime) -> None:
        values = {"value": value.get_secret_value(), "updated_at": now}
        self._session.execute(
            insert(self._session, SecretRow)
            .values(workspace_id=self._workspace_id, name=name, **values)
            .on_conflict_do_update(index_elements=["workspace_id", "name"], set_=values)
        )

    def get(self, name: str) -> SecretStr | None:
        row = SecretRow
        mine = (row.workspace_id == self._workspace_id) & (row.name == name)
        found = self._session.scalar(select(row.value).where(mine))
        return SecretStr(found) if found is not None else None

    def delete(self, name: str) -> bool:
        """Whether it was there."""
        row = SecretRow
        mine = (row.workspace_id == self._workspace_id) & (row.name == name)
        return self._changes_one(delete(row).where(mine))


def delete_some(
    session: Session,
    row: type[InboxRow | OutboxRow | ReceivedEventRow],
    most: int,
    *which: ColumnElement[bool],
) -> bool:
    """Whether there may be more of ``which`` after ``most`` are deleted. In one transaction, all
    of them would keep other writers waiting for as long as that takes."""
    some = select(row.id).where(*which).limit(most)
    done = session.execute(delete(row).where(*which, row.id.in_(some)))
    return cast("CursorResult[object]", done).rowcount == most


def insert(session: Session, row: type[Base]) -> sqlite.Insert | postgresql.Insert:
    """An insert that knows what to do on a conflict: each database has its own."""
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(row)
    return sqlite.insert(row)


def insert_if_absent(session: Session, row: type[Base]) -> sqlite.Insert | postgresql.Insert:
    return insert(session, row).on_conflict_do_nothing()


def hold(
    session: Session,
    workspace_id: str,
    row: type[ConversationRow] | type[TurnRow] | type[CaseRow],
    key: int,
) -> None:
    """Keep a row that others are about to belong to from changing until this transaction ends.

    A foreign key alone would take the row of any workspace. Raises LookupError.
    """
    mine = (row.workspace_id == workspace_id) & (row.id == key)
    if session.scalar(select(row.id).where(mine).with_for_update(key_share=True)) is None:
        raise LookupError(f"no {row.__tablename__} {key} in this workspace")
