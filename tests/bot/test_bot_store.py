import threading
from datetime import UTC, datetime, timedelta, timezone
from importlib.util import find_spec

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from bot.store.engine import DriverMissing, make_engine, reading, writing
from bot.store.migrate import current, downgrade, head, upgrade
from bot.store.models import Base, WorkspaceRow
from bot.store.repositories import (
    AutomationRepository,
    BundleRepository,
    EventRepository,
    StoredAutomation,
    WorkspaceRepository,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def entry(automation_id: str, name: str = "", position: int = 0) -> StoredAutomation:
    return StoredAutomation(
        automation_id=automation_id,
        kind="automation",
        name=name or automation_id,
        position=position,
        entry_index=position,
        pointer=f"/automations/{position}",
        payload="{}",
        digest=name,
    )


def fill(engine: Engine, workspace: str, path: str, *entries: StoredAutomation) -> None:
    with writing(engine) as session:
        WorkspaceRepository(session, workspace).ensure()
        BundleRepository(session, workspace).put(path, "d", NOW, None, None, entries)


def names(engine: Engine, workspace: str) -> dict[int, str]:
    with reading(engine) as session:
        found = AutomationRepository(session, workspace).headings()
    return {heading.key: heading.name for heading in found}


def test_migrations_and_models_agree(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_forgotten_column_would_be_noticed(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE bundles DROP COLUMN plan_source"))
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) != []


def test_migrations_go_up_down_and_up_again(engine: Engine) -> None:
    assert current(engine) == head()
    downgrade(engine)
    assert current(engine) is None
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    upgrade(engine)
    upgrade(engine)
    assert set(Base.metadata.tables) <= set(inspect(engine).get_table_names())


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


def test_a_migration_that_fails_leaves_nothing_behind(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    downgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE received_events (x INTEGER)"))
    with pytest.raises(Exception, match="received_events"):
        upgrade(engine)
    assert current(engine) is None
    assert "workspaces" not in inspect(engine).get_table_names()


def test_sqlite_is_set_up_to_last(engine: Engine) -> None:
    if engine.dialect.name != "sqlite":
        pytest.skip("about SQLite")
    with engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert pragma == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "synchronous": 2,
    }


def test_the_tables_are_valid_for_postgresql() -> None:
    for table in Base.metadata.sorted_tables:
        dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
        assert "CREATE TABLE" in str(CreateTable(table).compile(dialect=dialect))


def test_every_table_belongs_to_a_workspace() -> None:
    for table in Base.metadata.sorted_tables:
        assert table.name == "workspaces" or not table.c.workspace_id.nullable


def test_a_postgresql_address_without_its_driver_names_it() -> None:
    if find_spec("psycopg") is not None:
        make_engine("postgresql://u:p@localhost/x").dispose()
        return
    with pytest.raises(DriverMissing, match="psycopg"):
        make_engine("postgresql://u:p@localhost/x")


def test_a_workspace_never_sees_the_rows_of_another(engine: Engine) -> None:
    fill(engine, "T1", "same.json", entry("a", "Ours"))
    fill(engine, "T2", "same.json", entry("a", "Theirs"))
    ours, theirs = names(engine, "T1"), names(engine, "T2")
    assert (list(ours.values()), list(theirs.values())) == (["Ours"], ["Theirs"])
    with writing(engine) as session:
        EventRepository(session, "T1").mark(["Ev1"], NOW)
    with reading(engine) as session:
        assert AutomationRepository(session, "T1").get(next(iter(theirs))) is None
        assert AutomationRepository(session, "T2").get(next(iter(ours))) is None
        assert AutomationRepository(session, "T3").count() == 0
        assert EventRepository(session, "T1").seen(["Ev1"])
        assert not EventRepository(session, "T2").seen(["Ev1"])
    with writing(engine) as session:
        BundleRepository(session, "T1").remove("same.json")
        EventRepository(session, "T2").forget_before(NOW + timedelta(days=1))
    assert names(engine, "T1") == {}
    assert list(names(engine, "T2").values()) == ["Theirs"]
    with reading(engine) as session:
        assert EventRepository(session, "T1").seen(["Ev1"])


def test_a_repository_without_a_workspace_cannot_be_made(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(ValueError, match="needs a workspace"):
        AutomationRepository(session, "")


def test_rows_go_with_their_workspace(engine: Engine) -> None:
    fill(engine, "T1", "a.json", entry("a"))
    with writing(engine) as session:
        session.delete(session.get_one(WorkspaceRow, "T1"))
    assert names(engine, "T1") == {}


def test_a_changed_file_keeps_the_keys_of_what_stays(engine: Engine) -> None:
    fill(engine, "T1", "a.json", entry("a", "A"), entry("b", "B", 1), entry("c", "C", 2))
    before = {name: key for key, name in names(engine, "T1").items()}
    fill(engine, "T1", "a.json", entry("c", "C"), entry("a", "New A", 1), entry("d", "D", 2))
    after = {name: key for key, name in names(engine, "T1").items()}
    assert list(after) == ["C", "New A", "D"]
    assert (after["C"], after["New A"]) == (before["C"], before["A"])
    assert after["D"] not in before.values() or after["D"] == before["B"]


def test_an_error_while_writing_undoes_everything(engine: Engine) -> None:
    def write_and_fail() -> None:
        with writing(engine) as session:
            WorkspaceRepository(session, "T9").ensure("x")
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    with reading(engine) as session:
        assert WorkspaceRepository(session, "T9").get() is None


def test_a_row_of_an_unknown_workspace_is_refused(engine: Engine) -> None:
    with pytest.raises(IntegrityError), writing(engine) as session:
        EventRepository(session, "T404").mark(["Ev1"], NOW)


def test_moments_come_back_in_utc(engine: Engine) -> None:
    east = timezone(timedelta(hours=9))
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure()
        BundleRepository(session, "T1").put("a", "d", NOW.astimezone(east), None, None, ())
    with reading(engine) as session:
        bundle = BundleRepository(session, "T1").get("a")
        assert bundle is not None
        assert bundle.loaded_at == NOW
        assert bundle.loaded_at.tzinfo is UTC
    with pytest.raises(Exception, match="needs its zone"), writing(engine) as session:
        BundleRepository(session, "T1").put("b", "d", NOW.replace(tzinfo=None), None, None, ())


def test_a_workspace_is_renamed_and_keeps_its_plan(engine: Engine) -> None:
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure("Old").plan = "standard"
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure("New")
        WorkspaceRepository(session, "T1").ensure()
    with reading(engine) as session:
        row = WorkspaceRepository(session, "T1").get()
        assert row is not None
        assert (row.name, row.plan) == ("New", "standard")
