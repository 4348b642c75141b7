"""The inbox as intake and workers use it: each change a transaction of its own."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.clock import utc_now
from bot.store.engine import file_of, reading, writing
from bot.store.inbox import InboxRepository, Kept, Received, Waiting, put_alone
from bot.store.journal import Journal, journal_file
from bot.store.models import EVERY_WORKSPACE, InboxRow
from bot.store.repositories import WorkspaceRepository
from bot.store.secrets import box_of
from bot.store.turns import going_first

SHORTLY = timedelta(minutes=2)


class Inbox:
    """Safe to share between threads. Raises what SQLAlchemy raises."""

    def __init__(self, engine: Engine, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._now = now

    def put(self, workspace_id: str, key: str, kind: str, body: str) -> bool:
        """Keep ``body``, before anything else is written; False when ``key`` is known."""
        moment = self._now()
        kept = Kept(workspace_id=workspace_id, key=key, kind=kind, body=body, received_at=moment)
        return self._put_first((kept,))[0]

    def settle(self, deliveries: tuple[Kept, ...]) -> list[bool]:
        """The same for what was kept elsewhere until now: all of it, or none."""
        return self._put_first(deliveries)

    def _put_first(self, deliveries: tuple[Kept, ...]) -> list[bool]:
        with going_first():
            try:
                return self._put(deliveries)
            except IntegrityError:
                # The first thing that ever came from a workspace.
                with writing(self._engine) as session:
                    for workspace_id in dict.fromkeys(one.workspace_id for one in deliveries):
                        WorkspaceRepository(session, workspace_id).ensure()
                return self._put(deliveries)

    def _put(self, deliveries: tuple[Kept, ...]) -> list[bool]:
        with writing(self._engine) as session:
            return [
                InboxRepository(session, one.workspace_id).put(
                    one.key, one.kind, one.body, one.received_at
                )
                for one in deliveries
            ]

    def get(self, workspace_id: str, key: str) -> Received | None:
        with reading(self._engine) as session:
            return InboxRepository(session, workspace_id).get(key)

    def open(self, workspace_id: str, before: datetime) -> tuple[Waiting, ...]:
        """What came before that moment and is not handled yet, oldest first."""
        with reading(self._engine) as session:
            return InboxRepository(session, workspace_id).open(before)

    def open_before(
        self, workspace_id: str, key: str, beginnings: Sequence[str]
    ) -> tuple[Received, ...]:
        """What came shortly before ``key``, under a key with one of ``beginnings``, and is not
        handled yet."""
        with reading(self._engine) as session:
            return InboxRepository(session, workspace_id).open_before(key, SHORTLY, beginnings)

    def done(self, workspace_id: str, key: str) -> None:
        """It is handled: the body goes, the key stays for those who deliver it again."""
        with writing(self._engine) as session:
            InboxRepository(session, workspace_id).done(key, self._now())

    def newest(self) -> datetime | None:
        """When anything came last, for whatever workspace."""
        with reading(self._engine) as session:
            newest = select(func.max(InboxRow.received_at))
            return session.scalar(newest, execution_options=EVERY_WORKSPACE)

    def forget_before(self, workspace_id: str, moment: datetime) -> None:
        more = True
        while more:
            with writing(self._engine) as session:
                more = InboxRepository(session, workspace_id).forget_before(moment)


class Straight:
    """Into the inbox of a server with one statement, which is a transaction of its own: one trip
    there, where ``Inbox.put`` takes three, for which Slack would wait."""

    def __init__(self, engine: Engine, inbox: Inbox, now: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine.execution_options(isolation_level="AUTOCOMMIT")
        self._inbox = inbox
        self._now = now

    def put(self, workspace_id: str, key: str, kind: str, body: str) -> None:
        """Raises what SQLAlchemy raises."""
        moment = self._now()
        kept = Kept(workspace_id=workspace_id, key=key, kind=kind, body=body, received_at=moment)
        try:
            with self._engine.connect() as connection:
                connection.execute(put_alone(kept))
        except DBAPIError as error:
            # The first thing that ever came from a workspace, or a connection that was lost.
            if not (isinstance(error, IntegrityError) or error.connection_invalidated):
                raise
            self._inbox.put(workspace_id, key, kind, body)


def straight_to(engine: Engine, inbox: Inbox) -> Straight | None:
    """None where the database is no server: there, each writer waits in line."""
    return Straight(engine, inbox) if engine.dialect.name == "postgresql" else None


def journal_of(engine: Engine, inbox: Inbox) -> Journal | None:
    """Where deliveries stand before they come to the inbox; None where they go there at once."""
    file = file_of(engine.url)
    return None if file is None else Journal(journal_file(file), box_of(engine), inbox.settle)


def settle_left(engine: Engine) -> None:
    """Bring into the inbox what a bot that died has left, for whoever needs all that is sealed in
    one place. Raises what SQLAlchemy raises, or sqlite3.Error."""
    file = file_of(engine.url)
    if file is None or not journal_file(file).exists():
        return
    journal = Journal(journal_file(file), box_of(engine), Inbox(engine).settle)
    journal.settle()
    journal.close()
