"""Secrets in the database: sealed, opened with their keys only, moved to a new key."""

import base64
import os
import stat
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import Engine, Text, select, text, type_coerce
from sqlalchemy.exc import IntegrityError

from bot.app import build
from bot.desk.case import Deed
from bot.desk.packet import Packet
from bot.desk.record import NewCase
from bot.services.desk import Desk
from bot.settings import Settings
from bot.store import rotation
from bot.store.engine import make_engine, reading, writing
from bot.store.keys import check_keys, key_file, open_database, read_keys, write_keys
from bot.store.models import EVERY_WORKSPACE, SecretRow
from bot.store.repositories import SecretRepository, WorkspaceRepository
from bot.store.rotation import rotate
from bot.store.secrets import KeyTrouble, SecretBox, give, key_of, keys_in, new_key
from tests.databases import NewDatabase
from tests.talk_answers import HandMade

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
OLD, NEW = new_key(), new_key()
TOKEN = "md-secret-token-us21"
KEYS: dict[str, bytes] = {"url": b"\xff" * 32, "plain": b"\xfb" * 32}


def put(engine: Engine, value: str, name: str = "token", team: str = "T1") -> None:
    with writing(engine) as session:
        WorkspaceRepository(session, team).ensure()
        SecretRepository(session, team).put(name, SecretStr(value), NOW)


def get(engine: Engine, name: str = "token", team: str = "T1") -> str | None:
    with reading(engine) as session:
        found = SecretRepository(session, team).get(name)
    return found.get_secret_value() if found is not None else None


def stored(engine: Engine) -> list[str]:
    with reading(engine) as session:
        raw = select(type_coerce(SecretRow.value, Text)).order_by(SecretRow.id)
        return list(session.scalars(raw, execution_options=EVERY_WORKSPACE))


@given(st.text(), st.integers(0, 2))
def test_what_any_key_sealed_is_opened_by_a_box_that_has_it(value: str, place: int) -> None:
    keys = [new_key() for _ in range(3)]
    sealed = SecretBox([keys[place]]).seal(value)
    box = SecretBox(keys)
    assert box.open(sealed) == value
    assert box.is_newest(sealed) == (place == 0)
    assert value not in sealed or len(value) < 3


def test_the_same_text_is_never_sealed_alike() -> None:
    box = SecretBox([NEW])
    assert box.seal(TOKEN) != box.seal(TOKEN)


def test_another_key_or_a_changed_letter_opens_nothing() -> None:
    sealed = SecretBox([OLD]).seal(TOKEN)
    changed = sealed[:-10] + ("A" if sealed[-10] != "A" else "B") + sealed[-9:]
    for box, value in ((SecretBox([NEW]), sealed), (SecretBox([OLD]), changed)):
        with pytest.raises(KeyTrouble, match="wrong_key") as caught:
            box.open(value)
        assert OLD not in str(caught.value)


@pytest.mark.parametrize("raw", KEYS.values(), ids=list(KEYS))
def test_a_key_may_be_written_in_either_alphabet(raw: bytes) -> None:
    plain, url = base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()
    assert plain != url
    assert key_of(plain) == key_of(url) == url.encode()
    assert keys_in(f" {plain}, {url}\n{plain}") == (plain, url, plain)


