"""Choosing an automation: a search menu, candidates after a typing error, nothing found."""

from collections.abc import Sequence

from bot.slack.blocks.elements import (
    BUTTON_TEXT,
    OPTION_TEXT,
    Block,
    Reply,
    actions,
    button,
    option,
    search_select,
    section,
    select,
)
from bot.slack.mrkdwn import shorten
from bot.slack.ports import AutomationRef
from bot.slack.reference import Ref
from bot.slack.texts import mrkdwn, plain
from converter import Plan
from converter.report.model import Language

OFFERED = 5
ECHO = 80


def picker(ref: Ref, plans: Sequence[Plan], count: int) -> Reply:
    """The search menu and the choice of a plan. ``ref.key`` is 0: nothing is chosen yet."""
    text = mrkdwn(ref.language, "pick", n=count)
    return Reply(text, (section(text), _menus(ref, plans)))


def did_you_mean(
    query: str, candidates: Sequence[AutomationRef], ref: Ref, plans: Sequence[Plan]
) -> Reply:
    """Up to five buttons, and the search menu below."""
    text = mrkdwn(ref.language, "did_you_mean", query=shorten(query, ECHO))
    shown = candidates[:OFFERED]
    labels = [_told_apart(one, shown, ref.language) for one in shown]
    return _choice(text, shown, labels, ref, plans)


def same_name(
    query: str, candidates: Sequence[AutomationRef], count: int, ref: Ref, plans: Sequence[Plan]
) -> Reply:
    """``count`` automations have exactly this name: buttons for the first ones, with their ids."""
    text = mrkdwn(ref.language, "same_name", query=shorten(query, ECHO), n=count)
    shown = candidates[:OFFERED]
    labels = [_with_id(one, ref.language) for one in shown]
    return _choice(text, shown, labels, ref, plans)


def not_found(query: str, ref: Ref, plans: Sequence[Plan]) -> Reply:
    """Nothing resembles the name."""
    text = mrkdwn(ref.language, "not_found", query=shorten(query, ECHO))
    return Reply(text, (section(text), _menus(ref, plans)))


def found_options(found: Sequence[AutomationRef], ref: Ref) -> list[Block]:
    """The options of the search menu; the id tells equal names apart."""
    return [
        option(
            one.name.strip() or plain(ref.language, "untitled"),
            ref.model_copy(update={"key": one.key}).encode(),
            _kind_and_id(one, ref.language),
        )
        for one in found[:100]
    ]


def _choice(
    text: str,
    shown: Sequence[AutomationRef],
    labels: Sequence[str],
    ref: Ref,
    plans: Sequence[Plan],
) -> Reply:
    buttons = [
        button(label, f"candidate_{index}", ref.model_copy(update={"key": one.key}).encode())
        for index, (one, label) in enumerate(zip(shown, labels, strict=True))
    ]
    or_search = section(mrkdwn(ref.language, "or_search"))
    return Reply(text, (section(text), actions(*buttons), or_search, _menus(ref, plans)))


def _menus(ref: Ref, plans: Sequence[Plan]) -> Block:
    search = search_select(plain(ref.language, "pick_placeholder"), "pick_automation")
    options = [option(plan.name, plan.id) for plan in plans]
    plan_menu = select(plain(ref.language, "plan_placeholder"), "pick_plan", options)
    chosen = [o for o in options if o["value"] == ref.plan]
    if chosen:
        plan_menu["initial_option"] = chosen[0]
    # The menu's own id carries the language and the plan to the request for options.
    return {**actions(plan_menu, search), "block_id": ref.encode()}


def _told_apart(one: AutomationRef, shown: Sequence[AutomationRef], language: Language) -> str:
    name = one.name.strip() or plain(language, "untitled")
    if sum(1 for other in shown if other.name.strip() == one.name.strip()) < 2:
        return name
    return _with_id(one, language)


def _with_id(one: AutomationRef, language: Language) -> str:
    name = one.name.strip() or plain(language, "untitled")
    mark = f" · {shorten(one.automation_id, 20)}"
    return shorten(name, min(BUTTON_TEXT, OPTION_TEXT) - len(mark)) + mark


def _kind_and_id(one: AutomationRef, language: Language) -> str:
    return plain(language, f"kind_{one.kind}", id=shorten(one.automation_id, 40))
