"""What is missing is said, and nothing goes on without it."""

from datetime import timedelta

import pytest

from bot.playground.player import Player
from tests.scenarios.bot import TEAM
from tests.scenarios.cutover.studio import Studio, with_partial
from tests.scenarios.forging import forges_form


def test_a_check_names_what_is_open(studio: Studio, ben: Player) -> None:
    studio.drafts(ben)
    ben.clicks("cutover_check", studio.card(ben))
    assert studio.state == "draft"
    assert "1 decision is open: “Buys in a category” cannot be converted." in ben.last().plain
    ben.clicks("cutover_accept", studio.card(ben))
    ben.submits({"words": "We send it by hand"})
    assert "accepted by @ben: We send it by hand" in studio.card(ben).plain
    ben.clicks("cutover_check", studio.card(ben))
    assert "1 task that must be done is open: Compare Mailchimp's map" in ben.last().plain
    studio.ticks(ben, "Must")
    ben.clicks("cutover_check", studio.card(ben))
    assert studio.state == "checked"


def test_whoever_checked_cannot_approve(studio: Studio, ben: Player) -> None:
    studio.checks(ben)
    ben.clicks("cutover_approve", studio.card(ben))
    assert ben.modals == []
    assert "You checked it, so somebody else approves" in ben.last().plain
    forges_form(studio.slack, ben, "cutover_approve", f"cut/{studio.cutover.id}/en/0", {})
    assert studio.state == "checked"


def test_nobody_approves_while_the_plan_is_unknown_or_too_small(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.drafts(ben)
    ben.clicks("cutover_accept", studio.card(ben))
    ben.submits({"words": "We send it by hand"})
    studio.ticks(ben, "Must")
    ben.clicks("cutover_check", studio.card(ben))
    assert "Which Mailchimp plan does the account have?" in studio.card(ben).plain
    studio.begins(ana)
    for plan, told in ((None, "n'a indiqué le forfait"), ("Free", "ne tient pas dans")):
        if plan:
            ana.selects("cutover_plan", plan, studio.card(ana))
        ana.clicks("cutover_approve", studio.card(ana))
        assert ana.modals == []
        assert told in ana.last().plain
        assert studio.state == "checked"
    ana.selects("cutover_plan", "Standard", studio.card(ana))
    ana.clicks("cutover_approve", studio.card(ana))
    ana.submits()
    assert studio.state == "approved"


@pytest.mark.parametrize("state", ["checked", "approved"])
def test_an_automation_that_changes_puts_it_back_to_the_draft(
    studio: Studio, ana: Player, ben: Player, state: str
) -> None:
    studio.approves(ben, ana) if state == "approved" else studio.checks(ben)
    studio.begins(ana)
    assert studio.state == state
    studio.load(with_partial("Un autre objet"))
    ben.clicks(f"cutover_{'turn_on' if state == 'approved' else 'approve'}", studio.card(ben))
    if state == "checked":
        ben.submits()
    assert studio.state == "draft"
    assert "changed meanwhile" in ben.last().plain
    assert "ses e-mails, ou le parcours autour d'eux, ont changé" in ana.last().plain
    assert "[ ] Indispensable" in studio.card(ana).plain
    assert "accepté par @ben" in studio.card(ana).plain
    assert studio.cutover.approved_by is None


def test_what_is_unticked_or_taken_back_after_the_check_is_checked_again(
    studio: Studio, ben: Player
) -> None:
    studio.checks(ben)
    ben.selects("cutover_tick", [], studio.card(ben))
    assert (studio.state, studio.cutover.checked_by) == ("draft", None)
    studio.ticks(ben, "Must")
    ben.clicks("cutover_check", studio.card(ben))
    ben.clicks("cutover_revoke", studio.card(ben))
    assert studio.state == "draft"
    assert studio.cutover.acceptances == ()


def test_going_back_needs_a_reason_that_everybody_reads(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.approves(ben, ana)
    ben.clicks("cutover_back", studio.card(ben))
    assert ben.submits({}) != {}
    ben.submits({"to": "classic_live", "words": "The tag is the wrong one"})
    assert (studio.state, studio.cutover.approved_by) == ("classic_live", None)
    said = ana.last().plain
    assert "a fait revenir la bascule de *Parrainage* en arrière" in said
    assert "The tag is the wrong one" in said


def test_mailchimp_is_heard_before_a_person_who_knows_better(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.approves(ben, ana)
    studio.mailchimp.connected = True
    studio.mailchimp.status = "sending"
    ben.clicks("cutover_turn_on", studio.card(ben))
    assert studio.state == "approved"
    assert "Mailchimp still shows the classic automation as “sending”." in ben.last().plain
    ana.clicks("cutover_turn_on", studio.card(ana))
    assert "comme «\u00a0en cours d'envoi\u00a0»" in ana.last().plain
    ben.clicks("cutover_sure")
    assert studio.state == "live_draining"


def test_a_queue_that_mailchimp_still_counts_is_not_empty(
    studio: Studio, ana: Player, ben: Player
) -> None:
    studio.approves(ben, ana)
    studio.mailchimp.connected = True
    studio.mailchimp.queue = 4
    ben.clicks("cutover_turn_on", studio.card(ben))
    ben.clicks("cutover_look", studio.card(ben))
    assert studio.state == "live_draining"
    assert "Mailchimp still counts 4 in the queue." in ben.last().plain
    studio.mailchimp.silent = True
    ben.clicks("cutover_look", studio.card(ben))
    assert (studio.state, studio.cutover.drained_by) == ("drained", "UBEN")


def test_what_is_in_no_file_any_more_cannot_be_checked(studio: Studio, ben: Player) -> None:
    studio.drafts(ben)
    known = with_partial()
    studio.load(known | {"automations": known["automations"][:-1]})
    ben.clicks("cutover_check", studio.card(ben))
    assert studio.state == "draft"
    assert "I no longer have this automation" in ben.last().plain


def test_the_hour_of_every_step_is_kept(studio: Studio, ana: Player, ben: Player) -> None:
    studio.checks(ben)
    checked_at = studio.clock.at
    studio.clock.at += timedelta(hours=5)
    studio.begins(ana)
    ana.clicks("cutover_approve", studio.card(ana))
    ana.submits()
    kept = studio.cutover
    assert (kept.checked_at, kept.approved_at) == (checked_at, studio.clock.at)
    assert [step.at for step in studio.cutovers.steps(TEAM, kept.id)][-1] == studio.clock.at
