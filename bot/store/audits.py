"""Audits and their briefs, read and written."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlalchemy import ColumnElement, CursorResult, delete, func, select, update

from bot.audit_record import StoredAudit, StoredBrief
from bot.store.models import AuditBriefRow, AuditRow
from bot.store.repositories import BATCH, Repository, insert_if_absent
from converter.report.model import Language, Level

OPEN = "open"

_FIELDS = tuple(StoredAudit.model_fields)
_AUDIT = select(*(getattr(AuditRow, name) for name in _FIELDS))
_COLUMNS = tuple(StoredBrief.model_fields)
_BRIEF = select(*(getattr(AuditBriefRow, name) for name in _COLUMNS))


class AuditRepository(Repository):
    def open(
        self, asked_by: str, language: Language, plan: str | None, total: int, now: datetime
    ) -> int | None:
        """The new audit's id; None where one is running. The workspace exists."""
        add = insert_if_absent(self._session, AuditRow).values(
            workspace_id=self._workspace_id,
            open_key=OPEN,
            state="running",
            asked_by=asked_by,
            language=language,
            plan=plan,
            total=total,
            done=0,
            levels="{}",
            terms="{}",
            asked_at=now,
        )
        return self._session.scalar(add.returning(AuditRow.id))

    def get(self, audit_id: int) -> StoredAudit | None:
        return self._first(AuditRow.id == audit_id)

    def running(self) -> StoredAudit | None:
        return self._first(AuditRow.open_key == OPEN)

    def finished(self, most: int, before: int | None = None) -> tuple[StoredAudit, ...]:
        """Those that came to their end, the newest first; with ``before``, those older than it."""
        older = AuditRow.id < before if before is not None else AuditRow.id > 0
        found = self._session.execute(
            _AUDIT.where(self._mine, AuditRow.state == "done", older)
            .order_by(AuditRow.id.desc())
            .limit(most)
        )
        return tuple(StoredAudit.model_validate(row._asdict()) for row in found)

    def change(self, audit_id: int, **values: object) -> bool:
        """Of one that is running; False where it is not. ``state`` ends it."""
        if "state" in values:
            values["open_key"] = None
        row = AuditRow
        running = self._mine & (row.id == audit_id) & (row.state == "running")
        return self._changes_one(update(row).where(running).values(**values))

    def put(self, audit_id: int, briefs: Sequence[StoredBrief]) -> None:
        """Those that are there stay as they were."""
        if not briefs:
            return
        mine = {"workspace_id": self._workspace_id, "audit_id": audit_id}
        values = [mine | brief.model_dump() for brief in briefs]
        self._session.execute(insert_if_absent(self._session, AuditBriefRow).values(values))

    def briefs(
        self, audit_id: int, *, level: Level | None = None, start: int = 0, most: int | None = None
    ) -> tuple[StoredBrief, ...]:
        """In the order in which they were read, from ``start`` on."""
        row = AuditBriefRow
        wanted = _BRIEF.where(self._of(audit_id)).order_by(row.position).offset(start)
        if level is not None:
            wanted = wanted.where(row.level == level)
        found = self._session.execute(wanted.limit(most) if most is not None else wanted)
        return tuple(StoredBrief.model_validate(one._asdict()) for one in found)

    def levels(self, audit_id: int) -> dict[Level, int]:
        row = AuditBriefRow
        counted = select(row.level, func.count()).where(self._of(audit_id)).group_by(row.level)
        return {cast("Level", level): count for level, count in self._session.execute(counted)}

    def outdated(self, keep: int, before: datetime) -> tuple[int, ...]:
        """Finished audits but for the newest ``keep``, and those that were stopped or failed before
        that moment."""
        row = AuditRow
        done = select(row.id).where(self._mine, row.state == "done").order_by(row.id.desc())
        kept = tuple(self._session.scalars(done.limit(keep)))
        ended = select(row.id).where(self._mine, row.state.in_(("stopped", "failed")))
        old = self._session.scalars(ended.where(row.ended_at < before))
        more = self._session.scalars(done.where(row.id.not_in(kept)))
        return tuple(sorted((*old, *more)))

    def remove(self, audit_id: int, most: int = BATCH) -> bool:
        """``most`` of its briefs, or when they are gone the audit itself; whether more is left."""
        row = AuditBriefRow
        some = select(row.id).where(self._of(audit_id)).limit(most)
        done = self._session.execute(delete(row).where(self._of(audit_id), row.id.in_(some)))
        if cast("CursorResult[object]", done).rowcount:
            return True
        self._session.execute(delete(AuditRow).where(self._mine, AuditRow.id == audit_id))
        return False

    @property
    def _mine(self) -> ColumnElement[bool]:
        return AuditRow.workspace_id == self._workspace_id

    def _of(self, audit_id: int) -> ColumnElement[bool]:
        row = AuditBriefRow
        return (row.workspace_id == self._workspace_id) & (row.audit_id == audit_id)

    def _first(self, condition: ColumnElement[bool]) -> StoredAudit | None:
        found = self._session.execute(_AUDIT.where(self._mine, condition).limit(1)).first()
        return StoredAudit.model_validate(found._asdict()) if found is not None else None
