"""The desk with 10,000 open cases and 100,000 finished ones, beside one with 10.

A card action is all that a click on a card does in our code: find the case, do the deed with its
step, read what the card shows. The App Home is what an agent's shows. Both desks are databases of
their own that take turns, so that whatever else the machine does befalls both.
"""

import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

from sqlalchemy import Connection, Engine, TextClause, column, table, text
from sqlalchemy.engine import make_url

from benchmarks import Row
from benchmarks._postgresql import postgresql
from bot.desk.case import Case, Deed, done, opening
from bot.desk.hours import Hours
from bot.desk.packet import Exchange, Packet
from bot.services.desk import Desk
from bot.services.numbers import Numbers
from bot.store.engine import make_engine
from bot.store.keys import open_database
from bot.store.migrate import upgrade
from bot.store.models import Base
from bot.store.secrets import EncryptedText, box_of, new_key

NAME = "desk"
OPEN, FINISHED = 10_000, 100_000
FEW = 10
SOME = 100
MOST_STEPS = 10
ACTIONS, HOMES, COUNTS, ROUNDS = 200, 50, 10, 5
TEAM = "T1"
PERIOD = timedelta(days=30)
"""Of the numbers in the App Home. Every open case was opened in it, and a twelfth of the others."""
ACTION_FLOOR, HOME_FLOOR = 50, 200
"""Milliseconds, p99."""


def run() -> list[Row]:
    return [row for kind in (_sqlite, _postgresql) for row in _measured(kind)]


