"""Which Mailchimp account a workspace is connected to, and the secret that opens it."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Literal

from pydantic import SecretStr
from sqlalchemy import Engine

from bot.clock import utc_now
from bot.store.engine import reading, writing
from bot.store.repositories import SecretRepository, WorkspaceRepository
from converter.frozen import Frozen

NAME = "mailchimp"
"""Of the secret."""
Way = Literal["oauth", "key", "given"]


class Connection(Frozen):
    """What may be shown of one. ``given``: the key of whoever runs the bot, for an account that
    was not asked for yet. ``by`` is the Slack user who connected it."""

    way: Way
    account_id: str = ""
    account_name: str = ""
    data_centre: str = ""
    by: str = ""
    at: datetime | None = None


class Opened(Frozen):
    """A connection with its secret: a token (``oauth``) or an API key."""

    connection: Connection
    secret: SecretStr


class Connections:
    """Made once per process; safe to share between threads. ``given`` is the key that serves where
    a workspace has no connection of its own. Raises what SQLAlchemy raises, and KeyTrouble."""

    def __init__(
        self,
        engine: Engine,
        given: SecretStr | None = None,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._given = given
        self._now = now

    def get(self, workspace_id: str) -> Connection | None:
        found = self.open(workspace_id)
        return found.connection if found is not None else None

    def open(self, workspace_id: str) -> Opened | None:
        """With its secret: for the one who asks Mailchimp with it, and for nobody's records."""
        with reading(self._engine) as session:
            sealed = SecretRepository(session, workspace_id).get(NAME)
        if sealed is not None:
            kept = json.loads(sealed.get_secret_value())
            secret = SecretStr(kept.pop("secret"))
            return Opened(connection=Connection(**kept), secret=secret)
        if self._given is not None:
            return Opened(connection=Connection(way="given"), secret=self._given)
        return None

    def keep(
        self,
        workspace_id: str,
        secret: SecretStr,
        *,
        way: Literal["oauth", "key"],
        account_id: str,
        account_name: str,
        data_centre: str,
        by: str,
    ) -> Connection:
        """In place of the one that was there."""
        now = self._now()
        made = Connection(
            way=way,
            account_id=account_id,
            account_name=account_name,
            data_centre=data_centre,
            by=by,
            at=now,
        )
        text = json.dumps({**made.model_dump(mode="json"), "secret": secret.get_secret_value()})
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            SecretRepository(session, workspace_id).put(NAME, SecretStr(text), now)
        return made

    def forget(self, workspace_id: str) -> Connection | None:
        """The connection that is no more; None where there was none of the workspace's own."""
        found = self.get(workspace_id)
        with writing(self._engine) as session:
            gone = SecretRepository(session, workspace_id).delete(NAME)
        return found if gone else None
