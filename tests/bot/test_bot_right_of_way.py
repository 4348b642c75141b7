"""What Slack waits for goes before what the bot does in its own time."""

import threading

from bot.right_of_way import RightOfWay

LONG = 60.0
"""Seconds that no test lasts."""


def test_what_can_wait_begins_when_nobody_goes_first() -> None:
    way = RightOfWay(patience=LONG)
    done: list[str] = []

    def work() -> None:
        way.give()
        done.append("work")

    worker = threading.Thread(target=work)
    with way.taken():
        with way.taken():
            worker.start()
        done.append("intake")
    worker.join(LONG)
    assert done == ["intake", "work"]


def test_work_gets_on_though_the_rush_does_not_end() -> None:
    way = RightOfWay(patience=0.01)
    worked = threading.Event()

    def work() -> None:
        way.give()
        worked.set()

    with way.taken():
        threading.Thread(target=work).start()
        assert worked.wait(LONG)
