"""The Mailchimp account of a workspace: connected, read, disconnected."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Literal

from pydantic import SecretStr
from sqlalchemy import Engine

from bot.mailchimp.account import read_identity
from bot.mailchimp.client import Client
from bot.mailchimp.credentials import Credentials
from bot.mailchimp.errors import MailchimpError
from bot.mailchimp.patience import Patience
from bot.services.connections import Connection, Connections, Opened
from bot.services.loading import LoadResult, count_live, forget_live, load_live
from bot.services.reads import Begun, Reads
from bot.store.connections import Reading
from bot.store.engine import reading
from bot.store.repositories import WorkspaceRepository
from converter.frozen import Frozen
from converter.report.model import Language

AT_ONCE = Patience(attempts=2, first=0.5, longest=1.0, at_most=2.0)
"""For a check that somebody waits for."""

Start = Callable[[str, Reading], object]
"""Has a reading done that was begun, given its workspace."""


class Checked(Frozen):
    """``connection``, or None with ``said``: Mailchimp's trouble as a sentence."""

    connection: Connection | None = None
    said: str = ""


class Accounts:
    """Made once per process; safe to share between threads. Raises what SQLAlchemy raises, and
    KeyTrouble.

    ``language`` is the one of whoever runs the bot. ``given`` is the API key that serves where a
    workspace has no connection of its own. ``base_url`` is where Mailchimp's API is, instead of
    where the data centre says.
    """

    def __init__(
        self,
        engine: Engine,
        start: Start,
        language: Language,
        given: SecretStr | None = None,
        base_url: str | None = None,
    ) -> None:
        self._engine = engine
        self._connections = Connections(engine, given)
        self._reads = Reads(engine)
        self._start = start
        self._language = language
        self._base_url = base_url

    @property
    def reads(self) -> Reads:
        return self._reads

    def workspace_name(self, workspace_id: str) -> str:
        with reading(self._engine) as session:
            row = WorkspaceRepository(session, workspace_id).get()
            return row.name if row is not None else ""

    def connection(self, workspace_id: str) -> Connection | None:
        return self._connections.get(workspace_id)

    def with_key(self, workspace_id: str, user_id: str, key: str, language: Language) -> Checked:
        """Check an API key, and keep it where Mailchimp accepts it."""
        try:
            credentials = Credentials.from_key(key)
            made = self.connect(workspace_id, user_id, credentials)
        except MailchimpError as error:
            return Checked(said=error.sentence(language))
        return Checked(connection=made)

    def connect(self, workspace_id: str, user_id: str, credentials: Credentials) -> Connection:
        """Ask Mailchimp whose account they open, and keep them. Raises MailchimpError."""
        with Client(credentials, base_url=self._base_url, patience=AT_ONCE) as client:
            account = read_identity(client)
        way: Literal["oauth", "key"] = "oauth" if credentials.kind == "token" else "key"
        return self._connections.keep(
            workspace_id,
            SecretStr(credentials.secret),
            way=way,
            account_id=str(account.get("account_id") or ""),
            account_name=str(account.get("account_name") or ""),
            data_centre=credentials.datacentre,
            by=user_id,
        )

    def disconnect(self, workspace_id: str) -> Connection | None:
        """The connection that is no more; None where the workspace had none of its own."""
        return self._connections.forget(workspace_id)

    def read(self, workspace_id: str, user_id: str) -> Begun:
        """Have the account read, unless that is being done."""
        begun = self._reads.begin(workspace_id, user_id)
        # Also where it runs: whoever began it may have died before this.
        self._start(workspace_id, begun.reading)
        return begun

    def reading(self, workspace_id: str, read_id: int) -> Reading | None:
        return self._reads.get(workspace_id, read_id)

    def running(self, workspace_id: str) -> Reading | None:
        return self._reads.running(workspace_id)

    def last_done(self, workspace_id: str) -> Reading | None:
        return self._reads.last_done(workspace_id)

    def store(
        self,
        workspace_id: str,
        account: dict[str, Any],
        automations: Sequence[object],
        campaigns: Sequence[object],
    ) -> LoadResult:
        """Make what was read what `/convert` finds; see bot.services.loading."""
        return load_live(
            self._engine, workspace_id, account, automations, campaigns, self._language
        )

    def left(self, workspace_id: str) -> int:
        """How many automations that were read from Mailchimp are here."""
        return count_live(self._engine, workspace_id)

    def forget(self, workspace_id: str) -> int:
        """Drop what was read; how many automations that were."""
        return forget_live(self._engine, workspace_id)

    def open(self, workspace_id: str) -> Opened | None:
        """With its secret: for whoever reads the account now."""
        return self._connections.open(workspace_id)

    def client(self, opened: Opened, patience: Patience) -> AbstractContextManager[Client]:
        """Raises MailchimpError where the secret cannot be one."""
        connection, secret = opened.connection, opened.secret.get_secret_value()
        account = connection.account_id or None
        if connection.way == "oauth":
            credentials = Credentials.from_token(secret, connection.data_centre, account)
        else:
            credentials = Credentials.from_key(secret, account)
        return Client(credentials, base_url=self._base_url, patience=patience)
