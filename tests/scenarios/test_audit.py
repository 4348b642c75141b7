"""`/convert all` from end to end: signed requests, the real bot, what a person sees."""

import pytest
from sqlalchemy import func, select, update

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.slack.audit import auditing
from bot.slack.audit.reference import AuditRef
from bot.store.engine import reading, writing
from bot.store.models import AutomationRow, OutboxRow
from tests.scenarios.audits import audits_in, clear, told
from tests.scenarios.bot import TEAM
from tests.scenarios.forging import forges

PLACE = "#marketing"


@pytest.fixture(autouse=True)
def fresh(running: tuple[LocalSlack, Wired]) -> None:
    clear(running[1])


def edits(wired: Wired) -> int:
    """How often a message was edited so far."""
    with reading(wired.engine) as session:
        row = OutboxRow
        wanted = select(func.count()).where(row.workspace_id == TEAM, row.method == "chat.update")
        return session.scalar(wanted) or 0


def test_the_command_says_where_it_goes_on_and_the_result_stands_there(
    slack: LocalSlack, ben: Player
) -> None:
    ben.runs("/convert all", PLACE)
    assert ben.last(PLACE).ephemeral
    assert "I am reading 12 automations" in ben.last(PLACE).plain
    progress, result = told(ben)
    assert "Audit done: 12 automations read" in progress.plain
    assert progress.buttons == []
    assert result.blocks[0]["text"]["text"] == "Audit of the account: grade C"
    assert "✅ Converts as it is: 9" in result.plain
    assert "Standard is the cheapest plan" in result.plain
    assert "1 contact waits" in result.plain
    assert "1 December 2026" in result.plain
    assert "1. Blog" in result.plain
    assert len(result.blocks) <= 50


@pytest.mark.parametrize("word", ["tout", "audit", "convertir toutes"])
def test_in_a_direct_message_the_progress_is_the_answer(ana: Player, word: str) -> None:
    ana.says(word)
    progress, result = told(ana)
    assert "Audit terminé : 12 automatisations lues" in progress.plain.replace("\u00a0", " ")
    assert result.blocks[0]["text"]["text"].replace("\u00a0", " ") == "Audit du compte : note C"
    assert "Standard est le forfait le moins cher" in result.plain


def test_a_mention_is_answered_privately_and_the_result_is_private(
    slack: LocalSlack, ana: Player, ben: Player
) -> None:
    ben.mentions("convert all", PLACE)
    assert ben.last(PLACE).ephemeral
    assert not [seen for seen in ana.sees(PLACE) if seen.is_bot]
    assert len(told(ben)) == 2
    assert told(ana) == []


def test_the_plan_and_the_language_can_be_chosen(wired: Wired, ana: Player) -> None:
    ana.runs("/convert all plan:essentials lang:en", PLACE)
    assert "Audit of the account" in told(ana)[-1].plain
    stored = audits_in(wired).last(TEAM)
    assert stored is not None
    assert stored.terms.plan.plan == "essentials"
    ana.clicks("Audit again", told(ana)[-1])
    again = audits_in(wired).last(TEAM)
    assert again is not None
    assert again.id > stored.id
    assert again.plan == "essentials"


def test_how_far_it_is_shows_in_one_message_that_is_edited(
    wired: Wired, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auditing, "BATCH", 2)
    before = edits(wired)
    ben.runs("/convert all", PLACE)
    assert edits(wired) - before == 1, "a short audit is shown when it is done"
    monkeypatch.setattr(auditing, "EDIT_SECONDS", 0)
    before = edits(wired)
    ben.clicks("Audit again", told(ben)[-1])
    # After each batch but the last, and at the end.
    assert edits(wired) - before == 6
    assert len(told(ben)) == 4, "two each"


