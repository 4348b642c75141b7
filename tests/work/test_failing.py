"""Work that fails: tried again by itself, seen and tried again or dropped by an operator."""

import threading
from uuid import uuid4

import pytest
from sqlalchemy import Engine

from bot.durable import Json, Transient, Work
from bot.work import IN_ORDER, SLACK_OUT, WorkEngine, WorkProblem
from bot.work.steps import Leaving
from tests.work.conftest import LONG
from tests.work.doing import begin, finish
from tests.work.effects import effects, put


def test_failed_work_is_listed_and_goes_on_after_its_good_steps(
    work: WorkEngine, application: Engine
) -> None:
    broken = [True]

    def do(steps: Work) -> Json:
        steps.transaction("first", lambda: put(application, steps.work_id, "first"))

        def second() -> Json:
            if broken:
                raise ValueError("no good")
            put(application, steps.work_id, "second")

        steps.transaction("second", second)

    failed = begin(work, do)
    item = finish(work, failed)
    assert (item.state, item.error) == ("failed", "ValueError: no good")
    assert item.error_id is not None
    assert len(item.error_id) == 8
    assert failed in [one.id for one in work.operator.list()]
    assert work.accept(failed, item.kind, "T1", "key") is False

    broken.clear()
    work.operator.retry(failed)
    assert finish(work, failed).state == "done"
    assert effects(application, failed) == ["first", "second"]
    assert failed not in [one.id for one in work.operator.list()]


def test_work_that_failed_outside_its_steps_goes_on_after_them(
    work: WorkEngine, application: Engine
) -> None:
    broken = [True]

    def do(steps: Work) -> Json:
        steps.transaction("first", lambda: put(application, steps.work_id, "first"))
        if broken:
            raise KeyError("between")
        steps.transaction("second", lambda: put(application, steps.work_id, "second"))

    failed = begin(work, do)
    assert finish(work, failed).state == "failed"
    broken.clear()
    work.operator.retry(failed)
    assert finish(work, failed).state == "done"
    assert effects(application, failed) == ["first", "second"]


def test_trouble_that_passes_is_waited_for_in_the_step(work: WorkEngine) -> None:
    attempts: list[int] = []

    def do(steps: Work) -> Json:
        def call() -> Json:
            attempts.append(len(attempts))
            if len(attempts) < 2:
                raise ConnectionResetError
            return "there"

        return steps.run("call", call)

    done = finish(work, begin(work, do))
    assert (done.state, done.later, len(attempts)) == ("done", 0, 2)


def test_trouble_that_lasts_gives_its_place_to_others_and_comes_back(
    work: WorkEngine, application: Engine
) -> None:
    attempts: list[int] = []

    def do(steps: Work) -> Json:
        steps.transaction("before", lambda: put(application, steps.work_id, "before"))

        def call() -> Json:
            attempts.append(len(attempts))
            if len(attempts) < 4:
                raise Transient("not yet")

        steps.run("call", call)

    done = finish(work, begin(work, do))
    assert (done.state, done.later, len(attempts)) == ("done", 1, 4)
    assert effects(application, done.id) == ["before"]


@pytest.mark.parametrize("where", ["in a step", "in a transaction", "outside"])
def test_trouble_without_end_fails_after_the_stated_attempts(work: WorkEngine, where: str) -> None:
    attempts: list[int] = []

    def call() -> Json:
        attempts.append(len(attempts))
        raise Transient("never")

    def do(steps: Work) -> Json:
        match where:
            case "in a step":
                steps.run("call", call)
            case "in a transaction":
                steps.transaction("call", call)
            case _:
                call()

    failed = finish(work, begin(work, do))
    assert (failed.state, failed.error) == ("failed", "Transient: never")
    assert len(attempts) == (6 if where == "in a step" else 3)


def test_a_handler_that_nobody_knows_is_a_failure(work: WorkEngine) -> None:
    name = uuid4().hex
    work.accept(name, name, "T1", "k")
    assert finish(work, name).state == "failed"


def test_retrying_work_takes_along_the_work_it_waited_for(work: WorkEngine) -> None:
    broken, post = [True], uuid4().hex

    def send(steps: Work, _workspace: str, _key: str) -> Json:
        if broken:
            raise ValueError("refused")
        return "sent"

    work.register(post, send, IN_ORDER)
    given: list[Json] = []
    parent = begin(work, lambda steps: given.append(steps.child(SLACK_OUT, "C1", post, "T1", "a")))
    assert finish(work, parent).state == "failed"
    assert work.operator.find(f"{parent}:1").state == "failed"
    broken.clear()
    work.operator.retry(parent)
    assert finish(work, parent).state == "done"
    assert given == ["sent"]


def test_waiting_work_is_dropped_and_stays_known(work: WorkEngine) -> None:
    kind, seen = uuid4().hex, []
    work.register(kind, lambda *_: seen.append(1))
    work.accept(kind, kind, "T1", "k", delay=3600)
    assert work.operator.find(kind).state == "waiting"
    work.operator.drop(kind)
    assert work.operator.find(kind).state == "dropped"
    assert work.accept(kind, kind, "T1", "k") is False
    assert kind in [one.id for one in work.operator.list("dropped")]
    with pytest.raises(WorkProblem) as problem:
        work.operator.drop(kind)
    assert problem.value.key == "already_over"
    work.operator.retry(kind)
    assert finish(work, kind).state == "done"
    assert seen == [1]


def test_failed_work_that_is_dropped_leaves_the_list(work: WorkEngine) -> None:
    def do(_steps: Work) -> Json:
        raise ValueError("poison")

    failed = begin(work, do)
    assert finish(work, failed).state == "failed"
    work.operator.drop(failed)
    assert failed not in [one.id for one in work.operator.list()]
    assert work.operator.find(failed).state == "dropped"


def test_work_that_is_done_cannot_be_tried_again(work: WorkEngine) -> None:
    done = begin(work, lambda _steps: None)
    assert finish(work, done).state == "done"
    with pytest.raises(WorkProblem) as problem:
        work.operator.retry(done)
    assert problem.value.key == "not_failed"
    with pytest.raises(WorkProblem) as unknown:
        work.operator.retry("nothing-like-it")
    assert "aucun travail" in unknown.value.sentence("fr").lower()


def test_work_whose_thread_vanished_is_taken_up_again(
    work: WorkEngine, application: Engine
) -> None:
    vanishing, gone = [True], threading.Event()

    def do(steps: Work) -> Json:
        steps.transaction("first", lambda: put(application, steps.work_id, "first"))
        if vanishing:
            gone.set()
            raise Leaving
        steps.transaction("second", lambda: put(application, steps.work_id, "second"))

    left = begin(work, do)
    assert gone.wait(LONG)
    vanishing.clear()
    work.look_after()
    assert work.operator.find(left).state == "running"
    work.look_after()
    assert finish(work, left).state == "done"
    assert effects(application, left) == ["first", "second"]


def test_the_log_of_a_failure_names_places_and_no_texts(
    work: WorkEngine, caplog: pytest.LogCaptureFixture
) -> None:
    def do(steps: Work) -> Json:
        raise ValueError("what Ana wrote")

    failed = finish(work, begin(work, do))
    assert failed.error_id is not None
    assert failed.error_id in caplog.text
    assert "what Ana wrote" not in caplog.text
