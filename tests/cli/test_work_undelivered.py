"""``journeydesk work undelivered``, and the doctor's lines about what did not go well."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.delivery.outbox import Outbox
from bot.settings import Settings
from bot.store.engine import make_engine
from bot.store.keys import open_database
from bot.store.migrate import upgrade
from bot.store.outbox import Parcel
from bot.store.secrets import SecretBox, give, new_key
from bot.unfinished import survey
from bot.work import WorkEngine
from tests.commands import Ran, Run
from tests.work.conftest import LONG, QUICK


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


@pytest.fixture
def work(run: Run, address: str) -> Run:
    def work(*words: str) -> Ran:
        return run("work", *words, DATABASE_URL=address, COLUMNS="200")

    return work


def lose(address: str, count: int) -> None:
    """Messages that Slack refused, the last of them in C{count}, and one that it took."""
    engine = make_engine(address)
    upgrade(engine)
    give(engine, SecretBox([new_key()]))
    moments = iter(datetime(2026, 11, 22, tzinfo=UTC) + timedelta(minutes=n) for n in range(1000))
    outbox = Outbox(engine, now=lambda: next(moments))
    for number in range(count + 1):
        parcel = Parcel(
            key=f"work:{number}",
            channel=f"C{number}",
            method="chat.postMessage",
            arguments={"json": {"text": "secret words"}},
        )
        outbox.put("T1", parcel)
        kept = outbox.get("T1", parcel.key)
        assert outbox.begin("T1", kept)
        begun = outbox.get("T1", parcel.key)
        if number:
            assert outbox.failed("T1", begun, {}, "is_archived")
        else:
            assert outbox.sent("T1", begun, {})
    engine.dispose()


def test_what_did_not_arrive_is_listed_without_what_it_says(address: str, work: Run) -> None:
    assert work("undelivered") == Ran(0, "Every message was delivered.\n", "")
    lose(address, 3)
    ran = work("undelivered", "--limit", "2")
    assert (ran.code, ran.err) == (0, "")
    first, second = ran.out.splitlines()[1:3]
    assert "C3" in first
    assert "refused" in first
    assert "is_archived" in first
    assert "C2" in second
    assert "C1" not in ran.out
    assert "--limit shows more" in ran.out
    assert "secret words" not in ran.out
    assert "refusé" in work("undelivered", "--lang", "fr").out


def test_what_dropped_work_had_not_sent_is_given_up(address: str, work: Run) -> None:
    application = open_database(address, "")
    upgrade(application)
    try:
        engine = WorkEngine(address, application, queues=QUICK)
        engine.start()
        engine.accept("w1", "unknown", "T1", "k")
        assert engine.wait_idle(LONG)
        parcel = Parcel(key="w1:1", channel="C9", method="chat.postMessage", arguments={})
        Outbox(application).put("T1", parcel)
        dropped = work("drop", "w1")
        assert dropped.code == 0
        assert "1 message that it had not sent yet" in dropped.out
        assert "never confirmed" in work("undelivered").out
        assert work("drop", "w1").code == 1
        engine.stop()
    finally:
        application.dispose()


def test_a_database_that_cannot_be_read_is_a_sentence(tmp_path: Path, work: Run) -> None:
    (tmp_path / "bot.sqlite3").write_text("this is no database, and never was one " * 50)
    ran = work("undelivered")
    assert ran.code == 1
    assert "file is not a database" in ran.err


def test_the_doctor_counts_what_failed_and_what_did_not_arrive(address: str) -> None:
    settings = Settings.model_validate({"database_url": address})
    (nothing,) = survey(settings, "en")
    assert nothing.status == "missing"
    assert "There is no work yet" in nothing.text

    application = make_engine(address)
    upgrade(application)
    work = WorkEngine(address, application, queues=QUICK)
    work.register("good", lambda *_: None)
    work.start()
    (fine,) = survey(settings, "en")
    assert fine.status == "ok"
    work.accept("w1", "unknown", "T1", "k")
    assert work.wait_idle(LONG)
    lose(address, 2)
    failed, lost = survey(settings, "en")
    assert (failed.status, lost.status) == ("problem", "missing")
    assert failed.text.startswith("1 piece of work failed")
    assert lost.text.startswith("2 messages were not delivered")
    work.stop()
    application.dispose()
    failed, _ = survey(settings, "fr")
    assert "1 travail a échoué" in failed.text
