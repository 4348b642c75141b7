"""One message a second and channel, in order of creation."""

import threading
from collections.abc import Iterable
from functools import partial

import pytest
from slack_sdk import WebClient
from sqlalchemy import Engine

from bot.delivery.courier import Courier
from bot.delivery.pace import ChannelPace
from bot.delivery.run import Deliveries, Queued, Waybill, in_one_process
from bot.delivery.transport import SlackTransport, sending_client
from bot.durable import Json, Steps
from bot.playground.driver import LocalSlack
from tests.delivery.station import PLACE, TEAM, Station
from tests.delivery.steps import Clock, Crash, Crasher, CrashingTransport, ReplayingSteps
from tests.waiting import PATIENCE, wait_for

DIRECT = "CGENERAL"


class Row:
    """Threads that want to write to a channel, and the order in which they did."""

    def __init__(self, pace: ChannelPace) -> None:
        self.pace = pace
        self.went: list[int] = []
        self._threads: list[threading.Thread] = []

    def arrive(self, places: Iterable[int], channel: str = PLACE) -> None:
        """They come in this order, each when the one before is seen to wait."""
        for place in places:
            more = partial(self._more_than, channel, self.pace.waiting("T1", channel))
            thread = threading.Thread(target=self._go, args=(channel, place), daemon=True)
            self._threads.append(thread)
            thread.start()
            wait_for(more)

    def end(self) -> list[int]:
        for thread in self._threads:
            thread.join(PATIENCE)
            assert not thread.is_alive()
        return self.went

    def _more_than(self, channel: str, waiting: int) -> bool:
        return self.pace.waiting("T1", channel) > waiting

    def _go(self, channel: str, place: int) -> None:
        with self.pace.turn("T1", channel, place, paced=True):
            self.went.append(place)


@pytest.fixture
def clock() -> Clock:
    return Clock(1_000_000.0)


def made(clock: Clock, **more: object) -> ChannelPace:
    return ChannelPace(
        clock=lambda: clock.now().timestamp(),
        sleep=clock.sleep,
        **more,  # type: ignore[arg-type]
    )


def test_messages_of_one_channel_are_a_second_apart(clock: Clock) -> None:
    pace = made(clock)
    for place in range(4):
        with pace.turn("T1", PLACE, place, paced=True):
            pass
    assert clock.slept == [1.0, 1.0, 1.0]


def test_time_that_has_passed_is_not_waited_for_again(clock: Clock) -> None:
    pace = made(clock)
    with pace.turn("T1", PLACE, 1, paced=True):
        clock.sleep(0.25)
    clock.sleep(0.75)
    with pace.turn("T1", PLACE, 2, paced=True):
        pass
    assert clock.slept == [0.25, 0.75, 0.25]


def test_channels_workspaces_and_changes_do_not_wait(clock: Clock) -> None:
    pace = made(clock)
    for team, channel in (("T1", PLACE), ("T2", PLACE), ("T1", DIRECT)):
        with pace.turn(team, channel, 1, paced=True):
            pass
    with pace.turn("T1", PLACE, 2, paced=False):
        pass
    assert clock.slept == []


def test_those_who_wait_go_in_order_of_creation_however_they_came(clock: Clock) -> None:
    pace = made(clock)
    row = Row(pace)
    with pace.turn("T1", PLACE, 1, paced=True):
        row.arrive([5, 3, 9, 2, 7])
        assert row.went == []
    assert row.end() == [2, 3, 5, 7, 9]


def test_a_delivery_that_fails_lets_the_next_one_go(clock: Clock) -> None:
    pace = made(clock)
    with pytest.raises(ZeroDivisionError), pace.turn("T1", PLACE, 1, paced=True):
        raise ZeroDivisionError
    with pace.turn("T1", PLACE, 2, paced=True):
        pass
    assert pace.waiting("T1", PLACE) == 0


def test_what_an_earlier_process_left_goes_first(clock: Clock) -> None:
    pace = made(clock, expected=[("T1", PLACE, 4), ("T1", PLACE, 2), ("T1", DIRECT, 1)])
    row = Row(pace)
    row.arrive([9, 4])
    assert row.went == []
    row.arrive([8])
    # A later one may also have come before; what matters is the one that all wait for.
    with pace.turn("T1", PLACE, 2, paced=True):
        assert row.went == []
    assert row.end() == [4, 8, 9]


def test_what_never_turns_up_is_not_waited_for_forever(clock: Clock) -> None:
    pace = made(clock, expected=[("T1", PLACE, 1)], patience=0.0)
    with pace.turn("T1", PLACE, 2, paced=True):
        pass
    assert clock.slept == []