def test_automations_are_listed_by_level_page_by_page(
    slack: LocalSlack, wired: Wired, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben.runs("/convert all", PLACE)
    stored = audits_in(wired).last(TEAM)
    assert stored is not None
    ref = AuditRef(audit=stored.id, language="en")
    ben.selects("audit_list", ref.at("blocked").encode(), told(ben)[-1])
    assert "Suivi bougies" in slack.transcript(seen_by=ben)
    assert "CJ301" in slack.transcript(seen_by=ben)
    ben.closes()
    monkeypatch.setattr("bot.slack.blocks.audit.pages.PAGE", 4)
    monkeypatch.setattr("bot.slack.listeners.audit.listing.PAGE", 4)
    ben.selects("audit_list", ref.at("converted").encode(), told(ben)[-1])
    assert "Page 1 of 3 · 1 to 4 of 9" in slack.transcript(seen_by=ben)
    ben.clicks("Next")
    assert "Page 2 of 3 · 5 to 8 of 9" in slack.transcript(seen_by=ben)
    ben.clicks("Last") if "[Last]" in slack.transcript(seen_by=ben) else ben.clicks("Next")
    assert "Page 3 of 3 · 9 to 9 of 9" in slack.transcript(seen_by=ben)


def test_the_home_tab_shows_the_last_audit_and_starts_another(
    slack: LocalSlack, ana: Player, ben: Player
) -> None:
    ben.opens_home()
    assert "has not been audited yet" in slack.home_transcript(seen_by=ben)
    ben.clicks("Audit the account")
    assert "An audit is running" in slack.home_transcript(seen_by=ben)
    assert len(told(ben)) == 2
    ana.opens_home()
    shown = slack.home_transcript(seen_by=ana).replace("\u00a0", " ")
    assert "à la demande de @ben. Note *C*, 12 automatisations" in shown
    ana.clicks("Afficher le résultat")
    (result,) = told(ana)
    assert "Audit du compte" in result.plain
    assert len(told(ben)) == 2


def test_one_broken_automation_never_stops_the_others(wired: Wired, ben: Player) -> None:
    row = AutomationRow
    mine = (row.workspace_id == TEAM) & (row.name == "Soldes")
    with writing(wired.engine) as session:
        (kept, *_) = session.scalars(select(row.payload).where(mine)).all()
        session.execute(update(row).where(mine).values(payload="{"))
    try:
        ben.runs("/convert all", PLACE)
        result = told(ben)[-1].plain
        assert "❗ Could not be read: 3" in result
        assert "✅ Converts as it is: 7" in result
        assert "CJ901" in result
        last = audits_in(wired).last(TEAM)
        assert last is not None
        failed = audits_in(wired).listed(TEAM, last.id, "failed", 0, 9)
        assert [one.name for one in failed].count("Soldes") == 2
    finally:
        with writing(wired.engine) as session:
            session.execute(update(row).where(mine).values(payload=kept))


def test_nobody_but_full_members_sees_or_starts_an_audit(
    slack: LocalSlack, wired: Wired, ben: Player
) -> None:
    ben.runs("/convert all", PLACE)
    stored = audits_in(wired).last(TEAM)
    assert stored is not None
    ref = AuditRef(audit=stored.id, language="en")
    for name, refused in (("gus", "guest account"), ("sam", "another organization")):
        person = slack.person(name)
        person.runs("/convert all", PLACE)
        assert refused in person.last(PLACE).plain
        for action in ("audit_start", "audit_show", "audit_files", "audit_page_next"):
            forges(slack, person, action, ref.at("blocked").encode())
            assert refused in person.sees("dm")[-1].plain
        forges(slack, person, "audit_cancel", ref.encode())
        assert "Suivi bougies" not in str([seen.plain for seen in person.sees("dm")])
        assert person.modals == []
    assert audits_in(wired).last(TEAM) == stored
    gus = slack.person("gus")
    gus.opens_home()
    assert "audit" not in slack.home_transcript(seen_by=gus).partition("---")[2].casefold()


def test_a_click_on_what_is_not_kept_or_was_never_ours_says_so(
    slack: LocalSlack, ben: Player
) -> None:
    forges(slack, ben, "audit_show", AuditRef(audit=999, language="en").encode())
    assert "not kept any more" in ben.sees("dm")[-1].plain
    forges(slack, ben, "audit_cancel", "audit/1/de")
    assert "audit" not in ben.sees("dm")[-1].plain.casefold()
