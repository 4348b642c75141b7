"""The way of an automation beside the simulated Mailchimp that holds it."""

from datetime import timedelta
from pathlib import Path

from bot.playground.driver import LocalSlack
from bot.playground.mailchimp import ApiFaults, Mailchimp, SimulatedAccount, make_app
from bot.playground.mailchimp import served as simulated
from tests.mailchimp.accounts import fresh_key
from tests.scenarios.account import account, write
from tests.scenarios.bot import served
from tests.scenarios.cutover.studio import Mailchimp as Unasked
from tests.scenarios.cutover.studio import Studio
from tests.scenarios.timed import Clock

WELCOME, DAY = "71ad000001", timedelta(days=1)


def test_the_account_says_when_it_is_archived_and_when_its_queue_is_empty(tmp_path: Path) -> None:
    key, there, clock = fresh_key(), SimulatedAccount(account()), Clock()
    bundle = write(account(), tmp_path / "account.json")
    with (
        simulated(make_app(Mailchimp({key: there}, ApiFaults()))) as url,
        LocalSlack() as slack,
        served(
            slack,
            tmp_path,
            bundle,
            now=clock.now,
            journeydesk_plan="standard",
            journeydesk_mailchimp_key=key,
            mailchimp_base_url=f"{url}/3.0/",
        ) as wired,
    ):
        studio = Studio(slack, wired, clock, Unasked(), bundle)
        ana, ben = slack.person("ana"), slack.person("ben")
        studio.begins(ben, "Bienvenue newsletter")
        ben.clicks("cutover_draft", studio.card(ben))
        studio.ticks(ben, "Must")
        ben.clicks("cutover_check", studio.card(ben))
        studio.begins(ana, "Bienvenue newsletter")
        ana.clicks("cutover_approve", studio.card(ana))
        ana.submits()
        ben.clicks("cutover_turn_on", studio.card(ben))
        assert studio.state == "approved"
        assert "still shows the classic automation as “sending”" in ben.last().plain
        there.archive(WELCOME)
        ben.clicks("cutover_turn_on", studio.card(ben))
        assert (studio.state, studio.cutover.queue) == ("live_draining", 1)
        studio.passes(DAY)
        assert studio.state == "live_draining"
        there.send(WELCOME, 1)
        studio.passes(DAY)
        assert (studio.state, studio.cutover.drained_by) == ("drained", "")
        assert "La bascule est terminée." in ana.last().plain