def _measured(kind: Callable[[], Any]) -> Iterator[Row]:
    with kind() as (name, few, many):
        filled = [_Filled(few, FEW, 0), _Filled(many, OPEN, FINISHED)]
        took: dict[str, tuple[list[float], list[float]]] = {
            what: ([], []) for what in ("read", "action", "home", "facts")
        }
        for _ in range(ROUNDS):
            for place, desk in enumerate(filled):
                for _ in range(ACTIONS // ROUNDS):
                    took["read"][place].append(_milliseconds(desk.read))
                    took["action"][place].append(_milliseconds(desk.act))
                    desk.give_back()
                for _ in range(HOMES // ROUNDS):
                    took["home"][place].append(_milliseconds(desk.home))
                for _ in range(COUNTS // ROUNDS):
                    took["facts"][place].append(_milliseconds(desk.facts))
        counted = f"{len(filled[1].desk.facts(TEAM, desk.now - PERIOD, desk.now)):,} cases counted"
        yield _row(f"{name}: get + by_card", "", took["read"], f"{ACTIONS} times")
        yield _row(f"{name}: a card action", ACTION_FLOOR, took["action"], f"{ACTIONS} times")
        yield _row(f"{name}: what the App Home shows", HOME_FLOOR, took["home"], f"{HOMES} times")
        yield _row(
            f"{name}: its numbers made anew", "", took["facts"], f"{COUNTS} times, {counted}"
        )


class _Filled:
    """A desk with cases, and what is measured on it."""

    def __init__(self, engine: Engine, unfinished: int, finished: int) -> None:
        self.desk = Desk(engine)
        self._numbers = Numbers(engine)
        self.now = datetime.now(UTC)
        self._random = random.Random(1)

        with engine.begin() as connection:
            _fill(connection, box_of(engine).seal, self.now, unfinished, finished)
        if engine.dialect.name == "postgresql":
            # As its own housekeeping does within a minute.
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        self._ids = [one.id for one in self.desk.unfinished(TEAM, unfinished)]

    def read(self) -> None:
        self._choose()
        found = self.desk.by_card(TEAM, "CTRIAGE", f"{self._case}")
        if found is None or found != self.desk.get(TEAM, self._case):
            raise RuntimeError("a card leads to no case")

    def act(self) -> None:
        self._choose()
        found = self.desk.by_card(TEAM, "CTRIAGE", f"{self._case}")
        if found is None:
            raise RuntimeError("a card leads to no case")
        if not self.desk.do(TEAM, found.id, Deed(kind="claim", by="UA")).did:
            raise RuntimeError("a case that is offered is not to be had")
        self.desk.card(TEAM, found.id)
        self.desk.packet(TEAM, found.id)
        self.desk.messages(TEAM, found.id)

    def give_back(self) -> None:
        self.desk.do(TEAM, self._case, Deed(kind="release", by="UA"))

    def home(self) -> None:
        self.desk.asked_by(TEAM, "UA", 10)
        self._numbers.ready(TEAM, self.now - PERIOD, self.now, Hours.always())

    def facts(self) -> None:
        self._numbers.of(TEAM, self.now - PERIOD, self.now, Hours.always())

    def _choose(self) -> None:
        self._case = self._ids[self._random.randrange(len(self._ids))]


def _fill(
    connection: Connection,
    seal: Callable[[str], str],
    now: datetime,
    unfinished: int,
    finished: int,
) -> None:
    """Some in Python, and those again and again in SQL."""
    copies = max(1, unfinished // SOME)
    unfinished, finished = unfinished // copies, finished // copies
    packet, said = seal(_packet().model_dump_json()), seal("Thank you, I will look at it. " * 5)
    lives = [_life(i + 1, now, over=i >= unfinished) for i in range(unfinished + finished)]
    rows = {
        "cases": [_case(life[-1]) for life in lives],
        "case_packets": [_apart(life[0], packet) for life in lives],
        "case_steps": [_step(one) for life in lives for one in life],
        "case_messages": [_message(life[0], said) for life in lives],
    }
    connection.execute(text(f"INSERT INTO workspaces (id, name) VALUES ('{TEAM}', '')"))
    for name, some in rows.items():
        plain = table(name, *(_plain(one) for one in Base.metadata.tables[name].columns))
        connection.execute(plain.insert(), some)
        for number in range(1, copies):
            connection.execute(_again(name, number * len(lives), some[-1]["id"]))
        if connection.dialect.name == "postgresql":
            key = f"SELECT setval('{name}_id_seq', (SELECT max(id) FROM {name}))"
            connection.execute(text(key))


def _again(name: str, shift: int, last: object) -> TextClause:
    """Copy the rows of a table up to ``last``, for cases whose ids are ``shift`` higher."""
    other = {
        "id": f"id + {shift * MOST_STEPS if name == 'case_steps' else shift}",
        "case_id": f"case_id + {shift}",
        "thread_ts": f"thread_ts || '.{shift}'",
        "open_key": f"open_key || '.{shift}'",
        "card_ts": f"CAST(id + {shift} AS VARCHAR(32))",
        "source_ts": f"source_ts || '.{shift}'",
    }
    names = [f'"{one.name}"' for one in Base.metadata.tables[name].columns]
    given = [other.get(one.strip('"'), one) for one in names]
    return text(
        f"INSERT INTO {name} ({', '.join(names)})"
        f" SELECT {', '.join(given)} FROM {name} WHERE id <= {last}"
    )


def _life(number: int, now: datetime, *, over: bool) -> list[Case]:
    """What a case was, version by version."""
    random_ = random.Random(number)
    age = timedelta(days=365) if over else PERIOD
    at = now - age * random_.random()
    first = opening(
        number,
        requester=f"U{number % 3000}",
        channel=f"C{number % 200}",
        thread_ts=f"{number}.0",
        language="fr" if number % 2 else "en",
        start="button",
        topic=f"topic-{number % 40}",
        now=at,
    )
    told = Deed(kind="tell", due="first_warning")
    lived = [first, done(first, told, at)]
    for kind in ("answer", "resolve") if over else ():
        at += timedelta(minutes=random_.randint(1, 300))
        lived.append(done(lived[-1], Deed(kind=kind, by=f"UA{number % 25}"), at))
    if over and number % 3 == 0:
        lived.append(done(lived[-1], Deed(kind="rate", rating="good"), at))
    return lived


def _case(case: Case) -> dict[str, object]:
    open_key = f"{case.channel}:{case.thread_ts}:{case.requester}" if case.unfinished else None
    return {name: getattr(case, name) for name in Case.model_fields} | {
        "workspace_id": TEAM,
        "open_key": open_key,
        "told": json.dumps(sorted(case.told)),
        "turn_id": case.id,
        "card_channel": "CTRIAGE",
        "card_ts": f"{case.id}",
        "outside": "{}",
    }


def _apart(case: Case, packet: str) -> dict[str, object]:
    return {"id": case.id, "workspace_id": TEAM, "case_id": case.id, "value": packet}


def _step(case: Case) -> dict[str, object]:
    return {
        "id": case.id * MOST_STEPS + case.version,
        "workspace_id": TEAM,
        "case_id": case.id,
        "version": case.version,
        "at": case.heard_at,
        "by": "",
        "kind": "open",
        "from_state": None,
        "to_state": case.state,
        "why": None,
    }


def _message(case: Case, said: str) -> dict[str, object]:
    return {
        "id": case.id,
        "workspace_id": TEAM,
        "case_id": case.id,
        "side": "requester",
        "author": case.requester,
        "source_channel": case.channel,
        "source_ts": f"{case.id}.5",
        "copy_channel": "CTRIAGE",
        "copy_ts": f"{case.id}.6",
        "text": said,
        "files": None,
        "at": case.opened_at,
        "edited_at": None,
        "deleted_at": None,
    }


def _packet() -> Packet:
    asked = datetime(2026, 1, 1, tzinfo=UTC)
    question = "Why does my automation not become a customer journey? " * 3
    return Packet(
        said=question,
        exchanges=tuple(Exchange(at=asked, question=question, shape="answer") for _ in range(5)),
    )


def _plain(one: Any) -> Any:
    """The column as it is; one that is encrypted takes what was sealed before."""
    kind = one.type.impl_instance if isinstance(one.type, EncryptedText) else one.type
    return column(one.name, kind)


def _milliseconds(do: Callable[[], None]) -> float:
    started = time.perf_counter()
    do()
    return (time.perf_counter() - started) * 1000


def _row(what: str, floor: object, took: tuple[list[float], list[float]], how: str) -> Row:
    (few50, few99), (many50, many99) = (
        (cuts[49], cuts[98])
        for cuts in (quantiles(times, n=100, method="inclusive") for times in took)
    )
    return {
        "measured, ms": what,
        f"{OPEN + FINISHED:,} cases, p50": f"{many50:.1f}",
        "p99": f"{many99:.1f}",
        "floor, p99": str(floor),
        f"{FEW} cases, p50 / p99": f"{few50:.1f} / {few99:.1f}",
        "how": how,
    }


@contextmanager
def _sqlite() -> Iterator[tuple[str, Engine, Engine]]:
    with tempfile.TemporaryDirectory() as folder:
        addresses = [f"sqlite:///{Path(folder) / name}.sqlite3" for name in ("few", "many")]
        with _migrated(addresses) as (few, many):
            yield "SQLite", few, many


@contextmanager
def _postgresql() -> Iterator[tuple[str, Engine, Engine]]:
    with postgresql() as settings:
        server = make_url(settings["DATABASE_URL"])
        names = [f"journeydesk_bench_{name}" for name in ("few", "many")]
        _on(server.render_as_string(False), [f"CREATE DATABASE {name}" for name in names])
        addresses = [server.set(database=name).render_as_string(False) for name in names]
        try:
            with _migrated(addresses) as (few, many):
                yield "PostgreSQL", few, many
        finally:
            _on(server.render_as_string(False), [f"DROP DATABASE {name}" for name in names])


@contextmanager
def _migrated(addresses: list[str]) -> Iterator[list[Engine]]:
    engines = [open_database(address, new_key()) for address in addresses]
    try:
        for engine in engines:
            upgrade(engine)
        yield engines
    finally:
        for engine in engines:
            engine.dispose()


def _on(address: str, statements: list[str]) -> None:
    engine = make_engine(address)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
