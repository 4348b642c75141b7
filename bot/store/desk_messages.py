"""What was said in the desk's cases."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Row, or_, select, update

from bot.desk.record import Message, Side
from bot.store.models import CaseMessageRow, CaseRow
from bot.store.repositories import Repository, hold, insert_if_absent

Files = Sequence[dict[str, Any]]
_MESSAGE = select(*(getattr(CaseMessageRow, name) for name in Message.model_fields))


class CaseMessageRepository(Repository):
    def put(
        self,
        case_id: int,
        side: Side,
        author: str,
        source_channel: str,
        source_ts: str,
        text: str,
        files: Files,
        now: datetime,
    ) -> tuple[int, bool]:
        """Its id, and whether it is new: one that is there stays as it was.

        Raises LookupError when the workspace has no such case.
        """
        hold(self._session, self._workspace_id, CaseRow, case_id)
        row = CaseMessageRow
        add = insert_if_absent(self._session, row).values(
            workspace_id=self._workspace_id,
            case_id=case_id,
            side=side,
            author=author,
            source_channel=source_channel,
            source_ts=source_ts,
            text=text,
            files=_files(files),
            at=now,
        )
        made = self._session.scalar(add.returning(row.id))
        if made is not None:
            return made, True
        there = select(row.id).where(self._at(source_channel, source_ts))
        return self._session.scalars(there).one(), False

    def get(self, message_id: int) -> Message | None:
        return self._first(CaseMessageRow.id == message_id)

    def at(self, source_channel: str, source_ts: str) -> Message | None:
        return self._first(self._at(source_channel, source_ts))

    def all(self, case_id: int) -> tuple[Message, ...]:
        """Oldest first."""
        row = CaseMessageRow
        found = self._session.execute(
            _MESSAGE.where(self._mine, row.case_id == case_id).order_by(row.id)
        )
        return tuple(_message(one) for one in found)

    def copied(self, message_id: int, channel: str, ts: str) -> bool:
        """The other side reads it there; False where there is no such message."""
        mine = CaseMessageRow.id == message_id
        return self._set(mine, copy_channel=channel, copy_ts=ts)

    def edit(self, message_id: int, text: str, files: Files | None, at: datetime) -> bool:
        """False where a newer edit, or its deletion, came first. ``files`` None: as they were."""
        row = CaseMessageRow
        older = or_(row.edited_at.is_(None), row.edited_at < at)
        more = {"files": _files(files)} if files is not None else {}
        there = (row.id == message_id) & row.deleted_at.is_(None) & older
        return self._set(there, text=text, edited_at=at, **more)

    def delete(self, message_id: int, now: datetime) -> bool:
        """False where it was deleted already. What somebody deleted is not kept."""
        row = CaseMessageRow
        there = (row.id == message_id) & row.deleted_at.is_(None)
        return self._set(there, text=None, files=None, deleted_at=now)

    @property
    def _mine(self) -> ColumnElement[bool]:
        return CaseMessageRow.workspace_id == self._workspace_id

    def _at(self, source_channel: str, source_ts: str) -> ColumnElement[bool]:
        row = CaseMessageRow
        here = (row.source_channel == source_channel) & (row.source_ts == source_ts)
        return self._mine & here

    def _first(self, condition: ColumnElement[bool]) -> Message | None:
        found = self._session.execute(_MESSAGE.where(self._mine, condition).limit(1)).first()
        return _message(found) if found is not None else None

    def _set(self, condition: ColumnElement[bool], **values: object) -> bool:
        changed = update(CaseMessageRow).where(self._mine, condition).values(**values)
        return cast("CursorResult[object]", self._session.execute(changed)).rowcount == 1


def _files(files: Files) -> str | None:
    return json.dumps(list(files)) if files else None


def _message(row: Row[Any]) -> Message:
    files = tuple(json.loads(row.files)) if row.files else ()
    return Message.model_validate(row._asdict() | {"text": row.text or "", "files": files})
