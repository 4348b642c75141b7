"""What the clock does with a cut-over, with an account that can be read and without."""

from datetime import timedelta

import pytest

from bot.playground.player import Player
from bot.slack.alarm import key_of
from bot.slack.cutover.timing import KIND
from tests.scenarios.cutover.studio import Studio, with_partial

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def approved(studio: Studio, ana: Player, ben: Player) -> Studio:
    studio.approves(ben, ana)
    return studio


@pytest.fixture
def live(approved: Studio, ben: Player) -> Studio:
    ben.clicks("cutover_turn_on", approved.card(ben))
    return approved


def told(player: Player, words: str) -> int:
    return sum(words in seen.plain for seen in player.sees())


def test_an_approved_journey_that_is_not_on_is_told_after_three_days_then_each_week(
    approved: Studio, ana: Player, ben: Player
) -> None:
    words = "n'est pas encore activé"
    approved.passes(3 * DAY - HOUR)
    assert told(ana, words) == 0
    approved.passes(HOUR)
    assert told(ana, words) == 1
    assert told(ben, "the journey is not on yet") == 1
    approved.passes(6 * DAY)
    assert told(ana, words) == 1
    approved.passes(DAY)
    assert told(ana, words) == 2
    ana.clicks("cutover_turn_on", ana.last())
    assert approved.state == "live_draining"


def test_a_reminder_notices_that_the_automation_changed(approved: Studio, ana: Player) -> None:
    approved.load(with_partial("Un autre objet"))
    approved.passes(3 * DAY)
    assert approved.state == "draft"
    assert told(ana, "n'est pas encore activé") == 0
    assert told(ana, "revient au brouillon") == 1


def test_without_an_account_people_are_asked_every_three_days(
    live: Studio, ana: Player, ben: Player
) -> None:
    live.passes(DAY)
    assert told(ben, "Is the old queue of *Parrainage* empty?") == 1
    live.passes(DAY)
    assert told(ben, "Is the old queue of *Parrainage* empty?") == 1
    live.passes(DAY)
    live.passes(DAY)
    assert told(ben, "Is the old queue of *Parrainage* empty?") == 2
    ben.clicks("cutover_drain", ben.last())
    assert (live.state, live.cutover.drained_by) == ("drained", "UBEN")
    assert told(ana, "@ben indique que l'ancienne file de *Parrainage* est vide.") == 1


def test_a_queue_that_does_not_fall_is_told_of_once_in_three_days(
    approved: Studio, ben: Player
) -> None:
    approved.mailchimp.connected = True
    approved.mailchimp.queue = 9
    ben.clicks("cutover_turn_on", approved.card(ben))
    words = "has not become smaller for days: 9 still queued"
    for _ in range(2):
        approved.passes(DAY)
    assert told(ben, words) == 0
    approved.passes(DAY)
    assert told(ben, words) == 1
    approved.passes(DAY)
    assert told(ben, words) == 1
    approved.mailchimp.queue = 2
    approved.passes(DAY)
    assert approved.cutover.queue == 2
    assert "2 still queued" in approved.card(ben).plain
    for _ in range(2):
        approved.passes(DAY)
    assert told(ben, words) == 1


def test_an_account_that_is_silent_is_no_empty_queue(live: Studio, ben: Player) -> None:
    live.mailchimp.connected = True
    live.mailchimp.silent = True
    live.passes(DAY)
    assert live.state == "live_draining"
    assert told(ben, "I cannot read it") == 1


def test_an_alarm_of_an_older_version_does_nothing(approved: Studio, ben: Player) -> None:
    before = approved.cutover
    approved.ticks(ben, "Export")
    assert approved.cutover.version == before.version + 1
    approved.clock.at += 3 * DAY
    approved.ring(KIND, key_of(before))
    assert approved.steps[-1] == "tick"
