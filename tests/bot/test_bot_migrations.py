"""The tables' way from version to version, on both databases, with rows in them."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateTable

from bot.audit_record import StoredBrief
from bot.cutover.record import Card as CutoverCard
from bot.desk.record import NewCase
from bot.store import migrate
from bot.store.answers import AnswerRepository
from bot.store.audits import AuditRepository
from bot.store.cutovers import CutoverRepository
from bot.store.desk import CaseRepository, DeskSettingsRepository
from bot.store.desk_messages import CaseMessageRepository
from bot.store.engine import make_engine, reading, writing
from bot.store.feedback import FeedbackRepository
from bot.store.migrate import (
    current,
    differences,
    downgrade,
    head,
    pending,
    upgrade,
    would_lose,
)
from bot.store.models import EVERY_WORKSPACE, Base
from bot.store.repositories import (
    BundleRepository,
    EventRepository,
    SecretRepository,
    StoredAutomation,
    WorkspaceRepository,
)
from bot.store.revision import UnknownRevision, bring_up_to_date, newest
from bot.store.talk import (
    ConversationRepository,
    TurnRepository,
    UnansweredRepository,
)
from bot.talk import turn
from tests.cutover.parts import new as cutover

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
REVISIONS = [
    script.revision for script in ScriptDirectory.from_config(migrate._config()).walk_revisions()
]
"""Newest first."""


def fill(engine: Engine) -> None:
    """A row in every table, at least."""
    entry = StoredAutomation(
        automation_id="a",
        kind="automation",
        name="Bienvenue 🌷",
        position=0,
        entry_index=0,
        pointer="/automations/0",
        payload="{}",
        digest="d",
    )
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure("Maison Lavande")
        BundleRepository(session, "T1").put("a.json", "d", NOW, None, None, [entry])
        EventRepository(session, "T1").mark(["Ev1", "Ev2"], NOW)
        thread = ConversationRepository(session, "T1").ensure("C1", "1.0", NOW)
        asked = TurnRepository(session, "T1").add(
            thread.id,
            "U1",
            "Q",
            turn.of_topic("plan-limits", "fr"),
            question_ts="1.0",
            private=False,
            now=NOW,
        )
        FeedbackRepository(session, "T1").put(asked, "U1", "up", None, NOW)
        UnansweredRepository(session, "T1").put(asked, (), NOW)
        SecretRepository(session, "T1").put("token", SecretStr("s"), NOW)
        AnswerRepository(session, "T1").put("a", {"re_entry": 30}, "U1", NOW)
        _fill_desk(session)
        _fill_audits(session)


def _fill_desk(session: Session) -> None:
    new = NewCase(requester="U1", channel="C1", thread_ts="", language="fr", start="words")
    case = CaseRepository(session, "T1").open(new, NOW)
    if case is not None:
        CaseMessageRepository(session, "T1").put(
            case.id, "requester", "U1", "C1", "1.0", "Q", (), NOW
        )
    DeskSettingsRepository(session, "T1").put({}, "U1", NOW)
    made = CutoverRepository(session, "T1").open(cutover())
    if made is not None:
        card = CutoverCard(person="U1", channel="D1", ts="1.0")
        CutoverRepository(session, "T1").carded(made.id, card)


def _fill_audits(session: Session) -> None:
    audits = AuditRepository(session, "T1")
    made = audits.open("U1", "fr", "standard", 1, NOW)
    if made is not None:
        brief = StoredBrief(position=0, automation=1, name="A", level="converted", brief="{}")
        audits.put(made, [brief])
        audits.change(made, state="done", grade="A", ended_at=NOW)


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All that stands in the tables that are there."""
    there = set(inspect(engine).get_table_names())
    with engine.connect().execution_options(**EVERY_WORKSPACE) as connection:
        return {
            table.name: sorted(map(tuple, connection.execute(select(table))))
            for table in Base.metadata.sorted_tables
            if table.name in there
        }


