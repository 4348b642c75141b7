"""Bots that are set up otherwise: one that is in a hurry to give up, one with a key of its own."""

from datetime import timedelta
from pathlib import Path

from bot.services.reads import Reads
from tests.scenarios.bot import TEAM
from tests.scenarios.connecting.town import KEY, OAUTH, PLACE, ours, read_again, town_of


def test_an_outage_that_lasts_is_told(tmp_path: Path) -> None:
    with town_of(tmp_path, give_up=timedelta(0), **OAUTH) as town:
        ben = town.slack.person("ben")
        town.connect(ben)
        town.mailchimp.faults.shares = {"fault": 1.0}
        read_again(town, ben)
        assert "Mailchimp has a fault of its own" in ours(ben)[-1]
        assert Reads(town.wired.engine).running(TEAM) is None


def test_a_key_of_whoever_runs_the_bot_serves_a_workspace_without_its_own(tmp_path: Path) -> None:
    with town_of(tmp_path, journeydesk_mailchimp_key=KEY) as town:
        ana = town.slack.person("ana")
        ana.runs("/convert connect", PLACE)
        assert "la clé de la personne qui m'exploite" in ana.last(PLACE).plain
        ana.clicks("account_read")
        town.settle()
        assert "10 automatisations sont prêtes" in ours(ana)[-1]
        ana.runs("/convert disconnect", PLACE)
        assert "JOURNEYDESK_MAILCHIMP_KEY" in ana.last(PLACE).plain