@pytest.mark.parametrize(
    "bad",
    ["password", "c2hvcnQ=", "é" * 44, OLD[:-2], OLD + "AAAA"],
    ids=["a word", "too short", "not base64", "cut off", "too long"],
)
def test_what_is_no_key_is_refused(bad: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        keys_in(f"{NEW},{bad}")


def test_a_secret_comes_back_and_stands_encrypted(engine: Engine) -> None:
    put(engine, "first")
    put(engine, TOKEN)
    put(engine, "theirs", team="T2")
    assert (get(engine), get(engine, team="T2"), get(engine, "other")) == (TOKEN, "theirs", None)
    assert len(stored(engine)) == 2
    assert not any(TOKEN in value or "theirs" in value for value in stored(engine))
    with writing(engine) as session:
        assert SecretRepository(session, "T1").delete("token")
        assert not SecretRepository(session, "T1").delete("token")
    assert (get(engine), get(engine, team="T2")) == (None, "theirs")


def test_a_secret_is_in_no_error_and_no_log(
    engine: Engine, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG", logger="sqlalchemy"):
        put(engine, TOKEN)
        with pytest.raises(IntegrityError) as caught, writing(engine) as session:
            SecretRepository(session, "T404").put("token", SecretStr(TOKEN), NOW)
    assert TOKEN not in f"{caught.value} {caught.value!r} {caplog.text}"


def test_an_engine_without_keys_neither_writes_nor_reads_a_secret(database: str) -> None:
    engine = make_engine(database)
    with pytest.raises(Exception, match="keys_missing"):
        put(engine, TOKEN)
    give(engine, SecretBox([OLD]))
    put(engine, TOKEN)
    give(engine, SecretBox([NEW]))
    with pytest.raises(KeyTrouble, match="wrong_key"):
        get(engine)
    with pytest.raises(KeyTrouble, match="wrong_key"):
        check_keys(engine)
    engine.dispose()


def test_two_engines_of_one_process_have_keys_of_their_own(database: str) -> None:
    one, other = open_database(database, OLD), open_database(database, f"{NEW},{OLD}")
    put(one, TOKEN)
    assert get(other) == TOKEN
    put(other, TOKEN)
    with pytest.raises(KeyTrouble):
        get(one)
    one.dispose()
    other.dispose()


def test_postgresql_has_no_file_beside_it(new_postgresql: NewDatabase) -> None:
    with pytest.raises(KeyTrouble, match="keys_missing"):
        open_database(new_postgresql())


def test_a_sqlite_database_gets_a_key_file_that_only_its_owner_reads(
    new_sqlite: NewDatabase,
) -> None:
    address = new_sqlite()
    first = open_database(address)
    put(first, TOKEN)
    file = key_file(first.url)
    assert file is not None
    assert len(read_keys(file)) == 1
    assert os.name != "posix" or stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir() if "key" in path.name] == [file.name]
    again = open_database(address)
    assert get(again) == TOKEN
    given = open_database(address, NEW)
    assert get(given) == TOKEN
    for engine in (first, again, given):
        engine.dispose()


def test_a_lost_key_file_is_not_replaced_silently(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    engine = open_database(address)
    put(engine, TOKEN)
    engine.dispose()
    file = key_file(engine.url)
    assert file is not None
    kept = file.read_text()
    file.unlink()
    with pytest.raises(KeyTrouble, match="key_file_missing"):
        open_database(address)
    assert not file.exists()
    restored = open_database(address, kept)
    assert get(restored) == TOKEN
    restored.dispose()
    file.write_text("no key at all")
    with pytest.raises(KeyTrouble, match="key_file_broken"):
        open_database(address)


def test_a_bot_whose_keys_do_not_fit_does_not_start(database: str) -> None:
    engine = open_database(database, OLD)
    put(engine, TOKEN)
    engine.dispose()
    settings = Settings(
        _env_file=None,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("s"),
        database_url=SecretStr(database),
        journeydesk_keys=SecretStr(NEW),
    )
    with pytest.raises(KeyTrouble, match="wrong_key"):
        build(settings, HandMade())


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    file = tmp_path / "a.key"
    barrier = threading.Barrier(8)
    won: list[bool] = []

    def start() -> None:
        barrier.wait()
        won.append(write_keys(file, [new_key()], replace=False))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
    assert len(read_keys(file)) == 1
    assert list(tmp_path.iterdir()) == [file]


def filled(address: str, keys: str, count: int = 7) -> Engine:
    engine = open_database(address, keys)
    for n in range(count):
        put(engine, f"{TOKEN}-{n}", f"token-{n}", f"T{n % 2}")
    return engine


def values(engine: Engine, count: int = 7) -> list[str | None]:
    return [get(engine, f"token-{n}", f"T{n % 2}") for n in range(count)]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two, and of one column only, so that batches can be counted."""
    monkeypatch.setattr(rotation, "BATCH", 2)
    monkeypatch.setattr(rotation, "sealed_columns", lambda _engine: [SecretRow.__table__.c.value])


@pytest.mark.usefixtures("small_batches")
def test_rotation_moves_every_secret_to_the_newest_key(database: str) -> None:
    filled(database, OLD).dispose()
    engine = open_database(database, f"{NEW},{OLD}")
    put(engine, "young", "young")
    assert rotate(engine, None).model_dump() == {"moved": 7, "kept": 1, "fresh": False}
    assert rotate(engine, None).model_dump() == {"moved": 0, "kept": 8, "fresh": False}
    engine.dispose()
    only_new = open_database(database, NEW)
    assert values(only_new) == [f"{TOKEN}-{n}" for n in range(7)]
    assert get(only_new, "young") == "young"
    only_new.dispose()


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("stop_at", range(4))
def test_a_rotation_that_is_stopped_goes_on_where_it_was(
    database: str, monkeypatch: pytest.MonkeyPatch, stop_at: int
) -> None:
    filled(database, OLD).dispose()
    engine = open_database(database, f"{NEW},{OLD}")
    with monkeypatch.context() as patch:
        patch.setattr(rotation, "_batch", stopping(stop_at))
        with pytest.raises(KeyboardInterrupt):
            rotate(engine, None)
    assert values(engine) == [f"{TOKEN}-{n}" for n in range(7)]
    assert rotate(engine, None).moved == 7 - 2 * stop_at
    assert all(SecretBox([NEW]).is_newest(value) for value in stored(engine))
    engine.dispose()


def stopping(after: int) -> Callable[..., tuple[int, int, int | None]]:
    real, calls = rotation._batch, iter(range(after))

    def batch(*arguments: object) -> tuple[int, int, int | None]:
        if next(calls, None) is None:
            raise KeyboardInterrupt
        return real(*arguments)  # type: ignore[arg-type]

    return batch


@pytest.mark.usefixtures("small_batches")
def test_rotating_a_key_file_makes_a_new_key_under_a_running_bot(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    running = filled(address, "")
    file = key_file(running.url)
    assert file is not None
    (first,) = read_keys(file)
    operator = open_database(address)
    assert rotate(operator, file).model_dump() == {"moved": 7, "kept": 0, "fresh": True}
    newest, previous = read_keys(file)
    assert (previous, newest != first) == (first, True)
    assert values(running) == [f"{TOKEN}-{n}" for n in range(7)]
    put(running, "later", "later")
    assert all(SecretBox([newest]).is_newest(value) for value in stored(running))
    assert rotate(operator, file).fresh
    assert len(read_keys(file)) == 2
    assert first not in read_keys(file)
    assert get(running, "later") == "later"
    running.dispose()
    operator.dispose()


@pytest.mark.usefixtures("small_batches")
def test_a_stopped_rotation_of_a_key_file_is_finished_with_the_key_it_made(
    new_sqlite: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = new_sqlite()
    engine = filled(address, "")
    file = key_file(engine.url)
    assert file is not None
    with monkeypatch.context() as patch:
        # Five batches find nothing to move, the sixth moves what it finds to the new key.
        patch.setattr(rotation, "_batch", stopping(6))
        with pytest.raises(KeyboardInterrupt):
            rotate(engine, file)
    made = read_keys(file)
    done = rotate(engine, file)
    assert (0 < done.moved < 7, done.fresh) == (True, False)
    assert read_keys(file) == made
    assert values(engine) == [f"{TOKEN}-{n}" for n in range(7)]
    engine.dispose()


def test_what_is_written_during_a_rotation_is_not_overwritten(
    new_postgresql: NewDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On PostgreSQL: SQLite has one writer at a time."""
    engine = filled(new_postgresql(), OLD, 1)
    box = SecretBox([NEW, OLD])
    real = box.open

    def overtaken(sealed: str) -> str:
        # Somebody else writes between the reading and the writing of this value.
        with engine.begin() as connection:
            mine = text("UPDATE secrets SET value = :v WHERE workspace_id = 'T0'")
            connection.execute(mine, {"v": box.seal("newer")})
        return real(sealed)

    give(engine, box)
    with monkeypatch.context() as patch:
        patch.setattr(box, "open", overtaken)
        assert rotate(engine, None).moved == 0
    assert get(engine, "token-0", "T0") == "newer"
    engine.dispose()


def test_rotation_moves_what_people_wrote_to_the_desk(database: str) -> None:
    engine = open_database(database, OLD)
    desk = Desk(engine)
    new = NewCase(
        requester="U1",
        channel="C1",
        thread_ts="1.0",
        language="en",
        start="words",
        packet=Packet(said="words"),
    )
    case = desk.open("T1", new).case
    desk.do("T1", case.id, Deed(kind="claim", by="UA", why="because"))
    desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words", [{"id": "F1"}])
    desk.save_settings("T1", {"password": TOKEN}, "U1")
    engine.dispose()
    both = open_database(database, f"{NEW},{OLD}")
    assert rotate(both, None).moved == 5
    both.dispose()
    desk = Desk(only_new := open_database(database, NEW))
    assert desk.packet("T1", case.id) == Packet(said="words")
    assert desk.steps("T1", case.id)[1].why == "because"
    (said,) = desk.messages("T1", case.id)
    assert (said.text, said.files) == ("words", ({"id": "F1"},))
    assert desk.settings("T1") == {"password": TOKEN}
    only_new.dispose()
