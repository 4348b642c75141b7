"""What becomes of accepted work, on both databases."""

import threading
from itertools import pairwise
from uuid import uuid4

from sqlalchemy import Engine

from bot.durable import Json, StepFailed, Work
from bot.work import FIRST, IN_ORDER, JOBS, LAST, SLACK_OUT, WorkEngine
from tests.work.conftest import LONG
from tests.work.doing import begin, finish
from tests.work.effects import effects, put


def test_work_is_done_once_however_often_it_is_accepted(
    work: WorkEngine, application: Engine
) -> None:
    seen: list[tuple[str, str, str]] = []
    kind = uuid4().hex
    work.register(kind, lambda steps, ws, key: seen.append((steps.work_id, ws, key)))
    told = [work.accept(f"{kind}-1", kind, "T1", "k1") for _ in range(3)]
    assert finish(work, f"{kind}-1").state == "done"
    assert told == [True, False, False]
    assert work.accept(f"{kind}-1", kind, "T1", "k1") is False
    assert seen == [(f"{kind}-1", "T1", "k1")]


def test_many_threads_accept_the_same_work_and_one_is_told_it_is_new(work: WorkEngine) -> None:
    kind, told = uuid4().hex, []
    work.register(kind, lambda *_: None)
    threads = [
        threading.Thread(target=lambda: told.append(work.accept(kind, kind, "T1", "k")))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [False] * 7 + [True]
    assert finish(work, kind).state == "done"


def test_steps_give_their_results_as_json_does(work: WorkEngine) -> None:
    given: list[Json] = []

    def do(steps: Work) -> Json:
        given.append(steps.run("look", lambda: {"pair": (1, 2)}))
        given.append(steps.transaction("nothing", lambda: None))

    assert finish(work, begin(work, do)).state == "done"
    assert given == [{"pair": [1, 2]}, None]


def test_what_a_transaction_reads_is_what_it_wrote(work: WorkEngine, application: Engine) -> None:
    def do(steps: Work) -> Json:
        def both() -> Json:
            put(application, steps.work_id, "a")
            return effects(application, steps.work_id)

        return steps.transaction("both", both)

    done = begin(work, do)
    assert finish(work, done).state == "done"
    assert effects(application, done) == ["a"]


def test_a_transaction_that_raises_leaves_nothing(work: WorkEngine, application: Engine) -> None:
    caught: list[StepFailed] = []

    def do(steps: Work) -> Json:
        def half() -> Json:
            put(application, steps.work_id, "half")
            raise LookupError("not there")

        try:
            steps.transaction("half", half)
        except StepFailed as failure:
            caught.append(failure)
        steps.transaction("rest", lambda: put(application, steps.work_id, "rest"))

    done = begin(work, do)
    assert finish(work, done).state == "done"
    assert effects(application, done) == ["rest"]
    assert [(one.step, one.kind, one.text) for one in caught] == [
        ("half", "LookupError", "not there")
    ]


def test_the_result_of_other_work_is_awaited(work: WorkEngine) -> None:
    given: list[Json] = []
    post = uuid4().hex
    work.register(post, lambda steps, ws, key: {"posted": key, "for": ws}, IN_ORDER)

    def do(steps: Work) -> Json:
        given.append(steps.child(SLACK_OUT, steps.work_id, post, "T1", "a"))

    parent = begin(work, do)
    assert finish(work, parent).state == "done"
    assert given == [{"posted": "a", "for": "T1"}]
    assert work.operator.find(f"{parent}:1").queue == SLACK_OUT


def test_what_work_came_to_is_told_once_it_is_done(work: WorkEngine) -> None:
    kind = uuid4().hex
    good, poor = f"{kind}-good", f"{kind}-poor"

    def do(_steps: Work, _workspace: str, key: str) -> Json:
        if key == "poor":
            raise ValueError("no good")
        return {"sent": key}

    work.register(kind, do)
    assert work.operator.outcome(good) == (None, None)
    for work_id, key in ((good, "good"), (poor, "poor")):
        work.accept(work_id, kind, "T1", key)
        finish(work, work_id)
    assert work.operator.outcome(good) == ("done", {"sent": "good"})
    assert work.operator.outcome(poor) == ("failed", None)


def test_posts_of_a_channel_keep_their_order_and_their_distance(work: WorkEngine) -> None:
    kind, seen = uuid4().hex, []
    work.register(kind, lambda steps, ws, key: seen.append(key), IN_ORDER)
    ids = [f"{kind}-{number}" for number in range(5)]
    for number, one in enumerate(ids):
        work.accept(one, kind, "T1", str(number), SLACK_OUT, partition=kind)
    assert work.wait_idle(LONG)
    assert seen == ["0", "1", "2", "3", "4"]
    begun = [work.operator.begun(one) for one in ids]
    distances = [later - sooner for sooner, later in pairwise(begun)]
    assert all(distance >= 0.199 for distance in distances)  # moments are rounded to 1 ms


def test_bulk_work_lets_urgent_work_pass(work: WorkEngine) -> None:
    kind, seen, gate = uuid4().hex, [], threading.Event()

    def do(_steps: Work, _workspace: str, key: str) -> Json:
        gate.wait(LONG)
        seen.append(key)

    work.register(kind, do)
    for name, priority in (
        ("first", FIRST),
        ("other", FIRST),
        ("bulk", LAST),
        ("more", LAST),
        ("urgent", FIRST),
    ):
        work.accept(f"{kind}-{name}", kind, "T1", name, JOBS, priority=priority)
    gate.set()
    assert work.wait_idle(LONG)
    assert set(seen[:3]) == {"first", "other", "urgent"}


def test_a_running_job_tells_how_far_it_is_and_stops_at_its_next_step(work: WorkEngine) -> None:
    begun, gate, after = threading.Event(), threading.Event(), []

    def do(steps: Work) -> Json:
        work.operator.progress(steps.work_id, {"done": 3, "of": 10})
        begun.set()
        gate.wait(LONG)
        after.append(steps.run("next", lambda: 1))

    job = begin(work, do, queue=JOBS)
    assert begun.wait(LONG)
    item = work.operator.find(job)
    assert (item.state, item.progress) == ("running", {"done": 3, "of": 10})
    work.operator.cancel(job)
    gate.set()
    assert finish(work, job).state == "stopped"
    assert after == []


def test_steps_may_be_called_from_a_thread_of_the_handler(
    work: WorkEngine, application: Engine
) -> None:
    def do(steps: Work) -> Json:
        def inside() -> None:
            steps.transaction("put", lambda: put(application, steps.work_id, "a"))

        thread = threading.Thread(target=inside)
        thread.start()
        thread.join()

    done = begin(work, do)
    assert finish(work, done).state == "done"
    assert [step.name for step in work.operator.steps(done)] == ["put"]
    assert effects(application, done) == ["a"]
