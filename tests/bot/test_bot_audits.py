"""Audits as they are stored: one at a time, each batch once, ended once, the last two kept."""

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from pydantic import TypeAdapter
from sqlalchemy import Engine, func, select

from bot.services.audits import Audits, forget_audits
from bot.services.automations import Automations
from bot.store.engine import reading, writing
from bot.store.models import AuditBriefRow
from tests.scenarios.account import account, write

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TEAMS = ("T1", "T2")


class Clock:
    """Goes on by a minute whenever it is looked at."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at


def small() -> dict[str, Any]:
    """The account without its longest automation, which takes as long as all others."""
    bundle = account()
    kept = [one for one in bundle["automations"] if len(one["emails"]) < 9]
    return bundle | {"automations": kept}


@pytest.fixture
def automations(engine: Engine, tmp_path: Path) -> Automations:
    """Two workspaces with the same account."""
    made = Automations(engine, None, "en")
    file = write(small(), tmp_path / "account.json")
    for team in TEAMS:
        made.load(team, [file])
    return made


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def audits(engine: Engine, automations: Automations, clock: Clock) -> Audits:
    return Audits(engine, automations, clock)


def asked(audits: Audits, team: str = "T1", by: str = "U1") -> int:
    begun = audits.begin(team, by, "en", None)
    assert begun.new
    return begun.audit.id


def read(audits: Audits, audit_id: int, team: str = "T1", size: int = 5) -> None:
    keys = audits.plan(team, audit_id)
    assert keys is not None
    for start in range(0, len(keys), size):
        audits.read(team, audit_id, keys[start : start + size], start)


def finished(audits: Audits, team: str = "T1") -> int:
    audit_id = asked(audits, team)
    read(audits, audit_id, team)
    assert audits.end(team, audit_id) == "done"
    return audit_id


def briefs(engine: Engine, team: str = "T1") -> int:
    with reading(engine) as session:
        counted = select(func.count()).where(AuditBriefRow.workspace_id == team)
        return session.scalar(counted) or 0


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """What they give, done at the same time."""
    barrier = threading.Barrier(len(deeds))

    def wait_and_do(do: Callable[[], Any]) -> Any:
        barrier.wait()
        return do()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(wait_and_do, deeds))


def test_of_two_that_ask_at_once_one_begins_and_the_other_is_given_the_same(
    audits: Audits,
) -> None:
    found = at_once(*(lambda by=by: audits.begin("T1", by, "en", None) for by in ("U1", "U2")))
    assert sorted(one.new for one in found) == [False, True]
    assert found[0].audit == found[1].audit
    theirs = audits.begin("T2", "U1", "en", None)
    assert theirs.new, "another workspace is another account"


def test_a_batch_that_is_read_twice_counts_once(audits: Audits, engine: Engine) -> None:
    audit_id = asked(audits)
    keys = audits.plan("T1", audit_id)
    assert keys is not None
    assert len(keys) == 11
    for _ in range(2):
        first = audits.read("T1", audit_id, keys[:7], 0)
        assert (first.running, first.done) == (True, 7)
    assert briefs(engine) == 7
    audits.read("T1", audit_id, keys[7:], 7)
    assert audits.end("T1", audit_id) == "done"
    assert audits.end("T1", audit_id) == "done"
    stored = audits.get("T1", audit_id)
    assert stored is not None
    assert stored.levels == {"converted": 8, "blocked": 1, "not_needed": 1, "failed": 1}
    assert (stored.grade, stored.done, stored.total) == ("C", 11, 11)


def test_the_grade_that_is_kept_is_the_one_of_the_result(audits: Audits) -> None:
    audit_id = finished(audits)
    for language in ("en", "fr"):
        found = audits.result("T1", audit_id, language)
        assert found is not None
        assert found.audit.summary.grade == found.stored.grade
        assert found.audit.summary.automations == dict.fromkeys(
            found.audit.summary.automations, 0
        ) | dict(found.stored.levels)


@pytest.mark.parametrize("ahead", [0, 1])
def test_a_stop_and_the_end_at_the_same_time_never_both_win(audits: Audits, ahead: int) -> None:
    for _ in range(10):
        audit_id = asked(audits)
        deeds = [
            lambda one=audit_id: audits.end("T1", one),
            lambda one=audit_id: audits.stop("T1", one, "U2"),
        ]
        given = at_once(*(deeds[ahead:] + deeds[:ahead]))
        ended, stopped = given if ahead == 0 else reversed(given)
        stored = audits.get("T1", audit_id)
        assert stored is not None
        assert stored.state == ended == ("stopped" if stopped else "done")
        assert (stored.ended_by == "U2") is stopped
        assert audits.running("T1") is None


def test_what_is_read_after_a_stop_is_not_kept(audits: Audits, engine: Engine) -> None:
    audit_id = asked(audits)
    keys = audits.plan("T1", audit_id)
    assert keys is not None
    audits.read("T1", audit_id, keys[:5], 0)
    assert audits.stop("T1", audit_id, "U1")
    late = audits.read("T1", audit_id, keys[5:], 5)
    assert (late.running, late.done) == (False, 5)
    assert briefs(engine) == 5
    assert audits.plan("T1", audit_id) is None
    assert not audits.stop("T1", audit_id, "U1")
    assert audits.result("T1", audit_id, "en") is None


def test_an_audit_is_compared_with_the_finished_one_before_it(
    audits: Audits, automations: Automations, tmp_path: Path
) -> None:
    first = finished(audits)
    stopped = asked(audits)
    audits.stop("T1", stopped, "U1")
    changed = small()
    del changed["automations"][1]
    automations.load("T1", [write(changed, tmp_path / "account.json")])
    second = finished(audits)
    found = audits.result("T1", second, "en")
    earlier = audits.get("T1", first)
    assert found is not None
    assert earlier is not None
    assert found.earlier == earlier.asked_at
    assert found.audit.comparison is not None
    assert [one.name for one in found.audit.comparison.gone] == ["Suivi bougies"]
    before = audits.result("T1", first, "en")
    assert before is not None
    assert before.audit.comparison is None


def test_answers_count_and_are_asked_for_once_a_batch(
    engine: Engine, automations: Automations
) -> None:
    asked_for: list[str] = []

    def answers(workspace_id: str) -> dict[str, dict[str, object]]:
        asked_for.append(workspace_id)
        return {"71ad000001": {"re_entry": "off"}, "71ad000004": {"starting_point": "imports"}}

    with_answers = Audits(engine, automations, answers=answers)
    plain = Audits(engine, automations)
    questions = []
    for audits in (plain, with_answers):
        found = audits.result("T1", finished(audits), "en")
        assert found is not None
        questions.append(sum(row.questions for row in found.audit.automations))
    assert asked_for == ["T1"] * 3
    assert questions[1] < questions[0]


def test_the_last_two_are_kept_and_of_the_others_those_that_ended_lately(
    audits: Audits, engine: Engine, clock: Clock
) -> None:
    done = [finished(audits) for _ in range(4)]
    stopped = asked(audits)
    audits.stop("T1", stopped, "U1")
    before_that = clock()
    failed = asked(audits)
    audits.fail("T1", failed, "1a2b3c4d")
    theirs = finished(audits, "T2")
    running = asked(audits)
    read(audits, running)
    forget_audits(engine, "T1", before_that)
    kept = [one for one in (*done, stopped, failed, running) if audits.get("T1", one)]
    assert kept == [*done[2:], failed, running]
    assert briefs(engine) == 3 * 11
    found = audits.result("T1", done[3], "en")
    assert found is not None
    assert found.audit.comparison is not None
    assert audits.get("T2", theirs) is not None


def test_a_workspace_cannot_reach_the_audits_of_another(audits: Audits) -> None:
    theirs = finished(audits, "T2")
    running = asked(audits, "T2")
    assert audits.get("T1", theirs) is None
    assert audits.last("T1") is None
    assert audits.running("T1") is None
    assert audits.result("T1", theirs, "en") is None
    assert audits.listed("T1", theirs, "converted", 0, 9) == ()
    assert not audits.stop("T1", running, "U1")
    assert audits.plan("T1", running) is None
    assert audits.fail("T1", running, "x") is None
    still = audits.running("T2")
    assert still is not None
    assert still.id == running


def test_briefs_of_another_version_are_no_result_and_nothing_to_compare_with(
    audits: Audits, engine: Engine
) -> None:
    first = finished(audits)
    with writing(engine) as session:
        row = AuditBriefRow
        for one in session.scalars(select(row).where(row.workspace_id == "T1")):
            one.brief = json.dumps({"from": "another version"})
    assert audits.result("T1", first, "en") is None
    second = finished(audits)
    found = audits.result("T1", second, "en")
    assert found is not None
    assert found.earlier is None


def test_what_every_call_gives_goes_through_json(audits: Audits) -> None:
    """A durable step records it so."""
    audit_id = asked(audits)
    keys = audits.plan("T1", audit_id)
    assert keys is not None
    given: dict[str, tuple[object, ...]] = {
        "begin": ("U1", "en", None),
        "running": (),
        "last": (),
        "shown": (audit_id, "D1", "1.1"),
        "read": (audit_id, keys[:3], 0),
        "listed": (audit_id, "converted", 0, 9),
        "result": (audit_id, "en"),
        "stop": (audit_id, "U1"),
        "fail": (audit_id, "x"),
    }
    for name, method in getmembers(Audits, isfunction):
        if name.startswith("_"):
            continue
        adapter: TypeAdapter[Any] = TypeAdapter(get_type_hints(method)["return"])
        result = method(audits, "T1", *given.get(name, (audit_id,)))
        again = adapter.validate_json(adapter.dump_json(result))
        assert again == result, name
