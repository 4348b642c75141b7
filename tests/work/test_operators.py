"""``journeydesk work`` while a bot runs, and while none does."""

import json
import socket
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.durable import Json, Work
from bot.store.engine import make_engine
from bot.work import WorkEngine, WorkProblem
from bot.work.asking import ask
from bot.work.control import ask_running, control_file
from bot.work.sqlite import work_file
from tests.commands import Ran, Run
from tests.databases import NewDatabase
from tests.work.conftest import LONG, QUICK
from tests.work.effects import change_work, effects, make_table, put

NOWHERE = "postgresql://u:hunter2@127.0.0.1:9/x"


@pytest.fixture
def journeydesk(run: Run, address: str) -> Run:
    """``journeydesk work`` on the database of the test."""

    def work(*words: str, **environment: str) -> Ran:
        return run("work", *words, **{"DATABASE_URL": address, "COLUMNS": "200", **environment})

    return work


def poison(address: str, application: Engine, broken: list[bool]) -> WorkEngine:
    def do(steps: Work, _workspace: str, _key: str) -> Json:
        steps.transaction("before", lambda: put(application, steps.work_id, "before"))
        if broken:
            raise ValueError("no good")

    engine = WorkEngine(address, application, queues=QUICK)
    engine.register("poison", do)
    engine.start()
    return engine


@pytest.mark.parametrize("running", [True, False])
def test_failed_work_is_seen_and_tried_again_or_dropped(
    address: str, journeydesk: Run, running: bool
) -> None:
    work = journeydesk
    application = make_engine(address)
    make_table(application)
    broken = [True]
    engine = poison(address, application, broken)
    engine.accept("w1", "poison", "T1", "k")
    engine.accept("w2", "poison", "T1", "k")
    assert engine.wait_idle(LONG)
    if not running:
        engine.stop()

    listed = work("list")
    assert listed.code == 0
    assert "w1" in listed.out
    assert "w2" in listed.out
    assert "ValueError: no good" in listed.out
    shown = work("show", "w1", "--lang", "fr").out
    assert "échoué" in shown
    assert "before" in shown
    assert work("drop", "w2").code == 0
    assert "w2" not in work("list").out
    assert "w2" in work("list", "--state", "dropped").out
    broken.clear()
    assert work("retry", "w1").code == 0
    if not running:
        engine = poison(address, application, broken)
    assert engine.wait_idle(LONG)
    assert "Nothing has failed" in work("list").out
    refused = work("retry", "w1", "--lang", "fr")
    assert refused.code == 1
    assert "w1 n'a pas échoué (fait)" in refused.err
    assert effects(application, "w1") == ["before"]
    engine.stop()
    application.dispose()


def test_work_that_an_operator_begins_is_done_once_and_tried_again_when_it_failed(
    address: str,
) -> None:
    application = make_engine(address)
    make_table(application)
    broken = [True]
    engine = poison(address, application, broken)

    def begin() -> Json:
        asked = {"do": "begin", "id": "o1", "kind": "poison", "workspace": "T1", "key": "k"}
        begun = ask(address, asked)["begun"]
        assert engine.wait_idle(LONG)
        return begun

    assert begin()
    assert engine.operator.find("o1").state == "failed"
    broken.clear()
    assert begin()
    assert engine.operator.find("o1").state == "done"
    assert not begin()
    assert effects(application, "o1") == ["before"]
    engine.stop()
    application.dispose()


def test_without_any_work_a_sentence_says_so(journeydesk: Run) -> None:
    ran = journeydesk("list")
    assert (ran.code, "no work yet" in ran.err) == (1, True)


def test_an_unknown_state_is_a_mistake_of_usage(journeydesk: Run) -> None:
    ran = journeydesk("list", "--state", "sideways")
    assert ran.code == 2
    assert "sideways" in ran.err


@pytest.mark.parametrize("words", [("list",), ("show", "w"), ("retry", "w"), ("drop", "w")])
@pytest.mark.parametrize(("lang", "told"), [("en", "cannot be used"), ("fr", "est inutilisable")])
def test_a_database_that_does_not_answer_is_a_sentence_without_the_password(
    run: Run, words: tuple[str, ...], lang: str, told: str
) -> None:
    ran = run("work", *words, "--lang", lang, DATABASE_URL=NOWHERE)
    assert (ran.code, ran.out) == (1, "")
    assert told in ran.err
    assert "hunter2" not in ran.err


def test_work_that_took_its_process_down_each_time_says_so_in_both_languages(
    address: str, journeydesk: Run
) -> None:
    application = make_engine(address)
    make_table(application)
    engine = poison(address, application, [True])
    engine.accept("w1", "poison", "T1", "k")
    assert engine.wait_idle(LONG)
    engine.stop()
    application.dispose()
    ended = "status = 'MAX_RECOVERY_ATTEMPTS_EXCEEDED', error = NULL"
    change_work(address, f"UPDATE {{schema}}workflow_status SET {ended} WHERE workflow_uuid = 'w1'")
    assert "the process died with it, every time" in journeydesk("list").out
    assert "le processus est mort avec lui" in journeydesk("show", "w1", "--lang", "fr").out


@contextmanager
def at_work(address: str) -> Iterator[Path]:
    """An engine on a SQLite file, in the block; gives its work file."""
    application = make_engine(address)
    engine = WorkEngine(address, application, queues=QUICK)
    engine.start()
    file = work_file(address)
    assert file is not None
    try:
        yield file
    finally:
        engine.stop()
        application.dispose()


def test_a_lock_that_is_held_without_an_answer_is_told(new_sqlite: NewDatabase) -> None:
    address = new_sqlite()
    with at_work(address) as file:
        control_file(file).unlink()
        with pytest.raises(WorkProblem) as problem:
            ask(address, {"do": "list"})
    assert problem.value.key == "no_answer"


def test_only_the_owner_of_the_file_can_give_orders(new_sqlite: NewDatabase) -> None:
    with at_work(new_sqlite()) as file:
        control = control_file(file)
        strangers_are_refused(file, control)
    assert not control.exists()


def strangers_are_refused(file: Path, control: Path) -> None:
    assert stat.S_IMODE(control.stat().st_mode) == 0o600
    there = json.loads(control.read_text())
    assert ask_running(file, {"do": "list"}) == {"items": []}
    assert ask_running(file, {"do": "drop everything"}) == {"problem": "no_answer", "params": {}}
    for line in (
        json.dumps({"do": "list", "token": "guess"}),
        json.dumps({"do": "list"}),
        "[]",
        "no json",
        "x" * 20_000,
    ):
        with socket.create_connection(("127.0.0.1", there["port"]), 5) as connection:
            connection.sendall(line.encode() + b"\n")
            with suppress(ConnectionResetError):
                assert connection.recv(100) == b""


def test_a_database_in_memory_has_nothing_to_ask() -> None:
    with pytest.raises(WorkProblem) as problem:
        ask("sqlite://", {"do": "list"})
    assert problem.value.key == "no_work_yet"
