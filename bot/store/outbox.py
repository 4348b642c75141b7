"""What is to be sent to Slack, and how far each delivery is."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field, SecretStr
from sqlalchemy import ColumnElement, select, update

from bot.store.models import OutboxRow
from bot.store.repositories import BATCH, Repository, delete_some, insert_if_absent
from bot.store.states import DONE, State, moved
from converter.frozen import Frozen


class Parcel(Frozen):
    """A call that writes to Slack. ``address``: the response_url it goes to, if it goes to one."""

    key: str
    channel: str
    method: str
    arguments: Mapping[str, Any]
    address: SecretStr | None = None


class Kept(Parcel):
    """A parcel as it is stored; see OutboxRow. ``place`` grows in order of creation."""

    place: int
    state: State
    response: Mapping[str, Any] = Field(default_factory=dict)
    attempts: int
    error: str | None
    created_at: datetime
    tried_at: datetime | None
    sent_at: datetime | None

    @property
    def done(self) -> bool:
        return self.state in DONE


class Listed(Frozen):
    """What an operator sees of a delivery: no word that anybody wrote."""

    key: str
    channel: str
    method: str
    state: State
    attempts: int
    error: str | None
    created_at: datetime
    place: int


class OutboxRepository(Repository):
    def put(self, parcel: Parcel, now: datetime) -> int:
        """The place of ``parcel``. One that is there stays as it was. The workspace exists."""
        add = insert_if_absent(self._session, OutboxRow).values(
            workspace_id=self._workspace_id,
            key=parcel.key,
            channel=parcel.channel,
            method=parcel.method,
            arguments=json.dumps(dict(parcel.arguments)),
            address=parcel.address.get_secret_value() if parcel.address else None,
            state="new",
            attempts=0,
            created_at=now,
        )
        place = self._session.scalar(add.returning(OutboxRow.id))
        if place is None:
            wanted = select(OutboxRow.id).where(self._mine, OutboxRow.key == parcel.key)
            place = self._session.scalars(wanted).one()
        return int(place)

    def get(self, key: str) -> Kept | None:
        row = self._session.scalar(select(OutboxRow).where(self._mine, OutboxRow.key == key))
        return _kept(row) if row is not None else None

    def move(self, before: Kept, state: State, **values: object) -> bool:
        """Bring a delivery into ``state``; False where somebody else changed it since ``before``
        was read. Raises IllegalMove."""
        moved(before.state, state)
        if state in DONE:
            values["address"] = None
        if state == "sent":
            values["arguments"] = "{}"
        return self._changes_one(
            update(OutboxRow)
            .where(
                self._mine,
                OutboxRow.key == before.key,
                OutboxRow.state == before.state,
                OutboxRow.attempts == before.attempts,
            )
            .values(state=state, **values)
        )

    def later(self, kept: Kept, methods: Collection[str]) -> tuple[Kept, ...]:
        """What came after ``kept`` in its channel, of these methods, in order of creation."""
        row = OutboxRow
        found = self._session.scalars(
            select(row)
            .where(self._mine, row.channel == kept.channel)
            .where(row.id > kept.place, row.method.in_(methods))
            .order_by(row.id)
        )
        return tuple(_kept(one) for one in found)

    def unfinished(self) -> tuple[Listed, ...]:
        """What is still to be sent, in order of creation."""
        return self._listed(OutboxRow.state.in_(("new", "sending")), 10_000)

    def undelivered(self, limit: int = 100) -> tuple[Listed, ...]:
        """The newest of what Slack refused or never confirmed, in order of creation."""
        lost = OutboxRow.state.in_(("failed", "gave_up"))
        return self._listed(lost, limit, newest=True)

    def forget_before(self, moment: datetime, most: int = BATCH) -> bool:
        """Drop what is over and was created before ``moment``, ``most`` rows of it; whether there
        may be more."""
        old = OutboxRow.created_at < moment
        return delete_some(
            self._session, OutboxRow, most, self._mine, old, OutboxRow.state.in_(DONE)
        )

    @property
    def _mine(self) -> ColumnElement[bool]:
        return OutboxRow.workspace_id == self._workspace_id

    def _listed(
        self, which: ColumnElement[bool], limit: int, *, newest: bool = False
    ) -> tuple[Listed, ...]:
        # Column by column: no key is needed to list, and nothing of what people wrote is read.
        row = OutboxRow
        found = self._session.execute(
            select(
                row.key,
                row.channel,
                row.method,
                row.state,
                row.attempts,
                row.error,
                row.created_at,
                row.id.label("place"),
            )
            .where(self._mine, which)
            .order_by(row.id.desc() if newest else row.id)
            .limit(limit)
        )
        listed = [Listed.model_validate(dict(one._mapping)) for one in found]
        return tuple(reversed(listed) if newest else listed)


def _kept(row: OutboxRow) -> Kept:
    return Kept.model_validate(
        {
            "key": row.key,
            "channel": row.channel,
            "method": row.method,
            "arguments": json.loads(row.arguments),
            "address": row.address,
            "place": row.id,
            "state": row.state,
            "response": json.loads(row.response or "{}"),
            "attempts": row.attempts,
            "error": row.error,
            "created_at": row.created_at,
            "tried_at": row.tried_at,
            "sent_at": row.sent_at,
        }
    )
