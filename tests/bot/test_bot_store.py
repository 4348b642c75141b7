import sys
from datetime import UTC, timedelta, timezone

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.store.engine import DriverMissing, make_engine, reading, writing
from bot.store.models import WorkspaceRow
from bot.store.repositories import (
    AutomationRepository,
    BundleRepository,
    EventRepository,
    StoredAutomation,
    WorkspaceRepository,
)
from tests.bot.rows import NOW, entry
from tests.databases import NewDatabase


def fill(engine: Engine, workspace: str, path: str, *entries: StoredAutomation) -> None:
    with writing(engine) as session:
        WorkspaceRepository(session, workspace).ensure()
        BundleRepository(session, workspace).put(path, "d", NOW, None, None, entries)


def names(engine: Engine, workspace: str) -> dict[int, str]:
    with reading(engine) as session:
        found = AutomationRepository(session, workspace).headings()
    return {heading.key: heading.name for heading in found}


def test_sqlite_is_set_up_to_last(new_sqlite: NewDatabase) -> None:
    engine = make_engine(new_sqlite())
    with engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    engine.dispose()
    assert pragma == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "synchronous": 2,
    }


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_postgresql_has_several_names_and_one_driver(scheme: str) -> None:
    engine = make_engine(f"{scheme}://u:p%40ss@host:5433/x?sslmode=require")
    assert engine.url.drivername == "postgresql+psycopg"
    assert (engine.url.host, engine.url.port, engine.url.password) == ("host", 5433, "p@ss")
    assert engine.url.query == {"sslmode": "require"}
    engine.dispose()


def test_a_postgresql_address_without_its_driver_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(DriverMissing, match="psycopg"):
        make_engine("postgresql://u:p@localhost/x")


def test_an_error_of_the_database_shows_no_values(engine: Engine) -> None:
    with pytest.raises(IntegrityError) as caught, writing(engine) as session:
        EventRepository(session, "T404").mark(["what somebody wrote"], NOW)
    assert "what somebody wrote" not in str(caught.value)


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
