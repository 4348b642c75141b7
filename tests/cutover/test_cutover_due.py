"""When a cut-over is looked at again."""

from datetime import timedelta

import pytest

from bot.cutover.due import asks, next_due, stuck
from bot.cutovers import awake_by
from bot.desk.loading import loads
from converter.report.model import CutoverState
from tests.cutover.parts import NOW, cutover_in

DAY = timedelta(days=1)


@pytest.mark.parametrize("state", ["classic_live", "draft", "checked", "drained"])
def test_nothing_is_waited_for_while_people_work_or_when_all_is_done(state: CutoverState) -> None:
    assert next_due(cutover_in(state)) is None


def test_an_approval_is_reminded_of_after_three_days_then_weekly() -> None:
    approved = cutover_in("approved")
    assert next_due(approved) == (NOW + 3 * DAY, "turn_on")
    told = approved.model_copy(update={"told_at": NOW + 3 * DAY})
    assert next_due(told) == (NOW + 10 * DAY, "turn_on")


def test_a_queue_is_looked_at_daily() -> None:
    live = cutover_in("live_draining")
    assert next_due(live) == (NOW + DAY, "look")
    looked = live.model_copy(update={"looked_at": NOW + 5 * DAY})
    assert next_due(looked) == (NOW + 6 * DAY, "look")


def test_people_are_not_asked_before_the_last_planned_send() -> None:
    live = cutover_in("live_draining").model_copy(update={"last_send": NOW + 10 * DAY})
    assert not asks(live, NOW + 9 * DAY)
    assert asks(live, NOW + 10 * DAY)
    told = live.model_copy(update={"told_at": NOW + 10 * DAY})
    assert not asks(told, NOW + 12 * DAY)
    assert asks(told, NOW + 13 * DAY)


def test_an_empty_or_unread_queue_is_never_stuck() -> None:
    live = cutover_in("live_draining")
    assert stuck(live, NOW + 3 * DAY)
    assert not stuck(live, NOW + 2 * DAY)
    for queue in (0, None):
        assert not stuck(live.model_copy(update={"queue": queue}), NOW + 30 * DAY)


def test_nobody_is_reminded_while_the_desk_is_closed() -> None:
    office = 'triage_channel = "CDESK"\n[hours]\nzone = "UTC"\nmonday-friday = "8:00-18:00"'
    awake = awake_by(lambda _workspace: loads(office, ""))
    night, morning = NOW.replace(hour=20), NOW.replace(hour=8) + DAY
    assert awake("T1", NOW) == NOW
    assert awake("T1", night) == morning
    assert awake_by(lambda _workspace: None)("T1", night) == night
