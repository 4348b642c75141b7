"""What is said in a case: kept once, changed by what came last, gone when it is deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from bot.desk.case import Case
from bot.services.desk import Desk
from tests.desk.stored import NOW, Clock, opened

FILE = {"id": "F1", "name": "rapport é.pdf", "size": 12}


@pytest.fixture
def case(desk: Desk) -> Case:
    return opened(desk)


def test_messages_come_back_in_their_order(desk: Desk, case: Case, clock: Clock) -> None:
    for n, side in enumerate(("requester", "agent", "note", "bot")):
        clock.now += timedelta(seconds=1)
        desk.said("T1", case.id, side, f"U{n}", "C1", f"1.{n}", f"words {n}", [FILE] * n)  # type: ignore[arg-type]
    found = desk.messages("T1", case.id)
    assert [one.side for one in found] == ["requester", "agent", "note", "bot"]
    assert [one.text for one in found] == [f"words {n}" for n in range(4)]
    assert [one.files for one in found] == [(FILE,) * n for n in range(4)]
    assert found[1].at == NOW + timedelta(seconds=2)
    assert found[0] == desk.message("T1", found[0].id) == desk.message_at("T1", "C1", "1.0")


def test_the_same_message_is_kept_once_and_as_it_was_first(desk: Desk, case: Case) -> None:
    first = desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words")
    again = desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "other words")
    assert (first.new, again.new, again.id) == (True, False, first.id)
    (kept,) = desk.messages("T1", case.id)
    assert kept.text == "words"
    assert desk.said("T1", case.id, "agent", "UA", "CT", "1.1", "words").new


def test_where_the_other_side_reads_a_message_is_remembered(desk: Desk, case: Case) -> None:
    said = desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words")
    assert desk.copied("T1", said.id, "CT", "9.1")
    kept = desk.message_at("T1", "C1", "1.1")
    assert kept is not None
    assert (kept.copy_channel, kept.copy_ts) == ("CT", "9.1")
    assert desk.message_at("T1", "CT", "9.1") is None


def test_of_two_edits_the_newer_one_stays(desk: Desk, case: Case) -> None:
    said = desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words", [FILE])
    assert desk.edited("T1", said.id, "newest", NOW + timedelta(seconds=2))
    assert not desk.edited("T1", said.id, "older", NOW + timedelta(seconds=1), [])
    (kept,) = desk.messages("T1", case.id)
    assert (kept.text, kept.edited_at, kept.files) == (
        "newest",
        NOW + timedelta(seconds=2),
        (FILE,),
    )
    assert desk.edited("T1", said.id, "without it", NOW + timedelta(seconds=3), [])
    assert desk.messages("T1", case.id)[0].files == ()


def test_what_somebody_deleted_is_not_kept(desk: Desk, case: Case, clock: Clock) -> None:
    said = desk.said("T1", case.id, "requester", "U1", "C1", "1.1", "words", [FILE])
    clock.now += timedelta(minutes=1)
    assert desk.deleted("T1", said.id)
    assert not desk.deleted("T1", said.id)
    assert not desk.edited("T1", said.id, "back again", clock.now)
    kept = desk.message("T1", said.id)
    assert kept is not None
    assert (kept.text, kept.files, kept.deleted_at) == ("", (), clock.now)


def test_a_message_of_no_case_is_refused(desk: Desk) -> None:
    with pytest.raises(LookupError):
        desk.said("T1", 404, "requester", "U1", "C1", "1.1", "words")
    assert desk.messages("T1", 404) == ()


@pytest.mark.parametrize("name", ["<" + "x" * 900 + "@example.com>", "a\0b", "1.1"])
def test_a_message_id_of_any_length_names_one_message(desk: Desk, case: Case, name: str) -> None:
    first = desk.said("T1", case.id, "requester", "é" * 999, "email", name, "a\0b")
    assert not desk.said("T1", case.id, "requester", "é", "email", name, "words").new
    assert desk.said("T1", case.id, "requester", "é", "email", name + "y", "words").new
    assert desk.copied("T1", first.id, "webhook", name)
    kept = desk.message_at("T1", "email", name)
    assert kept is not None
    assert (kept.id, kept.text, len(kept.author)) == (first.id, "a\0b", 255)


def test_messages_of_a_database_without_cases_are_none(engine: Engine) -> None:
    desk = Desk(engine)
    assert desk.message("T1", 1) is None
    assert desk.message_at("T1", "C1", "1.1") is None