def test_channels_that_are_quiet_again_are_forgotten(clock: Clock) -> None:
    pace = made(clock)
    for number in range(3_000):
        with pace.turn("T1", f"C{number}", 1, paced=True):
            clock.sleep(2.0)
    assert len(pace._lines) <= 1_001


def test_handlers_of_one_channel_post_in_order_of_creation(station: Station) -> None:
    """Several at once, the first of which Slack makes wait."""
    station.slack.faults.api("rate_limited", method="chat.postMessage", calls={1}, seconds=9)
    pace = ChannelPace(clock=lambda: station.clock.now().timestamp(), sleep=station.clock.sleep)
    posted = threading.Barrier(4)

    def post(number: int) -> None:
        station_of_one = Station(station.slack, station.engine, station.clock)
        posted.wait(PATIENCE)
        station_of_one.handle(
            lambda client: [
                client.chat_postMessage(channel=PLACE, text=f"{number}.{part}") for part in range(2)
            ],
            pace=pace,
        )

    threads = [threading.Thread(target=post, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    said = station.said()
    assert sorted(said) == [f"{n}.{part}" for n in range(4) for part in range(2)]
    for number in range(4):
        own = [one for one in said if one.startswith(f"{number}.")]
        assert own == [f"{number}.0", f"{number}.1"]
    assert len([w for w in station.clock.slept if w == 1.0]) >= 4


def test_at_this_pace_slack_never_asks_to_wait(engine: Engine) -> None:
    with LocalSlack(rate_limits=True) as strict:
        station = Station(strict, engine, Clock(strict.clock.now()))
        told = station.clock.sleep

        def sleep(seconds: float) -> None:
            told(seconds)
            strict.advance(seconds)

        station.clock.sleep = sleep  # type: ignore[method-assign]
        station.handle(
            lambda client: [
                client.chat_postMessage(channel=PLACE, text=f"{number}") for number in range(12)
            ]
        )
        assert station.said() == [f"{number}" for number in range(12)]
        assert station.clock.slept == pytest.approx([1.0] * 11)


def test_what_a_process_left_is_posted_before_what_comes_after_it(station: Station) -> None:
    """The first work is taken up again only after a later one has come."""
    records: dict[str, str] = {}

    def first(client: WebClient) -> None:
        client.chat_postMessage(channel=PLACE, text="first")

    with pytest.raises(Crash):
        # Written down, and nothing more.
        station.run_once(first, "earlier", records, Crasher(2))
    assert station.said() == []
    transport = SlackTransport(
        lambda _team: sending_client(station.slack.bot_token, station.slack.api_base_url)
    )
    deliveries = in_one_process(station.outbox(), transport, [TEAM], period=0.0)

    def work(work_id: str, text: str, records: dict[str, str]) -> None:
        steps = ReplayingSteps(work_id, records, Crasher(), station.clock)
        with deliveries.during(steps, TEAM):
            station.client().chat_postMessage(channel=PLACE, text=text)

    later = threading.Thread(target=work, args=("later", "second", {}))
    later.start()
    wait_for(lambda: [one.key for one in station.outbox().unfinished(TEAM)][-1:] == ["later:1"])
    work("earlier", "first", records)
    later.join(PATIENCE)
    assert station.said() == ["first", "second"]


def test_a_queue_may_carry_messages_and_the_rest_is_done_at_once(station: Station) -> None:
    """As with several workers: the queue's own work, with records of its own, survives too."""
    queued: list[str] = []
    records: dict[str, str] = {}
    theirs: dict[str, dict[str, str]] = {}
    transport = SlackTransport(
        lambda _team: sending_client(station.slack.bot_token, station.slack.api_base_url)
    )

    def converse(crasher: Crasher) -> None:
        crashing = CrashingTransport(transport, crasher)
        courier = Courier(station.outbox(), crashing)

        def enqueue(steps: Steps, waybill: Waybill) -> Json:
            queued.append(waybill.channel)
            name = f"child:{waybill.key}"
            own = theirs.setdefault(name, {})
            child = ReplayingSteps(name, own, crasher, station.clock)
            return courier.answer(child, waybill.workspace_id, waybill.key)

        deliveries = Deliveries(station.outbox(), Queued(courier, enqueue))
        steps = ReplayingSteps("queued", records, crasher, station.clock)
        with deliveries.during(steps, TEAM):
            ts = station.client().chat_postMessage(channel=PLACE, text="one")["ts"]
            station.client().chat_update(channel=PLACE, ts=ts, text="changed")

    crashes = 0
    crasher = Crasher(*range(3, 14, 2))
    while True:
        try:
            converse(crasher)
            break
        except Crash:
            crashes += 1
    assert crashes == len(crasher.at)
    assert station.said() == ["changed"]
    assert set(queued) == {PLACE}
    assert set(theirs) == {"child:queued:1"}
