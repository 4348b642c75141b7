"""Cards and forms of cut-overs: within Slack's limits whatever an account is called."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cutover.record import Step
from bot.playground.limits import check_message_blocks, check_view
from bot.slack.blocks.cutover import told
from bot.slack.blocks.cutover.card import PAGE, Shown, card, changed_ticks
from bot.slack.blocks.cutover.forms import accept_view, approve_view, ask_view, back_view
from bot.slack.blocks.cutover.home import cutovers
from bot.slack.cutover.reference import CutRef
from converter.cutover import STATES, Cutover, Deed, described, facts_of
from converter.report.model import AutomationReport, CutoverState, Language
from tests.cutover.parts import LATER, NOW, cutover_in
from tests.slack.reports import reports, texts
from tests.slack.written import mrkdwn_texts

few = settings(max_examples=50)
languages = st.sampled_from(("en", "fr"))
states = st.sampled_from(STATES)


def shown_of(cutover: Cutover, report: AutomationReport | None, language: Language) -> Shown:
    return Shown(
        report=described(cutover, report, language),
        known=report is not None,
        plan=facts_of(report).plan if report is not None else None,
    )


def called(cutover: Cutover, name: str, why: str) -> Cutover:
    accepted = tuple(one.model_copy(update={"why": why}) for one in cutover.acceptances)
    return cutover.model_copy(update={"name": name, "acceptances": accepted})


@few
@given(reports(), states, languages, texts, st.integers(0, 9))
def test_no_report_makes_an_invalid_card(
    report: AutomationReport, state: CutoverState, language: Language, name: str, page: int
) -> None:
    cutover = called(cutover_in(state), name, name)
    ref = CutRef(cutover=10**17, language=language, page=page)
    for one in (report, None):
        reply = card(cutover, shown_of(cutover, one, language), ref)
        assert check_message_blocks(list(reply.blocks)) == []
        assert 0 < len(reply.text) < 1000
        json.dumps(reply.blocks).encode()
        for text in (reply.text, *mrkdwn_texts(reply.blocks)):
            assert not re.search(r"<(?!@U|!date)", text)


@few
@given(reports(), states, languages, texts)
def test_no_report_makes_an_invalid_form_or_message(
    report: AutomationReport, state: CutoverState, language: Language, name: str
) -> None:
    cutover = called(cutover_in(state), name, name or "x")
    ref = CutRef(cutover=10**17, language=language, page=9999)
    tasks = described(cutover, report, language).tasks
    views = [accept_view(task, ref.about(task.id)) for task in tasks if task.decision]
    views += [approve_view(cutover, "UANA", ref), ask_view(ref)]
    if cutover.may("back"):
        views.append(back_view(cutover, ref))
    steps = tuple(
        Step(version=n, at=NOW, by="U1", kind="accept", from_state=None, to_state=state, why=name)
        for n in range(60)
    )
    views.append(told.log_view(steps, tasks, language))
    assert [finding for view in views for finding in check_view(view)] == []
    replies = [told.reminder(cutover, what, language) for what in told.REMINDERS]
    replies.append(told.still_classic(cutover, name, language))
    assert [f for reply in replies for f in check_message_blocks(list(reply.blocks))] == []
    home = cutovers(dict.fromkeys(STATES, 3), [(cutover, LATER)] * 20, language)
    assert check_message_blocks(home) == []


@few
@given(reports(), languages)
def test_every_task_stands_on_one_page_of_the_card(
    report: AutomationReport, language: Language
) -> None:
    cutover = cutover_in("draft")
    shown = shown_of(cutover, report, language)
    wanted = [task.id for task in shown.report.tasks]
    found: list[str] = []
    for page in range(-(-len(wanted) // PAGE)):
        ref = CutRef(cutover=1, language=language, page=page)
        values = re.findall(r'"(cut/1/[^"]+)"', json.dumps(card(cutover, shown, ref).blocks))
        refs = [CutRef.decode(value) for value in values]
        found += [one.name for one in refs if one and one.name and one.name in wanted]
    assert sorted(set(found)) == sorted(set(wanted))


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_card_offers_only_what_its_state_allows(state: CutoverState, language: Language) -> None:
    cutover = cutover_in(state)
    blocks = card(
        cutover, shown_of(cutover, None, language), CutRef(cutover=1, language=language)
    ).blocks
    offered = set(re.findall(r'"action_id": "cutover_(\w+)"', json.dumps(blocks)))
    for kind in ("check", "approve", "turn_on", "drain", "back"):
        assert (kind in offered) == cutover.may(kind)


def clicked(before: list[str], now: list[str]) -> dict[str, Any]:
    element = {"type": "checkboxes", "initial_options": [{"value": one} for one in before]}
    return {
        "actions": [{"block_id": "b", "selected_options": [{"value": one} for one in now]}],
        "message": {"blocks": [{"block_id": "b", "elements": [element]}, {"block_id": "c"}]},
    }


@given(st.sets(st.sampled_from("abcdef")), st.sets(st.sampled_from("abcdef")))
def test_a_click_changes_what_differs_from_what_was_shown(before: set[str], now: set[str]) -> None:
    ticked, unticked = changed_ticks(clicked(sorted(before), sorted(now)))
    assert set(ticked) == now - before
    assert set(unticked) == before - now


def test_two_clicks_in_a_row_before_the_card_is_drawn_again_tick_both() -> None:
    assert changed_ticks(clicked([], ["a"])) == (["a"], [])
    assert changed_ticks(clicked([], ["a", "b"])) == (["a", "b"], [])


@given(st.text(max_size=60) | st.from_regex(r"cut/\d+/(en|fr)/\d+(\+[A-Za-z0-9-]+)?"))
def test_only_what_was_encoded_is_decoded(value: str) -> None:
    ref = CutRef.decode(value)
    if ref is not None:
        assert ref.encode().partition("/")[0] == "cut"
        assert CutRef.decode(ref.encode()) == ref
        assert len(ref.encode()) <= 75


def test_a_deed_that_leads_nowhere_else_is_told_to_nobody() -> None:
    cutover = cutover_in("draft")
    for kind in ("tick", "accept", "plan"):
        values = {"kind": kind, "by": "U1", "task": "review", "why": "x", "plan": "free"}
        assert told.deed(cutover, cutover, Deed.model_validate(values), "en") is None
