"""What there is in the end: in the bot's database, and in Slack."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, RowMapping, create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.playground.driver import LocalSlack
from bot.playground.records import Message
from bot.store.engine import file_of, url_of
from bot.store.journal import journal_file
from bot.work.sqlite import work_file

TEAM = "TLAVANDE"
_UNFINISHED = (
    "status IN ('PENDING', 'ENQUEUED', 'DELAYED') AND workflow_uuid NOT LIKE 'forget:%'"
    # The alarms of cases and of cut-overs wait for hours.
    " AND NOT (status = 'DELAYED' AND workflow_uuid LIKE 'desk:%')"
    " AND NOT (status = 'DELAYED' AND workflow_uuid LIKE 'cutover:%')"
)


class Books:
    """The bot's database, read from outside."""

    def __init__(self, address: str) -> None:
        url = url_of(address)
        self._application = _engine(url)
        sqlite = file_of(url)
        file = work_file(address) if sqlite is not None else None
        self._journal = journal_file(sqlite) if sqlite is not None else None
        self._work = _engine(url if file is None else url.set(database=str(file)))
        self._prefix = "dbos." if file is None else ""

    def rows(self, query: str, **values: object) -> Sequence[RowMapping]:
        with self._application.connect() as connection:
            return connection.execute(text(query), values).mappings().all()

    def begun(self) -> list[str]:
        """The ids of all work there is."""
        return self._ids("1 = 1")

    def unfinished(self) -> list[str]:
        """The ids of the work that is still to be done."""
        return self._ids(_UNFINISHED)

    def kept(self) -> list[str]:
        """The keys of what is taken in and not handled yet."""
        # In the order it goes: what leaves the one while it is read is in the other.
        unsettled = self.unsettled()
        found = self.rows("SELECT key FROM inbox WHERE done_at IS NULL")
        return [*unsettled, *(str(row["key"]) for row in found)]

    def unsettled(self) -> list[str]:
        """The keys of what is taken in and not in the inbox yet."""
        if self._journal is None or not self._journal.exists():
            return []
        with closing(sqlite3.connect(self._journal, timeout=30)) as connection:
            return [key for (key,) in connection.execute("SELECT key FROM deliveries")]

    def failed(self) -> list[str]:
        """The ids of the work that came to no good end."""
        return self._ids("status IN ('ERROR', 'CANCELLED', 'MAX_RECOVERY_ATTEMPTS_EXCEEDED')")

    def close(self) -> None:
        self._application.dispose()
        self._work.dispose()

    def _ids(self, which: str) -> list[str]:
        table = f"{self._prefix}workflow_status"
        with self._work.connect() as connection:
            found = connection.execute(text(f"SELECT workflow_uuid FROM {table} WHERE {which}"))
            return [str(one) for one in found.scalars()]


@dataclass
class Evidence:
    """Of one moment, when everything is over."""

    turns: Sequence[RowMapping]
    feedback: Sequence[RowMapping]
    outbox: Sequence[RowMapping]
    inbox: Sequence[RowMapping]
    failed: Sequence[str]
    messages: Sequence[Message]
    begun: frozenset[str] = field(default_factory=frozenset)
    cases: Sequence[RowMapping] = ()

    def turns_at(self, ts: str) -> Sequence[RowMapping]:
        return [turn for turn in self.turns if turn["question_ts"] == ts]

    def turns_about(self, words: str) -> Sequence[RowMapping]:
        return [turn for turn in self.turns if words in turn["text"]]

    def thumbs(self, turn: RowMapping) -> Sequence[RowMapping]:
        return [row for row in self.feedback if row["turn_id"] == turn["id"]]

    def answers(self, ts: str) -> Sequence[Message]:
        """The bot's messages that answer the message ``ts``, or an edit of it."""
        known = {turn["answer_ts"] for turn in self.turns_at(ts)}
        return [one for one in self.messages if is_answer(one, ts) or one.ts in known]

    def posted_twice(self) -> dict[str, int]:
        """The deliveries that stand there more than once, by key."""
        keys = Counter(key for message in self.messages if (key := key_of(message)))
        return {key: count for key, count in keys.items() if count > 1}

    def unmarked(self) -> Sequence[Message]:
        return [one for one in self.messages if one.only_for is None and not key_of(one)]

    def private(self) -> tuple[int, int]:
        """How many private messages stand there, and how many were meant."""
        methods = ("chat.postEphemeral", "response_url.tell")
        meant = [r for r in self.outbox if r["method"] in methods and r["state"] == "sent"]
        return sum(one.only_for is not None for one in self.messages), len(meant)

    def undelivered(self) -> Counter[str]:
        """What Slack refused or never confirmed, by method and reason."""
        ended = (row for row in self.outbox if row["state"] != "sent")
        return Counter(f"{row['method']}: {row['state']} {row['error']}" for row in ended)

    def open(self) -> list[str]:
        """What was kept, as all that was acknowledged is, and is not handled."""
        return [row["key"] for row in self.inbox if row["done_at"] is None]


def collect(books: Books, slack: LocalSlack) -> Evidence:
    return Evidence(
        turns=books.rows("SELECT * FROM turns ORDER BY id"),
        feedback=books.rows("SELECT * FROM feedback"),
        outbox=books.rows("SELECT key, method, state, error, channel FROM outbox ORDER BY id"),
        inbox=books.rows("SELECT key, done_at FROM inbox"),
        failed=books.failed(),
        messages=slack.call(lambda: list(of_bot(slack))),
        begun=frozenset(books.begun()),
        cases=books.rows("SELECT * FROM cases"),
    )


def of_bot(slack: LocalSlack) -> Iterable[Message]:
    """Every message of the bot's; on the server's thread."""
    for channel in slack.slack.workspace.channels.values():
        yield from (one for one in channel.messages if one.bot_id == slack.slack.world.bot.bot_id)


def key_of(message: Message) -> str | None:
    metadata: dict[str, Any] = message.metadata or {}
    key = metadata.get("event_payload", {}).get("key")
    return str(key) if key else None


def is_answer(message: Message, ts: str) -> bool:
    """Whether the delivery's key names the work of the message ``ts``."""
    return not message.tombstone and f"{message.channel}:{ts}:" in (key_of(message) or "")


def _engine(url: URL) -> Engine:
    return create_engine(url, poolclass=NullPool)


def quiet(books: Books) -> bool:
    """Whether nothing is left to do, as far as can be seen now."""
    try:
        # What is taken in becomes work, and work begins further work before it ends.
        return not (books.kept() or books.unfinished())
    except OperationalError:
        return False
