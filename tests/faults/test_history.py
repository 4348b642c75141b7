"""Work that an earlier run of this version left unfinished is completed by the code as it is."""

from pathlib import Path

from bot.playground.driver import LocalSlack
from tests.faults.cases import KINDS
from tests.faults.conftest import SEED, Crew
from tests.faults.evidence import Books, collect
from tests.faults.history import load
from tests.faults.storm import settled
from tests.faults.town import town


def test_stored_work_of_every_kind_is_completed_once(tmp_path: Path) -> None:
    with LocalSlack(world=town(len(KINDS) + 1), seed=SEED) as slack:
        address, key, cases = load(tmp_path, slack)
        books = Books(address)
        assert [case["kind"] for case in cases] == list(KINDS)
        assert len(books.unfinished()) == len(cases)
        crew = Crew(slack, address, tmp_path, {"DATABASE_URL": address, "JOURNEYDESK_KEYS": key})
        try:
            crew.add()
            settled(books)
            found = collect(books, slack)
        finally:
            crew.stop()
            books.close()
    assert found.failed == []
    assert found.open() == []
    assert found.posted_twice() == {}
    by_kind = {case["kind"]: case["ts"] for case in cases}
    (question,), (click,) = found.turns_at(by_kind["question"]), found.turns_at(by_kind["click"])
    assert len(found.answers(by_kind["question"])) == 1
    assert question["answered_at"] is not None
    assert click["step"] == 1
    assert [turn["topic"] for turn in found.turns_at(by_kind["edit"])] == ["plan-limits"]
    assert [turn["outcome"] for turn in found.turns_at(by_kind["delete"])] == ["deleted"]
    assert found.answers(by_kind["delete"]) == []
    assert [row["verdict"] for row in found.feedback] == ["down"]
    assert "case 6x" in str(found.feedback[0]["comment"])
    assert len(found.turns_about("case 7x")) == 1
    shared = [one for one in found.messages if not one.only_for and "case 8x" in str(one.blocks)]
    assert len(shared) == 1
