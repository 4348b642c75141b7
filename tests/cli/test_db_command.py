"""``db``: upgrade, downgrade, check, rotate-keys, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import inspect, text

from bot.store.engine import make_engine, reading, writing
from bot.store.keys import open_database
from bot.store.migrate import current, downgrade, head
from bot.store.repositories import SecretRepository, WorkspaceRepository
from bot.store.secrets import new_key
from tests.commands import Ran, Run

KEY, NEW = new_key(), new_key()

Db = Callable[..., Ran]


@pytest.fixture
def db(run: Run, database: str) -> Db:
    """``journeydesk db …`` on a migrated database."""

    def db(*arguments: str, **environment: str) -> Ran:
        given = {"DATABASE_URL": database, "JOURNEYDESK_KEYS": KEY, **environment}
        return run("db", *arguments, **given)

    return db


def change(database: str, statement: str) -> None:
    engine = make_engine(database)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def put(database: str, keys: str) -> None:
    engine = open_database(database, keys)
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure()
        SecretRepository(session, "T1").put("token", SecretStr("s3cret"), datetime.now(UTC))
    engine.dispose()


def get(database: str, keys: str) -> SecretStr | None:
    engine = open_database(database, keys)
    with reading(engine) as session:
        found = SecretRepository(session, "T1").get("token")
    engine.dispose()
    return found


def revision(database: str) -> str | None:
    engine = make_engine(database)
    found = current(engine)
    engine.dispose()
    return found


def test_check_says_that_all_is_well(db: Db, database: str) -> None:
    ran = db("check")
    assert ran.code == 0
    lines = ran.out.splitlines()
    assert lines[0].startswith(("✓ SQLite: ", "✓ PostgreSQL: "))
    assert lines[1:] == [
        f"✓ Revision {head()}, the one this version needs.",
        "✓ The tables are as this version expects them.",
        "✓ JOURNEYDESK_KEYS holds 1 key: secrets are encrypted in the database.",
    ]


def test_check_names_what_is_missing_and_upgrade_applies_it(db: Db, database: str) -> None:
    engine = make_engine(database)
    downgrade(engine, "0001")
    engine.dispose()
    ran = db("check")
    assert ran.code == 1
    assert "✗ Revision 0001." in ran.out
    assert str(head()) in ran.out
    up = db("upgrade")
    assert (up.code, up.out) == (0, f"The database went from revision 0001 to {head()}.\n")
    assert db("check").code == 0
    again = db("upgrade")
    assert (again.code, again.out.count("already")) == (0, 1)


def test_check_names_what_was_changed_by_hand(db: Db, database: str) -> None:
    change(database, "ALTER TABLE bundles DROP COLUMN plan_source")
    ran = db("check")
    assert ran.code == 1
    assert "add_column bundles.plan_source" in ran.out


def test_downgrade_says_what_it_loses_and_does_it_when_told_to(db: Db, database: str) -> None:
    put(database, KEY)
    engine = make_engine(database)
    downgrade(engine, "0004")
    engine.dispose()
    ran = db("downgrade")
    assert ran.code == 2
    assert "the table secrets (1 row)" in ran.out
    assert "--yes" in ran.out
    assert revision(database) == "0004"
    done = db("downgrade", "--yes")
    assert done.code == 0
    assert "the table secrets (1 row)" in done.out
    engine = make_engine(database)
    assert "secrets" not in inspect(engine).get_table_names()
    downgrade(engine)
    engine.dispose()
    bottom = db("downgrade", "--yes")
    assert (bottom.code, bottom.out.count("nothing to go back from")) == (0, 1)


def test_rotate_keys_moves_secrets_to_the_first_key(db: Db, database: str) -> None:
    put(database, KEY)
    ran = db("rotate-keys", JOURNEYDESK_KEYS=f"{NEW},{KEY}")
    assert ran.code == 0
    assert "1 value was moved to the first key" in ran.out
    assert get(database, NEW) == SecretStr("s3cret")


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "None of the keys opens"), ("fr", "Aucune des clés n'ouvre")]
)
def test_a_wrong_key_is_a_sentence_with_its_remedy(
    db: Db, database: str, lang: str, words: str
) -> None:
    put(database, KEY)
    rotate = db("rotate-keys", "--lang", lang, JOURNEYDESK_KEYS=NEW)
    assert (rotate.code, rotate.out) == (1, "")
    check = db("check", "--lang", lang, JOURNEYDESK_KEYS=NEW)
    assert check.code == 1
    for shown in (rotate.err, check.out):
        assert words in shown
        assert "JOURNEYDESK_KEYS" in shown
        assert NEW not in shown
        assert KEY not in shown
    assert get(database, KEY) == SecretStr("s3cret")


@pytest.mark.parametrize("command", ["upgrade", "downgrade", "check"])
def test_a_newer_database_is_a_sentence(db: Db, database: str, command: str) -> None:
    change(database, "UPDATE alembic_version SET version_num = '9999'")
    ran = db(command)
    assert ran.code == 1
    assert "9999" in ran.out + ran.err
    assert "newer version" in ran.out + ran.err


@pytest.mark.parametrize("command", ["upgrade", "downgrade", "check", "rotate-keys"])
def test_a_server_that_does_not_answer_is_a_sentence_without_the_password(
    run: Run, command: str
) -> None:
    address = "postgresql://u:hunter2@127.0.0.1:9/x"
    ran = run("db", command, DATABASE_URL=address, JOURNEYDESK_KEYS=KEY, JOURNEYDESK_LANG="fr")
    assert ran.code == 1
    assert "La base de données postgresql+psycopg://u:***@127.0.0.1:9/x" in ran.out + ran.err
    assert "hunter2" not in ran.out + ran.err


@pytest.mark.parametrize("command", ["downgrade", "check", "rotate-keys"])
def test_a_database_that_is_still_to_be_made_is_not_made(
    run: Run, tmp_path: Path, command: str
) -> None:
    file = tmp_path / "new" / "a.sqlite3"
    ran = run("db", command, DATABASE_URL=f"sqlite:///{file}")
    assert ran.code == 0
    assert "does not exist yet" in ran.out
    assert not file.exists()


def test_a_key_file_is_made_and_changed(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.sqlite3"
    address = f"sqlite:///{file}"
    assert run("db", "upgrade", DATABASE_URL=address).code == 0
    put(address, "")
    keys = file.with_name("a.sqlite3.key")
    before = keys.read_text()
    ran = run("db", "rotate-keys", DATABASE_URL=address)
    assert (ran.code, "A new key is in" in ran.out) == (0, True)
    assert keys.read_text().splitlines()[1:] == before.splitlines()
    assert get(address, "") == SecretStr("s3cret")


def test_processes_that_upgrade_together_do_it_once(shell: Run, database: str) -> None:
    engine = make_engine(database)
    downgrade(engine)
    engine.dispose()
    with ThreadPoolExecutor(2) as pool:
        ran = list(pool.map(lambda _: shell("db", "upgrade", DATABASE_URL=database), range(2)))
    assert [(one.code, one.err) for one in ran] == [(0, ""), (0, "")]
    assert revision(database) == head()


def test_the_bare_group_shows_its_help(shell: Run) -> None:
    ran = shell("db", JOURNEYDESK_LANG="fr")
    assert ran.code == 0
    assert "rotate-keys" in ran.out
    assert "Chiffrer chaque secret" in ran.out