def test_migrations_and_models_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    assert differences(engine) == ()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("ALTER TABLE bundles DROP COLUMN plan_source", "add_column bundles.plan_source"),
        ("ALTER TABLE bundles ADD COLUMN spare INTEGER", "remove_column bundles.spare"),
        ("DROP TABLE secrets", "add_table secrets"),
        (
            "DROP INDEX ix_received_events_received_at",
            "add_index received_events.ix_received_events_received_at",
        ),
    ],
)
def test_what_was_changed_by_hand_is_named(engine: Engine, statement: str, told: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))
    assert differences(engine) == (told,)


def test_tables_of_somebody_else_are_none_of_our_business(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER PRIMARY KEY)"))
    assert differences(engine) == ()
    lost = would_lose(engine)
    assert lost is not None
    assert "theirs" not in dict(lost.tables)


def test_migrations_go_up_down_and_up_again(engine: Engine) -> None:
    assert current(engine) == head()
    downgrade(engine)
    assert current(engine) is None
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    upgrade(engine)
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())


def test_one_step_down_and_up_loses_only_what_it_said_it_would(engine: Engine) -> None:
    fill(engine)
    for revision in REVISIONS:
        before, lost = rows(engine), would_lose(engine)
        assert rows(engine) == before
        assert lost is not None
        assert (current(engine), lost.revision) == (revision, revision)
        gone = dict(lost.tables)
        downgrade(engine, "-1")
        assert current(engine) == lost.to
        after = rows(engine)
        assert gone == {name: len(before[name]) for name in before.keys() - after.keys()}
        if not lost.columns:
            assert after == {name: before[name] for name in after}
    assert would_lose(engine) is None
    upgrade(engine)
    assert differences(engine) == ()
    fill(engine)


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_an_older_version_survive_the_way_up(engine: Engine, revision: str) -> None:
    fill(engine)
    downgrade(engine, revision)
    before = rows(engine)
    assert [one.revision for one in pending(engine)] == REVISIONS[::-1][
        REVISIONS[::-1].index(revision) + 1 :
    ]
    upgrade(engine)
    after = rows(engine)
    assert {name: after[name] for name in before} == before
    assert pending(engine) == ()


def test_a_database_of_a_newer_version_is_left_alone(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for do in (upgrade, downgrade, pending, would_lose, bring_up_to_date):
        with pytest.raises(UnknownRevision, match="9999"):
            do(engine)
    assert current(engine) == "9999"
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())


def test_a_start_brings_up_what_is_behind_and_leaves_the_rest_alone(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert newest() == head()
    for behind in ("-1", "base"):
        downgrade(engine, behind)
        bring_up_to_date(engine)
        assert current(engine) == head()

    def never(_engine: Engine) -> None:
        raise AssertionError("nothing was missing")

    monkeypatch.setattr(migrate, "upgrade", never)
    bring_up_to_date(engine)


def test_several_starts_at_once_migrate_once(engine: Engine) -> None:
    downgrade(engine)
    address = engine.url.render_as_string(hide_password=False)
    failures: list[BaseException] = []
    barrier = threading.Barrier(4)

    def start() -> None:
        own = make_engine(address)
        barrier.wait()
        try:
            upgrade(own)
        except BaseException as error:
            failures.append(error)
        own.dispose()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert current(engine) == head()


def test_a_migration_that_fails_leaves_nothing_behind(engine: Engine) -> None:
    downgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE received_events (x INTEGER)"))
    with pytest.raises(Exception, match="received_events"):
        upgrade(engine)
    assert current(engine) is None
    assert "workspaces" not in inspect(engine).get_table_names()


def test_the_tables_are_valid_for_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))


def test_reading_finds_what_was_written_before_a_round_trip(engine: Engine) -> None:
    fill(engine)
    downgrade(engine, "0004")
    upgrade(engine)
    with reading(engine) as session:
        assert AuditRepository(session, "T1").finished(1) == ()
        assert EventRepository(session, "T1").seen(["Ev1"])
        assert SecretRepository(session, "T1").get("token") == SecretStr("s")
        assert CaseRepository(session, "T1").unfinished(1) == ()
