"""Reading a connected account: what is told, what is kept, what happens when it goes wrong."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from bot.playground.player import Player
from bot.services.connections import Connections
from bot.services.reads import Reads
from bot.store.engine import reading
from bot.store.models import EVERY_WORKSPACE, AccountPieceRow, OutboxRow
from tests.scenarios.account import automation, delay, series
from tests.scenarios.bot import TEAM
from tests.scenarios.connecting.town import (
    PLACE,
    Town,
    automations,
    content,
    ours,
    read_again,
)
from tests.waiting import wait_for


def begin(town: Town, person: Player) -> None:
    """Have it read, without waiting for the end."""
    read = town.wired.accounts.read(TEAM, person.id)
    assert read.new


def with_one_more(title: str) -> dict[str, Any]:
    return content(automations=[*automations(), series("71ad000099", title, 2)])


def pieces(town: Town) -> int:
    with reading(town.wired.engine) as session:
        count = select(func.count()).select_from(AccountPieceRow)
        return session.scalar(count, execution_options=EVERY_WORKSPACE) or 0


def edits(town: Town) -> int:
    with reading(town.wired.engine) as session:
        count = select(func.count()).select_from(OutboxRow).where(OutboxRow.method == "chat.update")
        return session.scalar(count, execution_options=EVERY_WORKSPACE) or 0


def test_one_message_tells_how_far_it_is_and_then_how_it_ended(town: Town, ben: Player) -> None:
    before = edits(town)
    town.connect(ben)
    (told,) = ours(ben)
    assert "10 automations are ready" in told
    assert "1 RSS campaign needs no conversion" in told
    # Ten automations, three at a time: four times, and the end.
    assert edits(town) - before == 5
    assert pieces(town) == 0


def test_what_changed_in_the_account_is_there_after_reading_again(town: Town, ben: Player) -> None:
    town.connect(ben)
    town.put(with_one_more("Brand new"))
    ben.runs("/convert Brand new", PLACE)
    assert "Converts as it is" not in ben.last(PLACE).plain
    read_again(town, ben)
    ben.runs("/convert Brand new", PLACE)
    assert "Converts as it is" in ben.last(PLACE).plain


def test_what_is_gone_in_the_account_is_gone_here(town: Town, ben: Player) -> None:
    town.connect(ben)
    town.put(content(automations=automations()[:1]))
    read_again(town, ben)
    ben.runs("/convert Soldes", PLACE)
    assert "found no automation" in ben.last(PLACE).plain


def test_an_automation_that_mailchimp_does_not_give_stops_no_other(town: Town, ben: Player) -> None:
    town.mailchimp.faults.at["automations/71ad000005/emails"] = "fault"
    town.connect(ben)
    (told,) = ours(ben)
    assert "10 automations are ready" in told
    assert "did not give all of 1 of them" in told
    ben.runs("/convert Relance client", PLACE)
    assert "Could not be read" in ben.last(PLACE).plain
    ben.runs("/convert Relance panier", PLACE)
    assert "Converts as it is" in ben.last(PLACE).plain


def test_an_account_without_automations_has_nothing_to_move(town: Town, ana: Player) -> None:
    town.put(content(automations=[], campaigns=[]))
    town.connect(ana)
    (told,) = ours(ana)
    assert "aucune automatisation classique" in told


def test_a_permission_taken_back_midway_ends_it_and_leaves_what_was_read(
    town: Town, ben: Player
) -> None:
    town.connect(ben)
    town.put(with_one_more("Brand new"))
    town.mailchimp.faults.latency = 0.1
    town.mailchimp.asked.clear()
    begin(town, ben)
    wait_for(lambda: "automations/71ad000001/emails" in town.mailchimp.asked)
    town.login.revoke()
    town.settle()
    assert "no longer accepts the permission" in ours(ben)[-1]
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "Converts as it is" in ben.last(PLACE).plain
    ben.runs("/convert Brand new", PLACE)
    assert "Converts as it is" not in ben.last(PLACE).plain
    assert pieces(town) == 0


def test_disconnected_midway_it_ends(town: Town, ana: Player) -> None:
    town.connect(ana)
    town.mailchimp.faults.latency = 0.1
    town.mailchimp.asked.clear()
    begin(town, ana)
    wait_for(lambda: "automations/71ad000001/emails" in town.mailchimp.asked)
    Connections(town.wired.engine).forget(TEAM)
    town.settle()
    assert "déconnecté entre-temps" in ours(ana)[-1]


def test_an_outage_of_mailchimps_is_waited_for(town: Town, ben: Player) -> None:
    town.connect(ben)
    town.mailchimp.faults.shares = {"fault": 1.0}
    town.mailchimp.asked.clear()
    begin(town, ben)
    wait_for(lambda: len(town.mailchimp.asked) > 5)
    assert Reads(town.wired.engine).running(TEAM) is not None
    town.mailchimp.faults.shares = {}
    wait_for(lambda: Reads(town.wired.engine).running(TEAM) is None)
    town.settle()
    assert "10 automations are ready" in ours(ben)[-1]


def test_whoever_asks_while_it_is_read_is_pointed_to_that(
    town: Town, ana: Player, ben: Player
) -> None:
    town.connect(ben)
    town.mailchimp.faults.shares = {"fault": 1.0}
    begin(town, ben)
    ana.runs("/convert connect", PLACE)
    assert "en cours de lecture" in ana.last(PLACE).plain
    ana.clicks("account_read", ana.last(PLACE))
    assert "déjà en cours de lecture" in ana.last(PLACE).plain
    town.mailchimp.faults.shares = {}
    wait_for(lambda: Reads(town.wired.engine).running(TEAM) is None)
    town.settle()
    assert ours(ana) == []


def test_the_app_home_shows_account_and_reading(town: Town, ana: Player, ben: Player) -> None:
    ben.opens_home()
    assert "none is connected" in town.slack.home_transcript(seen_by=ben)
    town.connect(ben)
    ana.opens_home()
    shown = town.slack.home_transcript(seen_by=ana)
    assert "Maison Lavande" in shown
    assert "10 automatisations" in shown
    assert "Relire" in shown
    gus = town.slack.person("gus")
    gus.opens_home()
    assert "Maison Lavande" not in town.slack.home_transcript(seen_by=gus)


def test_disconnecting_forgets_the_access_and_says_what_is_left(town: Town, ben: Player) -> None:
    town.connect(ben)
    ben.runs("/convert disconnect", PLACE)
    said = ben.last(PLACE).plain
    assert "forgotten the access" in said
    assert "In Mailchimp the permission still stands" in said
    assert "10 automations" in said
    assert not town.connected()
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "Converts as it is" in ben.last(PLACE).plain
    ben.clicks("account_forget")
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "Converts as it is" not in ben.last(PLACE).plain
    ben.runs("/convert disconnect", PLACE)
    assert "No Mailchimp account is connected" in ben.last(PLACE).plain


def test_who_did_not_connect_it_is_asked_first(town: Town, ana: Player, ben: Player) -> None:
    town.connect(ben)
    ana.runs("/convert disconnect", PLACE)
    said = ana.last(PLACE).plain
    assert "Compte Mailchimp Maison Lavande" in said
    assert "Une autre personne l'a connecté" in said
    assert town.connected()
    ana.clicks("account_disconnect")
    assert "j'ai oublié l'accès" in ana.last(PLACE).plain
    assert not town.connected()


def test_from_the_app_home_too(town: Town, ana: Player) -> None:
    town.connect(ana)
    ana.opens_home()
    ana.clicks("account_disconnect")
    assert not town.connected()
    assert "aucun n'est connecté" in town.slack.home_transcript(seen_by=ana)
    ana.clicks("account_start")
    assert "Laissez-moi lire" in ana.last().plain


def test_another_account_takes_the_place_of_the_first(town: Town, ben: Player) -> None:
    town.connect(ben)
    other = {"account_id": "acc0000002", "account_name": "Nordwind", "account_timezone": "UTC"}
    town.put(content(account=other, automations=[series("a0a0000001", "Only one", 1)]))
    town.connect(ben)
    assert "Nordwind is read: 1 automation is ready" in ours(ben)[-1]
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "Converts as it is" not in ben.last(PLACE).plain


def test_a_file_and_the_account_stand_side_by_side(town: Town, ben: Player, tmp_path: Path) -> None:
    town.connect(ben)
    file = tmp_path / "more.json"
    late = automation("b0b0000001", "From a file", [("Hi", delay("signup"))], "welcomeSeries")
    file.write_text(json.dumps({"bundle_version": "1", "automations": [late]}), "utf-8")
    town.wired.automations.load(TEAM, [file], only=True)
    for name in ("From a file", "Bienvenue newsletter"):
        ben.runs(f"/convert {name}", PLACE)
        assert "Converts as it is" in ben.last(PLACE).plain
