"""Reading and writing rows. A repository is made for one workspace, so no query can forget it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from bot.store.models import AutomationRow, BundleRow, ReceivedEventRow, WorkspaceRow
from converter.frozen import Frozen


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


class _Repository:
    def __init__(self, session: Session, workspace_id: str) -> None:
        if not workspace_id:
            raise ValueError("a repository needs a workspace")
        self._session = session
        self._workspace_id = workspace_id


class WorkspaceRepository(_Repository):
    def get(self) -> WorkspaceRow | None:
        return self._session.get(WorkspaceRow, self._workspace_id)

    def ensure(self, name: str | None = None) -> WorkspaceRow:
        """The workspace's row, made when it is not there; ``name`` replaces the one it has."""
        add = _insert_if_absent(self._session, WorkspaceRow)
        self._session.execute(add.values(id=self._workspace_id, name=name or ""))
        row = self._session.get_one(WorkspaceRow, self._workspace_id)
        if name and row.name != name:
            row.name = name
        return row


class BundleRepository(_Repository):
    def all(self) -> Sequence[BundleRow]:
        mine = BundleRow.workspace_id == self._workspace_id
        return self._session.scalars(select(BundleRow).where(mine).order_by(BundleRow.id)).all()

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


class AutomationRepository(_Repository):
    def get(self, key: int) -> AutomationRow | None:
        return self._session.scalar(
            select(AutomationRow).where(
                AutomationRow.workspace_id == self._workspace_id, AutomationRow.id == key
            )
        )

    def count(self) -> int:
        mine = AutomationRow.workspace_id == self._workspace_id
        return (
            self._session.scalar(select(func.count()).select_from(AutomationRow).where(mine)) or 0
        )

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
            kept = self._session.get_one(row, key)
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


class EventRepository(_Repository):
    def seen(self, keys: Sequence[str]) -> bool:
        row = ReceivedEventRow
        mine = (row.workspace_id == self._workspace_id) & row.key.in_(keys)
        return self._session.scalar(select(row.id).where(mine).limit(1)) is not None

    def mark(self, keys: Sequence[str], now: datetime) -> None:
        add = _insert_if_absent(self._session, ReceivedEventRow)
        for key in keys:
            self._session.execute(
                add.values(workspace_id=self._workspace_id, key=key, received_at=now)
            )

    def forget_before(self, moment: datetime) -> None:
        row = ReceivedEventRow
        mine = row.workspace_id == self._workspace_id
        self._session.execute(delete(row).where(mine, row.received_at < moment))


def _insert_if_absent(
    session: Session, row: type[WorkspaceRow] | type[ReceivedEventRow]
) -> sqlite.Insert | postgresql.Insert:
    if session.get_bind().dialect.name == "postgresql":
        return postgresql.insert(row).on_conflict_do_nothing()
    return sqlite.insert(row).on_conflict_do_nothing()
