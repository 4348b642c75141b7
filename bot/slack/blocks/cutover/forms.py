"""Forms of a cut-over: accept a finding, go back, approve, ask somebody to approve."""

from collections.abc import Mapping
from typing import Any, cast

from bot.slack.blocks.desk.forms import field, form, value_of, words_field
from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import Block, Line, bullets, option, paragraph, rich, section
from bot.slack.cutover.reference import CutRef
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.texts import mrkdwn, plain
from converter.cutover import BEFORE_LIVE, STATES, Cutover
from converter.report.model import Acceptance, CutoverState, Language, Task

ACCEPT, BACK, APPROVE, ASK = "cutover_accept", "cutover_back", "cutover_approve", "cutover_ask"
WORDS = 1000
SHOWN = 20


def accept_view(task: Task, ref: CutRef) -> Block:
    language = ref.language
    blocks = [
        section(f"*{task.code}* {neutral(shorten(task.title, 200))}"),
        rich(paragraph(shorten(task.text, 2500))),
        words_field("words", plain(language, "cutover_accept_why"), longest=WORDS),
    ]
    return form(language, "cutover_form_accept", ACCEPT, blocks, ref.encode())


def back_view(cutover: Cutover, ref: CutRef) -> Block:
    """Where to, and why. Only for a cut-over that can go back."""
    language = ref.language
    options = [
        option(plain(language, f"cutover_short_{state}"), state)
        for state in BEFORE_LIVE[: STATES.index(cutover.state)]
    ]
    menu = {
        "type": "static_select",
        "action_id": "to",
        "options": options,
        "initial_option": options[-1],
    }
    blocks = [
        field("to", plain(language, "cutover_back_to"), menu),
        words_field("words", plain(language, "cutover_back_why"), longest=WORDS),
    ]
    return form(language, "cutover_form_back", BACK, blocks, ref.encode())


def approve_view(cutover: Cutover, approver: str, ref: CutRef) -> Block:
    """What is approved, by whom: nothing is approved by a click alone."""
    language = ref.language
    name = shorten(cutover.name, 100)
    blocks = [section(said(language, "cutover_approve_what", by=approver, name=name))]
    if cutover.checked_by:
        blocks.append(section(said(language, "cutover_checked_by", by=cutover.checked_by)))
    if cutover.acceptances:
        title = paragraph(plain(language, "cutover_approve_accepted"))
        lines: list[Line] = [_taken(one) for one in cutover.acceptances[:SHOWN]]
        blocks.append(rich(title, bullets(lines)))
        left = len(cutover.acceptances) - SHOWN
        if left > 0:
            blocks.append(section(mrkdwn(language, "cutover_log_more", n=left)))
    blocks.append(section(mrkdwn(language, "cutover_approve_final")))
    named = "cutover_form_approve"
    return form(language, named, APPROVE, blocks, ref.encode(), submit=named)


def ask_view(ref: CutRef) -> Block:
    language = ref.language
    people = {"type": "users_select", "action_id": "person"}
    blocks = [field("person", plain(language, "cutover_ask_who"), people)]
    return form(language, "cutover_form_ask", ASK, blocks, ref.encode())


def person_of(view: Mapping[str, Any]) -> str | None:
    chosen = value_of(view, "person", "person").get("selected_user")
    return chosen if isinstance(chosen, str) else None


def state_of(view: Mapping[str, Any]) -> CutoverState | None:
    chosen = (value_of(view, "to", "to").get("selected_option") or {}).get("value")
    return cast("CutoverState", chosen) if chosen in BEFORE_LIVE else None


def asked(cutover: Cutover, by: str, language: Language) -> str:
    name = shorten(cutover.name, 100)
    return said(language, "cutover_asked", by=by, name=name)


def _taken(one: Acceptance) -> str:
    return f"{one.code}: {shorten(one.why, 300)}"
